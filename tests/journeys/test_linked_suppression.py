"""Suppression: each hidden small count has a witness, a set of counts that fits all that is shown and is not small."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from pacte.journeys.rules.linked_suppression import (
    ANY,
    THRESHOLD,
    Group,
    LinkedCounts,
    Protection,
    protect_small_groups,
    sum_of,
)

TOLERANCE = 1e-6


@some.composite
def tables(draw: some.DrawFn) -> LinkedCounts:
    """People, and those of them who ended, by session; shown by provider, by lot and in total.

    Loose groups: by training.
    """
    size = draw(some.integers(2, 12))
    places = draw(some.lists(some.integers(1, 20), min_size=size, max_size=size))
    entered = [draw(some.integers(0, most)) for most in places]
    ended = [draw(some.integers(0, most)) for most in entered]
    groups: dict[Group, list[int]] = {}
    for unit in range(size):
        for kind, many in (("provider", 3), ("lot", 5), ("training", 4), ("year", 1)):
            key = str(draw(some.integers(1, many)))
            groups.setdefault(("entered", kind, key), []).append(unit)
            groups.setdefault(("ended", kind, key), []).append(size + unit)
    is_bounded = draw(some.booleans())
    return LinkedCounts(
        values=[*map(float, entered), *map(float, ended)], lower_bounds=[0.0] * (2 * size),
        upper_bounds=[*map(float, places)] * 2 if is_bounded else [ANY] * (2 * size),
        groups=groups, ordered_pairs=[(size + unit, unit) for unit in range(size)],
        always_published=frozenset(group for group in groups if group[1] == "year"),
        expendable=frozenset(group for group in groups if group[1] == "training"),
    )  # fmt: skip


def protected(count: LinkedCounts) -> tuple[dict[Group, float], Protection]:
    sums = {group: sum_of(count.values, units) for group, units in count.groups.items()}
    small = {
        group: THRESHOLD - each
        for group, each in sums.items()
        if 0 < each < THRESHOLD and group not in count.always_published
    }
    return sums, protect_small_groups(count, small, set())


@given(tables())
def test_a_witness_agrees_with_all_that_is_shown(count: LinkedCounts) -> None:
    sums, found = protected(count)
    for group, witness in found.witness_of.items():
        assert all(low - TOLERANCE <= each <= top + TOLERANCE for each, low, top in zip(
            witness, count.lower_bounds, count.upper_bounds, strict=True
        )), "what everybody knows of a session"  # fmt: skip
        assert all(witness[low] <= witness[high] + TOLERANCE for low, high in count.ordered_pairs)
        reached, places = (sum_of(each, count.groups[group]) for each in (witness, count.upper_bounds))
        assert reached >= min(THRESHOLD, places) - TOLERANCE or reached < sums[group], (
            "the threshold, all places, or less"
        )
        assert not {
            each for each, units in count.groups.items()
            if each not in found.hidden and abs(sum_of(witness, units) - sums[each]) > TOLERANCE
        }  # fmt: skip


@given(tables())
def test_each_small_count_is_hidden_and_has_a_witness_or_is_said_to_have_none(count: LinkedCounts) -> None:
    sums, found = protected(count)
    small = {group for group, each in sums.items() if 0 < each < THRESHOLD and group not in count.always_published}
    assert small <= found.hidden
    assert small == found.witness_of.keys() | found.unproven
    assert not found.hidden & count.always_published
    assert not found.witness_of.keys() & found.unproven
