"""Slide shapes: text boxes that fit, tables whose rows are tall enough. Sizes are in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from pacte.exchange.documents.pdf_texts import page_text
from pacte.exchange.documents.slide_text_fit import (
    LINE_HEIGHT,
    fit_text,
    text_height,
    truncate_to_box,
    wrapped_line_count,
)

WIDTH, HEIGHT = 960.0, 540.0
MARGIN = 42.0
TOP, BOTTOM = 104.0, 504.0
FONT = "Calibri"
INK, SLATE, LOIRE, RULE = "1C242B", "44525C", "1D5F74", "C5BDAD"
TONES = {"good": "2B6A3F", "watch": "7D5100", "bad": "A3271F"}
AXES = ("1F5F8B", "8A4B08", "5B3F8C", "1D5F74", "2B6A3F", "44525C")
NOTICE_FILL, NOTICE_INK = "F6E7BF", "3D2A00"
_INSET = 4.0
SMALL = 12.0
"""Smallest font size on a slide, in points. Longer texts are cut; the PDF has them in full."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """A text run of one style. A reference is a separate small run after its figure."""

    text: str
    size: float = 14
    bold: bool = False
    colour: str = INK


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    width: float
    height: float


def tone_colour(tone: str) -> str:
    return TONES.get(tone, INK)


def add_text_box(
    slide: Any, box: Box, paragraphs: Sequence[Sequence[TextRun]], *, gap: float = 4, name: str = ""
) -> None:
    """Adds a box of paragraphs. The caller has measured them: nothing is resized when the file is opened."""
    shape = slide.shapes.add_textbox(Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height))
    if name:
        shape.name = name
    _fill_text_frame(shape.text_frame, paragraphs, gap)


def add_fitted_text(slide: Any, box: Box, text: str, size: float, **look: Any) -> None:
    """Adds one text in a box, fitted to it."""
    smallest = look.pop("smallest", SMALL)
    shown, size = fit_text(text, box.width, box.height, size, smallest=smallest, bold=look.get("bold", False))
    add_text_box(slide, box, [[TextRun(shown, size, **look)]])


def add_title(slide: Any, text: str, *, kicker: str = "", colour: str = INK) -> None:
    """Sets the title of the slide in its placeholder, for screen readers."""
    box = Box(MARGIN, 40, WIDTH - 2 * MARGIN, 52)
    shown, size = fit_text(text, box.width, box.height, 26, smallest=16, bold=True)
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height)
    _fill_text_frame(shape.text_frame, [[TextRun(shown, size, bold=True, colour=colour)]], 0)
    if kicker:
        add_fitted_text(slide, Box(MARGIN, 24, WIDTH - 2 * MARGIN, 15), kicker, SMALL, colour=SLATE)
    add_rule(slide, MARGIN, 96, WIDTH - 2 * MARGIN, INK, 1.5)


def add_rule(slide: Any, left: float, top: float, width: float, colour: str, thick: float) -> None:
    line = slide.shapes.add_connector(1, Pt(left), Pt(top), Pt(left + width), Pt(top))
    line.line.color.rgb = _rgb(colour)
    line.line.width = Pt(thick)


def add_notice_band(slide: Any, text: str) -> None:
    """Adds a notice band at the top, for synthetic data."""
    shape = slide.shapes.add_textbox(Pt(0), Pt(0), Pt(WIDTH), Pt(18))
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(NOTICE_FILL)
    _fill_text_frame(shape.text_frame, [[TextRun(text, SMALL, bold=True, colour=NOTICE_INK)]], 0)
    shape.text_frame.margin_left = Pt(MARGIN)


def _rgb(colour: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(colour))  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class SlideTable:
    """A table: headings, column widths, rows of cells. A cell is one paragraph of text runs."""

    headings: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Sequence[Sequence[TextRun]]]
    right: frozenset[int] = frozenset()

    def row_height(self, row: Sequence[Sequence[TextRun]]) -> float:
        return max(cell_height(cell, width) for cell, width in zip(row, self.widths, strict=True))


def cell_height(cell: Sequence[TextRun], width: float) -> float:
    """Height of a cell. Its runs flow on lines of the largest size."""
    if not cell:
        return 22.0
    size = max(piece.size for piece in cell)
    text = " ".join(piece.text for piece in cell)
    bold = any(piece.bold for piece in cell)
    return text_height(text, width - 2 * _INSET - 2, size, bold=bold) + 2 * _INSET


def split_table(grid: SlideTable, height: float) -> list[SlideTable]:
    """Splits the table over as many slides as its rows need."""
    row_groups: list[list[Sequence[Sequence[TextRun]]]] = [[]]
    used = 24.0
    for row in grid.rows:
        height_of_row = grid.row_height(row)
        if row_groups[-1] and used + height_of_row > height:
            row_groups.append([])
            used = 24.0
        row_groups[-1].append(row)
        used += height_of_row
    return [SlideTable(grid.headings, grid.widths, rows, grid.right) for rows in row_groups]


def add_table(slide: Any, grid: SlideTable, top: float, name: str) -> float:
    """Draws the table and returns its bottom. The header row is marked as such, for screen readers."""
    heights = [24.0, *(grid.row_height(row) for row in grid.rows)]
    frame = slide.shapes.add_table(
        len(heights), len(grid.headings), Pt(MARGIN), Pt(top), Pt(sum(grid.widths)), Pt(sum(heights))
    )
    frame.name = name
    pptx_table = frame.table
    pptx_table.first_row, pptx_table.horz_banding = True, False
    _remove_table_style(frame)
    for column, width in enumerate(grid.widths):
        pptx_table.columns[column].width = Pt(width)
    for index, height in enumerate(heights):
        pptx_table.rows[index].height = Pt(height)
    heads = [[TextRun(heading, SMALL, bold=True, colour=SLATE)] for heading in grid.headings]
    for index, row in enumerate([heads, *grid.rows]):
        for column, cell in enumerate(row):
            _fill_cell(pptx_table.cell(index, column), cell, right=column in grid.right, thick=index == 0)
    return top + sum(heights)


def truncate_to_lines(text: str, width: float, size: float, lines: int, *, bold: bool = False) -> str:
    """Truncates the text to that many lines."""
    room = width - 2 * _INSET - 2
    return (
        truncate_to_box(text, room, lines * size * LINE_HEIGHT + 0.1, size, bold=bold)
        if wrapped_line_count(text, room, size) > lines
        else text
    )


def _fill_cell(cell: Any, pieces: Sequence[TextRun], *, right: bool, thick: bool) -> None:
    cell.margin_left = cell.margin_right = Pt(_INSET)
    cell.margin_top = cell.margin_bottom = Pt(_INSET)
    _fill_text_frame(cell.text_frame, [pieces], 0, inset=False)
    if right:
        cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
    cell.fill.background()
    _set_bottom_border(cell, INK if thick else RULE, 1.0 if thick else 0.5)


def _set_bottom_border(cell: Any, colour: str, thick: float) -> None:
    properties = cell._tc.get_or_add_tcPr()
    line = properties.makeelement(qn("a:lnB"), {"w": str(int(thick * 12700))})
    fill = line.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": colour}))
    line.append(fill)
    properties.insert(0, line)


def _remove_table_style(frame: Any) -> None:
    """Sets the style « No style, no grid »: only our own borders are drawn."""
    style = frame._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId"))
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def _fill_text_frame(frame: Any, paragraphs: Sequence[Sequence[TextRun]], gap: float, *, inset: bool = True) -> None:
    frame.word_wrap = True
    if inset:
        frame.auto_size = MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(0)
    for index, pieces in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_before, paragraph.space_after = Pt(gap if index else 0), Pt(0)
        paragraph.line_spacing = 1.0
        for rank, piece in enumerate(pieces):
            run = paragraph.add_run()
            run.text = (" " if rank else "") + page_text(piece.text)
            run.font.size, run.font.bold, run.font.name = Pt(piece.size), piece.bold, FONT
            run.font.color.rgb = _rgb(piece.colour)
            run.font.language_id = MSO_LANGUAGE_ID.FRENCH
