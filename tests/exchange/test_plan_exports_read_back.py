"""An exported plan is read back as the same plan. A cell changed by hand wins over its companion sheets."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import openpyxl
import pytest

from pacte.exchange.documents.plan_workbook_layout import DETAILS, TABLE
from pacte.exchange.plan_files.reading import plan_formats, read_plan_file
from pacte.plan.records import Lead, ParsedPlan, PlanContent
from pacte.plan.rules.diff import diff_plans
from pacte.plan.rules.merge import merge_file_into_plan
from tests.exchange.tables import errors_of, workbook
from tests.exchange.test_other_regions import MERGED, SHEETS
from tests.shared import shared_file

FILES = ("plan-as-excel.xlsx", "actions.csv", "plan.yaml")


@cache
def content(name: str) -> PlanContent:
    if name == "bretagne.xlsx":
        data = workbook(SHEETS, merged=MERGED)
    else:
        data = shared_file(f"plan/{name}").read_bytes()
    found = read_plan_file(data, name=name).content
    assert found is not None
    return replace(found, code=found.code or "essai_2019-2022")


def written(name: str, code: str) -> bytes:
    return plan_formats()[code].write(content(name))


@pytest.mark.parametrize("code", ["plan_xlsx", "plan_csv", "plan_yaml"])
@pytest.mark.parametrize("name", [*FILES, "bretagne.xlsx"])
def test_an_export_laid_over_its_plan_changes_nothing(name: str, code: str) -> None:
    reading = read_plan_file(written(name, code), name="export" + plan_formats()[code].extensions[0])
    assert reading.errors == ()
    assert diff_plans(content(name), merge_file_into_plan(content(name), reading)).is_empty


@pytest.mark.parametrize("code", ["plan_xlsx", "plan_yaml"])
@pytest.mark.parametrize("name", [*FILES, "bretagne.xlsx"])
def test_an_export_alone_holds_the_whole_plan(name: str, code: str) -> None:
    assert read_plan_file(written(name, code), name="export" + plan_formats()[code].extensions[0]).content == content(
        name
    )


def changed(changes: dict[str, object], sheet: str = TABLE) -> ParsedPlan:
    """The export of the real table, read again after these cells are typed over."""
    book = openpyxl.load_workbook(io.BytesIO(written("plan.yaml", "plan_xlsx")))
    for cell, value in changes.items():
        book[sheet][cell] = value
    stream = io.BytesIO()
    book.save(stream)
    return read_plan_file(stream.getvalue(), name="export.xlsx")


def only_change(reading: ParsedPlan) -> tuple[str, str]:
    assert reading.content is not None
    (change,) = diff_plans(content("plan.yaml"), reading.content).changes
    return change.key, change.field


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ("F4", "Un autre intitulé", None),
        ("G28", "Région (DFP)", ("A23", "leads")),
        ("I7", 2020, ("A04", "priority")),
        ("K23", "achat", ("A19a", "expenses")),
        ("L7", "X", ("A04", "schedule")),
        ("H26", "2 800 stagiaires / an", ("A21", "expected_result")),
        ("J45", "AAP en 2021", ("A36", "comment")),
    ],
)
def test_a_cell_typed_over_wins_over_its_companion(cell: str, value: object, expected: tuple[str, str] | None) -> None:
    reading = changed({cell: value})
    assert reading.content is not None
    changes = diff_plans(content("plan.yaml"), reading.content).changes
    if expected is None:
        assert {(change.key, change.field) for change in changes} >= {("A01", "title")}
    else:
        assert expected in {(change.key, change.field) for change in changes}
        assert {change.key for change in changes} == {expected[0]}


def test_a_lead_typed_over_is_read_anew_and_the_others_keep_their_fine_reading() -> None:
    reading = changed({"G28": "Région (DFP)"})
    assert reading.content is not None
    rows = {row.key: row for row in reading.content.rows}
    assert rows["A23"].leads == (Lead("Région", "DFP"),)
    assert rows["A35"].leads[2] == Lead("GIP ALFA Centre", role="appui")


def test_an_amount_typed_over_is_that_of_the_axis() -> None:
    cell = "Axe 2 : Garantir l’accès des publics\n\nDescription\n\n107,29 M€ sur 4 ans (43 % de l’enveloppe)"
    reading = changed({"B16": cell})
    assert reading.content is not None
    assert reading.content.axes[1].amount_cents == 10_729_000_000
    assert reading.content.axes[1].amount_as_printed.startswith("107,29")


def test_a_row_added_under_the_table_comes_in_with_a_key_of_its_own() -> None:
    row = {
        "B49": "Axe 2",
        "C49": "2-1 Proposer des parcours sur les savoirs fondamentaux",
        "E49": 40,
        "F49": "Maintien du lien",
        "G49": "Région (DFP)",
    }
    reading = changed(dict(row))
    assert errors_of(reading) == []
    assert reading.content is not None
    assert [(row.key, row.axis_code) for row in reading.content.rows][-1] == ("A40", "2")
    assert len(reading.content.rows) == 46
    changes = diff_plans(content("plan.yaml"), reading.content).changes
    assert {change.key for change in changes} <= {"A40", "40"}


def test_without_its_companion_the_table_is_read_as_any_table() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written("plan.yaml", "plan_xlsx")))
    del book[DETAILS]
    stream = io.BytesIO()
    book.save(stream)
    reading = read_plan_file(stream.getvalue(), name="export.xlsx")
    assert reading.content is not None
    assert "publics" not in reading.fields
    assert len(reading.content.rows) == 45


def test_a_total_that_no_longer_sums_up_in_the_sheet_of_amounts_is_named() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written("bretagne.xlsx", "plan_xlsx")))
    book["Montants"]["C3"] = 1
    stream = io.BytesIO()
    book.save(stream)
    codes = {code for code, _ in errors_of(read_plan_file(stream.getvalue(), name="export.xlsx"))}
    assert codes == {"total_differs"}


def test_a_plan_that_does_not_say_its_years_is_exported_all_the_same() -> None:
    table = workbook({"Plan": [["N°", "Axe", "Intitulé"], [1, "Axe 1 : Former", "Places"]]})
    found = read_plan_file(table, name="plan.xlsx").content
    assert found is not None
    assert found.first_year == 0
    assert read_plan_file(plan_formats()["plan_xlsx"].write(found), name="export.xlsx").errors == ()
