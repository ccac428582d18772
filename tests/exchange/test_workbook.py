"""Workbooks are read cell by cell like a second reader does, whatever program wrote them."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
import xlsxwriter

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.records import CellArea, CellKind, Grid
from pacte.exchange.spreadsheet.workbook import grids_from_workbook
from tests.exchange.hostile import WORKBOOK, WORKBOOK_RELS, packed, parts, sheet
from tests.exchange.tables import workbook
from tests.shared import shared_file


def only_grid(cells: str, more: dict[str, str | bytes] | None = None) -> Grid:
    return grids_from_workbook(packed(parts(sheet(cells), more)))[0]


def texts(grid: Grid) -> dict[tuple[int, int], str]:
    return {place: cell.text for place, cell in grid.cells.items()}


def test_the_real_table_is_read_as_a_second_reader_reads_it() -> None:
    data = shared_file("plan/plan-as-excel.xlsx").read_bytes()
    second = openpyxl.load_workbook(io.BytesIO(data))
    assert second.worksheets
    for grid, other in zip(grids_from_workbook(data), second.worksheets, strict=True):
        cells = [cell for row in other.iter_rows() for cell in row]
        assert grid.sheet == other.title
        assert texts(grid) == {(cell.row, cell.column): str(cell.value) for cell in cells if cell.value is not None}
        assert grid.comments == {(cell.row, cell.column): cell.comment.text for cell in cells if cell.comment}
        areas = {CellArea(area.min_row, area.min_col, area.max_row, area.max_col) for area in other.merged_cells.ranges}
        assert set(grid.merged) == areas
        yellow = {(cell.row, cell.column) for cell in cells if cell.fill.fgColor.rgb == "00FFF2CC"}
        assert grid.yellow == yellow


def test_each_kind_of_value_is_told_from_the_others() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet("Ici")
        day, yellow = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"bg_color": "#FFFF00"})
        page.write_string(0, 0, " Étoile\nd'œuvre ")
        page.write_number(0, 1, 0.1 + 0.2)
        page.write_number(0, 2, 1e15)
        page.write_datetime(0, 3, date(2018, 11, 19), day)
        page.write_boolean(0, 4, True)
        page.write_formula(0, 5, "=1+1", None, 2)
        page.write_formula(0, 6, '="a"&"b"', None, "ab")
        page.write_formula(0, 7, "=1/0", None, "#DIV/0!")
        page.write_rich_string(0, 8, "X", book.add_format({"bold": True}), " (TH)")
        page.write_blank(0, 9, None, yellow)
        page.write_number(0, 10, 2019)
        page.merge_range(1, 0, 2, 3, "ensemble")
        page.write_comment(1, 0, "place supposée")
        book.add_worksheet("Cachée").hide()
    first, second = grids_from_workbook(stream.getvalue())
    read = {column: (cell.text, cell.kind) for (row, column), cell in first.cells.items() if row == 1}
    assert read == {
        1: (" Étoile\nd'œuvre ", CellKind.TEXT),
        2: ("0.3", CellKind.NUMBER),
        3: ("1000000000000000", CellKind.NUMBER),
        4: ("2018-11-19", CellKind.DATE),
        5: ("VRAI", CellKind.BOOL),
        6: ("2", CellKind.NUMBER),
        7: ("ab", CellKind.TEXT),
        8: ("#DIV/0!", CellKind.ERROR),
        9: ("X (TH)", CellKind.TEXT),
        11: ("2019", CellKind.NUMBER),
    }
    assert first.yellow == {(1, 10)}
    assert first.merged == (CellArea(2, 1, 3, 4),)
    assert first.comments == {(2, 1): "place supposée"}
    assert (first.is_hidden, second.is_hidden) == (False, True)


@pytest.mark.parametrize(
    ("saved", "text"), [("0.30000000000000004", "0.3"), ("14.0", "14"), ("1E2", "100"), ("0", "0")]
)
def test_a_number_is_read_with_the_digits_that_a_spreadsheet_shows(saved: str, text: str) -> None:
    assert texts(only_grid(f'<row r="1"><c r="A1"><v>{saved}</v></c></row>')) == {(1, 1): text}


def test_a_formula_saved_without_its_result_is_an_error_not_a_blank() -> None:
    grid = grids_from_workbook(workbook({"Plan": [["=A2+1"]]}))[0]
    assert grid.cells[(1, 1)].kind is CellKind.ERROR


@pytest.mark.parametrize(
    ("color", "is_yellow"),
    [
        ("FFFFF2CC", True),
        ("FFFFFF00", True),
        ("FFFFEB9C", True),
        ("FFE2EFDA", False),
        ("FFFCE4D6", False),
        ("FFD9E1F2", False),
        ("FFFFFFFF", False),
        ("FFFF0000", False),
    ],
)
def test_yellow_is_a_matter_of_hue(color: str, is_yellow: bool) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active["A1"].fill = openpyxl.styles.PatternFill("solid", fgColor=color)
    stream = io.BytesIO()
    book.save(stream)
    assert (grids_from_workbook(stream.getvalue())[0].yellow == {(1, 1)}) is is_yellow


def test_cells_and_rows_that_do_not_say_their_place_follow_one_another() -> None:
    grid = only_grid("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    assert texts(grid) == {(1, 1): "1", (1, 2): "2", (2, 1): "3"}


def test_the_pronunciation_of_a_text_is_not_a_part_of_it() -> None:
    grid = only_grid(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>oui</t><rPh sb="0" eb="1"><t>wi</t></rPh></is></c></row>'
    )
    assert texts(grid) == {(1, 1): "oui"}


def test_strict_namespaces_and_absolute_targets_are_read_too() -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    members = parts(
        sheet('<row r="1"><c r="A1"><v>7</v></c></row>').replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main", strict
        )
    )
    members["xl/workbook.xml"] = WORKBOOK.replace("http://schemas.openxmlformats.org/spreadsheetml/2006/main", strict)
    members["xl/_rels/workbook.xml.rels"] = WORKBOOK_RELS.replace("worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml")
    assert texts(grids_from_workbook(packed(members))[0]) == {(1, 1): "7"}


def test_a_link_out_of_the_workbook_is_never_followed() -> None:
    rels = WORKBOOK_RELS.replace('Target="worksheets/sheet1.xml"', 'Target="file:///etc/passwd" TargetMode="External"')
    assert grids_from_workbook(packed(parts(sheet(""), {"xl/_rels/workbook.xml.rels": rels}))) == []


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ('<row r="1"><c r="A1"><v>x</v></c></row>', ("Plan", 1, "A")),
        ('<row r="1"><c r="B1" t="s"><v>4</v></c></row>', ("Plan", 1, "B")),
        ('<row r="2"><c r="B2"><v>1</v></c><c r="B2"><v>2</v></c></row>', ("Plan", 2, "B")),
    ],
)
def test_a_broken_cell_is_named(cells: str, place: tuple[str, int, str]) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        only_grid(cells)
    assert (refusal.value.sheet, refusal.value.row, refusal.value.column) == place
