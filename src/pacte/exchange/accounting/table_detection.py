"""Finds the table of commitments on each sheet and identifies its columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pacte.exchange.accounting.cell_values import find_closing_day, find_fiscal_year
from pacte.exchange.accounting.vocabulary import AMOUNTS, FIELD_LABELS, IGNORED, accounting_heading_key, guess_fields
from pacte.exchange.plan_table.heading_matching import unit_in
from pacte.exchange.plan_table.sheet_view import SheetView
from pacte.exchange.records import Grid, column_letter
from pacte.finance.records import ExtractColumn

_TOP_ROWS = 40
_CONFIRMED_SCORE = 2.0


@dataclass(slots=True)
class CommitmentTable:
    """One sheet: its header row, the field of each column, the unit of each amount, and what its titles state."""

    view: SheetView
    top: int
    columns: dict[str, int] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    guesses: list[ExtractColumn] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    year: int | None = None
    extracted_on: date | None = None

    @property
    def is_complete(self) -> bool:
        """Whether it has a commitment number and an amount for at least one stage."""
        return "number" in self.columns and any(name in self.columns for name in AMOUNTS)

    @property
    def score(self) -> tuple[bool, int]:
        return self.is_complete, len(self.columns)

    def title_columns(self) -> list[tuple[int, str]]:
        """Columns that have a title, in order."""
        titles = ((column, self.view.text(self.top, column)) for column in range(1, self.view.width + 1))
        return [(column, title) for column, title in titles if title]

    def titles(self) -> tuple[str, ...]:
        return tuple(title for _, title in self.title_columns())

    def heading_words(self) -> set[str]:
        return {
            accounting_heading_key(self.view.text(self.top, column)) for column in range(1, self.view.width + 1)
        } - {""}


def find_commitment_tables(grids: Iterable[Grid], mapping: Mapping[str, str]) -> list[CommitmentTable]:
    """Sheets that may hold commitments, complete or not. Hidden sheets are ignored.

    ``mapping``: field by letter, by « sheet!letter », or by heading, as it is or normalised.
    """
    views = [SheetView(grid) for grid in grids if grid.cells and not grid.is_hidden]
    candidates = [table for view in views if (table := _best_table(view, mapping)) is not None]
    complete = [table for table in candidates if table.is_complete]
    if complete or not candidates:
        return complete
    # Nothing can be counted: the columns of the sheets that look most like it are asked.
    best = max(candidates, key=lambda table: table.score)
    return [table for table in candidates if table.columns and table.score == best.score] or [best]


def _best_table(view: SheetView, mapping: Mapping[str, str]) -> CommitmentTable | None:
    tables = [
        _detect_table(view, row, mapping)
        for row in range(1, min(view.height, _TOP_ROWS) + 1)
        if _looks_like_header(view, row)
    ]
    return max(tables, key=lambda table: (*table.score, -table.top), default=None)


def _looks_like_header(view: SheetView, row: int) -> bool:
    """Whether the row looks like a header: at least two texts that do not start with a digit."""
    texts = [text for column in view.own_columns(row) if (text := view.text(row, column))]
    return sum(not text[:1].isdigit() for text in texts) >= 2


def _detect_table(view: SheetView, top: int, mapping: Mapping[str, str]) -> CommitmentTable:
    table = CommitmentTable(view, top)
    titles = [view.text(row, column) for row in range(1, top) for column in view.own_columns(row)]
    table.extracted_on = next((day for text in titles if (day := find_closing_day(text))), None)
    table.year = find_fiscal_year(view.grid.sheet) or next(
        (year for text in titles if (year := find_fiscal_year(text))), None
    )
    unit = next((unit for text in titles if (unit := unit_in(text)) and " en " in f" {text.lower()} "), "€")
    candidates = [
        offer for column in range(1, view.width + 1) for offer in _column_candidates(view, top, column, mapping)
    ]
    chosen = _assign_columns(table, candidates)
    for column in range(1, view.width + 1):
        text = view.text(top, column)
        name, score = chosen.get(column, ("", 0.0))
        if not text and not name:
            continue
        if name and text:
            table.headings[accounting_heading_key(text)] = name
        if name in AMOUNTS:
            table.units[name] = unit_in(text) or unit
        others = tuple(sorted({each for _, each, at in candidates if at == column and each != name}))
        table.guesses.append(
            ExtractColumn(
                column_letter(column), text[:200], name, min(score, 1.0), others, view.grid.sheet,
                _first_content(view, top, column),
            )
        )  # fmt: skip
    return table


def _first_content(view: SheetView, top: int, column: int) -> str:
    below = (view.text(row, column) for row in range(top + 1, min(view.height, top + _TOP_ROWS) + 1))
    return next((text[:80] for text in below if text), "")


def _column_candidates(
    view: SheetView, top: int, column: int, mapping: Mapping[str, str]
) -> list[tuple[float, str, int]]:
    text = view.text(top, column)
    letter = column_letter(column)
    answers = (f"{view.grid.sheet}!{letter}", letter, text, accounting_heading_key(text))
    mapped_field = next((mapping[each] for each in answers if mapping.get(each)), "")
    if mapped_field == IGNORED or mapped_field in FIELD_LABELS:
        return [(_CONFIRMED_SCORE, mapped_field, column)]
    return [(score, name, column) for score, name in guess_fields(text)]


def _assign_columns(table: CommitmentTable, candidates: list[tuple[float, str, int]]) -> dict[int, tuple[str, float]]:
    """Assigns columns to fields, highest score first. One column per field, one field per column."""
    chosen: dict[int, tuple[str, float]] = {}
    for score, name, column in sorted(candidates, key=lambda candidate: (-candidate[0], candidate[2])):
        if column in chosen or (name in table.columns and name != IGNORED):
            continue
        chosen[column] = (name, score)
        if name != IGNORED:
            table.columns[name] = column
    return chosen
