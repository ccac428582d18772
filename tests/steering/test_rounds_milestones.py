"""Milestones: events, threats, and no dependency cycle."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.steering.records import MilestoneEventKind, MilestoneState
from pacte.steering.rules.milestone_status import MilestoneNode, creates_dependency_cycle, milestone_statuses
from pacte.steering.services.milestones import (
    complete_milestone,
    drop_milestone,
    move_milestone,
    reopen_milestone,
    set_milestone,
    set_milestone_dependencies,
)
from tests.kept import kept_for_module
from tests.steering.round_stage import OPENED, RoundStage, round_stage

DAY = date(2020, 6, 15)
SOON, GONE = DAY + timedelta(days=10), DAY - timedelta(days=10)


kept_stage = kept_for_module(round_stage)


# ------------------------------------------------------------------ rules

_dates = st.dates(date(2020, 5, 1), date(2020, 8, 1))


@st.composite
def _facts(draw: st.DrawFn) -> list[MilestoneNode]:
    """Random milestones that only wait for earlier ones: no cycle."""
    count = draw(st.integers(1, 12))
    found = []
    for rank in range(count):
        after = draw(st.frozensets(st.integers(0, rank - 1), max_size=3)) if rank else frozenset()
        done = draw(st.none() | _dates)
        dropped = None if done else draw(st.none() | _dates)
        found.append(MilestoneNode(rank, draw(_dates), done, dropped, after))
    return found


@given(_facts())
def test_only_what_is_open_can_be_late_or_threatened(facts: list[MilestoneNode]) -> None:
    found = milestone_statuses(facts, DAY)
    assert found.keys() == {fact.identifier for fact in facts}
    for fact in facts:
        state = found[fact.identifier].state
        over = bool((fact.done_on and fact.done_on <= DAY) or (fact.dropped_on and fact.dropped_on <= DAY))
        assert (state in (MilestoneState.DONE, MilestoneState.DROPPED)) == over
        if not over:
            assert (state is MilestoneState.LATE) == (fact.due_on < DAY)
        assert (found[fact.identifier].days_late > 0) == (state is MilestoneState.LATE)


@given(_facts())
def test_what_is_threatened_shows_a_chain_of_open_milestones_to_a_cause(facts: list[MilestoneNode]) -> None:
    known = {fact.identifier: fact for fact in facts}
    found = milestone_statuses(facts, DAY)
    for identifier, standing in found.items():
        assert bool(standing.chain) == (standing.state is MilestoneState.THREATENED)
        follower = known[identifier]
        for before in standing.chain:
            assert before in follower.after, "the chain follows the links"
            assert found[before].state not in (MilestoneState.DONE, MilestoneState.DROPPED)
            last, follower = follower, known[before]
        if standing.chain:
            assert follower.due_on < DAY or follower.due_on > last.due_on


@given(_facts())
def test_who_waits_for_what_is_late_is_never_said_to_be_coming(facts: list[MilestoneNode]) -> None:
    found = milestone_statuses(facts, DAY)
    troubled = {
        identifier
        for identifier, status in found.items()
        if status.state in (MilestoneState.LATE, MilestoneState.THREATENED)
    }
    waiting = [fact for fact in facts if troubled & fact.after]
    assume(waiting)
    assert not [fact for fact in waiting if found[fact.identifier].state is MilestoneState.COMING]


@given(_facts(), st.data())
def test_a_tie_is_refused_exactly_when_it_would_close_a_circle(facts: list[MilestoneNode], data: st.DataObject) -> None:
    after = {fact.identifier: set(fact.after) for fact in facts}
    one, other = (data.draw(st.sampled_from(sorted(after))) for _ in range(2))
    refused = creates_dependency_cycle(after, one, other)
    after[one].add(other)
    assert refused == _has_circle(after)


def _has_circle(after: dict[int, set[int]]) -> bool:
    """Repeatedly removes what waits for nothing. What remains is in a cycle, or waits for one."""
    left = {identifier: set(before) for identifier, before in after.items()}
    while free := [identifier for identifier, before in left.items() if not before & left.keys()]:
        for identifier in free:
            del left[identifier]
    return bool(left)


def test_a_circle_that_came_by_another_way_does_not_hang() -> None:
    facts = [
        MilestoneNode(1, GONE, after=frozenset({2})),
        MilestoneNode(2, SOON, after=frozenset({1})),
        MilestoneNode(3, SOON, after=frozenset({2, 99})),
    ]
    found = milestone_statuses(facts, DAY)
    assert [found[each].state for each in (1, 2, 3)] == [
        MilestoneState.LATE, MilestoneState.THREATENED, MilestoneState.THREATENED,
    ]  # fmt: skip
    assert found[3].chain == (2, 1)


def test_a_milestone_dated_before_the_one_that_it_waits_for_is_threatened() -> None:
    found = milestone_statuses(
        [MilestoneNode(1, SOON + timedelta(days=1)), MilestoneNode(2, SOON, after=frozenset({1}))], DAY
    )
    assert found[2].state is MilestoneState.THREATENED


def test_a_late_milestone_says_how_many_wait_for_it() -> None:
    facts = [
        MilestoneNode(1, GONE),
        MilestoneNode(2, SOON, after=frozenset({1})),
        MilestoneNode(3, SOON, after=frozenset({2})),
        MilestoneNode(4, SOON, done_on=GONE, after=frozenset({1})),
    ]
    assert milestone_statuses(facts, DAY)[1].holds_up == 2


# ------------------------------------------------------------------ services


def _set(stage: RoundStage, title: str, due_on: date = SOON, number: int = 1, after: tuple[int, ...] = ()) -> int:
    part = {1: "lead", 2: "state_lead"}[number]
    made = stage.do(set_milestone, part, number=number, title=title, due_on=due_on, after=after)
    return int(made.pk)


@pytest.mark.django_db
def test_a_milestone_moves_with_a_reason_and_keeps_its_first_date(stage: RoundStage) -> None:
    identifier = _set(stage, "Marché", date(2020, 12, 1))
    known = {"number": 1, "milestone_id": identifier}
    with pytest.raises(ValidationError, match="motif"):
        stage.do(move_milestone, "lead", **known, due_on=date(2021, 1, 15), reason=" ")
    with pytest.raises(ValidationError, match="actuelle"):
        stage.do(move_milestone, "lead", **known, due_on=date(2020, 12, 1), reason="Rien")
    stage.do(move_milestone, "lead", **known, due_on=date(2021, 1, 15), reason="Infructueux")
    (line,) = stage.answer(1).milestones
    assert (line.first_due_on, line.due_on, line.moves) == (date(2020, 12, 1), date(2021, 1, 15), 1)
    assert [(each.kind, each.reason) for each in line.steps] == [
        (MilestoneEventKind.SET, ""), (MilestoneEventKind.MOVED, "Infructueux"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_milestone_is_reached_reopened_and_dropped_each_step_kept(stage: RoundStage) -> None:
    known = {"number": 1, "milestone_id": _set(stage, "Marché")}
    with pytest.raises(ValidationError):
        stage.do(complete_milestone, "lead", **known, done_on=OPENED + timedelta(days=1))
    with pytest.raises(Conflict):
        stage.do(reopen_milestone, "lead", **known, reason="Erreur")
    stage.do(complete_milestone, "lead", **known, done_on=OPENED)
    with pytest.raises(Conflict):
        stage.do(move_milestone, "lead", **known, due_on=SOON + timedelta(days=3), reason="Trop tard")
    stage.do(reopen_milestone, "lead", **known, reason="Recours")
    stage.do(drop_milestone, "lead", **known, reason="Sans suite")
    (line,) = stage.answer(1).milestones
    assert line.state is MilestoneState.DROPPED
    assert [each.kind.value for each in line.steps] == ["set", "done", "reopened", "dropped"]


@pytest.mark.django_db
def test_a_circle_through_two_actions_is_refused(stage: RoundStage) -> None:
    first = _set(stage, "Un")
    second = _set(stage, "Deux", number=2, after=(first,))
    third = _set(stage, "Trois", after=(second,))
    with pytest.raises(ValidationError, match="attend déjà"):
        stage.do(set_milestone_dependencies, "lead", number=1, milestone_id=first, after=[third])
    with pytest.raises(ValidationError):
        stage.do(set_milestone_dependencies, "lead", number=1, milestone_id=first, after=[first])
    stage.do(set_milestone_dependencies, "lead", number=1, milestone_id=third, after=[first])
    assert stage.answer(1).milestones[1].waits_for == ("1 · Un",)


@pytest.mark.django_db
def test_what_is_late_elsewhere_threatens_here_and_the_chain_is_shown(stage: RoundStage) -> None:
    late = _set(stage, "Convention signée", OPENED - timedelta(days=5), number=2)
    _set(stage, "Premiers entrants", OPENED + timedelta(days=40), after=(late,))
    (line,) = stage.answer(1).milestones
    assert (line.state, line.chain) == (MilestoneState.THREATENED, ("2 · Convention signée",))
    assert stage.answer(2).milestones[0].days_late == 5
    assert stage.answer(2).milestones[0].holds_up == 1


@pytest.mark.django_db
def test_the_milestone_of_another_action_or_plan_is_out_of_reach(stage: RoundStage) -> None:
    own, other = _set(stage, "Un"), _set(stage, "Deux", number=2)
    with pytest.raises(NotFound):
        stage.do(complete_milestone, "lead", number=1, milestone_id=other, done_on=OPENED)
    with pytest.raises(PermissionDenied):
        stage.do(complete_milestone, "lead", number=2, milestone_id=other, done_on=OPENED)
    with pytest.raises(NotFound):
        stage.do(set_milestone_dependencies, "lead", number=1, milestone_id=own, after=[10**9])


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["", "   ", "x" * 301])
def test_a_milestone_has_a_name_of_a_reasonable_length(stage: RoundStage, title: str) -> None:
    with pytest.raises(ValidationError):
        _set(stage, title)


@pytest.mark.django_db
def test_a_milestone_is_read_as_it_was_known_on_a_past_day(stage: RoundStage) -> None:
    identifier = _set(stage, "Marché", OPENED + timedelta(days=30))
    known = {"number": 1, "milestone_id": identifier}
    move = {**known, "due_on": OPENED + timedelta(days=90), "reason": "Recours"}
    stage.do(move_milestone, "lead", **move, on=OPENED + timedelta(days=10))
    stage.do(complete_milestone, "lead", **known, done_on=OPENED + timedelta(days=40), on=OPENED + timedelta(days=41))
    stage.do(reopen_milestone, "lead", **known, reason="Erreur", on=OPENED + timedelta(days=50))
    seen = {days: stage.answer(1, on=OPENED + timedelta(days=days)).milestones for days in (-1, 0, 20, 45, 60)}
    assert seen[-1] == ()
    assert [(seen[days][0].state, (seen[days][0].due_on - OPENED).days) for days in (0, 20, 45, 60)] == [
        (MilestoneState.COMING, 30), (MilestoneState.COMING, 90), (MilestoneState.DONE, 90),
        (MilestoneState.COMING, 90),
    ]  # fmt: skip
    assert [len(seen[days][0].steps) for days in (0, 20, 45, 60)] == [1, 2, 3, 4]
