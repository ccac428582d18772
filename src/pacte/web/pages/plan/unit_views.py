"""Places and periods of a figure on pages: the map, or the row of periods, and its table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst, slugify

from pacte.indicators.queries.coverage_registry import coverage_sources
from pacte.indicators.records.evidence import ActionEvidence, EvidenceRow
from pacte.indicators.rules.evidence import declaration_text
from pacte.kernel.french import apply_french_spacing, format_number
from pacte.plan.records import Figure
from pacte.plan.rules.per import parse_per
from pacte.plan.rules.progress import ProgressOutcome
from pacte.plan.rules.progress_by_unit import UnitProgress
from pacte.reference.records import ZoneKind
from pacte.web.count_maps import count_map
from pacte.web.pages.plan.action_detail import FigureView
from pacte.web.tables import Cell, Column, Table, cell, number_column
from pacte.web.zone_urls import territory_url

if TYPE_CHECKING:
    from pacte.web.pages.plan.action_page import ActionPage

_MAX_ROWS = 12
_WORDS = {
    ProgressOutcome.REACHED: ("y est", "check", "good"),
    ProgressOutcome.EXCEEDED: ("au-delà", "check", "good"),
    ProgressOutcome.UNDER_WAY: ("en chemin", "half", ""),
    ProgressOutcome.MISSED: ("manqué", "cross", "bad"),
    ProgressOutcome.COMING: ("à venir", "clock", ""),
    ProgressOutcome.NOTHING: ("rien encore", "ring", ""),
    ProgressOutcome.NOT_MEASURED: ("sans valeur", "ring", ""),
    ProgressOutcome.WITHHELD: ("masqué", "ring", ""),
    ProgressOutcome.NOT_COMPUTABLE: ("sans calcul possible", "ring", ""),
}
# Of a proposed figure: its values are shown, and nothing is compared.
_NO_WORD = ("", "", "")


def unit_view(row: EvidenceRow, figure: Figure, on: date, *, max_rows: int | None = None) -> dict[str, Any] | None:
    """Values of ``plan/units.html``; None for a figure that is not by place or period, or without any unit.

    With more units than ``max_rows``, a map has no table. Without any value there is no map: it would be white.
    """
    per = parse_per(figure.per)
    if not per.is_by_unit or not row.units:
        return None
    has_values = any(each.value is not None for each in row.units)
    most = _MAX_ROWS if per.zone_kind and not has_values else max_rows
    shown = {
        "id": _identifier(figure),
        "what": figure.what,
        "sentence": apply_french_spacing(row.progress.text if row.is_measured or row.is_withheld else row.sentence),
        "is_known": has_values,
        "declared": [f"{each.about} : {declaration_text(each)}" for each in row.unit_declarations],
        "table": None if most is not None and len(row.units) > most else unit_table(row.units, figure),
    }
    if per.zone_kind is None:
        return shown | {"periods": [_period(each) for each in row.units]}
    if not has_values:
        return shown
    values = {each.key: each.value for each in row.units}
    names = {each.key: each.label for each in row.units}
    hidden = frozenset(each.key for each in row.units if each.outcome is ProgressOutcome.WITHHELD)
    title = f"{figure.what}, par {per.one}"
    return shown | {"chart": count_map(title, per.zone_kind, names, values, on, hidden=hidden)}


def unit_context(
    page: ActionPage, evidence: ActionEvidence | None, targets: Sequence[FigureView], proposed: Sequence[FigureView]
) -> dict[str, Any]:
    """Section of an action whose targets are promised for each place or period, and the address of its maps."""
    rows = {(row.code, row.what): row for row in (evidence.rows if evidence else ())}
    figures = [view.figure for view in (*targets, *proposed)]
    units = [
        view
        for figure in figures
        if (row := rows.get((figure.indicator_code, figure.what)))
        if (view := unit_view(row, figure, page.on, max_rows=_MAX_ROWS))
        # Without any value, the figure itself says who owes them: a row of blanks would say it again.
        if view["is_known"] or view["declared"]
    ]
    has_map = any(
        parse_per(figure.per).zone_kind or coverage_sources(actor=page.actor, target=figure.indicator_code)
        for figure in figures
    )
    return {
        "units": units,
        "units_title": "Où, et quand ?" if units else "Où ?",
        "units_note": "une cible promise à chacun ne se lit pas sur un total" if units else "",
        "coverage_url": page.url("plan:coverage", page.number) if has_map else "",
    }


def _identifier(figure: Figure) -> str:
    return f"unites-{slugify(figure.indicator_code or figure.what)}"


def _period(unit: UnitProgress) -> dict[str, str]:
    word, icon, tone = _WORDS.get(unit.outcome, _NO_WORD)
    return {
        "label": unit.label,
        "value": "" if unit.value is None else _number(unit.value),
        "note": "déclaré" if unit.is_declared else "",
        "word": "en cours" if unit.outcome is ProgressOutcome.UNDER_WAY else word,
        "icon": icon,
        "tone": tone,
    }


def unit_table(units: tuple[UnitProgress, ...], figure: Figure) -> Table[UnitProgress]:
    """Every unit with its value and where it is."""
    per = parse_per(figure.per)
    return Table(
        units,
        Column(capfirst(per.one), lambda each: _unit_cell(each, per.zone_kind)),
        number_column(
            capfirst(figure.unit) or "Valeur",
            _value_cell,
        ),
        Column("Où en est-on", lambda each: _WORDS.get(each.outcome, _NO_WORD)[0]),
        id=f"{_identifier(figure)}-table",
        caption=f"{figure.what}, par {per.one}",
    )


def _value_cell(unit: UnitProgress) -> Cell:
    if unit.value is None:
        return ""
    note = "déclaré" if unit.is_declared else ""
    return cell(_number(unit.value), value=f"{unit.value.normalize():f}", note=note)


def _unit_cell(unit: UnitProgress, kind: ZoneKind | None) -> object:
    return cell(unit.label, url=territory_url("profile", kind, unit.key)) if kind else unit.label


def _number(value: Decimal) -> str:
    return format_number(value, 0 if value == value.to_integral_value() else 1)
