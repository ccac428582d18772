"""A plan exported then imported is unchanged."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings

from pacte.exchange.documents import plan_csv, plan_xlsx
from pacte.exchange.plan_files.reading import read_plan_file
from pacte.kernel.french import fold_text
from pacte.plan.records import PlanContent
from pacte.plan.rules.merge import merge_file_into_plan
from tests.effort import few
from tests.exchange.documents.plans import official_plan, shipped_plan, small_plan, with_usual_codes
from tests.plan_strategies import plan_contents

PLANS = {"small": small_plan, "shipped": shipped_plan, "official": official_plan}


@pytest.mark.parametrize("name", PLANS)
def test_a_workbook_gives_back_the_whole_plan(name: str) -> None:
    plan = PLANS[name]()
    reading = read_plan_file(plan_xlsx.write(plan), name="plan.xlsx")
    assert not reading.errors
    assert reading.content == plan


@pytest.mark.parametrize("name", ["shipped", "official"])
def test_a_csv_imported_over_the_same_version_changes_nothing(name: str) -> None:
    plan = PLANS[name]()
    reading = read_plan_file(plan_csv.write(plan), name="plan.csv")
    assert not reading.errors
    assert merge_file_into_plan(plan, reading) == plan


def test_a_workbook_saved_again_by_another_program_gives_back_the_plan() -> None:
    stream = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(plan_xlsx.write(shipped_plan()))).save(stream)
    assert read_plan_file(stream.getvalue(), name="plan.xlsx").content == shipped_plan()


def test_a_cell_changed_by_hand_is_the_only_change() -> None:
    book = openpyxl.load_workbook(io.BytesIO(plan_xlsx.write(small_plan())))
    book.worksheets[0]["J6"] = "Un autre commentaire"
    stream = io.BytesIO()
    book.save(stream)
    rows = small_plan().rows
    wanted = replace(small_plan(), rows=(*rows[:2], replace(rows[2], comment="Un autre commentaire"), rows[3]))
    assert read_plan_file(stream.getvalue(), name="plan.xlsx").content == wanted


def test_invented_data_come_back_without_their_label() -> None:
    reading = read_plan_file(plan_xlsx.write(small_plan(), synthetic=True), name="plan.xlsx")
    assert reading.content == small_plan()


@settings(max_examples=few(20), deadline=None, suppress_health_check=list(HealthCheck))
@given(plan_contents())
def test_the_rows_of_any_plan_come_back_from_a_workbook(content: PlanContent) -> None:
    # Two axes with the same title look like a typing mistake: the reader reports a defect.
    assume(len({fold_text(axis.title) for axis in content.axes}) == len(content.axes))
    plan = replace(with_usual_codes(content), document_title="Tableau des actions")
    reading = read_plan_file(plan_xlsx.write(plan), name="plan.xlsx")
    assert not reading.errors
    assert reading.content is not None
    back = merge_file_into_plan(plan, reading)
    assert (back.rows, back.actions, back.amounts) == (plan.rows, plan.actions, plan.amounts)
    assert (back.statuses, back.lineage) == (plan.statuses, plan.lineage)


def test_texts_that_look_like_numbers_or_formulas_come_back() -> None:
    texts = ["+33612345678", "-1200.50", "-", "'-1+1", "- un tiret", "=1+1", "1-1", "0612345678"]
    rows = shipped_plan().rows
    changed = [replace(row, comment=text, expected_result=text) for row, text in zip(rows, texts, strict=False)]
    plan = replace(shipped_plan(), rows=(*changed, *rows[len(texts) :]))
    for data, name in ((plan_xlsx.write(plan), "plan.xlsx"), (plan_csv.write(plan), "plan.csv")):
        assert merge_file_into_plan(shipped_plan(), read_plan_file(data, name=name)) == plan
