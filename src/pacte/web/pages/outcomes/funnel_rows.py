"""Funnel rows from counts: each stage with its population and its loss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import mark_safe

from pacte.journeys.records import EndKind
from pacte.journeys.records.counts import CellCounts, Cut
from pacte.kernel.french import format_number, format_percent, pluralise
from pacte.web.charts.funnel import FunnelStage, funnel_bar_svg, funnel_scale
from pacte.web.end_table_rows import end_rows
from pacte.web.pages.outcomes.page_context import count_share_text

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


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """``name`` is counted among ``among``."""

    label: str
    name: str
    among: str = ""
    is_place: bool = False
    is_loss_drawn: bool = True


_FUNNEL_ROWS = (
    FunnelRow("Places achetées", "bought", is_place=True),
    FunnelRow("Places ouvertes par les organismes", "opened", "bought", is_place=True),
    FunnelRow("Places prises", "taken", "bought", is_place=True),
    FunnelRow("Personnes à qui une place est proposée", "proposed"),
    FunnelRow("Informées", "informed", "proposed"),
    FunnelRow("Admises", "admitted", "informed"),
    FunnelRow("Entrées en formation", "entered", "admitted"),
    FunnelRow("Parcours dont la fin est connue ou due", "ended", "entered", is_loss_drawn=False),
    FunnelRow("Certification obtenue", "certified", "certifiable", is_loss_drawn=False),
    FunnelRow("En emploi à 6 mois", "in_job", "answered", is_loss_drawn=False),
)


def funnel_stage_rows(whole: CellCounts) -> list[dict[str, Any]]:
    """One row per stage, with its bar. Places are left out when only people are counted."""
    rows = [row for row in _FUNNEL_ROWS if whole.counts(row.name)]
    bars = [
        FunnelStage(whole.of(row.name), whole.of(row.among) if row.among and row.is_loss_drawn else None, row.is_place)
        for row in rows
    ]
    scale = funnel_scale(bars)
    return [
        {
            "label": row.label,
            "bar": mark_safe(funnel_bar_svg(stage, scale)),  # noqa: S308 - written by ``element``, which escapes
            "count": _count(whole, row),
            "note": _note(whole, row),
        }
        for row, stage in zip(rows, bars, strict=True)
    ]


def _count(whole: CellCounts, row: FunnelRow) -> str:
    return count_share_text(whole.of(row.name), whole.of(row.among) if row.among else None)


def _note(whole: CellCounts, row: FunnelRow) -> str:
    """The loss since the previous stage; empty where it would disclose a suppressed count."""
    count, among = whole.of(row.name), whole.of(row.among) if row.among else None
    if count is None:
        return "secret statistique"
    lost = whole.of("lost")
    if (row.among and among is None) or (row.name == "opened" and lost is None):
        return "l’étape d’avant est masquée"
    missing = (among or 0) - count
    return {
        "bought": "places, perdues comprises",
        "opened": f"perdues avec leur session : {format_number(lost or 0)}",
        "taken": f"restées libres ou perdues : {format_number(missing)}",
        "proposed": "personnes, une fois par session",
        "informed": f"ne sont pas venues ou n’ont pas répondu : {format_number(missing)}",
        "admitted": f"renoncent, non retenues ou en attente : {format_number(missing)}",
        "entered": f"admises sans entrer : {format_number(missing)}",
        "ended": f"encore en formation : {format_number(missing)}",
        "certified": "parcours finis dans une session certifiante",
        "in_job": "personnes qui ont répondu",
    }[row.name]


def funnel_end_rows(whole: CellCounts) -> list[list[Any]]:
    """The nine kinds of end, whose shares add up to the total."""
    return end_rows({kind: whole.of(kind) for kind in EndKind}, whole.of("ended"))


def funnel_columns(whole: CellCounts, cut: Cut) -> list[dict[str, str]]:
    label = CUT_LABELS[cut]
    return [{"label": label[:1].upper() + label[1:]}] + [
        {"label": label, "kind": "num"} for name, label in COLUMNS if whole.counts(name)
    ]


def funnel_counts(counts: CellCounts) -> list[int | None]:
    return [counts.of(name) for name, _ in COLUMNS if counts.counts(name)]


def funnel_summary(whole: CellCounts, *, period_text: str) -> str:
    """Summary sentence: places bought and taken, then the largest loss."""
    if whole.counts("bought"):
        bought, taken, lost = (whole.of(name) for name in ("bought", "taken", "lost"))
        if not bought:
            return f"Aucune place achetée n’est comptée{period_text} : il n’y a rien à perdre encore."
        if taken is None or lost is None:
            return (
                f"{pluralise(bought, 'place achetée', 'places achetées')}{period_text}. "
                f"{_TOO_FEW.format(said=period_text)}"
            )
        first = f"{pluralise(taken, 'place prise', 'places prises')} sur {format_number(bought)} achetées{period_text}"
        return (
            f"{first} ({format_percent(taken / bought)}) ; {format_number(lost)} ont disparu avec leur "
            f"session. {_largest_loss(whole)}"
        )
    entered, proposed = whole.of("entered"), whole.of("proposed")
    if proposed is None or entered is None:
        return _TOO_FEW.format(said=period_text)
    if not proposed:
        return f"Aucune proposition de formation n’est comptée{period_text}."
    share = format_percent(entered / proposed)
    return (
        f"{format_number(entered)} entrées pour {format_number(proposed)} propositions{period_text} "
        f"({share}). {_largest_loss(whole)}"
    )


def _largest_loss(whole: CellCounts) -> str:
    """The stage between proposal and entry with the largest loss."""
    steps = (("proposed", "informed", "l’information"), ("informed", "admitted", "l’admission"),
             ("admitted", "entered", "l’entrée"))  # fmt: skip
    losses = []
    for before, after, words in steps:
        first, then = whole.of(before), whole.of(after)
        if first is not None and then is not None and first > then:
            losses.append((first - then, words))
    if not losses:
        return ""
    most, words = max(losses)
    return f"C’est avant {words} que le plus de personnes s’arrêtent : {format_number(most)}."
