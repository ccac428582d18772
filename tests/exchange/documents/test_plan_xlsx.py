"""The workbook of a plan: same layout as the original, complete, and the same bytes twice."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pacte.exchange.documents import plan_workbook_layout, plan_xlsx
from pacte.kernel.errors import ValidationError
from pacte.plan.records import Axis, PlanContent
from tests.effort import share
from tests.exchange.documents.plans import official_plan, shipped_plan, small_plan
from tests.plan_strategies import plan_contents
from tests.shared import shared_file

YELLOW = "FFFFF2CC"


def book_of(content: PlanContent, *, synthetic: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(plan_xlsx.write(content, synthetic=synthetic)))


@cache
def small_book() -> Workbook:
    return book_of(small_plan())


def table(book: Workbook) -> Worksheet:
    return book[plan_workbook_layout.TABLE]


def lines(sheet: Worksheet) -> list[tuple[object, ...]]:
    return list(sheet.iter_rows(min_row=plan_workbook_layout.FIRST_DATA_ROW, values_only=True))


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert plan_xlsx.write(shipped_plan()) == plan_xlsx.write(shipped_plan())


def test_the_title_and_the_headings_are_those_of_the_original() -> None:
    sheet = table(small_book())
    assert sheet["A1"].value == "Tableau des actions"
    assert [sheet.cell(2, column).value for column in range(1, 13)] == [
        *(heading for heading, _ in plan_workbook_layout.TABLE_COLUMNS),
        "Temporalité de mise en œuvre",
    ]
    assert (sheet["L3"].value, sheet["M3"].value) == ("2024", "2025-2027")


def test_what_rows_have_in_common_is_merged() -> None:
    merged = {str(area) for area in table(small_book()).merged_cells.ranges}
    assert {"B4:B5", "B6:B7", "C4:C5", "E4:E5", "G4:G5", "I4:I5", "L2:M2", "L6:M6"} <= merged
    assert not {"F4:F5", "J4:J5", "L4:L5"} & merged


def test_numbers_and_years_are_numbers_and_texts_are_texts() -> None:
    sheet = table(small_book())
    assert (sheet["E6"].value, sheet["E6"].data_type) == (2, "n")
    assert (sheet["I6"].value, sheet["I6"].data_type) == (2024, "n")
    assert sheet["F6"].value == "Aller vers\nPremière phrase.\n- un tiret"
    assert sheet["G6"].value == "Région (DFE)\nCarif, appui"


def test_a_place_that_is_supposed_or_unknown_is_yellow_and_says_why() -> None:
    sheet = table(small_book())
    assert [sheet[cell].fill.fgColor.rgb for cell in ("L5", "M5", "L6")] == [YELLOW] * 3
    assert "« X (jeunes) » pour 2\u00a0colonnes : place supposée" in sheet["L5"].comment.text
    assert "Une marque pour deux." in sheet["L5"].comment.text
    assert "période inconnue" in sheet["L6"].comment.text
    assert "Rien ne le dit." in sheet["L6"].comment.text
    assert sheet["L4"].comment is None
    assert sheet["L4"].fill.fgColor.rgb != YELLOW


def test_it_prints_on_a4_with_its_headings_on_each_page() -> None:
    for sheet in small_book():
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.print_title_rows
    sheet = table(small_book())
    assert (sheet.print_title_rows, sheet.print_title_cols, sheet.freeze_panes) == ("$1:$3", "$E:$E", "E4")


def test_doubts_stand_on_the_notes_sheet() -> None:
    said = [(line[0], line[1], line[4], line[5]) for line in lines(small_book()[plan_workbook_layout.NOTES])]
    assert said == [
        ("axe", "2", "montant", "Montant repris."),
        ("objectif", "2-1", "libellé", "Libellé répété."),
        ("ligne", "A02", "calendrier", "Rien ne le dit."),
    ]


def test_figures_stand_one_a_line_with_all_that_they_say() -> None:
    said = lines(small_book()[plan_workbook_layout.FIGURES])
    assert said[0][:7] == ("A07", 7, "aides versées", "cible", 3000, None, None)
    assert said[0][7:] == ("aides", "an", "2027", "incertaine", None, None, None, "source")
    assert said[1][4:7] == (None, 2, 4.5)
    assert (said[2][13], said[2][14]) == ("aided", "proposé")
    assert [line[3] for line in said] == ["cible", "cible", "cible", "échéance", "inconnue"]


def test_money_by_action_has_a_column_a_year_and_a_total_without_formula() -> None:
    sheet = small_book()[plan_workbook_layout.AMOUNTS]
    headings = [cell.value for cell in sheet[2]]
    assert headings == ["N° d'action", "Intitulé court", "2024", "2025", "Toute la période", "Total"]
    assert lines(sheet) == [
        (7, "Aider", 123456, None, 0.99, 123456.99),
        (1, "Achats", None, 500000, None, 500000),
        ("Total", None, 123456, 500000, 0.99, 623456.99),
    ]


def test_a_plan_without_money_by_action_has_no_sheet_for_it() -> None:
    assert book_of(shipped_plan()).sheetnames == [
        plan_workbook_layout.TABLE,
        plan_workbook_layout.NOTES,
        plan_workbook_layout.FIGURES,
        plan_workbook_layout.DETAILS,
    ]


def test_each_row_is_found_by_its_key_at_its_line() -> None:
    places = {line[1]: line[4] for line in lines(small_book()[plan_workbook_layout.DETAILS]) if line[3] == "place"}
    assert places == {"A01a": 4, "A01b": 5, "A02": 6, "A07": 7}
    assert table(small_book())["A4"].value is None


def test_an_axis_and_an_objective_without_action_are_not_lost() -> None:
    plan = replace(small_plan(), axes=(*small_plan().axes, Axis("3", "Axe 3", "Réserve", amount_cents=12_345)))
    said = {
        (line[1], line[3]): line[4] for line in lines(book_of(plan)[plan_workbook_layout.DETAILS]) if line[0] == "axe"
    }
    assert said[("3", "intitulé")] == "Réserve"
    assert said[("3", "montant")] == pytest.approx(123.45)


def test_invented_data_say_so_on_every_sheet_and_every_printed_page() -> None:
    book = book_of(small_plan(), synthetic=True)
    for sheet in book:
        assert sheet.oddFooter.left.text == "Données fictives"
        assert any("Données fictives" in str(cell.value) for cell in sheet[1])
    assert not any("fictives" in str(cell.value) for sheet in small_book() for cell in sheet[1])


def test_a_text_too_long_for_a_cell_is_refused_by_name() -> None:
    rows = small_plan().rows
    plan = replace(small_plan(), rows=(replace(rows[0], comment="mot " * 9000), *rows[1:]))
    with pytest.raises(ValidationError) as refusal:
        plan_xlsx.write(plan)
    assert refusal.value.code == "cell_too_long"


def test_an_empty_plan_is_a_workbook_all_the_same() -> None:
    empty = PlanContent(code="vide", title="Plan vide", region="", first_year=2024, last_year=2024)
    assert table(book_of(empty))["A1"].value == "Plan vide"


def test_the_official_table_comes_out_cell_for_cell() -> None:
    """The differences are known: corrected codes, one label per code, « 80 » kept as text."""
    original = openpyxl.load_workbook(shared_file("plan/plan-as-excel.xlsx")).worksheets[0]
    ours = table(book_of(official_plan()))
    mended = {"G13", "C17", "D19", "D20", "D21", "D22", "F32", "D33", "D34", "D38", "C40", "K44"}
    differing = {
        cell.coordinate
        for row in original.iter_rows()
        for cell in row
        if str(cell.value or "") != str(ours[cell.coordinate].value or "")
    }
    assert differing <= mended
    assert ours["K44"].value == "80"
    merged, known = ({str(area) for area in sheet.merged_cells.ranges} for sheet in (ours, original))
    assert merged - known == {"C16:C17", "C38:C40", "G12:G13"}
    assert known - merged == {"C38:C39"}
    for row in range(4, 49):
        for column in "LMN":
            ground = original[f"{column}{row}"].fill.fgColor.rgb
            assert (ground[2:] == YELLOW[2:]) == (ours[f"{column}{row}"].fill.fgColor.rgb == YELLOW)


@settings(max_examples=share(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(plan_contents())
def test_any_plan_gives_a_workbook_without_formula_that_holds_every_row(content: PlanContent) -> None:
    book = book_of(content)
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    keys = [line[1] for line in lines(book[plan_workbook_layout.DETAILS]) if line[3] == "place"]
    assert keys == [row.key for row in content.rows]
    assert len(lines(book[plan_workbook_layout.FIGURES])) == sum(len(row.figures) for row in content.rows)
