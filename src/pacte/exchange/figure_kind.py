"""What a figure of a plan is, guessed from its words, when the file that was read does not say so.

A table that lists « cibles chiffrées » mixes targets with means, deadlines and rules. Only a target has a progress.
The guess errs on the side that a person will notice: what has a unit and none of the signs below is a promise.
"""

from __future__ import annotations

from pacte.kernel.french import plain
from pacte.plan.records import FigureKind

_KIND_BY_UNIT = {
    "etp": FigureKind.MEANS,
    "poste": FigureKind.MEANS,
    "annee": FigureKind.DEADLINE,
    "an": FigureKind.ELIGIBILITY,
    "cohorte": FigureKind.SCOPE,
    "etablissement": FigureKind.SCOPE,
    "territoire": FigureKind.SCOPE,
    "site": FigureKind.SCOPE,
    "etape": FigureKind.STAGE,
    "lot": FigureKind.STAGE,
    "phase": FigureKind.STAGE,
    "tranche": FigureKind.STAGE,
}
_REPEATED = {"bilan", "plan", "rapport"}


def kind_of(what: str, unit: str, per: str = "", *, doubtful: bool = False) -> FigureKind:
    """Kind of the figure « ``what`` : n ``unit`` / ``per`` ».

    A bare number is unknown when the file itself doubts it; otherwise it is a target that lacks its unit, which
    the checks of a plan will say. An age (« 26 ans ») is a rule of eligibility, a yearly document a periodicity,
    and what is « déjà » there a baseline.
    """
    word = plain(unit)
    if not word:
        return FigureKind.UNKNOWN if doubtful else FigureKind.TARGET
    singular = word.removesuffix("s")
    if singular in _KIND_BY_UNIT:
        return _KIND_BY_UNIT[singular]
    if singular in _REPEATED and per:
        return FigureKind.PERIODICITY
    if "deja" in plain(what).split():
        return FigureKind.BASELINE
    return FigureKind.TARGET
