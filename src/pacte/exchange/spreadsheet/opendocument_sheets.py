"""Parses ``content.xml`` of an OpenDocument spreadsheet into grids. Stops as soon as a sheet exceeds its limits.

A run of equal cells or rows is written once, with its count. An empty run costs nothing however long it is; a filled
one is expanded within the limits, and refused beyond.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pacte.exchange import limits
from pacte.exchange.records import CellArea, CellKind, Grid, GridCell
from pacte.exchange.spreadsheet.cell_texts import visible_text
from pacte.exchange.spreadsheet.opendocument_styles import OpenDocumentStyles
from pacte.exchange.spreadsheet.opendocument_text import ParagraphCollector, repeat_count
from pacte.exchange.spreadsheet.opendocument_values import opendocument_cell
from pacte.exchange.spreadsheet.sheet_errors import broken_sheet_error, sheet_too_big_error
from pacte.exchange.spreadsheet.size_budget import SizeBudget, check_cell_length
from pacte.exchange.spreadsheet.zip_archive import broken_zip_error

_PARAGRAPHS = ("p", "h")
_CELLS = ("table-cell", "covered-table-cell")
_MAX_ELEMENTS_PER_CELL = 2


@dataclass(slots=True)
class _OpenCell:
    """A cell element being read. ``depth``: of its element; ``count``: columns over which it is repeated."""

    attributes: Mapping[str, str]
    depth: int
    column: int
    count: int
    is_covered: bool
    text: ParagraphCollector | None = None
    comment: ParagraphCollector | None = None


@dataclass(frozen=True, slots=True)
class _FilledRun:
    column: int
    count: int
    value: GridCell


@dataclass(slots=True)
class _OpenRow:
    """A row element being read. ``count``: rows over which it is repeated; ``spans``: columns, width, height."""

    number: int
    count: int
    style: str
    filled: list[_FilledRun] = field(default_factory=list)
    spans: list[tuple[range, int, int]] = field(default_factory=list)
    yellow: list[range] = field(default_factory=list)
    """Columns."""


@dataclass(slots=True)
class _OpenSheet:
    """``styled_rows``: (row, count, spans, yellow columns) that count only inside the used area, known at the end."""

    name: str
    is_hidden: bool
    is_external: bool
    next_row: int = 1
    next_column: int = 1
    cells: dict[tuple[int, int], GridCell] = field(default_factory=dict)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    styled_rows: list[_OpenRow] = field(default_factory=list)
    yellow_columns: set[int] = field(default_factory=set)
    """Columns whose cells are yellow by default."""
    yellow_runs: dict[range, list[range]] = field(default_factory=dict)
    """Yellow columns of the runs of cells already met: rows look alike."""
    columns_declared: int = 1
    height: int = 0
    width: int = 0


class OpenDocumentSheets:
    """Handlers of the XML walker. ``grids`` is complete once ``content.xml`` has been walked."""

    def __init__(self, styles: OpenDocumentStyles, budget: SizeBudget) -> None:
        self.grids: list[Grid] = []
        self._styles, self._budget = styles, budget
        self._path: list[str] = []
        self._skipped_from = 0
        """Depth of the element whose content is not read; 0 for none."""
        self._sheet: _OpenSheet | None = None
        self._row: _OpenRow | None = None
        self._cell: _OpenCell | None = None
        self._paragraph: ParagraphCollector | None = None
        self._elements = self._sheets = self._placed = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._path.append(tag)
        if self._skipped_from:
            return
        if self._paragraph:
            self._paragraph.start(tag, attributes)
        elif self._cell:
            self._start_in_cell(self._cell, tag, attributes)
        elif self._sheet:
            self._start_in_sheet(self._sheet, tag, attributes)
        elif tag == "table" and self._path[-2:-1] == ["spreadsheet"]:
            self._open_sheet(attributes)
        elif "automatic-styles" in self._path[:2]:
            self._styles.start(tag, attributes)

    def end(self, tag: str) -> None:
        depth = len(self._path)
        self._path.pop()
        if self._skipped_from:
            self._skipped_from = 0 if depth == self._skipped_from else self._skipped_from
        elif self._paragraph:
            self._paragraph.end()
            self._paragraph = self._paragraph if self._paragraph.is_inside else None
        elif self._cell:
            if depth == self._cell.depth:
                self._close_cell(self._cell)
        elif self._row and tag == "table-row":
            self._close_row(self._row)
        elif self._sheet and tag == "table":
            self._close_sheet(self._sheet)
        elif not self._sheet:
            self._styles.end(tag)

    def characters(self, run: str) -> None:
        if self._paragraph and not self._skipped_from:
            self._paragraph.characters(run)

    def _skip(self) -> None:
        self._skipped_from = len(self._path)

    def _open_sheet(self, attributes: Mapping[str, str]) -> None:
        self._sheets += 1
        if self._sheets > limits.MAX_SHEETS:
            raise broken_zip_error(f"Le classeur annonce plus de {limits.MAX_SHEETS} feuilles.")
        style = attributes.get("style-name", "")
        self._sheet = _OpenSheet(
            visible_text(attributes.get("name", "")),
            self._styles.is_hidden_sheet(style) or attributes.get("display") == "false",
            self._styles.is_external_data(style),
        )

    def _start_in_sheet(self, sheet: _OpenSheet, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _CELLS and self._row:
            self._open_cell(sheet, tag, attributes)
        elif tag == "table-row" and self._row:
            raise broken_sheet_error(sheet.name, "Une ligne y contient une autre ligne.", self._row.number, 1)
        elif tag == "table-row":
            self._row = _OpenRow(
                sheet.next_row,
                repeat_count(attributes.get("number-rows-repeated")),
                attributes.get("default-cell-style-name", ""),
            )
            sheet.next_column = 1
        elif tag == "table-column":
            self._declare_column(sheet, attributes)
        elif tag in ("table", "shapes", "forms"):
            self._skip()

    def _declare_column(self, sheet: _OpenSheet, attributes: Mapping[str, str]) -> None:
        first = sheet.columns_declared
        sheet.columns_declared += repeat_count(attributes.get("number-columns-repeated"))
        if self._styles.is_yellow(attributes.get("default-cell-style-name", "")):
            sheet.yellow_columns.update(range(first, min(sheet.columns_declared, self._budget.bounds.columns + 1)))

    def _open_cell(self, sheet: _OpenSheet, tag: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        if self._elements > _MAX_ELEMENTS_PER_CELL * self._budget.bounds.cells:
            raise broken_sheet_error(sheet.name, "Elle compte un nombre démesuré de cellules.")
        count = repeat_count(attributes.get("number-columns-repeated"))
        self._cell = _OpenCell(attributes, len(self._path), sheet.next_column, count, tag == "covered-table-cell")
        sheet.next_column += count

    def _start_in_cell(self, cell: _OpenCell, tag: str, attributes: Mapping[str, str]) -> None:
        """A covered cell keeps a text that no program shows: it is not read."""
        is_child = len(self._path) == cell.depth + 1
        if is_child and tag == "annotation" and not cell.comment:
            cell.comment = ParagraphCollector()
        elif is_child and (tag not in _PARAGRAPHS or cell.is_covered):
            self._skip()
        elif tag in _PARAGRAPHS:
            if is_child:
                cell.text = cell.text or ParagraphCollector()
            self._paragraph = cell.text if is_child else cell.comment
            if self._paragraph:
                self._paragraph.start(tag, attributes)

    def _close_cell(self, cell: _OpenCell) -> None:
        self._cell = None
        sheet, row = self._sheet, self._row
        if not sheet or not row:
            return
        shown = self._text(sheet, row, cell, cell.text)
        try:
            value = opendocument_cell({} if cell.is_covered else cell.attributes, shown)
        except ValueError as wrong:
            raise broken_sheet_error(sheet.name, str(wrong), row.number, cell.column) from None
        if value.kind is not CellKind.EMPTY:
            check_cell_length(sheet.name, row.number, cell.column, len(value.text))
            row.filled.append(_FilledRun(cell.column, cell.count, value))
        if cell.comment:
            self._add_comment(sheet, row, cell.column, self._text(sheet, row, cell, cell.comment))
        width = repeat_count(cell.attributes.get("number-columns-spanned"))
        height = repeat_count(cell.attributes.get("number-rows-spanned"))
        if (width > 1 or height > 1) and not cell.is_covered:
            row.spans.append((self._columns(cell), width, height))
        row.yellow.extend(self._yellow_columns(sheet, row, cell))

    @staticmethod
    def _text(sheet: _OpenSheet, row: _OpenRow, cell: _OpenCell, collector: ParagraphCollector | None) -> str:
        """Raises ``UnreadableFile`` for more text than a cell may hold."""
        if not collector:
            return ""
        check_cell_length(sheet.name, row.number, cell.column, collector.length)
        return collector.text

    def _add_comment(self, sheet: _OpenSheet, row: _OpenRow, column: int, text: str) -> None:
        if text.strip():
            self._budget.check_place(sheet.name, row.number, column)
            self._budget.spend(text)
            sheet.comments[(row.number, column)] = text.strip()

    def _columns(self, cell: _OpenCell) -> range:
        """Columns of the cell and of its repetitions, inside the bounds."""
        return range(cell.column, min(cell.column + cell.count, self._budget.bounds.columns + 1))

    def _yellow_columns(self, sheet: _OpenSheet, row: _OpenRow, cell: _OpenCell) -> list[range]:
        """The style of a cell is its own, else that of its row, else that of its column."""
        run = self._columns(cell)
        style = cell.attributes.get("style-name") or row.style
        if style:
            return [run] if run and self._styles.is_yellow(style) else []
        if not run or not sheet.yellow_columns:
            return []
        if run not in sheet.yellow_runs:
            sheet.yellow_runs[run] = [range(each, each + 1) for each in run if each in sheet.yellow_columns]
        return sheet.yellow_runs[run]

    def _close_row(self, row: _OpenRow) -> None:
        self._row = None
        sheet = self._sheet
        if not sheet:
            return
        sheet.next_row += row.count
        if row.spans or row.yellow:
            sheet.styled_rows.append(row)
        if not row.filled:
            return
        for run in row.filled:
            self._check_run(sheet, row, run)
        for number in range(row.number, row.number + row.count):
            for run in row.filled:
                for column in range(run.column, run.column + run.count):
                    self._budget.spend(run.value.text)
                    sheet.cells[(number, column)] = run.value
        sheet.height = row.number + row.count - 1
        sheet.width = max(sheet.width, *(run.column + run.count - 1 for run in row.filled))

    def _check_run(self, sheet: _OpenSheet, row: _OpenRow, run: _FilledRun) -> None:
        bounds = self._budget.bounds
        last_row, last_column = row.number + row.count - 1, run.column + run.count - 1
        if last_row <= bounds.rows and last_column <= bounds.columns:
            return
        if row.count == run.count == 1:
            raise sheet_too_big_error(sheet.name, last_row, last_column, bounds)
        times = row.count if last_row > bounds.rows else run.count
        why = f"la même cellule remplie y est répétée {times} fois, sans doute par une recopie jusqu'au bout."
        raise sheet_too_big_error(sheet.name, last_row, last_column, bounds, why)

    def _close_sheet(self, sheet: _OpenSheet) -> None:
        self._sheet = None
        if sheet.is_external:
            return
        merged, yellow = self._used_styles(sheet)
        self.grids.append(
            Grid(sheet.name, sheet.cells, tuple(merged), sheet.comments, frozenset(yellow), sheet.is_hidden)
        )

    def _used_styles(self, sheet: _OpenSheet) -> tuple[list[CellArea], set[tuple[int, int]]]:
        """Merged areas down to the last row that holds a value, and yellow cells inside the area that holds values."""
        merged: list[CellArea] = []
        yellow: set[tuple[int, int]] = set()
        for row in sheet.styled_rows:
            if row.number > sheet.height:
                break
            columns = [each for run in row.yellow for each in run if each <= sheet.width]
            for number in range(row.number, min(row.number + row.count, sheet.height + 1)):
                for anchors, width, height in row.spans:
                    merged.extend(self._area(sheet, number, column, width, height) for column in anchors)
                self._place(sheet, len(columns))
                yellow.update((number, column) for column in columns)
        return merged, yellow

    def _area(self, sheet: _OpenSheet, row: int, column: int, width: int, height: int) -> CellArea:
        area = CellArea(row, column, row + height - 1, column + width - 1)
        self._budget.check_place(sheet.name, area.bottom, area.right)
        self._place(sheet, width * height)
        return area

    def _place(self, sheet: _OpenSheet, cells: int) -> None:
        self._placed += cells
        if self._placed > 2 * self._budget.bounds.cells:
            raise broken_sheet_error(sheet.name, "Ses cellules fusionnées ou colorées sont en nombre démesuré.")
