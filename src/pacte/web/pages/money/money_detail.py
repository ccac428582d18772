"""The detail of the money of a plan, shared by the pages and the files: its filters, its rows, its table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms

from pacte.exchange.documents.money_files import MoneyExport
from pacte.finance.records import (
    FUND_LABELS,
    SECTION_LABELS,
    SIX_STAGES,
    STAGE_LABELS,
    AmountSource,
    Fund,
    MoneyCell,
    MoneyStage,
    PlanMoneyTable,
    Section,
    money_stage_label,
    total_at_stage,
)
from pacte.kernel.french import format_day
from pacte.kernel.money import format_euros
from pacte.web.filter_form import FilterForm
from pacte.web.form_fields import ChoicesForm
from pacte.web.tables import Column, Table, cell, number_column

DETAIL_STAGES = (MoneyStage.VOTED, MoneyStage.CREDITS, *SIX_STAGES[1:])
_RECEIPT_STAGES = (MoneyStage.RECEIPT_EXPECTED, MoneyStage.RECEIPT_RECEIVED)
_ALL_FUNDS = "tous"
ROWS_LABELS = {"": "axe", "action": "action", "financeur": "financeur", "section": "section"}


class MoneyFilters(ChoicesForm, FilterForm):
    """Filters of the cells of ``table``. Those that it does not have are ignored.

    ``selon`` selects the year that counts, ``par`` the dimension of the rows. The fund defaults to that of the pact: a
    sum over all funds is seldom wanted, so it must be explicit.
    """

    axe = forms.ChoiceField(label="Axe", initial="")
    action = forms.ChoiceField(label="Action", initial="")
    annee = forms.ChoiceField(label="Année", initial="")
    section = forms.ChoiceField(label="Section", initial="")
    fonds = forms.ChoiceField(label="Fonds", initial=Fund.PACT.value)
    financeur = forms.ChoiceField(label="Financeur", initial="")
    selon = forms.ChoiceField(
        label="L’année est celle",
        initial="",
        choices=[("", "où l’argent a été engagé"), ("mouvement", "où l’argent a bougé")],
    )
    par = forms.ChoiceField(label="Une ligne par", initial="", choices=list(ROWS_LABELS.items()))

    def __init__(self, query: Mapping[str, Any], *, table: PlanMoneyTable) -> None:
        super().__init__(query, choices={name: values.items() for name, values in _cell_choices(table).items()})

    def labels(self, name: str) -> dict[str, str]:
        """Choices of a filter: value → label."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return dict(cast("Iterable[tuple[str, str]]", field.choices))

    def matches(self, cell: MoneyCell) -> bool:
        chosen = self.values
        return (
            chosen["axe"] in ("", cell.axis_code or "-")
            and chosen["action"] in ("", str(cell.action))
            and chosen["annee"] in ("", str(self.year_of(cell)))
            and chosen["section"] in ("", cell.section)
            and chosen["fonds"] in (_ALL_FUNDS, cell.fund)
            and chosen["financeur"] in ("", cell.financer)
        )

    def year_of(self, cell: MoneyCell) -> int:
        return cell.moved_in if self.values["selon"] else cell.year

    @property
    def active(self) -> dict[str, str]:
        """Filters that leave cells out, by name: « Année : 2020 »."""
        return {
            name: f"{field.label} : {self.labels(name)[self.values[name]]}"
            for name, field in self.fields.items()
            if name not in ("selon", "par") and self.values[name] != field.initial
        }


def _cell_choices(table: PlanMoneyTable) -> dict[str, dict[str, str]]:
    """Choices of each filter: value → label. Years include both kinds (committed, moved)."""
    cells = table.cells
    years = sorted({cell.year for cell in cells} | {cell.moved_in for cell in cells})
    return {
        "axe": {"": "tous"}
        | {axis.code: axis.label for axis in table.axes}
        | ({"-": "tout le plan, sans axe"} if any(not cell.axis_code for cell in cells) else {}),
        "action": {"": "toutes"} | {str(number): f"{number} {name}" for number, name, _ in table.actions},
        "annee": {"": "toutes"} | {str(year): str(year) for year in years},
        "section": {"": "toutes"}
        | {each.value: SECTION_LABELS[each] for each in Section if any(c.section is each for c in cells)},
        "fonds": {_ALL_FUNDS: "tous, additionnés"}
        | {each.value: FUND_LABELS[each] for each in Fund if each is Fund.PACT or any(c.fund is each for c in cells)},
        "financeur": {"": "tous"} | {name: name for name in table.financers()},
    }


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
        labels = [STAGE_LABELS[stage] for stage in self.declared]
        words = ", ".join(label if label[:2].isupper() else label.lower() for label in labels)
        return f"déclaré, en tout ou partie : {words} ; le reste vient de la comptabilité"


