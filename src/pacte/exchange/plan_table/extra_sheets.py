"""Reads the extra sheets of our own export: notes, figures, amounts, and details that the table cannot show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from pacte.exchange.documents.amounts import year_heading
from pacte.exchange.documents.plan_workbook_layout import (
    AMOUNTS,
    DETAIL_COLUMNS,
    DETAILS,
    FIGURE_COLUMNS,
    FIGURES,
    FIRST_DATA_ROW,
    NOTE_COLUMNS,
    NOTES,
    PROPOSED,
    UNSURE,
)
from pacte.exchange.documents.wording import FIELD_WORDS, KIND_WORDS
from pacte.exchange.plan_table.amount_cells import cents_in_cell, display_cents
from pacte.exchange.plan_table.findings import TableFindings
from pacte.exchange.records import Grid, GridCell, column_letter
from pacte.kernel.action_codes import NO_CODE, ActionCode, is_action_code, normalise_action_code
from pacte.kernel.defects import CellReference
from pacte.kernel.errors import ValidationError
from pacte.kernel.french_numbers import DecimalMark, parse_french_number
from pacte.plan.records import Amount, Doubt, Figure, FigureKind

_KINDS = {word: kind for kind, word in KIND_WORDS.items()}
_FIELD_NAMES = {word: name for name, word in FIELD_WORDS.items()}
_HEADINGS = FIRST_DATA_ROW - 1
Fact = tuple[str, str, str, str]
"""Value and up to three more fields."""
T = TypeVar("T")


@dataclass(slots=True)
class ExtraSheetSubject:
    """Details of one axis, objective, action or row, or of the plan, from the sheet « Compléments »."""

    key: str
    number: ActionCode = NO_CODE
    facts: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))

    def first_value(self, name: str) -> str:
        return self.facts[name][0][0] if name in self.facts else ""

    def values(self, name: str) -> tuple[str, ...]:
        return tuple(fact[0] for fact in self.facts.get(name, ()))


@dataclass(slots=True)
class ExtraSheets:
    subjects: dict[tuple[str, str], ExtraSheetSubject] = field(default_factory=dict)
    figures: dict[str, list[Figure]] = field(default_factory=lambda: defaultdict(list))
    doubts: dict[tuple[str, str], list[Doubt]] = field(default_factory=lambda: defaultdict(list))
    amounts: tuple[Amount, ...] = ()

    def subjects_of_kind(self, kind: str) -> dict[str, ExtraSheetSubject]:
        """Subjects of a kind (« axe », « ligne »…) by key, in order."""
        return {key: subject for (each, key), subject in self.subjects.items() if each == kind}


def read_extra_sheets(grids: Sequence[Grid], findings: TableFindings) -> ExtraSheets | None:
    """Returns None when the workbook is not one of our exports."""
    sheets = {grid.sheet: grid for grid in grids}
    details = sheets.get(DETAILS)
    if details is None or not _has_headings(details, DETAIL_COLUMNS):
        return None
    extra_sheets = ExtraSheets()
    for _, values in _filled_rows(details, len(DETAIL_COLUMNS)):
        kind, key, number, name, *fact = (cell.text for cell in values)
        subject = extra_sheets.subjects.setdefault((kind, key), ExtraSheetSubject(key, exported_action_code(number)))
        subject.facts[name].append((fact[0], fact[1], fact[2], fact[3]))
    if NOTES in sheets and _has_headings(sheets[NOTES], NOTE_COLUMNS):
        for _, values in _filled_rows(sheets[NOTES], len(NOTE_COLUMNS)):
            kind, key, name, reason = values[0].text, values[1].text, values[4].text, values[5].text
            extra_sheets.doubts[(kind, key)].append(Doubt(_FIELD_NAMES.get(name, name), reason))
    if FIGURES in sheets and _has_headings(sheets[FIGURES], FIGURE_COLUMNS):
        for row, values in _filled_rows(sheets[FIGURES], len(FIGURE_COLUMNS)):
            extra_sheets.figures[values[0].text].append(_figure(values, row, findings))
    if AMOUNTS in sheets:
        extra_sheets.amounts = _amounts(sheets[AMOUNTS], findings)
    return extra_sheets


def whole_number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def exported_action_code(text: str) -> ActionCode:
    """Parses an action code written by our export; empty when the cell holds something else."""
    code = normalise_action_code(text)
    return code if is_action_code(code) else NO_CODE


def _has_headings(grid: Grid, columns: Sequence[tuple[str, int]]) -> bool:
    return all(_at(grid, _HEADINGS, index).text == heading for index, (heading, _) in enumerate(columns, start=1))


def _at(grid: Grid, row: int, column: int) -> GridCell:
    return grid.cells.get((row, column), GridCell(""))


def _filled_rows(grid: Grid, width: int) -> Iterator[tuple[int, list[GridCell]]]:
    for row in range(FIRST_DATA_ROW, grid.height + 1):
        values = [_at(grid, row, column) for column in range(1, width + 1)]
        if any(value.text for value in values):
            yield row, values


def _figure(values: Sequence[GridCell], row: int, findings: TableFindings) -> Figure:
    texts = [value.text for value in values]

    def number(column: int) -> Decimal | None:
        return _value_or_report(lambda: _decimal(texts[column]), FIGURES, row, column + 1, texts[column], findings)

    return Figure(
        what=texts[2],
        kind=_KINDS.get(texts[3], FigureKind.UNKNOWN),
        value=number(4),
        minimum=number(5),
        maximum=number(6),
        unit=texts[7],
        per=texts[8],
        horizon=texts[9],
        certain=texts[10] != UNSURE,
        doubt=texts[11],
        source_text=texts[12],
        indicator_code=texts[13],
        proposed=texts[14] == PROPOSED,
    )


def _decimal(text: str) -> Decimal | None:
    if not text.strip():
        return None
    value = parse_french_number(text, mark=DecimalMark.EITHER)
    if value is None:
        raise ValidationError(
            "not_a_number", f"« {text[:40]} » n'est pas un nombre.", hint="Écrivez un nombre, ou laissez vide."
        )
    return value


def _value_or_report(
    read: Callable[[], T | None], sheet: str, row: int, column: int, text: str, findings: TableFindings
) -> T | None:
    try:
        return read()
    except ValidationError as refusal:
        findings.invalid(refusal, CellReference(sheet, row, column_letter(column)), text)
        return None


def _amounts(grid: Grid, findings: TableFindings) -> tuple[Amount, ...]:
    """Returns the amounts by action, and checks the totals of the sheet, which are typed numbers."""
    years = {column: _at(grid, _HEADINGS, column).text for column in range(3, grid.width + 1)}
    amounts: list[Amount] = []
    for row in range(FIRST_DATA_ROW, grid.height + 1):
        number = exported_action_code(_at(grid, row, 1).text)
        stated_total: int | None = None
        for column, heading in years.items():
            value = _at(grid, row, column)
            cents = _value_or_report(
                lambda value=value: cents_in_cell(value, "€"), grid.sheet, row, column, value.text, findings
            )
            if heading == "Total":
                stated_total = cents
            elif number and cents is not None and (heading == year_heading(None) or whole_number(heading)):
                amounts.append(Amount(number, whole_number(heading) or None, cents))
        computed = sum(amount.cents for amount in amounts if amount.number == number or not number)
        if stated_total is not None and stated_total != computed:
            column = next(each for each, heading in years.items() if heading == "Total")
            findings.error(
                "total_differs",
                CellReference(grid.sheet, row, column_letter(column)),
                f"La ligne {row} de la feuille « {grid.sheet} » donne "
                f"{display_cents(stated_total, computed)}, et la somme fait"
                f" {display_cents(computed, stated_total)}.",
                "Corrigez le total, ou le montant qui ne va pas.",
                display_cents(stated_total),
            )
    return tuple(amounts)
