"""Parsing of URL parameters: integers, dates, digits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.kernel.user_input import digits_only, parse_iso_day, parse_whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("12", 12), (" 012 ", 12), ("9" * 15, 10**15 - 1)])
def test_a_whole_number(text: str, number: int) -> None:
    assert parse_whole_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", "1.5", "1e3", "²", "1²", "٣", "Ⅷ", "1_000", "0x1", "9" * 16, "9" * 5000]
)
def test_no_whole_number(text: str) -> None:
    assert parse_whole_number(text) is None


@given(st.text(max_size=30))
def test_reading_never_fails_and_digits_are_those_of_here(text: str) -> None:
    found = parse_whole_number(text)
    assert found is None or 0 <= found < 2**63
    assert digits_only(text) == "" or digits_only(text).isascii()


@pytest.mark.parametrize("text", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", "2020-02-30", "", "x", "²"])
def test_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_iso_day(text)


def test_a_day_has_days_before_and_after() -> None:
    for text in ("1900-01-01", "2199-12-31", " 2020-11-24 "):
        found = parse_iso_day(text)
        assert found - timedelta(days=366 * 200) > date.min
        assert found + timedelta(days=366 * 200) < date.max
