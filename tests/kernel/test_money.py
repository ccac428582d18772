"""Amounts as people type them, and back as the French print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.kernel.errors import Invalid
from pacte.kernel.money import cents_from, euros, millions


@pytest.mark.parametrize(
    ("text", "unit", "cents"),
    [
        ("125,49 M€", "€", 12_549_000_000),
        ("125.49", "M€", 12_549_000_000),
        ("1 250 k€", "€", 125_000_000),
        ("1\u202f250\u00a0000 €", "€", 125_000_000),
        ("1.234.567,89 €", "€", 123_456_789),
        ("1,234,567.89", "€", 123_456_789),
        ("0", "€", 0),
        ("2 Md€", "€", 200_000_000_000),
        ("12 millions d’euros", "€", 1_200_000_000),
    ],
)
def test_an_amount_is_read_in_the_ways_people_write_it(text: str, unit: str, cents: int) -> None:
    assert cents_from(text, unit) == cents


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("deux millions", "amount_words"),
        ("", "amount_words"),
        ("-5 €", "amount_negative"),
        ("−5 €", "amount_negative"),
        ("1,2,3", "amount_shape"),
        ("0,001 €", "amount_shape"),
        ("5 pommes", "amount_unit"),
    ],
)
def test_what_is_no_amount_says_why(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        cents_from(text)
    assert refusal.value.code == code
    assert refusal.value.todo


@given(st.integers(min_value=0, max_value=10**15))
def test_an_amount_written_in_euros_is_read_back_exactly(cents: int) -> None:
    assert cents_from(euros(cents)) == cents


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text: str) -> None:
    try:
        assert cents_from(text) >= 0
    except Invalid as refusal:
        assert refusal.code.startswith("amount_")


def test_millions_keep_two_decimals_and_a_narrow_space() -> None:
    assert millions(25_098_000_000) == "250,98\u202fM€"
