"""Places taken and lost: cancelling, postponing or reducing never improves the fill rate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.offer.records import EntryMode, PlacesBalance, SessionState
from pacte.offer.rules.states import ENTRY_DAYS
from tests.oracles.fill_rate import FillCounts, SessionFill, compute_fill, is_due

START = date(2021, 1, 11)
DAYS = st.integers(-30, 400)
LATE = START + timedelta(days=400)


def session(key: int = 1, bought: int = 15, lost: int = 0, entries: int = 0, start: date = START) -> SessionFill:
    return SessionFill(
        key=key,
        places=PlacesBalance(bought=bought, lost=lost, hours_bought=bought * 100),
        state=SessionState.RUNNING,
        starts_on=start,
        first_starts_on=start,
        entries=entries,
    )


@st.composite
def groups(draw: st.DrawFn) -> list[SessionFill]:
    """A few sessions, each with the entries that it would have if it took place."""
    found = []
    for key in range(1, draw(st.integers(1, 4)) + 1):
        bought = draw(st.integers(0, 20))
        start = START + timedelta(days=draw(st.integers(0, 120)))
        one = session(key, bought, draw(st.integers(0, bought)), draw(st.integers(0, bought)), start)
        until = draw(st.none() | st.integers(-5, 40))
        found.append(replace(one, enrol_until=None if until is None else start + timedelta(days=until)))
    return found


def not_better(before: FillCounts, after: FillCounts) -> bool:
    """True if a rate that could be computed still can, and is not higher."""
    if before.rate is None:
        return after.rate is None or after.taken == 0
    return after.rate is not None and after.rate <= before.rate


def instead(sessions: list[SessionFill], one: SessionFill) -> list[SessionFill]:
    return [one if each.key == one.key else each for each in sessions]


@given(groups(), DAYS)
def test_cancelling_never_improves_the_fill(sessions: list[SessionFill], day: int) -> None:
    on = START + timedelta(days=day)
    gone = sessions[0]
    cancelled = replace(
        gone,
        state=SessionState.CANCELLED,
        entries=0,
        places=replace(gone.places, lost=gone.places.counted, hours_lost=gone.places.hours_counted),
    )
    before, after = compute_fill(sessions, on=on), compute_fill(instead(sessions, cancelled), on=on)
    assert not_better(before, after)
    assert after.hours_counted == before.hours_counted
    assert after.lost >= before.lost


@given(groups(), DAYS, st.integers(1, 200), st.data())
def test_postponing_never_improves_the_fill(
    sessions: list[SessionFill], day: int, delay: int, data: st.DataObject
) -> None:
    on = START + timedelta(days=day)
    first = sessions[0]
    assert first.starts_on is not None
    postponed = replace(
        first,
        state=SessionState.POSTPONED,
        starts_on=first.starts_on + timedelta(days=delay),
        entries=data.draw(st.integers(0, first.entries)),
    )
    assert not_better(compute_fill(sessions, on=on), compute_fill(instead(sessions, postponed), on=on))


@given(groups(), DAYS)
def test_postponing_without_a_date_never_improves_the_fill(sessions: list[SessionFill], day: int) -> None:
    on = START + timedelta(days=day)
    postponed = replace(sessions[0], state=SessionState.POSTPONED, starts_on=None, entries=0)
    assert not_better(compute_fill(sessions, on=on), compute_fill(instead(sessions, postponed), on=on))


@given(groups(), DAYS, st.data())
def test_cutting_never_improves_the_fill(sessions: list[SessionFill], day: int, data: st.DataObject) -> None:
    on = START + timedelta(days=day)
    first = sessions[0]
    cut = data.draw(st.integers(0, first.places.live))
    shorter = replace(first, places=replace(first.places, lost=first.places.lost + cut))
    before, after = compute_fill(sessions, on=on), compute_fill(instead(sessions, shorter), on=on)
    assert not_better(before, after)
    assert after.counted == before.counted


@given(groups(), DAYS, st.data())
def test_moving_places_never_improves_the_fill(sessions: list[SessionFill], day: int, data: st.DataObject) -> None:
    """Only when people fit in the places where these go: the service refuses otherwise."""
    on = START + timedelta(days=day)
    origin, target = sessions[0], replace(sessions[-1], key=99)
    moved = data.draw(st.integers(0, origin.places.live))
    target = replace(target, entries=min(target.entries, target.places.live))
    world = [*sessions, target]
    after = instead(
        instead(world, replace(origin, places=replace(origin.places, moved_out=moved))),
        replace(target, places=replace(target.places, moved_in=moved), moves=((origin.key, moved),)),
    )
    assert not_better(compute_fill(world, on=on), compute_fill(after, on=on))


@given(groups(), DAYS)
def test_taken_and_lost_never_exceed_what_is_counted(sessions: list[SessionFill], day: int) -> None:
    found = compute_fill(sessions, on=START + timedelta(days=day))
    assert found.taken + found.lost <= found.counted
    assert found.taken <= sum(each.places.bought for each in sessions)


def test_a_place_counts_once_whoever_follows_on_it() -> None:
    overfull = session(bought=10, entries=13)
    found = compute_fill([overfull], on=LATE)
    assert (found.taken, found.above, found.rate) == (10, 3, Fraction(1))


def test_nothing_due_is_not_computable_and_not_zero() -> None:
    assert compute_fill([session(entries=5)], on=START).rate is None


def test_entries_count_after_the_deadline_only() -> None:
    one = session(entries=5)
    assert compute_fill([one], on=START + timedelta(days=ENTRY_DAYS)) == FillCounts(hours_counted=1500)
    assert compute_fill([one], on=START + timedelta(days=ENTRY_DAYS + 1)).taken == 5


def test_a_moved_place_counts_untaken_until_the_other_session_is_due_then_there() -> None:
    origin = replace(session(1, 10), places=PlacesBalance(bought=10, moved_out=4))
    target = replace(
        session(2, 6, entries=9, start=START + timedelta(days=90)),
        places=PlacesBalance(bought=6, moved_in=4),
        moves=((1, 4),),
    )
    soon, later = START + timedelta(days=30), START + timedelta(days=120)
    assert (compute_fill([origin, target], on=soon).counted, compute_fill([origin, target], on=soon).taken) == (10, 0)
    assert (compute_fill([origin, target], on=later).counted, compute_fill([origin, target], on=later).taken) == (16, 9)


def test_places_not_held_by_the_end_of_the_order_are_lost() -> None:
    waiting = replace(
        session(), state=SessionState.POSTPONED, starts_on=None, order_ends_on=START + timedelta(days=100)
    )
    assert compute_fill([waiting], on=START + timedelta(days=50)).lost == 0
    assert compute_fill([waiting], on=START + timedelta(days=101)).lost == 15


def test_rolling_entries_are_counted_in_hours_only() -> None:
    rolling = replace(session(), entry_mode=EntryMode.ROLLING, hours_done=900)
    found = compute_fill([rolling], on=LATE)
    assert (found.counted, found.rate, found.hours_rate) == (0, None, Fraction(900, 1500))


def test_hours_above_those_ordered_are_not_clipped() -> None:
    assert compute_fill([replace(session(), hours_done=3000)], on=LATE).hours_rate == Fraction(2)


@pytest.mark.parametrize("state", [SessionState.PLANNED, SessionState.CONFIRMED, SessionState.ENDED])
def test_people_who_came_count_even_when_nobody_said_that_it_began(state: SessionState) -> None:
    assert compute_fill([replace(session(entries=9), state=state)], on=LATE).taken == 9


def test_a_cancelled_session_is_due_at_once() -> None:
    assert is_due(replace(session(), state=SessionState.CANCELLED), START - timedelta(days=200))