def money_detail(table: PlanMoneyTable, filters: MoneyFilters) -> MoneyDetail:
    """Excludes staff, which is counted in posts, and receipts: both are shown separately."""
    matching_cells = [
        cell
        for cell in table.cells
        if cell.stage in DETAIL_STAGES and cell.section is not Section.STAFF and filters.matches(cell)
    ]
    groups: dict[tuple[str, int, str], list[MoneyCell]] = defaultdict(list)
    for each in matching_cells:
        groups[(_row_label(each, table, filters), filters.year_of(each), FUND_LABELS[each.fund])].append(each)
    order = {label: rank for rank, label in enumerate(dict.fromkeys(key[0] for key in groups))}
    rows = sorted(groups, key=lambda key: (order[key[0]], key[1], key[2]))
    section = Section(filters.values["section"]) if filters.values["section"] else None
    return MoneyDetail(
        headings=(
            ROWS_LABELS[filters.values["par"]].capitalize(),
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
    chosen = " ; ".join(filters.active.values())
    notes = (
        f"Au {format_day(on)}, en euros. {money_table_detail.sources_note.capitalize()}.",
        f"En attente d’affectation, hors du tableau : {table.unallocated.count}.",
        f"Filtres : {chosen}." if chosen else "Sans filtre.",
    )
    return MoneyExport(
        title=f"{table.plan_title} : argent par {ROWS_LABELS[filters.values['par']]}, année, fonds et étape",
        headings=money_table_detail.headings,
        rows=tuple(
            (row.label, row.year, row.fund, *(_euros(cents) for cents in row.cents)) for row in money_table_detail.rows
        ),
        totals=("Ensemble", "", "", *(_euros(cents) for cents in money_table_detail.totals)),
        as_of=on,
        notes=notes,
        synthetic=synthetic,
    )


def detail_table(detail: MoneyDetail, *, id: str, caption: str, empty: str) -> Table[MoneyDetailRow]:
    """The rows of the detail, with their sums."""
    label, year, fund, *stages = detail.headings
    return Table(
        detail.rows,
        Column(label, lambda row: row.label, total="Ensemble"),
        Column(year, lambda row: str(row.year)),
        Column(fund, lambda row: row.fund),
        *(_stage_column(*column) for column in zip(stages, range(len(stages)), detail.totals, strict=True)),
        id=id,
        caption=caption,
        empty=empty,
    )


def _stage_column(label: str, rank: int, total: int | None) -> Column[MoneyDetailRow]:
    return number_column(label, lambda row: money_cell(row.cents[rank]), money_cell(total))


def money_cell(cents: int | None, *, unknown: str = "–", note: str = "") -> dict[str, Any]:
    """« 1 234 € » with the raw number for a spreadsheet; ``unknown`` without it."""
    if cents is None:
        return cell(unknown, note=note)
    return cell(format_euros(round(cents, -2)), value=str(_euros(cents)), note=note)


def exact_money_cell(cents: int) -> dict[str, Any]:
    """« 1 234,56 € » with the raw number."""
    return cell(format_euros(cents), value=str(_euros(cents)))


def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100


def staff_fte(table: PlanMoneyTable, filters: MoneyFilters) -> Decimal | None:
    """Full-time equivalents, not part of any commitment authorisation (AE); None when unknown."""
    fte_values = [cell.etp for cell in table.cells if cell.etp is not None and filters.matches(cell)]
    return sum(fte_values, Decimal(0)) if fte_values else None


def state_receipts(table: PlanMoneyTable, filters: MoneyFilters) -> dict[MoneyStage, int]:
    """Receipts from the State, separate from expenses. They concern the whole plan: axes do not filter them."""
    matching_cells = [each for each in table.cells if filters.values["annee"] in ("", str(filters.year_of(each)))]
    sums = {stage: total_at_stage(matching_cells, stage) for stage in _RECEIPT_STAGES}
    return {stage: cents for stage, cents in sums.items() if cents is not None}


def _stage_sums(cells: list[MoneyCell]) -> tuple[int | None, ...]:
    return tuple(total_at_stage(cells, stage) for stage in DETAIL_STAGES)


def _row_label(cell: MoneyCell, table: PlanMoneyTable, filters: MoneyFilters) -> str:
    rows = filters.values["par"]
    if rows == "action":
        if cell.action is None:
            return f"{_axis_label(cell, table)}, sans action"
        names = {number: name for number, name, _ in table.actions}
        return f"{cell.action} {names.get(cell.action, '')}".strip()
    if rows == "financeur":
        return cell.financer
    return SECTION_LABELS[cell.section] if rows == "section" else _axis_label(cell, table)


def _axis_label(cell: MoneyCell, table: PlanMoneyTable) -> str:
    labels = {axis.code: axis.label for axis in table.axes}
    return labels.get(cell.axis_code, f"Axe {cell.axis_code}" if cell.axis_code else "Tout le plan")
