"""Writes small OpenDocument spreadsheets as LibreOffice lays them out: equal cells once, each sheet to its end."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("draw", "drawing"),
        ("manifest", "manifest"),
    )
) + (
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
STYLES = (
    '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>'
    '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    '<style:style style:name="ce1" style:family="table-cell" style:parent-style-name="Default">'
    '<style:table-cell-properties fo:background-color="#fff2cc"/></style:style>'
)
LAST_COLUMN, LAST_ROW = 16_384, 1_048_576
YELLOW = "00FFF2CC"
EMPTY = "<table:table-cell/>"


def package(content: str | bytes, more: Mapping[str, str | bytes] | None = None, media_type: str = MEDIA_TYPE) -> bytes:
    """The media type comes first and is stored, as the standard asks."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", media_type, zipfile.ZIP_STORED)
        for name, data in {"content.xml": content, "META-INF/manifest.xml": manifest(), **(more or {})}.items():
            archive.writestr(name, data)
    return stream.getvalue()


def manifest(entry: str = "") -> str:
    return (
        f'<?xml version="1.0"?><manifest:manifest {NAMESPACES}><manifest:file-entry manifest:full-path="/"'
        f' manifest:media-type="{MEDIA_TYPE}"/>{entry}</manifest:manifest>'
    )


