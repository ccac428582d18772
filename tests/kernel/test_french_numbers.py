"""Numbers as French tools print them: read once, never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_number, format_percent, format_signed
from pacte.kernel.french_numbers import (
    DecimalMark,
    parse_french_integer,
    parse_french_number,
    parse_number_and_unit,
)
from pacte.kernel.money import format_amount, format_euros, parse_cents

EUROS = {"€": 1, "k€": 1_000, "m€": 1_000_000}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 234,56", "1234.56"),
        ("1\u202f234,56", "1234.56"),
        ("1\u00a0234,56", "1234.56"),
        ("1\u2009234\u2009567", "1234567"),
        ("1250 000", "1250000"),
        ("1'234.56", "1234.56"),
        ("1’234’567", "1234567"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1 234.567", "1234.567"),
        ("14.0", "14"),
        ("14,0", "14"),
        ("0,125", "0.125"),
        ("1234,567", "1234.567"),
        (",5", "0.5"),
        ("-12,50", "-12.50"),
        ("− 12,50", "-12.50"),
        ("+3", "3"),
        ("12,50-", "-12.50"),
        ("12,50 −", "-12.50"),
        ("(12,50)", "-12.50"),
        ("1.2E3", "1200"),
        ("1,2E+03", "1200"),
        ("5e-2", "0.05"),
        ("-0", "0"),
    ],
)
def test_a_number_is_read_in_the_ways_tools_print_it(text: str, number: str) -> None:
    assert parse_french_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "douze", "1 23", "12 50", "1 2345", "1,2,3", "1.23.45", "1'23", "1,234.567,8", "0.123.456", "(-5)",
        "-5-", "(5", "5.", "1e", "NaN", "Infinity", "٣", "1_000", "12 €", "12 %", "12-50", "9" * 80,
    ],
)  # fmt: skip
def test_what_is_no_number_gives_none(text: str) -> None:
    assert parse_french_number(text) is None


@pytest.mark.parametrize(
    ("text", "comma", "point", "either"),
    [
        ("1.234", "1234", "1.234", "1.234"),
        ("1,234", "1.234", "1234", "1.234"),
        ("-12.345", "-12345", "-12.345", "-12.345"),
    ],
)
def test_a_lone_mark_before_three_digits_is_read_as_the_caller_says_and_never_guessed(
    text: str, comma: str, point: str, either: str
) -> None:
    assert parse_french_number(text) is None
    marks = (DecimalMark.COMMA, DecimalMark.POINT, DecimalMark.EITHER)
    read = [parse_french_number(text, mark=mark) for mark in marks]
    assert read == [Decimal(comma), Decimal(point), Decimal(either)]


def test_a_unit_is_read_when_it_is_asked_for() -> None:
    assert parse_french_number("1 234,56 k€", units=EUROS) == Decimal(1_234_560)
    assert parse_french_number("(1,5 M€)", units=EUROS) == Decimal(-1_500_000)
    assert parse_french_number("(1,5) M€", units=EUROS) == Decimal(-1_500_000)
    assert parse_french_number("12€", units=EUROS) == Decimal(12)
    assert parse_french_number("12 pommes", units=EUROS) is None
    read = parse_number_and_unit("12,5 millions d’euros")
    assert read is not None
    assert (read.value, read.unit) == (Decimal("12.5"), "millions d’euros")


@pytest.mark.parametrize(
    ("text", "number"), [("14.0", 14), ("14,00", 14), ("1 234", 1234), ("14,5", None), ("1.234", None), ("1,4E1", 14)]
)
def test_a_whole_number_may_have_decimals_that_are_nought(text: str, number: int | None) -> None:
    assert parse_french_integer(text) == number
    assert parse_french_integer("1.234", mark=DecimalMark.COMMA) == 1234


_NUMBERS = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=4)


@given(_NUMBERS, st.integers(0, 4))
def test_what_pages_write_is_read_back_equal(value: Decimal, places: int) -> None:
    rounded = round(value, places)
    assert parse_french_number(format_number(value, places), mark=DecimalMark.COMMA) == rounded
    assert parse_french_number(format_signed(value, places), mark=DecimalMark.COMMA) == rounded
    percent = parse_french_number(format_percent(value, places), mark=DecimalMark.COMMA, units={"%": 1})
    assert percent == round(value * 100, places)


@given(_NUMBERS, st.sampled_from([0, 1, 2, 4]))
def test_what_pages_write_has_one_reading_unless_it_has_three_decimals(value: Decimal, places: int) -> None:
    assert parse_french_number(format_number(value, places)) == round(value, places)


@given(st.integers(-(10**13), 10**13))
def test_amounts_that_pages_write_are_read_back_to_the_cent(cents: int) -> None:
    assert parse_cents(format_euros(cents), signed=True) == cents
    shown = parse_cents(format_amount(cents), signed=True)
    assert abs(shown - cents) <= 500_000  # « 342,59 M€ » stands for its nearest ten thousand euros.


@pytest.mark.parametrize("text", ["1.250 €", "1,250", "12.500 euros"])
def test_thousands_of_euros_by_a_lone_mark_are_not_taken_for_decimals(text: str) -> None:
    """« 1.250 € » used to be one euro and a quarter."""
    with pytest.raises(ValidationError, match="deux façons"):
        parse_cents(text)
    assert parse_cents("1.250 M€") == 125_000_000


@given(st.text(max_size=80), st.sampled_from([None, *DecimalMark]))
def test_no_text_breaks_the_reading(text: str, mark: DecimalMark | None) -> None:
    number = parse_french_number(text, mark=mark)
    assert number is None or number.is_finite()
    if number is not None:
        assert any(sign in "0123456789" for sign in text)
