"""An OpenDocument spreadsheet gives the grids that the same content gives in an .xlsx file."""

from __future__ import annotations

import io
import zipfile
from datetime import date, time, timedelta
from typing import Any

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st
from xlsxwriter.utility import xl_cell_to_rowcol

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.limits import MAX_CELL_TEXT, PLAN
from pacte.exchange.parsers.file_format import detect_file_format
from pacte.exchange.records import CellArea, CellKind, FileFormat, Grid
from pacte.exchange.spreadsheet.workbook import grids_from_workbook
from tests.effort import share
from tests.exchange.opendocument_files import (
    EMPTY,
    LAST_ROW,
    STYLES,
    content,
    manifest,
    one_sheet,
    opendocument,
    package,
    paragraphs,
    row,
    text_cell,
)


def cells_of(data: bytes) -> dict[tuple[int, int], tuple[str, CellKind]]:
    return {place: (cell.text, cell.kind) for place, cell in grids_from_workbook(data)[0].cells.items()}


def texts_of(rows: str) -> dict[tuple[int, int], str]:
    return {place: text for place, (text, _) in cells_of(one_sheet(rows)).items()}


def one_text(body: str) -> str:
    cell = f'<table:table-cell office:value-type="string">{body}</table:table-cell>'
    return texts_of(row(cell)).get((1, 1), "")


