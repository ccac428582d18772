"""Tells the action lines of a table apart from repeated headings, titles, sums and blank rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from pacte.exchange.plan_table.axis_cells import is_axis_heading
from pacte.exchange.plan_table.findings import TableFindings, quoted_excerpt
from pacte.exchange.plan_table.heading_matching import heading_words_key
from pacte.exchange.plan_table.objective_codes import split_code
from pacte.exchange.plan_table.sheet_view import trim_lines
from pacte.exchange.plan_table.table_detection import PlanTable
from pacte.exchange.records import CellKind, GridCell
from pacte.kernel.defects import CellReference
from pacte.kernel.french import fold_text

_SUM = re.compile(
    r"^(?:sous[- ]?tota(?:l|ux)|tota(?:l|ux)\b|s/total|ensemble$|(?:montant|cout|budget|enveloppe)s? tota)"
)
_WHOLE_SUM = re.compile(r"^(?:sous[- ]?tota(?:l|ux)|tota(?:l|ux)|s/total|ensemble)\b")
_COUNT = re.compile(
    r"[-+]?\d[\d\s.,]*(?:[mk]?\s?€|[mk]eur|euros?|%|millions? d'euros|actions?|fiches?|projets?|lignes?|etp)?"
)
_LONGEST_SUM_LABEL = 160
_TITLE_WIDTH = 3


class TableLineKind(StrEnum):
    ACTION = "action"
    SUM = "sum"
    AXIS = "axis"
    STRATEGIC = "strategic"
    SKIPPED = "skipped"


@dataclass(slots=True)
class TableLine:
    """One line of the table. ``axis`` and ``strategic``: cells of the headings above it, if any."""

    table: PlanTable
    row: int
    kind: TableLineKind = TableLineKind.ACTION
    label: str = ""
    label_column: int = 1
    axis: tuple[str, CellReference] | None = None
    strategic: tuple[str, CellReference] | None = None
    inherited: dict[str, int] = field(default_factory=dict)
    """Field → row that it comes from, when a column is filled only on the first row of each group."""

    def has(self, name: str) -> bool:
        return name in self.table.columns

    def value(self, name: str) -> GridCell:
        """Returns the cell of a field; empty when it belongs to a cell merged from another column."""
        column = self.table.columns.get(name)
        if column is None:
            return GridCell("", CellKind.EMPTY)
        row = self.inherited.get(name, self.row)
        if self.table.view.anchor(row, column)[1] != column:
            return GridCell("", CellKind.EMPTY)
        return self.table.view.value(row, column)

    def text(self, name: str) -> str:
        grid_cell = self.value(name)
        return "" if grid_cell.kind is CellKind.ERROR else trim_lines(grid_cell.text)

    def cell(self, name: str) -> CellReference:
        """Location of a field; the first column of the row when the file has no such column."""
        column = self.table.columns.get(name)
        if column is None:
            return CellReference(self.table.view.grid.sheet, self.row, "A")
        return self.table.view.cell(self.inherited.get(name, self.row), column)

    def remark(self, name: str) -> str:
        column = self.table.columns.get(name)
        return "" if column is None else self.table.view.remark(self.row, column)

    def anchor(self, name: str) -> tuple[str, int, int]:
        """Identifies the merged cell, to compare lines."""
        return (self.table.view.grid.sheet, *self.table.view.anchor(self.row, self.table.columns[name]))


def lines_of_table(table: PlanTable, findings: TableFindings) -> list[TableLine]:
    """Returns action and sum lines in order; others are reported only when they may hold information."""
    lines: list[TableLine] = []
    axis = strategic = None
    for line in _classified(table):
        if line.kind is TableLineKind.AXIS:
            axis, strategic = (line.label, table.view.cell(line.row, line.label_column)), None
        elif line.kind is TableLineKind.STRATEGIC:
            strategic = (line.label, table.view.cell(line.row, line.label_column))
        elif line.kind is TableLineKind.SKIPPED:
            _warn_skipped(line, findings)
        else:
            line.axis, line.strategic = axis, strategic
            lines.append(line)
    _fill_down(table, [line for line in lines if line.kind is TableLineKind.ACTION])
    return lines


def _classified(table: PlanTable) -> Iterator[TableLine]:
    headings = table.heading_texts()
    for row in range(table.bottom + 1, table.view.height + 1):
        own = {column: table.view.text(row, column) for column in table.view.own_columns(row)}
        own = {column: text for column, text in own.items() if text}
        if not own:
            continue
        texts = list(own.values())
        known = sum(heading_words_key(text) in headings for text in texts)
        if len(texts) > 1 and known >= 0.6 * len(texts):
            continue
        yield _line(table, row, own)


def _line(table: PlanTable, row: int, own: dict[int, str]) -> TableLine:
    line = TableLine(table, row)
    number = line.text("number")
    first = next(iter(own))
    label = _sum_label(table, line, own)
    if label and (not number or number == own[label] or _only_counts(own, label)):
        line.kind, line.label, line.label_column = TableLineKind.SUM, own[label], label
    elif len(own) == 1 and not _is_entry(table, row, first, own[first]):
        line.label, line.label_column = own[first], first
        line.kind = _kind_of_lone_cell(table, row, first, own[first])
    return line


def _sum_label(table: PlanTable, line: TableLine, own: dict[int, str]) -> int:
    """Column of the cell that marks the row as a sum, or 0."""
    kind = table.columns.get("row_kind", 0)
    for column, text in own.items():
        if column != kind and len(text) <= _LONGEST_SUM_LABEL and _SUM.match(fold_text(text)):
            return column
    return kind if fold_text(line.text("row_kind")).startswith(("total", "sous-total", "sous total")) else 0


def _only_counts(own: dict[int, str], label: int) -> bool:
    """« 39 | Total | 250 M€ »: apart from its label the row has only numbers, so the value under « N° » is a count."""
    return bool(_WHOLE_SUM.match(fold_text(own[label]))) and all(
        _COUNT.fullmatch(fold_text(text)) for column, text in own.items() if column != label
    )


def _is_entry(table: PlanTable, row: int, column: int, text: str) -> bool:
    """Whether a lone cell is an incomplete action rather than a title: a number, or a cell in the title column."""
    if column == table.columns["number"] and re.fullmatch(r"\d{1,5}", text):
        return True
    is_narrow = table.view.area(row, column).right - column + 1 < _TITLE_WIDTH
    return column == table.columns["title"] and is_narrow and not is_axis_heading(text)


def _kind_of_lone_cell(table: PlanTable, row: int, column: int, text: str) -> TableLineKind:
    if is_axis_heading(text):
        return TableLineKind.AXIS
    is_wide = table.view.area(row, column).right - column + 1 >= _TITLE_WIDTH
    code = split_code(text)
    if code.code and code.label and (is_wide or "strategic" not in table.columns):
        return TableLineKind.STRATEGIC
    return TableLineKind.SKIPPED


def _warn_skipped(line: TableLine, findings: TableFindings) -> None:
    """Warns about a skipped line, which may hold information, unless it is a title repeated on each page."""
    view = line.table.view
    if line.label in line.table.titles():
        return
    findings.warning(
        "line_skipped",
        view.cell(line.row, line.label_column),
        f"La ligne {line.row} ne contient que {quoted_excerpt(line.label)} : elle est prise pour une note, "
        f"et laissée de côté.",
        "Si c'est une action, donnez-lui un numéro.",
        line.label,
    )


def _fill_down(table: PlanTable, lines: list[TableLine]) -> None:
    """Fills down axes and objectives that are written once for several rows without merged cells.

    Such a column never repeats a value on two consecutive rows: if it does, a cell is missing instead.
    """
    for names, above in (
        (("axis", "axis_title", "axis_amount"), None),
        (("strategic", "strategic_code"), "axis"),
        (("operational", "operational_code"), "strategic"),
    ):
        columns = [name for name in names if name in table.columns]
        if any(_repeats(lines, name) for name in columns):
            continue
        for name in columns:
            if _is_sparse(lines, name):
                _inherit(lines, name, above)


def _repeats(lines: list[TableLine], name: str) -> bool:
    written = [(line.text(name), line.anchor(name)) for line in lines if line.text(name)]
    return any(one[0] == other[0] and one[1] != other[1] for one, other in pairwise(written))


def _is_sparse(lines: list[TableLine], name: str) -> bool:
    filled = sum(bool(line.text(name)) for line in lines)
    return 0 < filled < (0.7 if name.startswith("operational") else 1.0) * len(lines)


def _inherit(lines: list[TableLine], name: str, above: str | None) -> None:
    """Does not fill across a change of the parent column: a new axis has its own objectives."""
    last: int | None = None
    group = ""
    for line in lines:
        current = line.text(above) if above else ""
        if current != group:
            last, group = None, current
        if line.text(name):
            last = line.row
        elif last is not None:
            line.inherited[name] = last
