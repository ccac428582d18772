"""Guesses the kind of a plan figure from its words, when the file does not give it.

A table of « cibles chiffrées » mixes targets with means, deadlines and rules. Only a target has a progress.
When in doubt the guess is a target, whose error a person will notice: a figure with a unit and no word below.
"""

from __future__ import annotations

from pacte.kernel.french import fold_text
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
_PERIODIC_DOCUMENTS = {"bilan", "plan", "rapport"}


def guess_figure_kind(what: str, unit: str, per: str = "", *, doubtful: bool = False) -> FigureKind:
    """Returns the kind of the figure « ``what`` : n ``unit`` / ``per`` ».

    A number without a unit is unknown when the file itself doubts it; otherwise it is a target without a unit, which
    the checks of a plan report. An age (« 26 ans ») is an eligibility rule, a yearly document a periodicity, and a
    figure with the word « déjà » a baseline.
    """
    word = fold_text(unit)
    if not word:
        return FigureKind.UNKNOWN if doubtful else FigureKind.TARGET
    singular = word.removesuffix("s")
    if singular in _KIND_BY_UNIT:
        return _KIND_BY_UNIT[singular]
    if singular in _PERIODIC_DOCUMENTS and per:
        return FigureKind.PERIODICITY
    if "deja" in fold_text(what).split():
        return FigureKind.BASELINE
    return FigureKind.TARGET
