"""Columns and summary of the counts of journeys.

Places are those of all sessions bought, to come and with permanent entries included: how full they are is the figure of
the catalogue, which the page quotes.
"""

from __future__ import annotations

from pacte.journeys.records.counts import CellCounts, Cut
from pacte.kernel.french import format_number, format_percent, pluralise

CUT_LABELS = {
    Cut.YEAR: "année", Cut.DEPARTMENT: "département de la session", Cut.PROVIDER: "organisme", Cut.LOT: "lot",
    Cut.ACTION: "action du plan", Cut.SESSION: "session", Cut.RESIDENCE: "département où vivent les personnes",
    Cut.NETWORK: "réseau qui oriente", Cut.AGE: "âge", Cut.SEX: "sexe", Cut.LEVEL: "diplôme",
}  # fmt: skip
COLUMNS = (
    ("bought", "Achetées"), ("lost", "Perdues"), ("taken", "Prises"), ("proposed", "Proposée à"),
    ("informed", "Informées"), ("admitted", "Admises"), ("entered", "Entrées"), ("ended", "Fins"),
    ("certified", "Certifiées"), ("in_job", "En emploi"),
)  # fmt: skip
_TOO_FEW = "Trop peu de personnes sont comptées{said} pour le dire sans les désigner."


def shown_counts(counts: CellCounts) -> dict[str, str]:
    """Labels of the columns, by name of count."""
    return {name: label for name, label in COLUMNS if counts.counts(name)}


def funnel_summary(whole: CellCounts, *, period_text: str, filling: str = "") -> str:
    """Summary sentence: how full the places are, places bought and taken, then the largest loss.

    ``filling``: « 75,8 % (24 276 / 32 028) », the figure of the catalogue for the same choices; "" without one.
    """
    if whole.counts("bought"):
        bought, taken, lost = (whole.of(name) for name in ("bought", "taken", "lost"))
        if not bought:
            return f"Aucune place achetée n’est comptée{period_text} : il n’y a rien à perdre encore."
        if taken is None or lost is None:
            return (
                f"{pluralise(bought, 'place achetée', 'places achetées')}{period_text}. "
                f"{_TOO_FEW.format(said=period_text)}"
            )
        headline = f"Remplissage des places achetées{period_text} : {filling}. " if filling else ""
        taken_text = f"{pluralise(taken, 'place prise', 'places prises')} sur {format_number(bought)} achetées"
        return (
            f"{headline}{taken_text}{'' if filling else period_text} en comptant les sessions à venir et les entrées "
            f"permanentes ; {_lost_text(lost)}. {_largest_loss(whole)}"
        )
    entered, proposed = whole.of("entered"), whole.of("proposed")
    if proposed is None or entered is None:
        return _TOO_FEW.format(said=period_text)
    if not proposed:
        return f"Aucune proposition de formation n’est comptée{period_text}."
    return (
        f"{format_number(entered)} entrées pour {format_number(proposed)} propositions{period_text} "
        f"({format_percent(entered / proposed)}). {_largest_loss(whole)}"
    )


def _lost_text(lost: int) -> str:
    """« 1 180 ont disparu avec leur session »."""
    if not lost:
        return "aucune n’a disparu avec sa session"
    return f"{format_number(lost)} {'a disparu' if lost == 1 else 'ont disparu'} avec leur session"


def _largest_loss(whole: CellCounts) -> str:
    """The stage between proposal and entry with the largest loss."""
    steps = (("proposed", "informed", "l’information"), ("informed", "admitted", "l’admission"),
             ("admitted", "entered", "l’entrée"))  # fmt: skip
    losses = [
        (first - then, words)
        for before, after, words in steps
        if (first := whole.of(before)) is not None and (then := whole.of(after)) is not None and first > then
    ]
    if not losses:
        return ""
    most, words = max(losses)
    return f"C’est avant {words} que le plus de personnes s’arrêtent : {format_number(most)}."
