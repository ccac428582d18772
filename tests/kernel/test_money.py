"""Amounts: parsing of what people type, and French formatting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.kernel.errors import ValidationError
from pacte.kernel.money import format_amount, format_euros, format_millions, parse_cents


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
    assert parse_cents(text, unit) == cents


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
    with pytest.raises(ValidationError) as refusal:
        parse_cents(text)
    assert refusal.value.code == code
    assert refusal.value.hint


@given(st.integers(min_value=0, max_value=10**15))
def test_an_amount_written_in_euros_is_read_back_exactly(cents: int) -> None:
    assert parse_cents(format_euros(cents)) == cents


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text: str) -> None:
    try:
        assert parse_cents(text) >= 0
    except ValidationError as refusal:
        assert refusal.code.startswith("amount_")


def test_millions_keep_two_decimals_and_a_narrow_space() -> None:
    assert format_millions(25_098_000_000) == "250,98\u202fM€"


@pytest.mark.parametrize(
    ("cents", "text"),
    [(34_258_608_419, "342,59 M€"), (100_000_000, "1,00 M€"), (99_999_950, "999 999,50 €"), (-250_000_000, "−2,50 M€")],
)
def test_a_sentence_gives_millions_from_a_million_on(cents: int, text: str) -> None:
    assert format_amount(cents).replace("\u202f", " ") == text
