"""The share still present: the estimator by hand, its laws, and what is told of others."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.indicators.records.presence import MARKS, OtherStays, OwnStays, Similarity, Stay, TrainingClass
from pacte.indicators.rules.disclosure import THRESHOLD
from pacte.indicators.rules.presence import may_be_shown, presence_curve, shown_percents, worst_mark
from pacte.indicators.rules.presence_groups import compared_groups, stay_groups

COOK = TrainingClass("334", 13, 2)
STAYS = st.lists(st.builds(Stay, st.integers(1, 100), st.booleans(), st.integers(1, 30)), min_size=1, max_size=12)
# By provider; a person who stays is observed to the end.
OTHERS = {1: 50, 2: 40, 3: 30}


def shares(stays: list[Stay]) -> dict[int, Fraction | None]:
    return {each.mark: each.share for each in presence_curve(stays)}


def others(*stays: Stay, of: TrainingClass = COOK, people: dict[int, int] | None = None) -> OtherStays:
    return OtherStays(of, stays, OTHERS if people is None else people)


def crowd(left: int, *, of: TrainingClass = COOK) -> OtherStays:
    """120 people of three providers, of whom ``left`` leave at the fifth of their training."""
    return others(Stay(20, True, left), Stay(100, False, 120 - left), of=of)


def own(people: int, *, left: int = 0, training: int = 1, of: TrainingClass = COOK) -> OwnStays:
    return OwnStays(training, of, (Stay(15, True, left), Stay(100, False, people - left)))


def test_by_hand_with_somebody_in_training_today() -> None:
    """Ten people: one leaves at 15; three are in training, seen up to 25; two of the six others leave at 40."""
    found = shares([Stay(15, True), Stay(25, False, 3), Stay(40, True, 2), Stay(100, False, 4)])
    assert [found[mark] for mark in (0, 10, 20, 30)] == [1, 1, Fraction(9, 10), Fraction(9, 10)]
    assert found[40] == found[100] == Fraction(9, 10) * Fraction(4, 6)


def test_beyond_the_last_person_observed_nothing_is_said() -> None:
    assert [*shares([Stay(10, True), Stay(45, False)]).values()][4:] == [Fraction(1, 2), *[None] * 6]
    assert shares([]) == dict.fromkeys(MARKS)
    assert shares([Stay(10, True)])[100] == 0


@given(STAYS)
def test_it_never_rises(stays: list[Stay]) -> None:
    known = [each.share for each in presence_curve(stays) if each.share is not None]
    assert all(before >= after for before, after in pairwise(known))


@given(STAYS)
def test_without_anybody_in_training_it_is_the_plain_share(stays: list[Stay]) -> None:
    whole = [each if each.has_left else Stay(100, False, each.people) for each in stays]
    total = sum(each.people for each in whole)
    for mark, share in shares(whole).items():
        assert share == Fraction(total - sum(e.people for e in whole if e.has_left and e.percent <= mark), total)


@given(STAYS)
def test_of_others_neither_few_exits_nor_few_people_are_read(stays: list[Stay]) -> None:
    curve = presence_curve(stays)
    shown = [each for each, percent in zip(curve, shown_percents(curve), strict=True) if percent is not None]
    for before, after in pairwise(shown):
        assert not 0 < after.left - before.left < THRESHOLD
    assert all(each.followed >= THRESHOLD for each in shown)


def test_the_tenth_when_most_leave_is_the_first_of_equals() -> None:
    assert worst_mark(presence_curve([Stay(12, True, 2), Stay(55, True, 2), Stay(100, False, 6)])) == 20
    assert worst_mark(presence_curve([Stay(100, False, 6)])) is None


@pytest.mark.parametrize(
    ("people", "is_shown"),
    [
        ({1: 20, 2: 20}, False),
        ({1: 10, 2: 10, 3: 9}, False),
        ({1: 90, 2: 9, 3: 1}, False),
        ({1: 85, 2: 9, 3: 6}, True),
        ({1: 10, 2: 10, 3: 10}, True),
    ],
)
def test_a_crowd_has_three_providers_thirty_people_and_nobody_nearly_alone(
    people: dict[int, int], is_shown: bool
) -> None:
    assert may_be_shown(people) is is_shown


def test_a_training_of_few_people_joins_the_others_of_its_domain_or_none() -> None:
    groups, uncurved = stay_groups(
        [own(12), own(7, training=2), own(4, training=3), own(5, training=4, of=TrainingClass("220", 13, 2))]
    )
    assert [(each.training_ids, each.people, each.is_mixed) for each in groups] == [
        ((1,), 12, False),
        ((2, 3), 11, True),
    ]
    assert uncurved == 5


def test_each_training_stands_beside_those_of_its_class() -> None:
    groups, _ = stay_groups([own(40, left=20)])
    (shown,), gap = compared_groups(groups, [crowd(24)])
    assert shown.similar
    assert (shown.similar.similarity, shown.similar.people) == (Similarity.SAME_CLASS, 120)
    assert shown.similar.percents[MARKS.index(50)] == 80
    assert gap
    assert (gap.mark, gap.own, gap.others, gap.may_be_chance) == (50, 50, 20, False)


def test_a_gap_of_a_few_people_may_be_chance_even_when_nobody_left() -> None:
    groups, _ = stay_groups([own(12)])
    _, gap = compared_groups(groups, [crowd(12)])
    assert gap
    assert (gap.own, gap.others, gap.may_be_chance) == (0, 10, True)


def test_too_few_exits_of_others_are_not_told() -> None:
    groups, _ = stay_groups([own(40, left=20)])
    (shown,), gap = compared_groups(groups, [crowd(THRESHOLD - 1)])
    assert shown.similar is None
    assert gap is None


def test_a_wider_crowd_has_nobody_of_the_closer_ones() -> None:
    longer, shorter = TrainingClass("334", 13, 3), TrainingClass("334", 14, 1)
    groups, _ = stay_groups([own(40), own(30, training=2, of=longer)])
    shown, _ = compared_groups(
        groups,
        [crowd(24), others(Stay(20, True, 3), Stay(100, False, 9), of=longer, people={4: 12}), crowd(60, of=shorter)],
    )
    first, second = (each.similar for each in shown)
    assert first
    assert second
    assert second.similarity is Similarity.SAME_DOMAIN
    assert second.is_partial
    assert (first.people, second.people) == (120, 130)
    assert second.percents[-1] == round(Fraction(132 - 63, 132) * 100)
