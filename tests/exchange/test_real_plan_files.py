"""The three files of the first plan give the same plan: flags, marks and leads included."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest

from pacte.exchange.plan_files.reading import read_plan_file
from pacte.plan.records import ParsedPlan, Placement, PlanContent, RowKind
from tests.exchange.same_plan import differences
from tests.shared import shared_file

FILES = ("plan-as-excel.xlsx", "actions.csv", "plan.yaml")
TABLES = FILES[:2]


@cache
def reading(name: str) -> ParsedPlan:
    return read_plan_file(shared_file(f"plan/{name}").read_bytes(), name=name)


@pytest.mark.parametrize("name", FILES)
def test_it_holds_three_axes_thirty_nine_numbers_and_forty_five_rows(name: str) -> None:
    content = reading(name).content
    assert content is not None
    assert [axis.code for axis in content.axes] == ["1", "2", "3"]
    assert content.numbers == tuple(str(number) for number in range(1, 40))
    assert len(content.rows) == 45
    assert content.total_cents == 25_098_000_000
    assert [axis.amount_cents for axis in content.axes] == [12_549_000_000, 10_792_000_000, 1_757_000_000]
    assert [period.code for period in content.periods] == ["2019", "2020", "2021-2022"]
    assert Counter(row.kind for row in content.rows) == {RowKind.ACTION: 36, RowKind.SUBROW: 8, RowKind.HEADING: 1}


@pytest.mark.parametrize("name", FILES)
def test_it_has_no_error(name: str) -> None:
    assert reading(name).errors == ()


@pytest.mark.parametrize(("one", "other"), list(combinations(FILES, 2)))
def test_two_files_say_the_same_on_all_that_both_carry(one: str, other: str) -> None:
    assert differences(reading(one), reading(other)) == []


def test_the_comparison_sees_a_difference() -> None:
    told = reading("actions.csv")
    assert told.content is not None
    rows = tuple(replace(row, priority="2021") if row.key == "A05" else row for row in told.content.rows)
    changed = replace(told, content=replace(told.content, rows=rows))
    assert differences(told, changed) == ["row A05 priority: '?' / '2021'"]


@pytest.mark.parametrize("name", TABLES)
def test_flags_stand_where_the_source_puts_them(name: str) -> None:
    content = reading(name).content
    assert content is not None
    rows = {row.key: row for row in content.rows}
    places = Counter(row.schedule.placement for row in content.rows if row.kind is not RowKind.HEADING)
    assert places == {Placement.CERTAIN: 28, Placement.ASSUMED: 9, Placement.UNKNOWN: 6, Placement.NONE: 1}
    unplaced = {key: row.schedule.flag_count for key, row in rows.items() if row.schedule.flag_count}
    assert unplaced == {"A05": 1, "A10": 1, "A15": 1, "A19a": 2, "A19b": 1, "A31": 2}
    assert [flag.mark for flag in rows["A24"].schedule.flags] == ["X (TH)", "X (autres publics)"]
    assert [flag.mark for flag in rows["A17"].schedule.flags] == ["?", "?", "?"]


def test_the_workbook_asks_about_its_doubtful_places_and_no_other() -> None:
    told = reading("plan-as-excel.xlsx")
    assert Counter(defect.code for defect in told.warnings) == {
        "flag_assumed": 9,
        "flag_unplaced": 6,
        "flag_question": 1,
        "priority_unsure": 1,
        "figure_without_unit": 1,
        "label_differs": 1,
    }
    places = {str(defect.cell) for defect in told.warnings}
    assert {"Plan opérationnel L19", "Plan opérationnel K44", "Plan opérationnel L21"} <= places


def test_codes_are_set_right_and_their_misprints_kept() -> None:
    content = reading("plan-as-excel.xlsx").content
    assert content is not None
    printed = {each.code: each.code_as_printed for each in content.objectives if each.code_as_printed}
    assert printed == {
        "2-3.1": "2-3,1",
        "2-3.2": "2,3-2",
        "2-3.3": "2,3-3",
        "2-3.4": "2-3,4",
        "3-1.1": "3,1-1 / 3.1-1",
        "3-2.1": "3.2.1",
    }
    heading = next(row for row in content.rows if row.kind is RowKind.HEADING)
    assert (heading.key, heading.operational_code, heading.title) == (
        "A27",
        "3-1.1",
        "Identification des besoins en compétences :",
    )


def test_titles_around_the_table_give_the_document_its_region_and_its_date() -> None:
    content = reading("plan-as-excel.xlsx").content
    assert content is not None
    assert content.code == "centre-val-de-loire_2019-2022"
    assert content.region == "Centre-Val de Loire"
    assert content.decided_on == "2018-11-19"
    assert content.document_title.startswith("Déclinaison opérationnelle du PACTE")


def test_figures_of_the_csv_are_the_twenty_seven_of_the_source() -> None:
    content = reading("actions.csv").content
    assert content is not None
    figures = [figure for row in content.rows for figure in row.figures]
    assert len(figures) == 27
    assert sum(figure.is_target for figure in figures) == 12


@pytest.mark.parametrize("name", TABLES)
def test_a_name_that_lies_changes_nothing(name: str) -> None:
    data = shared_file(f"plan/{name}").read_bytes()
    told = read_plan_file(data, name="plan.yaml" if name.endswith("xlsx") else "plan.xlsx")
    assert told.content is not None
    assert replace(told.content, source="", title="") == replace(_content(name), source="", title="")


def _content(name: str) -> PlanContent:
    content = reading(name).content
    assert content is not None
    return content


def test_the_same_csv_in_windows_french_with_semicolons_is_the_same_plan() -> None:
    text = shared_file("plan/actions.csv").read_text(encoding="utf-8")
    rows = csv.reader(io.StringIO(text, newline=""))
    data = "\r\n".join(";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows)
    told = read_plan_file(data.encode("cp1252"), name="actions.csv")
    assert differences(told, reading("actions.csv")) == []


def test_an_encoding_without_our_signs_is_read_once_they_are_replaced() -> None:
    text = shared_file("plan/actions.csv").read_text(encoding="utf-8")
    text = text.translate({0x2019: "'", 0x2026: "...", 0x2013: "-", 0x153: "oe"})
    assert read_plan_file(text.encode("cp850"), name="actions.csv").errors == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "mac_roman"])
def test_other_encodings_give_the_same_plan(encoding: str) -> None:
    text = shared_file("plan/actions.csv").read_text(encoding="utf-8")
    assert differences(read_plan_file(text.encode(encoding), name="actions.csv"), reading("actions.csv")) == []
