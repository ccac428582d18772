"""People whom no service knows: an estimate with its interval, minus those who are known."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pacte.indicators.rules.remaining_people import remaining_people


@pytest.mark.parametrize(
    ("known", "shown", "low", "high"),
    [
        (0, 0, 910, 1_090),
        (100, 100, 810, 990),
        # A small count stays between one and ten, and the interval is as wide as that.
        (4, None, 900, 1_089),
        (11, 11, 899, 1_079),
        # Never below zero: an estimate is not a list.
        (5_000, 5_000, 0, 0),
    ],
)
def test_those_who_are_known_are_taken_off_and_a_small_count_stays_hidden(
    known: int, shown: int | None, low: int, high: int
) -> None:
    people = remaining_people(Decimal(1_000), Decimal(90), known)
    assert (people.known, people.low, people.high) == (shown, low, high)


def test_without_a_margin_nothing_is_estimated() -> None:
    people = remaining_people(Decimal(1_000), None, 100)
    assert (people.low, people.high) == (None, None)
