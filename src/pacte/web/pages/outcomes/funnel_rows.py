"""Funnel rows from counts: each stage with its population and its loss.

Places are those of all sessions bought, to come and with permanent entries included: how full they are is the figure of
the catalogue, which the page quotes.
"""

from __future__ import annotations

from typing import Any

from pacte.journeys.records.counts import CellCounts, Cut
from pacte.kernel.french import format_number, format_percent, pluralise
from pacte.web.charts.row_marks import FunnelStage, funnel_bar_svg, funnel_scale
from pacte.web.end_tables import count_share_text

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


# Label of each stage, and the count among which it is counted.
_STAGES = {
    "bought": ("Places achetées, toutes sessions", ""),
    "opened": ("Places ouvertes par les organismes", "bought"),
    "taken": ("Places prises, toutes sessions", "bought"),
    "proposed": ("Personnes à qui une place est proposée", ""),
    "informed": ("Informées", "proposed"),
    "admitted": ("Admises", "informed"),
    "entered": ("Entrées en formation", "admitted"),
    "ended": ("Parcours dont la fin est connue ou due", "entered"),
    "certified": ("Certification obtenue", "certifiable"),
    "in_job": ("En emploi à 6 mois", "answered"),
}
_PLACES = frozenset({"bought", "opened", "taken"})
# Those who are missing there are not lost: they may still come.
_WITHOUT_LOSS = frozenset({"ended", "certified", "in_job"})


def funnel_stage_rows(whole: CellCounts) -> list[dict[str, Any]]:
    """One row per stage, with its bar. Places are left out when only people are counted."""
    stages = {name: stage for name, stage in _STAGES.items() if whole.counts(name)}
    bars = [
        FunnelStage(whole.of(name), None if name in _WITHOUT_LOSS else whole.of(among), name in _PLACES)
        for name, (_, among) in stages.items()
    ]
    scale = funnel_scale(bars)
    return [
        {
            "label": label,
            "bar": funnel_bar_svg(bar, scale),
            # Only the catalogue says which share of the places is taken.
            "count": count_share_text(bar.count, None if name == "taken" else whole.of(among)),
            "note": _note(whole, name, among),
        }
        for bar, (name, (label, among)) in zip(bars, stages.items(), strict=True)
    ]


def _note(whole: CellCounts, name: str, of: str) -> str:
    """The loss since the previous stage; empty where it would disclose a suppressed count."""
    count, among, lost = whole.of(name), whole.of(of), whole.of("lost")
    if count is None:
        return "secret statistique"
    if (of and among is None) or (name == "opened" and lost is None):
        return "l’étape d’avant est masquée"
    missing = (among or 0) - count
    return {
        "bought": "places, perdues comprises",
        "opened": f"perdues avec leur session : {format_number(lost or 0)}",
        "taken": f"libres, perdues ou d’une session à venir : {format_number(missing)}",
        "proposed": "personnes, une fois par session",
        "informed": f"ne sont pas venues ou n’ont pas répondu : {format_number(missing)}",
        "admitted": f"renoncent, non retenues ou en attente : {format_number(missing)}",
        "entered": f"admises sans entrer : {format_number(missing)}",
        "ended": f"encore en formation : {format_number(missing)}",
        "certified": "parcours finis dans une session certifiante",
        "in_job": "personnes qui ont répondu",
    }[name]


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