def xlsx(
    sheets: dict[str, list[list[Any]]],
    merged: dict[str, list[str]],
    comments: dict[tuple[str, str], str],
    yellow: list[tuple[str, str]],
    hidden: list[str],
) -> bytes:
    """The file that ``opendocument`` writes, by an independent writer of the other format."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        formats = {date: "dd/mm/yyyy", time: "hh:mm:ss", timedelta: "[h]:mm:ss"}
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            fills = {xl_cell_to_rowcol(cell) for each, cell in yellow if each == name}
            areas = {xl_cell_to_rowcol(area.partition(":")[0]): area for area in merged.get(name, ())}
            height = max([len(rows), *(number + 1 for number, _ in fills)])
            for number in range(height):
                for column in range(max([len(rows[number]) if number < len(rows) else 0, 26])):
                    value = rows[number][column] if number < len(rows) and column < len(rows[number]) else None
                    look: dict[str, Any] = {}
                    if (number, column) in fills:
                        look["bg_color"] = "#FFF2CC"
                    if type(value) in formats:
                        look["num_format"] = formats[type(value)]
                    style = book.add_format(look) if look else None
                    if (number, column) in areas:
                        sheet.merge_range(areas[number, column], "", book.add_format())
                    sheet.write(number, column, value, style)
            for (each, cell), text in comments.items():
                if each == name:
                    sheet.write_comment(cell, text)
            if name in hidden:
                sheet.hide()
    return stream.getvalue()


_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Cn"], include_characters="\n\t é€"), max_size=12
).filter(str.strip)
_VALUES = st.one_of(
    st.none(),
    _TEXTS,
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 4)),
    st.dates(date(1900, 3, 1), date(2100, 12, 31)),
    st.times().map(lambda value: value.replace(microsecond=0)),
    st.integers(0, 400_000).map(lambda seconds: timedelta(seconds=seconds)),
)
_ROWS = st.lists(st.lists(_VALUES, max_size=6), min_size=1, max_size=8)


@settings(max_examples=share(120), deadline=None)
@given(_ROWS, st.lists(st.sampled_from(["A1", "B2", "C1"]), max_size=2, unique=True), _TEXTS, st.booleans())
@example([["a", None, 12.5, date(2018, 11, 19), True]], ["A1"], "place supposée", True)
@example([[" deux  espaces ", "deux\nlignes", "a\tb", "_x0041_"]], [], "x", False)
@example([[time(9, 30), timedelta(hours=35), timedelta(hours=35, seconds=1), time(0)]], [], "x", False)
def test_the_same_content_gives_the_same_grids(
    rows: list[list[Any]], yellow: list[str], comment: str, is_second_hidden: bool
) -> None:
    # What is coloured or merged counts inside the area that holds values.
    sheets = {"Plan": [*rows, ["bas", "du", "tableau"], ["ensemble"], ["fin"]], "Suite & fin": [["x"]]}
    last = len(rows) + 2
    merged = {"Plan": [f"A{last}:B{last + 1}"]}
    sheets["Plan"][last] = [None, None, "fin"]
    fills = [("Plan", cell) for cell in yellow]
    comments = {("Plan", "A1"): comment}
    hidden = ["Suite & fin"] if is_second_hidden else []
    ods = grids_from_workbook(opendocument(sheets, merged=merged, comments=comments, yellow=fills, hidden=hidden))
    assert ods == grids_from_workbook(xlsx(sheets, merged, comments, fills, hidden))


def test_each_kind_of_value_is_told_from_the_others() -> None:
    def typed(attributes: str, shown: str = "") -> str:
        return f"<table:table-cell {attributes}>{f'<text:p>{shown}</text:p>' if shown else ''}</table:table-cell>"

    data = one_sheet(
        row(
            typed('office:value-type="float" office:value="0.30000000000000004"', "0,3")
            + typed('office:value-type="percentage" office:value="0.35"', "35 %")
            + typed('office:value-type="currency" office:currency="EUR" office:value="1234.5"', "1 234,50 €")
            + typed('office:value-type="date" office:date-value="2018-11-19T10:00:00"', "19/11/18 10:00")
            + typed('office:value-type="time" office:time-value="PT09H30M00S"', "09:30:00")
            + typed('office:value-type="boolean" office:boolean-value="true"', "VRAI")
            + typed('office:value-type="string" office:string-value="entier"', "abrégé")
            + typed('table:formula="of:=[.A1]" office:value-type="float" office:value="2"', "2")
            + typed('table:formula="of:=1/0" office:value-type="string" office:string-value=""'
                    ' calcext:value-type="error"', "#DIV/0 !")
            + typed('table:formula="of:=X()" office:value-type="float" office:value="0"', "Err:508")
            + typed('table:formula="of:=[.A1]"')
            + typed('table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""')
            + typed("", "sans type")
            + typed('office:value-type="float" office:value="1E3"', "1000")
            + typed('office:value-type="date" office:date-value="-0044-03-15"', "15/03/-44")
        )
    )  # fmt: skip
    assert [cells_of(data).get((1, column)) for column in range(1, 16)] == [
        ("0.3", CellKind.NUMBER),
        ("0.35", CellKind.NUMBER),
        ("1234.5", CellKind.NUMBER),
        ("2018-11-19", CellKind.DATE),
        ("09:30", CellKind.TEXT),
        ("VRAI", CellKind.BOOL),
        ("entier", CellKind.TEXT),
        ("2", CellKind.NUMBER),
        ("#DIV/0 !", CellKind.ERROR),
        ("Err:508", CellKind.ERROR),
        ("formule sans résultat", CellKind.ERROR),
        None,
        ("sans type", CellKind.TEXT),
        ("1000", CellKind.NUMBER),
        ("15/03/-44", CellKind.TEXT),
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<text:p>un</text:p><text:p>deux</text:p>", "un\ndeux"),
        ("<text:p>un<text:line-break/>deux<text:tab/>trois</text:p>", "un\ndeux\ttrois"),
        ('<text:p><text:s text:c="2"/>a <text:s/>b<text:s/></text:p>', "  a  b "),
        ("<text:p>\n   a\n   b  </text:p>", "a b"),
        ("<text:p><text:span>X</text:span> (<text:a>TH</text:a>)</text:p>", "X (TH)"),
        ("<text:p>oui<text:ruby><text:ruby-text>wi</text:ruby-text></text:ruby></text:p>", "oui"),
        ("<text:p>a<office:annotation><text:p>note</text:p></office:annotation></text:p>", "a"),
        ("<draw:frame><draw:text-box><text:p>dessin</text:p></draw:text-box></draw:frame><text:p>a</text:p>", "a"),
        ("<text:p>a\u202eb_x0041_</text:p>", "ab_x0041_"),
    ],
)
def test_paragraphs_make_the_text_that_a_person_reads(body: str, text: str) -> None:
    assert one_text(body) == text


def test_a_comment_is_beside_the_text_and_names_nobody() -> None:
    cell = (
        '<table:table-cell office:value-type="string"><office:annotation><dc:creator>Camille</dc:creator>'
        "<dc:date>2020-01-01</dc:date><text:p>place</text:p><text:p>supposée</text:p></office:annotation>"
        "<text:p>X</text:p></table:table-cell>"
    )
    (grid,) = grids_from_workbook(one_sheet(row(cell)))
    assert (grid.cells[(1, 1)].text, grid.comments) == ("X", {(1, 1): "place\nsupposée"})


def test_an_empty_run_of_a_million_costs_nothing_and_keeps_the_places() -> None:
    blank = row('<table:table-cell table:style-name="ce1" table:number-columns-repeated="16384"/>', LAST_ROW - 2)
    (grid,) = grids_from_workbook(one_sheet(row(text_cell("a")) + blank + row(EMPTY * 3)))
    assert grid == Grid("Plan", grid.cells)
    far = row(EMPTY, 3_000) + row('<table:table-cell table:number-columns-repeated="150"/>' + text_cell("b"))
    assert texts_of(far) == {(3_001, 151): "b"}


def test_a_filled_run_is_written_out() -> None:
    run = text_cell("a", 'table:number-columns-repeated="2"')
    assert texts_of(row(run + text_cell("b"), 2)) == {
        (1, 1): "a", (1, 2): "a", (1, 3): "b", (2, 1): "a", (2, 2): "a", (2, 3): "b",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "place"),
    [(row(text_cell("a"), LAST_ROW), "A1048576"), (row(text_cell("a", 'table:number-columns-repeated="999"')), "ALK1")],
)
def test_a_filled_run_out_of_bounds_says_how_often_it_is_repeated(rows: str, place: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        grids_from_workbook(one_sheet(rows))
    assert refusal.value.code == "sheet_too_big"
    assert f"cellule {place}." in refusal.value.message
    assert "répétée" in refusal.value.reason


def test_a_covered_cell_gives_nothing_and_its_area_is_known() -> None:
    spanned = text_cell("a", 'table:number-columns-spanned="2" table:number-rows-spanned="2"')
    covered = "<table:covered-table-cell><text:p>caché</text:p></table:covered-table-cell>"
    (grid,) = grids_from_workbook(
        one_sheet(row(spanned + covered + text_cell("b")) + row(covered * 2 + text_cell("c")))
    )
    assert {place: cell.text for place, cell in grid.cells.items()} == {(1, 1): "a", (1, 3): "b", (2, 3): "c"}
    assert grid.merged == (CellArea(1, 1, 2, 2),)


def test_equal_areas_side_by_side_may_be_written_as_a_run() -> None:
    spanned = text_cell("X", 'table:number-rows-spanned="2" table:number-columns-repeated="2"')
    (grid,) = grids_from_workbook(one_sheet(row(spanned) + row("<table:covered-table-cell/>" * 2)))
    assert grid.merged == (CellArea(1, 1, 2, 1), CellArea(1, 2, 2, 2))


def test_an_empty_area_beside_the_values_is_known_and_one_below_them_is_not() -> None:
    spanned = '<table:table-cell table:number-columns-spanned="2"/><table:covered-table-cell/>'
    (grid,) = grids_from_workbook(one_sheet(row(text_cell("a") + spanned) + row(spanned, LAST_ROW - 1)))
    assert grid.merged == (CellArea(1, 2, 1, 3),)


def test_yellow_comes_from_the_cell_its_row_its_column_or_the_style_that_it_derives_from() -> None:
    derived = '<style:style style:name="ce2" style:family="table-cell" style:parent-style-name="Jaune"/>'
    common = (
        '<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
        ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"><office:styles>'
        '<style:style style:name="Jaune" style:family="table-cell"><style:table-cell-properties'
        ' fo:background-color="#ffff00"/></style:style></office:styles></office:document-styles>'
    )
    own, plain = (text_cell(text, f'table:style-name="{name}"') for text, name in (("e", "ce1"), ("f", "ce9")))
    table = (
        '<table:table table:name="Plan"><table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:default-cell-style-name="ce1"/>'
        f"<table:table-row>{text_cell('a')}{EMPTY}{text_cell('c')}</table:table-row>"
        f'<table:table-row table:default-cell-style-name="ce2">{text_cell("d")}</table:table-row>'
        f"<table:table-row>{own}{EMPTY}"
        f"{plain}</table:table-row></table:table>"
    )
    (grid,) = grids_from_workbook(package(content(table, STYLES + derived), {"styles.xml": common}))
    assert grid.yellow == {(1, 3), (2, 1), (3, 1)}


def test_rows_in_groups_and_headings_count_and_drawings_changes_and_links_do_not() -> None:
    table = (
        '<table:tracked-changes><table:cell-content-change><table:previous><table:change-track-table-cell>'
        "<text:p>avant</text:p></table:change-track-table-cell></table:previous></table:cell-content-change>"
        '</table:tracked-changes><table:table table:name="Plan"><table:shapes><draw:frame><table:table>'
        f"{row(text_cell('dessin'))}</table:table></draw:frame></table:shapes>"
        f"<table:table-header-rows>{row(text_cell('titre'))}</table:table-header-rows>"
        f"<table:table-row-group>{row(text_cell('a'))}</table:table-row-group></table:table>"
        '<table:table table:name="\'file:///x.ods\'#Plan" table:style-name="ta_extref"><table:table-source/>'
        f"{row(text_cell('ailleurs'))}</table:table>"
        f'<table:dde-links><table:dde-link><table:table>{row(text_cell("lien"))}</table:table></table:dde-link>'
        "</table:dde-links>"
    )  # fmt: skip
    (grid,) = grids_from_workbook(package(content(table)))
    assert {place: cell.text for place, cell in grid.cells.items()} == {(1, 1): "titre", (2, 1): "a"}


@pytest.mark.parametrize("name", ["plan.ods", "plan.xlsx", "plan.csv", "plan"])
def test_bytes_say_that_it_is_an_opendocument_spreadsheet_and_its_name_does_not(name: str) -> None:
    assert detect_file_format(opendocument({"Plan": [["a"]]}), name) is FileFormat.ODS
    assert (
        detect_file_format(package("", media_type="application/vnd.oasis.opendocument.text"), name) is FileFormat.XLSX
    )


def test_a_package_that_another_program_zipped_again_is_read_all_the_same() -> None:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(one_sheet(row(text_cell("a"))))) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in sorted(before.namelist()):
            after.writestr(name, before.read(name))
    assert cells_of(stream.getvalue()) == {(1, 1): ("a", CellKind.TEXT)}


def test_a_password_is_asked_to_be_taken_off() -> None:
    entry = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    with pytest.raises(UnreadableFile) as refusal:
        grids_from_workbook(package(b"\x8f\x11\x02", {"META-INF/manifest.xml": manifest(entry)}))
    assert (refusal.value.code, refusal.value.hint) == (
        "zip_encrypted",
        "Enregistrez-le sans mot de passe, puis déposez-le.",
    )


def test_a_broken_cell_is_named() -> None:
    with pytest.raises(UnreadableFile) as refusal:
        texts_of(row(EMPTY + '<table:table-cell office:value-type="float" office:value="x"/>'))
    assert (refusal.value.code, refusal.value.sheet, refusal.value.row, refusal.value.column) == (
        "sheet_broken", "Plan", 1, "B",
    )  # fmt: skip


def test_a_time_is_a_time_in_an_xlsx_file_too() -> None:
    """It used to be read as the first day of the calendar: « 1899-12-30 »."""
    (grid,) = grids_from_workbook(xlsx({"Plan": [[time(9, 30), timedelta(hours=35)]]}, {}, {}, [], []))
    assert [grid.cells[(1, column)].text for column in (1, 2)] == ["09:30", "35:00"]


def test_a_cell_holds_as_many_signs_as_a_spreadsheet_allows() -> None:
    assert len(one_text(paragraphs("a\n" * 16_383 + "b"))) == MAX_CELL_TEXT
    with pytest.raises(UnreadableFile, match="A1 de la feuille « Plan » contient 32768 signes"):
        one_text(paragraphs("a\n" * 16_383 + "bc"))


def test_the_widest_plan_is_read_to_its_last_row_and_column() -> None:
    cells = '<table:table-cell table:number-columns-repeated="199"/>' + text_cell("a")
    assert texts_of(row(EMPTY, PLAN.rows - 1) + row(cells)) == {(PLAN.rows, PLAN.columns): "a"}