def content(tables: str, styles: str = STYLES, prolog: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    return (
        f"{prolog}<office:document-content {NAMESPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )


def one_sheet(rows: str, styles: str = STYLES) -> bytes:
    """A file of one sheet « Plan » with these ``table:table-row`` elements."""
    return package(content(f'<table:table table:name="Plan" table:style-name="ta1">{rows}</table:table>', styles))


def row(cells: str, count: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{count}">{cells}</table:table-row>'


def text_cell(text: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {attributes}>{paragraphs(text)}</table:table-cell>'


def paragraphs(text: str) -> str:
    """``text:p`` elements; a run of spaces, a space at an end and a tabulation have their own elements."""
    lines = []
    for line in text.split("\n"):
        marked = re.sub(r"^ | $|(?<= ) +", lambda match: f"\x00{len(match[0])}\x00", escape(line))
        spaced = re.sub(r"\x00(\d+)\x00", r'<text:s text:c="\1"/>', marked).replace("\t", "<text:tab/>")
        lines.append(f"<text:p>{spaced}</text:p>")
    return "".join(lines)


def opendocument(
    sheets: Mapping[str, Any],
    *,
    merged: Mapping[str, Sequence[str]] | None = None,
    comments: Mapping[tuple[str, str], str] | None = None,
    yellow: Sequence[tuple[str, str]] = (),
    hidden: Sequence[str] = (),
) -> bytes:
    """The same arguments as ``tables.workbook``: rows of values by sheet; areas, comments and fills by cell name."""
    tables = []
    for name, rows in sheets.items():
        areas = [_corners(area) for area in (merged or {}).get(name, ())]
        notes = {_place(cell): text for (sheet, cell), text in (comments or {}).items() if sheet == name}
        fills = {_place(cell) for sheet, cell in yellow if sheet == name}
        style = "ta2" if name in hidden else "ta1"
        body = _rows(rows, areas, notes, fills)
        tables.append(f'<table:table table:name={quoteattr(name)} table:style-name="{style}">{body}</table:table>')
    return package(content("".join(tables)))


def _rows(
    rows: Sequence[Sequence[Any]],
    areas: Sequence[tuple[int, int, int, int]],
    notes: Mapping[tuple[int, int], str],
    fills: set[tuple[int, int]],
) -> str:
    width = max((len(each) for each in rows), default=0)
    corners = [(bottom, right) for _, _, bottom, right in areas] + [*notes, *fills]
    width = max([width, *(column for _, column in corners)])
    height = max([len(rows), *(number for number, _ in corners)])
    lines = []
    for number in range(1, height + 1):
        values = list(rows[number - 1]) if number <= len(rows) else []
        cells = [
            _cell(values[column - 1] if column <= len(values) else None, (number, column), areas, notes, fills)
            for column in range(1, width + 1)
        ]
        lines.append(_together(cells, "columns") + _repeated(EMPTY, LAST_COLUMN - width, "columns"))
    body = _together([f"<table:table-row>{line}</table:table-row>" for line in lines], "rows")
    blank = f"<table:table-row>{_repeated(EMPTY, LAST_COLUMN, 'columns')}</table:table-row>"
    return body + _repeated(blank, LAST_ROW - height, "rows")


def _together(elements: Sequence[str], what: str) -> str:
    """Writes each run of equal elements once."""
    runs: list[tuple[str, int]] = []
    for each in elements:
        if runs and runs[-1][0] == each:
            runs[-1] = (each, runs[-1][1] + 1)
        else:
            runs.append((each, 1))
    return "".join(_repeated(each, count, what) for each, count in runs)


def _repeated(element: str, count: int, what: str) -> str:
    if count < 2:
        return element * count
    tag = re.match(r"<[\w:-]+", element)
    assert tag
    return f'{tag[0]} table:number-{what}-repeated="{count}"{element[tag.end() :]}'


def _cell(
    value: Any,
    place: tuple[int, int],
    areas: Sequence[tuple[int, int, int, int]],
    notes: Mapping[tuple[int, int], str],
    fills: set[tuple[int, int]],
) -> str:
    tag, attributes = "table:table-cell", ' table:style-name="ce1"' if place in fills else ""
    for top, left, bottom, right in areas:
        if place == (top, left):
            attributes += f' table:number-columns-spanned="{right - left + 1}"'
            attributes += f' table:number-rows-spanned="{bottom - top + 1}"'
        elif top <= place[0] <= bottom and left <= place[1] <= right:
            tag, value = "table:covered-table-cell", None
    typed, shown = _typed(value)
    note = paragraphs(notes[place]) if place in notes else ""
    inside = (f"<office:annotation><dc:creator>Moi</dc:creator>{note}</office:annotation>" if note else "") + shown
    return f"<{tag}{attributes}{typed}>{inside}</{tag}>" if inside else f"<{tag}{attributes}{typed}/>"


def _typed(value: Any) -> tuple[str, str]:
    """Attributes of the value, and its paragraphs."""
    if value is None or value == "":
        return "", ""
    if isinstance(value, bool):
        shown = "VRAI" if value else "FAUX"
        return f' office:value-type="boolean" office:boolean-value="{str(value).lower()}"', f"<text:p>{shown}</text:p>"
    if isinstance(value, int | float):
        shown = f"{value:.2f}".replace(".", ",")
        return f' office:value-type="float" office:value="{value!r}"', f"<text:p>{shown}</text:p>"
    if isinstance(value, date):
        return (
            f' office:value-type="date" office:date-value="{value.isoformat()}"',
            f"<text:p>{value:%d/%m/%y}</text:p>",
        )
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        lasts = f"PT{minutes // 60:02}H{minutes % 60:02}M{seconds:02}S"
        return f' office:value-type="time" office:time-value="{lasts}"', f"<text:p>{minutes // 60} h</text:p>"
    return ' office:value-type="string"', paragraphs(str(value))


def _place(name: str) -> tuple[int, int]:
    column, row = coordinate_from_string(name)
    return row, column_index_from_string(column)


def _corners(area: str) -> tuple[int, int, int, int]:
    first, _, last = area.partition(":")
    return (*_place(first), *_place(last))


def saved_as_opendocument(workbook: bytes) -> bytes:
    """The .xlsx file as a spreadsheet program would save it in the other format: values, areas, comments, hidden."""
    book = openpyxl.load_workbook(io.BytesIO(workbook), data_only=True)
    cells = {sheet.title: [cell for row in sheet.iter_rows() for cell in row] for sheet in book.worksheets}
    return opendocument(
        {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets},
        merged={sheet.title: [str(area) for area in sheet.merged_cells.ranges] for sheet in book.worksheets},
        comments={
            (name, cell.coordinate): cell.comment.text for name, each in cells.items() for cell in each if cell.comment
        },
        yellow=[
            (name, cell.coordinate) for name, each in cells.items() for cell in each if cell.fill.fgColor.rgb == YELLOW
        ],
        hidden=[sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"],
    )
