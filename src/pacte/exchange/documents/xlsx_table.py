"""The first sheet: the operational table, in the layout in use since 2018."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from xlsxwriter import Workbook

from pacte.exchange.documents.plan_workbook_layout import (
    FIRST_TABLE_ROW,
    SCHEDULE_HEADING,
    TABLE,
    TABLE_COLUMNS,
)
from pacte.exchange.documents.wording import (
    axis_cell,
    doubt_reasons,
    flag_marks,
    leads_cell,
    nature_cell,
    objective_cell,
    project_cell,
)
from pacte.exchange.documents.xlsx_worksheet import (
    AXIS_FILLS,
    DOUBT_FILL,
    HEAD_FILL,
    NOTICE_FILL,
    NOTICE_INK,
    Value,
    WorksheetWriter,
    equal_runs,
    page_footer,
    row_height_for,
    text_lines,
)
from pacte.kernel.french import pluralise
from pacte.plan.records import Placement, PlanContent, PlanRow, RowKind

_AXIS, _STRATEGIC, _OPERATIONAL, _NUMBER, _PROJECT, _LEAD, _RESULT, _PRIORITY, _COMMENT, _NATURE = range(1, 11)
_FIRST_PERIOD = 11
_TOP = FIRST_TABLE_ROW - 1
_SHEET_WIDTH_INCHES = 10.8
_LINE = 15

_CELLS: dict[int, Callable[[PlanRow], str]] = {
    _PROJECT: project_cell,
    _LEAD: leads_cell,
    _RESULT: lambda row: row.expected_result,
    _COMMENT: lambda row: row.comment,
    _NATURE: nature_cell,
}
_DOUBT_FIELDS = {
    _NUMBER: ("number", "kind"),
    _PROJECT: ("title", "title_as_printed", "short_title", "description"),
    _LEAD: ("leads", "leads_as_printed"),
    _RESULT: ("expected_result", "figures"),
    _PRIORITY: ("priority",),
    _COMMENT: ("comment",),
    _NATURE: ("expenses",),
}
_ALWAYS_SHARED = (_NUMBER, _LEAD, _PRIORITY)
_SHARED_UNDER_HEADING = (_RESULT, _COMMENT, _NATURE)


def write_plan_table(workbook: Workbook, content: PlanContent, *, synthetic: bool) -> None:
    """Adds the sheet to the workbook."""
    _PlanTableWriter(workbook, content).write(synthetic)


def priority_value(priority: str) -> Value:
    """A year as a number, as in the source; anything else as typed."""
    year = re.fullmatch(r"[1-9]\d{0,8}", priority, re.ASCII)
    return int(priority) if year else priority


class _PlanTableWriter:
    def __init__(self, workbook: Workbook, content: PlanContent) -> None:
        self.content = content
        self.rows = content.rows
        self.periods = [period.code for period in content.periods]
        self.widths = [float(width) for _, width in TABLE_COLUMNS] + [max(10, len(code) + 3) for code in self.periods]
        self.out = WorksheetWriter(workbook, TABLE)
        self.cell = self.out.cell_format(border=1)
        self.centred = self.out.cell_format(border=1, align="center")
        self.doubtful = self.out.cell_format(border=1, bg_color=DOUBT_FILL)
        self.doubtful_centred = self.out.cell_format(border=1, align="center", bg_color=DOUBT_FILL)

    def write(self, synthetic: bool) -> None:
        self._headings(synthetic)
        self._axes()
        self._objectives()
        for start, end in equal_runs([row.number for row in self.rows]):
            self._group(start, self.rows[start : end + 1])
        self._heights()
        self._page(synthetic)

    def _headings(self, synthetic: bool) -> None:
        out, last = self.out, len(self.widths) - 1
        title = out.cell_format(bold=True, font_size=14, valign="vcenter", text_wrap=False)
        text = self.content.document_title or self.content.title
        out.write_merged((0, 0, 0, _COMMENT if synthetic else last), text, title)
        if synthetic:
            fiction = out.cell_format(
                bold=True, align="center", valign="vcenter", bg_color=NOTICE_FILL, font_color=NOTICE_INK
            )
            out.write_merged((0, _NATURE, 0, last), "Données fictives", fiction)
        head = out.cell_format(bold=True, align="center", valign="vcenter", bg_color=HEAD_FILL, border=1)
        for column, (heading, _) in enumerate(TABLE_COLUMNS):
            out.write_merged((1, column, 2, column), heading, head)
        if self.periods:
            out.write_merged((1, _FIRST_PERIOD, 1, last), SCHEDULE_HEADING, head)
            for index, code in enumerate(self.periods):
                out.write_cell(2, _FIRST_PERIOD + index, code, head)

    def _axes(self) -> None:
        known = {axis.code: axis for axis in self.content.axes}
        fills = {axis.code: AXIS_FILLS[rank % len(AXIS_FILLS)] for rank, axis in enumerate(self.content.axes)}
        for start, end in equal_runs([row.axis_code for row in self.rows]):
            code = self.rows[start].axis_code
            axis = known.get(code)
            look = self.out.cell_format(border=1, bg_color=fills[code]) if axis else self.cell
            text = axis_cell(axis, self.content) if axis else code
            self.out.write_merged((_TOP + start, _AXIS, _TOP + end, _AXIS), text, look)
            if axis and axis.doubts:
                self.out.add_comment(_TOP + start, _AXIS, "\n".join(doubt.reason for doubt in axis.doubts))

    def _objectives(self) -> None:
        known = {objective.code: objective for objective in self.content.objectives}
        pairs = [row.strategic_code and (row.axis_code, row.strategic_code) for row in self.rows]
        for start, end in equal_runs(pairs):
            code = self.rows[start].strategic_code
            area = (_TOP + start, _STRATEGIC, _TOP + end, _STRATEGIC)
            self.out.write_merged(area, objective_cell(code, known.get(code)), self.cell)
            if code in known and known[code].doubts:
                self.out.add_comment(area[0], _STRATEGIC, "\n".join(doubt.reason for doubt in known[code].doubts))
        for index, row in enumerate(self.rows):
            code = "" if row.kind is RowKind.HEADING else row.operational_code
            self.out.write_cell(_TOP + index, _OPERATIONAL, objective_cell(code, known.get(code)), self.cell)
            self.out.write_cell(_TOP + index, 0, None, self.cell)
            if code in known and known[code].doubts:
                self.out.add_comment(_TOP + index, _OPERATIONAL, "\n".join(d.reason for d in known[code].doubts))

    def _group(self, start: int, rows: Sequence[PlanRow]) -> None:
        """The rows of one action number: common values are written once, in a merged cell."""
        under_heading = any(row.kind is RowKind.HEADING for row in rows)
        shared = _ALWAYS_SHARED + (_SHARED_UNDER_HEADING if under_heading else ())
        for column in range(_NUMBER, _FIRST_PERIOD):
            values = [self._value(row, column) for row in rows]
            merged = column in shared and values[0] != "" and len(set(values)) == 1
            for first, last in [(0, len(rows) - 1)] if merged else [(i, i) for i in range(len(rows))]:
                self._text(start + first, start + last, column, rows[first], values[first])
        schedules = {row.schedule for row in rows}
        if under_heading and len(schedules) == 1 and rows[0].schedule.placement is not Placement.NONE:
            self._schedule(start, start + len(rows) - 1, rows[0])
        else:
            for index, row in enumerate(rows):
                self._schedule(start + index, start + index, row)

    def _value(self, row: PlanRow, column: int) -> Value:
        if column == _NUMBER:
            return row.number
        if column == _PRIORITY:
            return priority_value(row.priority)
        return _CELLS[column](row)

    def _text(self, first: int, last: int, column: int, row: PlanRow, value: Value) -> None:
        doubt = doubt_reasons(row.doubts, *_DOUBT_FIELDS[column])
        centred = column in (_NUMBER, _PRIORITY)
        plain, doubted = (self.centred, self.doubtful_centred) if centred else (self.cell, self.doubtful)
        look = doubted if doubt else plain
        if column == _PROJECT and row.kind is RowKind.HEADING:
            look = self.out.cell_format(border=1, bold=True)
        self.out.write_merged((_TOP + first, column, _TOP + last, column), value, look)
        if doubt:
            self.out.add_comment(_TOP + first, column, doubt)

    def _schedule(self, first: int, last: int, row: PlanRow) -> None:
        if not self.periods:
            return
        schedule = row.schedule
        unsure = schedule.placement in (Placement.ASSUMED, Placement.UNKNOWN)
        look = self.doubtful_centred if unsure else self.centred
        if schedule.placement is Placement.UNKNOWN:
            area = (_TOP + first, _FIRST_PERIOD, _TOP + last, len(self.widths) - 1)
            self.out.write_merged(area, flag_marks(row), look)
        else:
            for index, code in enumerate(self.periods):
                mark = "\n".join(flag.mark for flag in schedule.flags if flag.period == code)
                column = _FIRST_PERIOD + index
                self.out.write_merged((_TOP + first, column, _TOP + last, column), mark, look)
        remark = self._schedule_remark(row)
        if remark:
            self.out.add_comment(_TOP + first, _FIRST_PERIOD, remark)

    def _schedule_remark(self, row: PlanRow) -> str:
        schedule = row.schedule
        columns = pluralise(len(self.periods), "colonne")
        opening = {
            Placement.ASSUMED: f"La source imprime « {flag_marks(row)} » pour {columns} : place supposée.",
            Placement.UNKNOWN: f"La source imprime « {flag_marks(row)} » pour {columns} : période inconnue.",
        }.get(schedule.placement, "")
        doubts = doubt_reasons(row.doubts, "schedule")
        if not opening and not doubts:
            return ""
        note = "" if schedule.note and schedule.note in doubts else schedule.note
        return "\n".join(part for part in (opening, note, doubts) if part)

    def _heights(self) -> None:
        """Sets row heights to fit all texts. A merged cell taller than its rows enlarges the last one."""
        heights = [self._row_height(row) for row in self.rows]
        known = {axis.code: axis_cell(axis, self.content) for axis in self.content.axes}
        labels = {item.code: objective_cell(item.code, item) for item in self.content.objectives}
        for codes, texts, column in (
            ([row.axis_code for row in self.rows], known, _AXIS),
            ([row.strategic_code for row in self.rows], labels, _STRATEGIC),
        ):
            for start, end in equal_runs(codes):
                needed = _LINE * text_lines(texts.get(codes[start], ""), self.widths[column]) + 4
                missing = needed - sum(heights[start : end + 1])
                heights[end] = min(heights[end] + max(missing, 0), 409)
        self.out.sheet.set_row(0, 28)
        for index, height in enumerate(heights):
            self.out.sheet.set_row(_TOP + index, height)

    def _row_height(self, row: PlanRow) -> float:
        labels = {item.code: objective_cell(item.code, item) for item in self.content.objectives}
        texts = [(make(row), self.widths[column]) for column, make in _CELLS.items()]
        texts.append((labels.get(row.operational_code, ""), self.widths[_OPERATIONAL]))
        texts += [(flag.mark, 8.0) for flag in row.schedule.flags]
        return row_height_for(texts)

    def _page(self, synthetic: bool) -> None:
        """A4 landscape: objectives and project on one page, the other columns on the next, with the number."""
        sheet = self.out.sheet
        self.out.widths(self.widths)
        left = self.widths[: _PROJECT + 1]
        right = [self.widths[_NUMBER], *self.widths[_LEAD:]]
        widest = max(sum(width * 7 + 5 for width in half) for half in (left, right)) / 96
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_print_scale(max(10, min(80, int(93 * _SHEET_WIDTH_INCHES / widest))))
        sheet.set_v_pagebreaks([_LEAD])
        sheet.print_across()
        sheet.repeat_rows(0, 2)
        sheet.repeat_columns(_NUMBER, _NUMBER)
        sheet.freeze_panes(_TOP, _NUMBER)
        sheet.set_footer(page_footer(synthetic, self.content.document_title or self.content.title))
        if self.rows:
            bottom = _TOP + len(self.rows)
            sheet.ignore_errors({"number_stored_as_text": f"A1:{_column_letter(len(self.widths) - 1)}{bottom}"})


def _column_letter(column: int) -> str:
    return chr(ord("A") + column) if column < 26 else _column_letter(column // 26 - 1) + chr(ord("A") + column % 26)
