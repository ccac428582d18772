"""A plan of modules: never more hours, never further, never two at once; what is left out has its reason."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacte.journeys.records.module_plans import PlanCandidate, PlanLimits, UncoveredReason
from pacte.journeys.rules.module_plan import compose_module_plan, plan_digest

R = UncoveredReason
DAY = date(2021, 1, 4)
LIMITS = PlanLimits(hours=300, kilometres=30.0, since=DAY, until=date(2021, 12, 31))
FLAT = PlanCandidate(1, 140, ("B1",), 10.0, date(2021, 2, 1), date(2021, 2, 26))
PIPES = PlanCandidate(2, 70, ("B2",), 12.0, date(2021, 3, 1), date(2021, 3, 12))
BLOCKS = ("B1", "B2", "B3")


def test_the_steps_follow_by_date_and_each_says_what_it_prepares() -> None:
    answer = compose_module_plan(BLOCKS[:2], [PIPES, FLAT], LIMITS)
    assert [(each.session_id, each.blocks) for each in answer.stages] == [(1, ("B1",)), (2, ("B2",))]
    assert (answer.hours, answer.uncovered) == (210, ())


def test_the_fewest_hours_for_each_missing_block_come_first() -> None:
    whole = replace(FLAT, session_id=3, hours=280, blocks=("B1", "B2"))
    assert [each.session_id for each in compose_module_plan(BLOCKS[:2], [FLAT, PIPES, whole], LIMITS).stages] == [1, 2]
    both = replace(whole, hours=130)
    assert [each.session_id for each in compose_module_plan(BLOCKS[:2], [FLAT, PIPES, both], LIMITS).stages] == [3]
    short = replace(FLAT, session_id=4, hours=100)
    assert [each.session_id for each in compose_module_plan(["B1"], [FLAT, short], LIMITS).stages] == [4]


def test_a_module_that_is_entered_at_any_time_takes_the_first_gap() -> None:
    rolling = PlanCandidate(5, 70, ("B3",), 5.0, date(2020, 9, 1), None, is_rolling=True)
    day = replace(FLAT, hours=70, starts_on=DAY, ends_on=DAY, kilometres=1.0)
    answer = compose_module_plan(["B1", "B3"], [day, rolling], LIMITS)
    assert [(each.session_id, each.starts_on) for each in answer.stages] == [(1, DAY), (5, DAY + timedelta(days=1))]
    alone = compose_module_plan(["B3"], [rolling], LIMITS).stages[0]
    assert (alone.starts_on, alone.ends_on) == (DAY, DAY + timedelta(days=13))


@pytest.mark.parametrize(
    ("candidates", "reason"),
    [
        ([], R.NO_SESSION),
        ([PIPES], R.NO_SESSION),
        ([replace(FLAT, hours=None)], R.HOURS_UNKNOWN),
        ([replace(FLAT, kilometres=None)], R.DISTANCE_UNKNOWN),
        ([replace(FLAT, kilometres=31.0)], R.TOO_FAR),
        ([replace(FLAT, starts_on=DAY - timedelta(days=1))], R.OUT_OF_DATES),
        ([replace(FLAT, starts_on=None)], R.OUT_OF_DATES),
        ([replace(FLAT, ends_on=date(2022, 1, 1))], R.OUT_OF_DATES),
        ([replace(FLAT, hours=301)], R.TOO_MANY_HOURS),
        ([replace(FLAT, kilometres=31.0), replace(FLAT, session_id=9, hours=301)], R.TOO_MANY_HOURS),
    ],
)
def test_a_block_that_is_not_prepared_says_why(candidates: list[PlanCandidate], reason: R) -> None:
    assert [(each.code, each.reason) for each in compose_module_plan(["B1"], candidates, LIMITS).uncovered] == [
        ("B1", reason)
    ]


def test_two_at_the_same_time_are_not_both_proposed() -> None:
    same = replace(PIPES, starts_on=FLAT.starts_on, ends_on=FLAT.ends_on)
    answer = compose_module_plan(BLOCKS[:2], [FLAT, same], LIMITS)
    assert [each.session_id for each in answer.stages] == [2]
    assert [(each.code, each.reason) for each in answer.uncovered] == [("B1", R.OVERLAP)]


days = st.integers(-20, 200).map(lambda each: DAY + timedelta(days=each))


@st.composite
def candidates_drawn(draw: st.DrawFn) -> list[PlanCandidate]:
    drawn = []
    for rank in range(draw(st.integers(0, 7))):
        start = draw(st.none() | days)
        length = draw(st.none() | st.integers(0, 60))
        drawn.append(
            PlanCandidate(
                session_id=rank,
                hours=draw(st.none() | st.integers(0, 200)),
                blocks=tuple(sorted(draw(st.sets(st.sampled_from(BLOCKS))))),
                kilometres=draw(st.none() | st.floats(0, 60)),
                starts_on=start,
                ends_on=None if start is None or length is None else start + timedelta(days=length),
                is_rolling=draw(st.booleans()),
            )
        )
    return drawn


limits_drawn = st.builds(
    PlanLimits, hours=st.integers(0, 400), kilometres=st.none() | st.floats(0, 60), since=days, until=st.none() | days
)


@settings(max_examples=200, deadline=None)
@given(candidates=candidates_drawn(), limits=limits_drawn, missing=st.sets(st.sampled_from(BLOCKS)), data=st.data())
def test_a_plan_keeps_its_limits_and_the_same_inputs_give_the_same_bytes(
    candidates: list[PlanCandidate], limits: PlanLimits, missing: set[str], data: st.DataObject
) -> None:
    answer = compose_module_plan(missing, candidates, limits)
    by_id = {each.session_id: each for each in candidates}
    assert answer.hours <= limits.hours or not answer.stages
    for one, other in combinations(answer.stages, 2):
        assert one.ends_on < other.starts_on
    for stage in answer.stages:
        far = by_id[stage.session_id].kilometres
        assert limits.kilometres is None or (far is not None and far <= limits.kilometres)
        assert limits.since <= stage.starts_on <= stage.ends_on
        assert limits.until is None or stage.ends_on <= limits.until
        assert stage.blocks
    covered = [code for stage in answer.stages for code in stage.blocks]
    assert sorted([*covered, *(each.code for each in answer.uncovered)]) == sorted(missing)
    shuffled = data.draw(st.permutations(candidates))
    again = compose_module_plan(sorted(missing), shuffled, limits)
    assert json.dumps(asdict(again), default=str) == json.dumps(asdict(answer), default=str)
    assert plan_digest(missing, candidates, limits) == plan_digest(sorted(missing), shuffled, limits)
