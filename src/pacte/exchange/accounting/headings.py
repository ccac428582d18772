"""Finds the table of commitments on each sheet and identifies its columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pacte.exchange.accounting.values import day_in, year_in
from pacte.exchange.accounting.vocabulary import AMOUNTS, FIELD_LABELS, IGNORED, heading_key, likely
from pacte.exchange.plan_table.sheet import View
from pacte.exchange.plan_table.words import unit_in
from pacte.exchange.records import Grid, column_letter
from pacte.finance.records import ExtractColumn

_TOP_ROWS = 40
_CONFIRMED = 2.0


@dataclass(slots=True)
class Table:
    """One sheet: its header row, the field of each column, the unit of each amount, and what its titles state."""

    view: View
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

    def heading_words(self) -> set[str]:
        return {heading_key(self.view.text(self.top, column)) for column in range(1, self.view.width + 1)} - {""}


def tables_in(grids: Iterable[Grid], mapping: Mapping[str, str]) -> list[Table]:
    """Sheets that may hold commitments, complete or not. Hidden sheets are ignored."""
    views = [View(grid) for grid in grids if grid.cells and not grid.is_hidden]
    found = [table for view in views if (table := _best(view, mapping)) is not None]
    complete = [table for table in found if table.is_complete]
    return complete or sorted(found, key=lambda table: table.score, reverse=True)[:1]


def _best(view: View, mapping: Mapping[str, str]) -> Table | None:
    tables = [_table(view, row, mapping) for row in range(1, min(view.height, _TOP_ROWS) + 1) if _promises(view, row)]
    return max(tables, key=lambda table: (*table.score, -table.top), default=None)


def _promises(view: View, row: int) -> bool:
    """Whether the row looks like a header: at least two texts that do not start with a digit."""
    texts = [text for column in view.own_columns(row) if (text := view.text(row, column))]
    return sum(not text[:1].isdigit() for text in texts) >= 2


def _table(view: View, top: int, mapping: Mapping[str, str]) -> Table:
    table = Table(view, top)
    above = [view.text(row, column) for row in range(1, top) for column in view.own_columns(row)]
    table.extracted_on = next((day for text in above if (day := day_in(text))), None)
    table.year = year_in(view.grid.sheet) or next((year for text in above if (year := year_in(text))), None)
    unit = next((unit for text in above if (unit := unit_in(text)) and " en " in f" {text.lower()} "), "€")
    offers = [offer for column in range(1, view.width + 1) for offer in _offers(view, top, column, mapping)]
    chosen = _assigned(table, offers)
    for column in range(1, view.width + 1):
        text = view.text(top, column)
        name, score = chosen.get(column, ("", 0.0))
        if not text and not name:
            continue
        if name and text:
            table.headings[heading_key(text)] = name
        if name in AMOUNTS:
            table.units[name] = unit_in(text) or unit
        others = tuple(sorted({each for _, each, at in offers if at == column and each != name}))
        table.guesses.append(
            ExtractColumn(column_letter(column), text[:200], name, min(score, 1.0), others, view.grid.sheet)
        )
    return table


def _offers(view: View, top: int, column: int, mapping: Mapping[str, str]) -> list[tuple[float, str, int]]:
    text = view.text(top, column)
    said = mapping.get(column_letter(column)) or mapping.get(heading_key(text)) or ""
    if said == IGNORED or said in FIELD_LABELS:
        return [(_CONFIRMED, said, column)]
    return [(score, name, column) for score, name in likely(text)]


def _assigned(table: Table, offers: list[tuple[float, str, int]]) -> dict[int, tuple[str, float]]:
    """Assigns columns to fields, highest score first. One column per field, one field per column."""
    chosen: dict[int, tuple[str, float]] = {}
    for score, name, column in sorted(offers, key=lambda offer: (-offer[0], offer[2])):
        if column in chosen or (name in table.columns and name != IGNORED):
            continue
        chosen[column] = (name, score)
        if name != IGNORED:
            table.columns[name] = column
    return chosen
