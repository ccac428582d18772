"""The schedule of a row: its status, its certainty, and when it is late."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import Figure, FigureKind, Flag, Placement, PlanRow, Schedule
from pacte.plan.rules.schedule import (
    CalendarSlotState,
    CalendarStage,
    calendar_slots,
    calendar_stage,
    elapsed_share,
    is_action_late,
    is_row_late,
    row_deadlines,
    row_due_on,
    row_ends_on,
    row_starts_on,
    schedule_doubt_label,
)
from tests.effort import share
from tests.plan.contents import PERIODS, row, rows, small_plan
from tests.plans_at_hand import shipped_plan

NOVEMBER_2020 = date(2020, 11, 24)


def planned(placement: Placement, *marks: tuple[str, str], count: int = 0) -> PlanRow:
    return row("A01", 1, schedule=Schedule(placement, tuple(Flag(*mark) for mark in marks), flag_count=count))


def shipped_row(key: str) -> PlanRow:
    return next(each for each in shipped_plan().rows if each.key == key)


def states(of: PlanRow) -> list[CalendarSlotState]:
    return [slot.state for slot in calendar_slots(of, PERIODS)]


def test_the_share_of_days_gone_goes_from_nothing_to_all() -> None:
    assert elapsed_share(2019, 2022, date(2018, 6, 1)) == 0
    assert elapsed_share(2019, 2022, date(2019, 1, 1)) == 0
    assert elapsed_share(2019, 2022, date(2021, 1, 1)) == Decimal(731) / Decimal(1461)
    assert elapsed_share(2019, 2022, date(2022, 12, 31)) < 1
    assert elapsed_share(2019, 2022, date(2023, 1, 1)) == 1
    assert elapsed_share(2019, 2022, date(2030, 1, 1)) == 1


@given(st.dates(date(2015, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_the_share_of_days_gone_never_goes_back(on: date, days: int) -> None:
    now, later = elapsed_share(2019, 2022, on), elapsed_share(2019, 2022, on + timedelta(days=days))
    assert 0 <= now <= later <= 1


def test_printed_marks_are_planned_and_empty_columns_are_empty() -> None:
    assert states(planned(Placement.CERTAIN, ("2019", "X"), ("2021-2022", "X"))) == [
        CalendarSlotState.PLANNED, CalendarSlotState.EMPTY, CalendarSlotState.PLANNED,
    ]  # fmt: skip


def test_marks_whose_place_is_supposed_are_told_from_the_sure_ones() -> None:
    assert states(planned(Placement.ASSUMED, ("2020", "X (TH)"))) == [
        CalendarSlotState.EMPTY, CalendarSlotState.ASSUMED, CalendarSlotState.EMPTY,
    ]  # fmt: skip
    assert calendar_slots(planned(Placement.ASSUMED, ("2020", "X (TH)")), PERIODS)[1].mark == "X (TH)"


def test_a_mark_without_place_may_stand_in_any_column() -> None:
    assert states(planned(Placement.UNKNOWN, count=1)) == [CalendarSlotState.POSSIBLE] * 3


def test_a_question_mark_is_the_question_of_the_source() -> None:
    assert (
        states(planned(Placement.CERTAIN, *((period.code, "?") for period in PERIODS)))
        == [CalendarSlotState.UNCERTAIN] * 3
    )


@pytest.mark.parametrize(
    ("schedule", "label"),
    [
        (Schedule(Placement.UNKNOWN, flag_count=1), "1 croix sur 3, non placée"),
        (Schedule(Placement.UNKNOWN, flag_count=2), "2 croix sur 3, non placées"),
        (Schedule(Placement.UNKNOWN), "croix non placées"),
        (Schedule(Placement.ASSUMED, (Flag("2020", "X"),)), "place supposée"),
        (Schedule(Placement.CERTAIN, (Flag("2020", "?"),)), "la source dit\u202f?"),
        (Schedule(Placement.ASSUMED, (Flag("2020", "?"),)), "place supposée\u202f; la source dit\u202f?"),
        (Schedule(Placement.NONE), "aucune date imprimée"),
        (Schedule(Placement.CERTAIN, (Flag("2020", "X"),)), ""),
    ],
)
def test_each_doubt_of_a_calendar_is_said_in_french(schedule: Schedule, label: str) -> None:
    assert schedule_doubt_label(schedule) == label


def test_a_row_runs_from_its_first_to_its_last_period() -> None:
    of = planned(Placement.ASSUMED, ("2020", "X"), ("2021-2022", "X"))
    assert (row_starts_on(of), row_ends_on(of)) == (date(2020, 1, 1), date(2022, 12, 31))
    assert calendar_stage(of, date(2019, 12, 31)) is CalendarStage.TO_COME
    assert calendar_stage(of, date(2020, 1, 1)) is CalendarStage.RUNNING
    assert calendar_stage(of, date(2022, 12, 31)) is CalendarStage.RUNNING
    assert calendar_stage(of, date(2023, 1, 1)) is CalendarStage.OVER


def test_a_row_is_late_the_day_after_its_last_period_unless_there_is_evidence() -> None:
    of = planned(Placement.CERTAIN, ("2019", "X"))
    assert is_row_late(of, date(2019, 12, 31), has_evidence=False) is False
    assert is_row_late(of, date(2020, 1, 1), has_evidence=False) is True
    assert is_row_late(of, date(2020, 1, 1), has_evidence=True) is False


@pytest.mark.parametrize(
    "of",
    [
        planned(Placement.NONE),
        planned(Placement.UNKNOWN, count=2),
        planned(Placement.CERTAIN, ("2019", "?"), ("2020", "?")),
    ],
)
def test_a_row_without_sure_date_is_neither_late_nor_on_time(of: PlanRow) -> None:
    assert is_row_late(of, date(2030, 1, 1), has_evidence=False) is None
    assert calendar_stage(of, date(2030, 1, 1)) is CalendarStage.UNKNOWN


def test_a_deadline_comes_before_the_end_of_the_periods() -> None:
    figure = Figure("accrochage à AGORA", FigureKind.DEADLINE, Decimal(2019), unit="année")
    of = row("A37", 37, figures=(figure,))
    assert row_deadlines(of)[0].on == date(2019, 12, 31)
    assert row_due_on(of) == date(2019, 12, 31)
    assert row_ends_on(of) == date(2022, 12, 31)
    assert is_row_late(of, date(2020, 1, 1), has_evidence=False) is True


@pytest.mark.parametrize("value", [None, Decimal("2019.5"), Decimal(80), Decimal("NaN"), Decimal("Infinity")])
def test_a_deadline_that_is_no_year_is_no_deadline(value: Decimal | None) -> None:
    assert row_deadlines(row("A01", 1, figures=(Figure("fin", FigureKind.DEADLINE, value),))) == ()


def test_an_action_is_late_when_one_of_its_rows_is() -> None:
    early, late = (Schedule(Placement.CERTAIN, (Flag(period, "X"),)) for period in ("2019", "2021-2022"))
    content = small_plan(
        row("A02a", 2, schedule=late), row("A02b", 2, schedule=early), row("A03", 3, schedule=Schedule())
    )
    assert is_action_late(content, ActionCode(2), NOVEMBER_2020, has_evidence=False) is True
    assert is_action_late(content, ActionCode(2), date(2019, 6, 1), has_evidence=False) is False
    assert is_action_late(content, ActionCode(3), NOVEMBER_2020, has_evidence=False) is None
    assert is_action_late(content, ActionCode(99), NOVEMBER_2020, has_evidence=False) is None


@settings(max_examples=share(60), deadline=None)
@given(rows(), st.dates(date(2015, 1, 1), date(2030, 1, 1)))
def test_no_calendar_however_odd_makes_the_rules_fail(of: PlanRow, on: date) -> None:
    assert len(calendar_slots(of, PERIODS)) == 3
    assert isinstance(schedule_doubt_label(of.schedule), str)
    assert (row_starts_on(of) is None) is (calendar_stage(of, on) is CalendarStage.UNKNOWN)
    assert is_row_late(of, on, has_evidence=True) in (False, None)


def test_the_shipped_plan_says_its_own_doubts() -> None:
    labels = [schedule_doubt_label(each.schedule) for each in shipped_plan().rows if each.kind != "heading"]
    assert labels.count("place supposée") == 9
    assert sum("non placée" in label for label in labels) == 6
    assert labels.count("aucune date imprimée") == 1
    assert labels.count("la source dit\u202f?") == 1


def test_in_november_2020_the_shipped_plan_is_late_where_it_gave_a_year() -> None:
    content = shipped_plan()
    late = [each for each in content.numbers if is_action_late(content, each, NOVEMBER_2020, has_evidence=False)]
    assert late == ["37"]
    assert is_action_late(content, ActionCode(16), NOVEMBER_2020, has_evidence=False) is None
    assert row_due_on(shipped_row("A36")) == date(2020, 12, 31)
