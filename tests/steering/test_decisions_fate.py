"""The status of a decision does not depend on the order in which its events are read."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pacte.steering.records import DecisionEventKind as Kind
from pacte.steering.records.meetings import AgendaPoint, DecisionEventRow, DecisionState, DecisionStatus
from pacte.steering.rules.agenda_order import move_agenda_point, with_start_times
from pacte.steering.rules.decision_status import (
    allowed_next_events,
    decision_status,
    first_invalid_event,
    group_due_decisions,
)
from tests.steering.packs_at_hand import AS_OF, decided, some_decisions, step

TAKEN = date(2020, 3, 12)
DAYS = st.integers(0, 900).map(lambda days: TAKEN + timedelta(days=days))


@st.composite
def lives(draw: st.DrawFn) -> list[DecisionEventRow]:
    """Random events in an order that the rules allow, on days that never go back."""
    found: list[DecisionEventRow] = []
    on = TAKEN
    for _ in range(draw(st.integers(0, 8))):
        state = stand(found, on).state
        on += timedelta(days=draw(st.integers(0, 60)))
        kind = draw(st.sampled_from(allowed_next_events(state)))
        later = on + timedelta(days=draw(st.integers(1, 200)))
        dates = {"due_on": later, "check_on": later} if kind is Kind.POSTPONED else {}
        at = datetime.combine(on, time(8), tzinfo=UTC) + timedelta(minutes=len(found))
        found.append(DecisionEventRow(kind, on, at, "un mot", **dates))
    return found


def stand(
    steps: Sequence[DecisionEventRow], on: date, due_on: date | None = None, check_on: date | None = None
) -> DecisionStatus:
    return decision_status(steps, taken_on=TAKEN, due_on=due_on, check_on=check_on, on=on)


@given(lives(), DAYS, st.randoms())
def test_the_order_in_which_steps_are_read_changes_nothing(
    life: list[DecisionEventRow], on: date, shuffle: random.Random
) -> None:
    other = list(life)
    shuffle.shuffle(other)
    assert stand(other, on, on, on) == stand(life, on, on, on)


@given(lives())
def test_a_life_that_follows_the_rules_is_never_refused(life: list[DecisionEventRow]) -> None:
    assert first_invalid_event(life, taken_on=TAKEN) is None


@given(lives(), DAYS)
def test_what_happens_later_does_not_change_where_things_stood(life: list[DecisionEventRow], on: date) -> None:
    until = [each for each in life if each.happened_on <= on]
    assert stand(life, on, on) == stand(until, on, on)


@given(lives(), DAYS, st.integers(1, 300))
def test_nothing_is_late_that_is_done_checked_or_abandoned(
    life: list[DecisionEventRow], due_on: date, days: int
) -> None:
    found = stand(life, due_on + timedelta(days=days), due_on)
    assume(found.is_late)
    assert found.state in (DecisionState.TO_DO, DecisionState.UNDERWAY)
    assert found.due_on is not None


@given(DAYS, st.integers(1, 400))
def test_without_a_step_lateness_grows_by_a_day_a_day(due_on: date, days: int) -> None:
    on = due_on + timedelta(days=days)
    assert stand([], on, due_on).days_late == days
    assert stand([], due_on, due_on).days_late == 0


@given(lives(), DAYS)
def test_a_decision_closed_by_a_verdict_is_not_to_check(life: list[DecisionEventRow], check_on: date) -> None:
    found = stand(life, date(2030, 1, 1), None, check_on)
    closed = found.state in (DecisionState.EFFECT_SEEN, DecisionState.EFFECT_NOT_SEEN, DecisionState.ABANDONED)
    assert found.is_to_check == (found.check_on is not None and not closed)


@given(lives())
def test_an_effect_is_seen_only_once_the_thing_is_done(life: list[DecisionEventRow]) -> None:
    early = DecisionEventRow(Kind.EFFECT_SEEN, TAKEN, datetime.combine(TAKEN, time(0), tzinfo=UTC), "trop tôt")
    assert first_invalid_event([early, *life], taken_on=TAKEN) == early


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ((), "to_do"),
        ((Kind.PROGRESS,), "underway"),
        ((Kind.PROGRESS, Kind.DONE), "done"),
        ((Kind.DONE, Kind.EFFECT_SEEN), "effect_seen"),
        ((Kind.DONE, Kind.EFFECT_NOT_SEEN, Kind.PROGRESS), "underway"),
        ((Kind.DONE, Kind.EFFECT_NOT_SEEN, Kind.POSTPONED), "done"),
        ((Kind.ABANDONED,), "abandoned"),
        ((Kind.ABANDONED, Kind.PROGRESS), "underway"),
    ],
)
def test_where_a_decision_stands_after_its_steps(kinds: tuple[Kind, ...], expected: str) -> None:
    steps = [step(kind, TAKEN + timedelta(days=rank)) for rank, kind in enumerate(kinds)]
    assert first_invalid_event(steps, taken_on=TAKEN) is None
    assert stand(steps, AS_OF).state.value == expected


@pytest.mark.parametrize(
    "kinds",
    [
        (Kind.EFFECT_SEEN,), (Kind.DONE, Kind.DONE), (Kind.ABANDONED, Kind.DONE),
        (Kind.DONE, Kind.EFFECT_SEEN, Kind.ABANDONED), (Kind.PROGRESS, Kind.TAKEN),
    ],
)  # fmt: skip
def test_a_step_that_cannot_come_there_is_named(kinds: tuple[Kind, ...]) -> None:
    steps = [step(kind, TAKEN + timedelta(days=rank)) for rank, kind in enumerate(kinds)]
    assert first_invalid_event(steps, taken_on=TAKEN) == steps[-1]


def test_a_postponed_decision_is_late_by_its_new_date() -> None:
    later = step(Kind.POSTPONED, date(2020, 4, 1), due_on=date(2020, 6, 1), check_on=date(2020, 7, 1))
    found = stand([later], date(2020, 6, 11), date(2020, 4, 15), date(2020, 5, 1))
    assert (found.days_late, found.postponed, found.due_on, found.check_on) == (
        10, 1, date(2020, 6, 1), date(2020, 7, 1),
    )  # fmt: skip


def test_each_decision_is_due_once_and_the_most_pressing_comes_first() -> None:
    lines = [*some_decisions(), decided(7, due_on=AS_OF + timedelta(days=5)), decided(8, due_on=date(2020, 10, 1))]
    found = group_due_decisions(lines, AS_OF)
    assert [line.number for line in found.late] == [8, 4]
    assert [line.number for line in found.to_check] == [5]
    assert [line.number for line in found.soon] == [7]


def test_hours_follow_from_the_beginning_and_stop_at_a_point_without_minutes() -> None:
    points = [AgendaPoint("a", minutes=30), AgendaPoint("b", minutes=45), AgendaPoint("c"), AgendaPoint("d")]
    assert [point.begins_at for point in with_start_times(points, time(9, 30))] == [
        time(9, 30),
        time(10, 0),
        time(10, 45),
        None,
    ]
    assert all(point.begins_at is None for point in with_start_times(points, None))


@given(st.lists(st.text(max_size=5), max_size=6), st.integers(-2, 8), st.sampled_from([-1, 1]))
def test_moving_a_point_loses_none_and_moving_back_undoes_it(titles: list[str], rank: int, by: int) -> None:
    points = tuple(AgendaPoint(title) for title in titles)
    after = move_agenda_point(points, rank, by)
    assert sorted(point.title for point in after) == sorted(titles)
    if 0 <= rank < len(points) and 0 <= rank + by < len(points):
        assert move_agenda_point(after, rank + by, -by) == points
    else:
        assert after == points


def test_a_fate_is_told_by_the_words_of_the_pack() -> None:
    late, to_check, gone = some_decisions()
    assert late.status.is_late
    assert not replace(late, status=stand([], TAKEN)).status.is_late
    assert to_check.status.is_to_check
    assert gone.status.is_closed
