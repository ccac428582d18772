"""Repeated blocks of an export, which are on sheets of their own: the lines of each application, by its number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from pacte.exchange.demarche_columns import COLUMNS, LINE_HEADING, OWNER_HEADING, SIRET_HEADING
from pacte.exchange.rows.reading import SheetRow, read_tables
from pacte.intake.records import ColumnQuestion, FileMapping
from pacte.kernel.french import fold_text
from pacte.procedures.records.form import LinesField

_OWNER, _LINE, _SIRET = map(fold_text, (OWNER_HEADING, LINE_HEADING, SIRET_HEADING))
# « (1234) Plan de financement »: a sheet is named by a number and the label, cut to what a workbook allows.
_SHEET_NUMBER = re.compile(r"^\(\d+\)\s*")
_LEAST_SHEET_NAME = 8


@dataclass(slots=True)
class ExportBlocks:
    """``sheets``: rows by number of application, sheet by sheet; ``headings`` of each, ``first``: of the sheet of
    applications. ``sirets``: of who applied.
    """

    sheets: dict[str, dict[str, list[SheetRow]]] = field(default_factory=dict)
    headings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    first: tuple[str, ...] = ()
    sirets: dict[str, str] = field(default_factory=dict)

    def sheet_of(self, lines: LinesField, mapping: FileMapping) -> str:
        """The sheet chosen for these lines, else the one that bears their label; "" without one."""
        chosen = mapping.headings.get(lines.code)
        if chosen is not None:
            return chosen if chosen in self.sheets else ""
        return next((each for each in self.sheets if _is_named(each, lines.label)), "")

    def heading_of(self, lines: LinesField, code: str, label: str, mapping: FileMapping) -> str:
        """The heading of a column of these lines in their sheet; "" without one."""
        headings = self.headings.get(self.sheet_of(lines, mapping), ())
        chosen = mapping.headings.get(f"{lines.code}.{code}")
        wanted = fold_text(chosen if chosen is not None else label)
        return next((each for each in headings if wanted and fold_text(each) == wanted), "")

    def questions(self, fields: tuple[LinesField, ...], mapping: FileMapping) -> Iterator[ColumnQuestion]:
        """Which sheet, then which of its columns, holds each of the repeated lines."""
        for lines in fields if self.sheets else ():
            sheet = self.sheet_of(lines, mapping)
            yield ColumnQuestion(lines.code, f"{lines.label} : la feuille", sheet, tuple(self.sheets), False, True)
            for each in lines.columns if sheet else ():
                heading = self.heading_of(lines, each.code, each.label, mapping)
                yield ColumnQuestion(
                    f"{lines.code}.{each.code}", f"{lines.label}, {each.label}", heading, self.headings[sheet], False,
                    True,
                )  # fmt: skip

    def lines(
        self, lines: LinesField, number: str, mapping: FileMapping, read: Callable[[SheetRow, Any, str, str], Any]
    ) -> list[dict[str, Any]]:
        """The lines of an application. ``read``: the answer of a row, from its column, heading and text."""
        sheet = self.sheet_of(lines, mapping)
        answers = []
        for row in self.sheets.get(sheet, {}).get(number, ()):
            line = {}
            for each in lines.columns:
                heading = self.heading_of(lines, each.code, each.label, mapping)
                text = _cell(row, heading)
                answer = read(row, each, heading, text) if text else None
                if answer is not None:
                    line[each.code] = answer
            if line:
                answers.append(line)
        return answers


def read_blocks(stream: IO[bytes]) -> ExportBlocks:
    """The sheets beside the first one. Raises ``UnreadableFile``."""
    blocks = ExportBlocks()
    known = [*(each.heading for each in COLUMNS), OWNER_HEADING, LINE_HEADING, SIRET_HEADING]
    sheets: dict[str, dict[str, list[SheetRow]]] = defaultdict(lambda: defaultdict(list))
    stream.seek(0)
    with read_tables(stream, known_headings=known) as (first, rows):
        blocks.first = first.headings
        for row in rows:
            folded = [fold_text(each) for each in row.table.headings]
            number = _cell(row, OWNER_HEADING)
            if _OWNER in folded and _LINE in folded and number:
                sheets[row.table.sheet][number].append(row)
                blocks.headings[row.table.sheet] = row.table.headings
            elif _OWNER in folded and _SIRET in folded and number:
                blocks.sirets.setdefault(number, _cell(row, SIRET_HEADING))
    blocks.sheets = {name: dict(lines) for name, lines in sheets.items()}
    return blocks


def _cell(row: SheetRow, heading: str) -> str:
    wanted = fold_text(heading)
    places = [place for place, each in enumerate(row.table.headings) if wanted and fold_text(each) == wanted]
    return row.cells[places[0]].strip() if places and places[0] < len(row.cells) else ""


def _is_named(sheet: str, label: str) -> bool:
    name, wanted = fold_text(_SHEET_NUMBER.sub("", sheet)), fold_text(label)
    return name == wanted or (len(name) >= _LEAST_SHEET_NAME and wanted.startswith(name))
