"""A number edited in a text changes the figure when it can only refer to that figure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.exchange.plan_files.reading import read_plan_file
from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import Figure, FigureKind, PlanRow, RowKind
from pacte.plan.rules.changes import ChangeNature
from pacte.plan.rules.diff import diff_plans
from pacte.plan.rules.figures_in_text import figures_updated_from_text
from pacte.plan.rules.merge import merge_file_into_plan
from tests.plans_at_hand import shipped_plan
from tests.shared import shared_file

AID = Figure(what="stagiaires aidés", kind=FigureKind.TARGET, value=Decimal(3000), unit="stagiaires", certain=False)
SITES = Figure(
    what="chantiers",
    kind=FigureKind.TARGET,
    minimum=Decimal(2),
    maximum=Decimal(4),
    unit="chantiers",
    per="département",
)


def row(figure: Figure, **texts: str) -> PlanRow:
    return PlanRow(
        key="A21", number=ActionCode(21), kind=RowKind.ACTION, axis_code="2", strategic_code="2-5",
        operational_code="2-5.1",
        title="Aides", figures=(figure,), **texts,
    )  # fmt: skip


BEFORE = row(AID, comment="une aide (3 000 stagiaires / an ?)")


@pytest.mark.parametrize("text", ["2 800 stagiaires / an", "2\u202f800 stagiaires par an", "Cible : 2800 stagiaires"])
def test_a_new_number_before_the_same_unit_is_the_new_value(text: str) -> None:
    (figure,) = figures_updated_from_text(BEFORE, replace(BEFORE, comment=text))
    assert (figure.value, figure.certain, figure.doubt) == (Decimal(2800), True, "")
    assert "800 stagiaires" in figure.source_text or "2800 stagiaires" in figure.source_text


def test_a_question_mark_after_it_keeps_the_figure_uncertain() -> None:
    (figure,) = figures_updated_from_text(BEFORE, replace(BEFORE, comment="(2 800 stagiaires / an ?)"))
    assert (figure.value, figure.certain) == (Decimal(2800), False)


def test_the_old_number_left_elsewhere_in_the_row_is_a_doubt() -> None:
    (figure,) = figures_updated_from_text(BEFORE, replace(BEFORE, expected_result="2 800 stagiaires / an"))
    assert figure.value == Decimal(2800)
    assert "3 000 stagiaires" in figure.doubt


def test_a_range_may_become_another_range_or_a_value() -> None:
    before = row(SITES, expected_result="2 à 4 chantiers / dépt")
    (wider,) = figures_updated_from_text(before, replace(before, expected_result="3 à 5 chantiers / dépt"))
    assert (wider.minimum, wider.maximum, wider.value) == (Decimal(3), Decimal(5), None)
    (single,) = figures_updated_from_text(before, replace(before, expected_result="6 chantiers / dépt"))
    assert (single.minimum, single.maximum, single.value) == (None, None, Decimal(6))


@pytest.mark.parametrize(
    "text",
    ["3 000 stagiaires par an", "une aide aux stagiaires", "2 800 euros", "2 800 stagiaires puis 2 900 stagiaires", ""],
)
def test_what_says_nothing_new_or_two_things_changes_no_figure(text: str) -> None:
    assert figures_updated_from_text(BEFORE, replace(BEFORE, comment=text)) == BEFORE.figures


def test_two_figures_of_one_unit_are_left_to_a_person() -> None:
    both = replace(BEFORE, figures=(AID, replace(AID, what="stagiaires suivis", value=Decimal(50))))
    assert figures_updated_from_text(both, replace(both, comment="2 800 stagiaires")) == both.figures


@given(st.text(max_size=80))
def test_no_words_break_the_reading_of_figures(text: str) -> None:
    assert len(figures_updated_from_text(BEFORE, replace(BEFORE, comment=text))) == 1


def test_a_target_retyped_in_the_official_workbook_is_a_change_of_target() -> None:
    path = shared_file("plan/plan-as-excel.xlsx")
    reading = read_plan_file(path.read_bytes(), name=path.name)
    assert reading.content is not None
    rows = tuple(
        replace(each, expected_result="2 800 stagiaires / an") if each.number == "21" else each
        for each in reading.content.rows
    )
    changed = replace(reading, content=replace(reading.content, rows=rows))
    found = diff_plans(shipped_plan(), merge_file_into_plan(shipped_plan(), changed)).of_nature(ChangeNature.TARGET)
    assert {change.number for change in found} == {"21"}
    assert any("2\u202f800" in change.after or "2 800" in change.after for change in found)
