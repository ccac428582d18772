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
from pacte.web.pages.money.choice import ROWS_LABELS, Choice

STAGES = (MoneyStage.VOTED, MoneyStage.CREDITS, *SIX_STAGES[1:])


@dataclass(frozen=True, slots=True)
class DetailRow:
    """One row: label, year, fund, and the cents at each stage (None when unknown)."""

    label: str
    year: int
    fund: str
    cents: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    headings: tuple[str, ...]
    rows: tuple[DetailRow, ...]
    totals: tuple[int | None, ...]
    declared: tuple[MoneyStage, ...]
    """Stages of which some amount is typed, not read in the accounts."""

    @property
    def sources_note(self) -> str:
        if not self.declared:
            return "montants lus dans la comptabilité"
        words = ", ".join(_word(stage) for stage in self.declared)
        return f"déclaré, en tout ou partie : {words} ; le reste vient de la comptabilité"


def detail(table: PlanMoneyTable, choice: Choice) -> Detail:
    """Excludes staff, which is counted in posts, and receipts: both are shown separately."""
    kept = [
        cell
        for cell in table.cells
        if cell.stage in STAGES and cell.section is not Section.STAFF and choice.keeps(cell)
    ]
    groups: dict[tuple[str, int, str], list[MoneyCell]] = defaultdict(list)
    for cell in kept:
        groups[(_label(cell, table, choice), choice.year_of(cell), FUND_LABELS[cell.fund])].append(cell)
    order = {label: rank for rank, label in enumerate(dict.fromkeys(key[0] for key in groups))}
    rows = sorted(groups, key=lambda key: (order[key[0]], key[1], key[2]))
    section = Section(choice.section) if choice.section else None
    return Detail(
        headings=(
            ROWS_LABELS[choice.rows].capitalize(), "Année", "Fonds", *(money_stage_label(stage, section) for stage in STAGES)
        ),
        rows=tuple(DetailRow(*key, cents=_sums(groups[key])) for key in rows),
        totals=_sums(kept),
        declared=tuple(
            stage for stage in STAGES if any(c.stage is stage and c.source is AmountSource.DECLARED for c in kept)
        ),
    )  # fmt: skip


def file_of(found: Detail, table: PlanMoneyTable, choice: Choice, *, on: date, synthetic: bool) -> MoneyExport:
    """Exactly the rows of the page."""
    rows = tuple((row.label, row.year, row.fund, *(euros_of(cents) for cents in row.cents)) for row in found.rows)
    totals: tuple[Value, ...] = ("Ensemble", "", "", *(euros_of(cents) for cents in found.totals))
    chosen = [f"{name} : {getattr(choice, name)}" for name in choice.filters]
    notes = (
        f"Au {format_day(on)}, en euros. {found.sources_note.capitalize()}.",
        f"En attente d’affectation, hors du tableau : {table.waiting.count}.",
        f"Filtres : {' ; '.join(chosen)}." if chosen else "Sans filtre.",
    )
    title = f"{table.plan_title} : argent par {ROWS_LABELS[choice.rows]}, année, fonds et étape"
    return MoneyExport(title, found.headings, rows, totals, on, notes, synthetic)


def euros_of(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100


def posts(table: PlanMoneyTable, choice: Choice) -> Decimal | None:
    """Full-time equivalents, not part of any commitment authorisation (AE); None when unknown."""
    found = [cell.etp for cell in table.cells if cell.etp is not None and choice.keeps(cell)]
    return sum(found, Decimal(0)) if found else None


def receipts(table: PlanMoneyTable, choice: Choice) -> dict[MoneyStage, int]:
    """Receipts from the State, separate from expenses. They concern the whole plan: axes do not filter them."""
    found: dict[MoneyStage, int] = {}
    for cell in table.cells:
        in_year = choice.year in ("", str(choice.year_of(cell)))
        if cell.stage in (MoneyStage.RECEIPT_EXPECTED, MoneyStage.RECEIPT_RECEIVED) and in_year:
            found[cell.stage] = found.get(cell.stage, 0) + cell.cents
    return found


def _sums(cells: list[MoneyCell]) -> tuple[int | None, ...]:
    told = {cell.stage for cell in cells}
    return tuple(
        sum(cell.cents for cell in cells if cell.stage is stage) if stage in told else None for stage in STAGES
    )


def _word(stage: MoneyStage) -> str:
    label = STAGE_LABELS[stage]
    return label if label[:2].isupper() else label.lower()


def _label(cell: MoneyCell, table: PlanMoneyTable, choice: Choice) -> str:
    if choice.rows == "action":
        if cell.action is None:
            return f"{_axis(cell, table)}, sans action"
        names = {number: name for number, name, _ in table.actions}
        return f"{cell.action} {names.get(cell.action, '')}".strip()
    if choice.rows == "financeur":
        return cell.financer
    return SECTION_LABELS[cell.section] if choice.rows == "section" else _axis(cell, table)


def _axis(cell: MoneyCell, table: PlanMoneyTable) -> str:
    labels = {axis.code: axis.label for axis in table.axes}
    return labels.get(cell.axis_code, f"Axe {cell.axis_code}" if cell.axis_code else "Tout le plan")
