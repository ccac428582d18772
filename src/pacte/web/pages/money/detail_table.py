"""Detailed money table, shared by the page and the files."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pacte.exchange.documents.money_files import MoneyExport
from pacte.exchange.documents.xlsx_worksheet import Value
from pacte.finance.records import (
    FUND_LABELS,
    SECTION_LABELS,
    SIX_STAGES,
    STAGE_LABELS,
    AmountSource,
    MoneyCell,
    MoneyStage,
    PlanMoneyTable,
    Section,
    money_stage_label,
)
from pacte.kernel.french import format_day
from pacte.web.pages.money.filters import ROWS_LABELS, MoneyFilters

DETAIL_STAGES = (MoneyStage.VOTED, MoneyStage.CREDITS, *SIX_STAGES[1:])


@dataclass(frozen=True, slots=True)
class MoneyDetailRow:
    """One row: label, year, fund, and the cents at each stage (None when unknown)."""

    label: str
    year: int
    fund: str
    cents: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class MoneyDetail:
    headings: tuple[str, ...]
    rows: tuple[MoneyDetailRow, ...]
    totals: tuple[int | None, ...]
    declared: tuple[MoneyStage, ...]
    """Stages of which some amount is typed, not read in the accounts."""

    @property
    def sources_note(self) -> str:
        if not self.declared:
            return "montants lus dans la comptabilité"
        words = ", ".join(_stage_word(stage) for stage in self.declared)
        return f"déclaré, en tout ou partie : {words} ; le reste vient de la comptabilité"


def money_detail(table: PlanMoneyTable, filters: MoneyFilters) -> MoneyDetail:
    """Excludes staff, which is counted in posts, and receipts: both are shown separately."""
    matching_cells = [
        cell
        for cell in table.cells
        if cell.stage in DETAIL_STAGES and cell.section is not Section.STAFF and filters.matches(cell)
    ]
    groups: dict[tuple[str, int, str], list[MoneyCell]] = defaultdict(list)
    for cell in matching_cells:
        groups[(_row_label(cell, table, filters), filters.year_of(cell), FUND_LABELS[cell.fund])].append(cell)
    order = {label: rank for rank, label in enumerate(dict.fromkeys(key[0] for key in groups))}
    rows = sorted(groups, key=lambda key: (order[key[0]], key[1], key[2]))
    section = Section(filters.section) if filters.section else None
    return MoneyDetail(
        headings=(
            ROWS_LABELS[filters.rows].capitalize(),
            "Année",
            "Fonds",
            *(money_stage_label(stage, section) for stage in DETAIL_STAGES),
        ),
        rows=tuple(MoneyDetailRow(*key, cents=_stage_sums(groups[key])) for key in rows),
        totals=_stage_sums(matching_cells),
        declared=tuple(
            stage
            for stage in DETAIL_STAGES
            if any(c.stage is stage and c.source is AmountSource.DECLARED for c in matching_cells)
        ),
    )


def money_detail_file(
    money_table_detail: MoneyDetail, table: PlanMoneyTable, filters: MoneyFilters, *, on: date, synthetic: bool
) -> MoneyExport:
    """Exactly the rows of the page."""
    rows = tuple(
        (row.label, row.year, row.fund, *(cents_to_euros(cents) for cents in row.cents))
        for row in money_table_detail.rows
    )
    totals: tuple[Value, ...] = ("Ensemble", "", "", *(cents_to_euros(cents) for cents in money_table_detail.totals))
    chosen = [f"{name} : {getattr(filters, name)}" for name in filters.active_fields]
    notes = (
        f"Au {format_day(on)}, en euros. {money_table_detail.sources_note.capitalize()}.",
        f"En attente d’affectation, hors du tableau : {table.unallocated.count}.",
        f"Filtres : {' ; '.join(chosen)}." if chosen else "Sans filtre.",
    )
    title = f"{table.plan_title} : argent par {ROWS_LABELS[filters.rows]}, année, fonds et étape"
    return MoneyExport(title, money_table_detail.headings, rows, totals, on, notes, synthetic)


def cents_to_euros(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100


def staff_fte(table: PlanMoneyTable, filters: MoneyFilters) -> Decimal | None:
    """Full-time equivalents, not part of any commitment authorisation (AE); None when unknown."""
    fte_values = [cell.etp for cell in table.cells if cell.etp is not None and filters.matches(cell)]
    return sum(fte_values, Decimal(0)) if fte_values else None


def state_receipts(table: PlanMoneyTable, filters: MoneyFilters) -> dict[MoneyStage, int]:
    """Receipts from the State, separate from expenses. They concern the whole plan: axes do not filter them."""
    cents_by_stage: dict[MoneyStage, int] = {}
    for cell in table.cells:
        in_year = filters.year in ("", str(filters.year_of(cell)))
        if cell.stage in (MoneyStage.RECEIPT_EXPECTED, MoneyStage.RECEIPT_RECEIVED) and in_year:
            cents_by_stage[cell.stage] = cents_by_stage.get(cell.stage, 0) + cell.cents
    return cents_by_stage


def _stage_sums(cells: list[MoneyCell]) -> tuple[int | None, ...]:
    known_stages = {cell.stage for cell in cells}
    return tuple(
        sum(cell.cents for cell in cells if cell.stage is stage) if stage in known_stages else None
        for stage in DETAIL_STAGES
    )


def _stage_word(stage: MoneyStage) -> str:
    label = STAGE_LABELS[stage]
    return label if label[:2].isupper() else label.lower()


def _row_label(cell: MoneyCell, table: PlanMoneyTable, filters: MoneyFilters) -> str:
    if filters.rows == "action":
        if cell.action is None:
            return f"{_axis_label(cell, table)}, sans action"
        names = {number: name for number, name, _ in table.actions}
        return f"{cell.action} {names.get(cell.action, '')}".strip()
    if filters.rows == "financeur":
        return cell.financer
    return SECTION_LABELS[cell.section] if filters.rows == "section" else _axis_label(cell, table)


def _axis_label(cell: MoneyCell, table: PlanMoneyTable) -> str:
    labels = {axis.code: axis.label for axis in table.axes}
    return labels.get(cell.axis_code, f"Axe {cell.axis_code}" if cell.axis_code else "Tout le plan")
