"""Comparison of options: properties of any table of scores, and one table computed by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pacte.kernel.errors import ValidationError
from pacte.procedures.records.options import ScoredOption, WeightedCriterion
from pacte.procedures.rules.option_comparison import check_score, compare_options, dominates, weights_of

SCORES = st.integers(0, 50).map(lambda tenths: Decimal(tenths) / 10)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[WeightedCriterion], list[ScoredOption]]:
    count = draw(st.integers(1, 5))
    points = draw(st.lists(st.integers(0, 50), min_size=count, max_size=count).filter(any))
    criteria = [WeightedCriterion(rank, f"critère {rank}", each) for rank, each in enumerate(points)]
    options = draw(st.integers(2, 4))
    candidates = [
        ScoredOption(rank, "ABCD"[rank], {each.key: draw(SCORES) for each in criteria}) for rank in range(options)
    ]
    return criteria, candidates


@settings(deadline=None)
@given(tables())
def test_weights_sum_to_one_exactly(table: tuple[list[WeightedCriterion], list[ScoredOption]]) -> None:
    assert sum(weights_of(table[0]).values()) == 1


@settings(deadline=None)
@given(tables())
def test_the_first_places_are_those_of_the_best_totals_and_ties_share_them(
    table: tuple[list[WeightedCriterion], list[ScoredOption]],
) -> None:
    found = compare_options(*table)
    best = max(each.total for each in found.placed)
    assert {each.code for each in found.placed if each.total == best} == {each.code for each in found.firsts}
    assert all(0 <= each.total <= 5 for each in found.placed)
    for one in found.placed:
        assert one.rank == 1 + sum(other.total > one.total for other in found.placed)


@settings(deadline=None)
@given(tables())
def test_a_dominated_option_is_never_first_alone_whatever_the_weights(
    table: tuple[list[WeightedCriterion], list[ScoredOption]],
) -> None:
    found = compare_options(*table)
    beaten = {code for code, _ in found.dominated}
    assert all(each.won == 0 for each in found.shares if each.code in beaten)
    for sensitivity in found.sensitivities:
        assert all(set(each.winners) - beaten or len(each.winners) > 1 for each in sensitivity.stretches)


@settings(deadline=None)
@given(tables())
def test_every_set_of_weights_is_won_once_or_tied(table: tuple[list[WeightedCriterion], list[ScoredOption]]) -> None:
    found = compare_options(*table)
    assert sum(each.won for each in found.shares) + found.ties == found.tried > 0


@settings(deadline=None)
@given(tables())
def test_stretches_cover_the_whole_weight_and_hold_the_present_winner(
    table: tuple[list[WeightedCriterion], list[ScoredOption]],
) -> None:
    found = compare_options(*table)
    firsts = {each.code for each in found.firsts}
    for each in found.sensitivities:
        assert each.stretches[0].start == 0
        assert each.stretches[-1].end == 1
        for before, after in zip(each.stretches, each.stretches[1:], strict=False):
            assert before.end == after.start
            assert before.winners != after.winners
        touching = [one for one in each.stretches if one.start <= each.weight <= one.end]
        assert any(set(one.winners) <= firsts for one in touching)
        if len(touching) == 1 and 0 < each.weight < 1 and each.weight not in (touching[0].start, touching[0].end):
            assert set(each.here.winners) == firsts


@settings(deadline=None)
@given(tables(), st.randoms())
def test_the_order_in_which_options_are_given_changes_nothing(
    table: tuple[list[WeightedCriterion], list[ScoredOption]], chance: object
) -> None:
    criteria, candidates = table
    shuffled = candidates[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = compare_options(criteria, candidates), compare_options(criteria, shuffled)
    assert one.placed == other.placed
    assert one.shares == other.shares
    assert one.sensitivities == other.sensitivities


@settings(deadline=None)
@given(tables(), st.integers(2, 9))
def test_points_times_the_same_number_give_the_same_answer(
    table: tuple[list[WeightedCriterion], list[ScoredOption]], times: int
) -> None:
    criteria, candidates = table
    more = [WeightedCriterion(each.key, each.label, each.points * times) for each in criteria]
    assert compare_options(criteria, candidates).placed == compare_options(more, candidates).placed


@settings(deadline=None)
@given(tables(), st.integers(0, 100))
def test_a_stretch_tells_the_winner_that_the_totals_give(
    table: tuple[list[WeightedCriterion], list[ScoredOption]], hundredth: int
) -> None:
    criteria, candidates = table
    assume(len(criteria) > 1)
    found, at = compare_options(criteria, candidates), Fraction(hundredth, 100)
    moved, rest = found.sensitivities[0], 1 - found.sensitivities[0].weight
    inside = [each for each in moved.stretches if each.start < at < each.end]
    assume(inside and rest)
    totals = {
        each.code: at * Fraction(each.scores[0])
        + sum((1 - at) * found.weights[c.key] / rest * Fraction(each.scores[c.key]) for c in criteria[1:])
        for each in candidates
    }
    best = max(totals.values())
    assert inside[0].winners == tuple(sorted(code for code, total in totals.items() if total == best))


def hand_made() -> tuple[list[WeightedCriterion], list[ScoredOption]]:
    criteria = [WeightedCriterion(1, "effet", 50), WeightedCriterion(2, "coût", 30), WeightedCriterion(3, "délai", 20)]
    scores = {"A": (4, 2, 3), "B": (3, 4, 3), "C": (2, 2, 3)}
    return criteria, [
        ScoredOption(rank, code, {key: Decimal(value) for key, value in enumerate(values, start=1)})
        for rank, (code, values) in enumerate(scores.items())
    ]


def test_a_table_worked_out_by_hand() -> None:
    found = compare_options(*hand_made())
    assert [(each.code, each.total, each.rank) for each in found.placed] == [
        ("B", Fraction(33, 10), 1), ("A", Fraction(32, 10), 2), ("C", Fraction(22, 10), 3),
    ]  # fmt: skip
    assert ("C", "A") in found.dominated
    effect = found.sensitivities[0]
    # With effect at t, cost and delay keep 3 to 2: A = 4t + 2.4(1-t), B = 3t + 3.6(1-t); they meet at 1.2 / 2.2.
    assert effect.stretches == (
        type(effect.here)(Fraction(0), Fraction(6, 11), ("B",)),
        type(effect.here)(Fraction(6, 11), Fraction(1), ("A",)),
    )
    assert effect.here.winners == ("B",)


def test_equal_options_are_said_equal_and_none_is_put_first() -> None:
    criteria = [WeightedCriterion(1, "effet", 1), WeightedCriterion(2, "coût", 1)]
    same = [ScoredOption(n, code, {1: Decimal(3), 2: Decimal(3)}) for n, code in enumerate("AB")]
    found = compare_options(criteria, same)
    assert [each.rank for each in found.placed] == [1, 1]
    assert found.ties == found.tried
    assert found.dominated == ()
    assert found.sensitivities[0].stretches[0].winners == ("A", "B")


def test_an_option_that_lacks_a_score_is_not_placed_and_a_zero_is_a_score() -> None:
    criteria, candidates = hand_made()
    partial = ScoredOption(9, "D", {1: Decimal(5)})
    zero = ScoredOption(8, "E", {1: Decimal(0), 2: Decimal(0), 3: Decimal(0)})
    found = compare_options(criteria, [*candidates, partial, zero])
    assert found.unplaced == ("D",)
    assert found.placed[-1].code == "E"


def test_no_points_at_all_compare_nothing() -> None:
    with pytest.raises(ValidationError) as caught:
        compare_options([WeightedCriterion(1, "effet", 0)], [])
    assert caught.value.code == "points_none"


@pytest.mark.parametrize("value", ["-0.1", "5.1", "50"])
def test_a_score_outside_of_its_scale_is_refused(value: str) -> None:
    with pytest.raises(ValidationError):
        check_score(Decimal(value))


def test_all_weight_on_one_criterion_leaves_the_others_alike() -> None:
    criteria = [WeightedCriterion(1, "effet", 1), WeightedCriterion(2, "coût", 0), WeightedCriterion(3, "délai", 0)]
    candidates = [
        ScoredOption(0, "A", {1: Decimal(5), 2: Decimal(0), 3: Decimal(0)}),
        ScoredOption(1, "B", {1: Decimal(0), 2: Decimal(4), 3: Decimal(2)}),
    ]
    found = compare_options(criteria, candidates)
    assert found.firsts[0].code == "A"
    assert found.sensitivities[0].stretches[0].winners == ("B",)
    assert found.sensitivities[0].here.winners == ("A",)


def test_dominance_asks_for_one_strict_advantage() -> None:
    one = [Fraction(3), Fraction(2)]
    assert not dominates(one, one)
    assert dominates([Fraction(3), Fraction(3)], one)
    assert not dominates([Fraction(4), Fraction(1)], one)
