"""The effect of an experiment and its interval; which effects may be shown to readers without small counts."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.evaluation.records import Effect, EffectInPoints, SessionShare
from pacte.evaluation.rules.effect_disclosure import TableCell, is_large_change, may_be_shown
from pacte.evaluation.rules.effects import (
    arm_share,
    design_effect,
    difference_interval,
    effective_total,
    in_points,
    measure_effect,
)

Arms = tuple[list[SessionShare], list[SessionShare]]


def arm(*counts: tuple[int, int], first: int = 1) -> list[SessionShare]:
    """Sessions numbered from ``first``: reached, total."""
    return [SessionShare(first + rank, *each) for rank, each in enumerate(counts)]


def any_arm(first: int) -> st.SearchStrategy[list[SessionShare]]:
    totals = st.integers(1, 40)
    session = totals.flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
    return st.lists(session, min_size=2, max_size=12).map(lambda counts: arm(*counts, first=first))


arms = st.tuples(any_arm(1), any_arm(100))


@pytest.mark.parametrize(
    ("first", "first_total", "second", "second_total", "low", "high"),
    # Newcombe (1998), table II, method 10: examples a, c, e and h.
    [(56, 70, 48, 80, 0.0524, 0.3339), (5, 56, 0, 29, -0.0381, 0.1926), (0, 10, 0, 20, -0.1611, 0.2775),
     (10, 10, 0, 10, 0.6075, 1.0)],
)  # fmt: skip
def test_people_drawn_one_by_one_have_the_interval_that_newcombe_published(
    first: int, first_total: int, second: int, second_total: int, low: float, high: float
) -> None:
    effect = difference_interval(first / first_total, first_total, second / second_total, second_total)
    assert (effect.low, effect.high) == pytest.approx((low, high), abs=1e-4)


@given(arms)
def test_the_interval_holds_the_difference_and_stays_within_one(both: Arms) -> None:
    effect = measure_effect(*both)
    assert effect is not None
    assert -1 <= effect.low <= effect.difference + 1e-9
    assert effect.difference - 1e-9 <= effect.high <= 1


@given(arms)
def test_the_other_way_round_the_effect_is_opposite(both: Arms) -> None:
    effect, opposite = measure_effect(*both), measure_effect(both[1], both[0])
    assert effect is not None
    assert opposite is not None
    assert (-effect.difference, -effect.high, -effect.low) == pytest.approx(
        (opposite.difference, opposite.low, opposite.high)
    )


@given(any_arm(1))
def test_an_arm_compared_with_itself_has_no_effect(sessions: list[SessionShare]) -> None:
    effect = measure_effect(sessions, sessions)
    assert effect is not None
    assert effect.difference == 0
    assert effect.low <= 0 <= effect.high


@given(arms)
def test_sessions_never_tell_more_than_their_people_drawn_one_by_one(both: Arms) -> None:
    effect = measure_effect(*both)
    tried, compared = map(arm_share, both)
    alone = difference_interval(tried.share, tried.total, compared.share, compared.total)
    assert effect is not None
    assert effect.low <= alone.low + 1e-9
    assert effect.high >= alone.high - 1e-9


def test_the_less_the_sessions_of_an_arm_agree_the_wider_the_interval() -> None:
    compared = arm((10, 20), (10, 20), (10, 20), first=100)
    alike = measure_effect(arm((12, 20), (12, 20), (12, 20)), compared)
    apart = measure_effect(arm((4, 20), (12, 20), (20, 20)), compared)
    assert alike is not None
    assert apart is not None
    assert alike.difference == apart.difference
    assert apart.low < alike.low - 0.1
    assert apart.high > alike.high + 0.1


def test_the_design_effect_is_that_of_a_known_example() -> None:
    # Two sessions of ten, all and nobody: as if each session were one person, then twice with its correction.
    assert design_effect(arm((10, 10), (0, 10))) == pytest.approx(20)
    assert effective_total(arm((5, 10), (5, 10)), 2) == pytest.approx(20 * (1.959964 / 4.3027) ** 2)


@pytest.mark.parametrize("few", [[], arm((3, 4)), arm((3, 4), (0, 0))])
def test_one_session_with_somebody_is_not_enough(few: list[SessionShare]) -> None:
    assert measure_effect(few, arm((3, 4), (2, 4), first=100)) is None


def test_nineteen_intervals_in_twenty_hold_the_true_difference_when_sessions_differ() -> None:
    random = Random(20)

    def drawn(share: float, first: int) -> list[SessionShare]:
        counts = []
        for _ in range(8):
            own = random.betavariate(share * 9, (1 - share) * 9)
            counts.append((sum(random.random() < own for _ in range(12)), 12))
        return arm(*counts, first=first)

    held = naive = 0
    for _ in range(600):
        tried, compared = drawn(0.8, 1), drawn(0.65, 100)
        effect = measure_effect(tried, compared)
        held += effect is not None and effect.low <= 0.15 <= effect.high
        alone = difference_interval(arm_share(tried).share, 96, arm_share(compared).share, 96)
        naive += alone.low <= 0.15 <= alone.high
    assert naive / 600 < 0.92, "people of a session resemble each other: without them the interval is too narrow"
    assert held / 600 > 0.94


@pytest.mark.parametrize(
    ("effect", "points"),
    [
        (Effect(0.126, -0.031, 0.281), EffectInPoints(13, -4, 29)),
        (Effect(-0.07, -0.14, 0.0), EffectInPoints(-7, -14, 0)),
    ],
)
def test_points_are_whole_and_the_interval_is_rounded_outwards(effect: Effect, points: EffectInPoints) -> None:
    assert in_points(effect) == points


TRIED, COMPARED = arm((12, 20), (15, 20), (13, 20)), arm((11, 20), (12, 20), (10, 20), first=100)
MORE = arm((8, 10), first=50)


def test_two_large_arms_are_shown_and_shown_again_as_long_as_nothing_changes() -> None:
    assert may_be_shown([TRIED, COMPARED], [], [])
    assert may_be_shown([TRIED, COMPARED], [TRIED, COMPARED], [])


@pytest.mark.parametrize("small", [arm((5, 9), (4, 9)), arm((18, 20), (17, 20))])
def test_few_people_with_the_outcome_or_without_it_hide_the_effect(small: list[SessionShare]) -> None:
    assert not may_be_shown([small, COMPARED], [], [])
    assert not may_be_shown([COMPARED, small], [], [])


def test_one_session_attached_between_two_nights_is_not_the_difference_of_two_effects() -> None:
    assert may_be_shown([[*TRIED, *MORE], COMPARED], [], [])
    assert not may_be_shown([[*TRIED, *MORE], COMPARED], [TRIED, COMPARED], [])
    assert not may_be_shown([TRIED, COMPARED], [[*TRIED, *MORE], COMPARED], []), "nor one that is detached"


def test_one_person_who_answers_between_two_nights_neither() -> None:
    answered = [SessionShare(1, 13, 21), *TRIED[1:]]
    assert not may_be_shown([answered, COMPARED], [TRIED, COMPARED], [])


def test_a_large_change_is_shown() -> None:
    large = arm((30, 60), first=50)
    assert may_be_shown([[*TRIED, *large], COMPARED], [TRIED, COMPARED], [])


def test_two_large_changes_that_leave_one_session_more_are_not_shown() -> None:
    large = arm((30, 60), first=60)
    nights = [TRIED, [*TRIED, *MORE, *large]]
    tonight = [*TRIED, *MORE]
    assert is_large_change(nights[1], tonight)
    assert not may_be_shown([tonight, COMPARED], nights, []), "compared with every night, not with the last alone"


def test_an_arm_that_leaves_a_few_people_of_a_table_is_not_shown() -> None:
    table = {each.session_id: 20 for each in TRIED}
    assert may_be_shown([TRIED, COMPARED], [], [TableCell(table)]), "nothing is left"
    assert may_be_shown([TRIED, COMPARED], [], [TableCell(table | {70: 11})])
    assert not may_be_shown([TRIED, COMPARED], [], [TableCell(table | {70: 6})])
    assert may_be_shown([TRIED, COMPARED], [], [TableCell({70: 6})]), "a row without any session of an arm"


@given(any_arm(1), st.lists(st.integers(0, 12), min_size=12, max_size=12), st.booleans())
def test_the_sums_of_an_arm_that_is_shown_again_differ_by_nobody_or_by_many(
    before: list[SessionShare], more: list[int], have_it: bool
) -> None:
    after = [
        SessionShare(each.session_id, each.reached + added * have_it, each.total + added)
        for each, added in zip(before, more, strict=False)
    ]
    reached = sum(each.reached for each in after) - sum(each.reached for each in before)
    rest = sum(each.total for each in after) - sum(each.total for each in before) - reached
    assert is_large_change(before, after) == (reached == rest == 0)
