"""From places bought to jobs: one row a stage, with its bar, its population and its loss.

Places are those of all sessions bought, to come and with permanent entries included: how full they are is the figure of
the catalogue, which pages quote.
"""

from __future__ import annotations

from typing import Any

from pacte.journeys.records.counts import CellCounts
from pacte.kernel.french import format_number
from pacte.web.charts.row_marks import FunnelStage, funnel_bar_svg, funnel_scale
from pacte.web.end_tables import count_share_text

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
# Each stage with the count among which it is counted; "" for the first ones.
FUNNEL_PARENTS = {name: parent for name, (_, parent) in _STAGES.items()}
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
