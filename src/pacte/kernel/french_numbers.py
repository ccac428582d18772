"""Numbers as French tools print them: one reader for forms, spreadsheets and extracts. Pure.

It reads « 1 234,56 » with any space, « 1'234.56 », « 1.234,56 », « 1,234.56 », « 12,50- », « (12,50) » and « 1,2E+3 ».
It never guesses. One shape has two readings: a lone mark before exactly three digits. « 1.234 » is 1234 for who groups
by points, and 1.234 for who writes decimals with a point; so is « 1,234 ». The caller says which mark the source uses
for decimals, and without that answer such a text is no number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

_MAX_LENGTH = 60
_MINUS = "−–-"
_NO_UNITS: Mapping[str, int] = MappingProxyType({})
_NUMBER_AND_UNIT = re.compile(rf"(?P<number>.*[0-9){_MINUS}]) ?(?P<unit>[^\d\s.,()+'’{_MINUS}][^\d.,()]*)?")
_SCIENTIFIC = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?[eE]([-+]?[0-9]{1,3})")
_SHAPES = tuple(
    re.compile(rf"(?P<whole>{whole})(?:{marks}(?P<part>[0-9]+)){optional}")
    for whole, marks, optional in (
        ("[0-9]+(?: [0-9]{3})*", "[.,]", "?"),
        ("[0-9]+(?:['’][0-9]{3})+", "[.,]", "?"),
        (r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+", ",", "?"),
        ("[1-9][0-9]{0,2}(?:,[0-9]{3})+", r"\.", "?"),
        ("", "[.,]", ""),
    )
)
_TWO_READINGS = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}")


class DecimalMark(Enum):
    """Which mark a source writes before decimals. ``EITHER``: one or the other, and neither ever groups thousands."""

    COMMA = ","
    POINT = "."
    EITHER = ".,"


@dataclass(frozen=True, slots=True)
class NumberAndUnit:
    """``unit``: what follows the number, as it is written (« k€ »); "" when nothing does."""

    value: Decimal
    unit: str


def parse_french_number(
    text: str, *, mark: DecimalMark | None = None, units: Mapping[str, int] = _NO_UNITS
) -> Decimal | None:
    """The number of the text; None when it is none, or may be read in two ways.

    ``units``: factors of the units that may follow it, in lower case: {"€": 1, "k€": 1000}.
    """
    parsed = parse_number_and_unit(text, mark=mark)
    if parsed is None:
        return None
    if not parsed.unit:
        return parsed.value
    factor = units.get(parsed.unit.lower())
    return None if factor is None else parsed.value * factor


def parse_french_integer(text: str, *, mark: DecimalMark | None = None) -> int | None:
    """The whole number of « 1 234 », « 14,0 » or « 14.0 »; None for any other text. « 1.234 » needs ``mark``."""
    value = parse_french_number(text, mark=mark)
    return int(value) if value is not None and value == value.to_integral_value() else None


def parse_number_and_unit(text: str, *, mark: DecimalMark | None = None) -> NumberAndUnit | None:
    """The number and the unit after it, whatever the unit; None when there is no number, or it has two readings."""
    bare = " ".join(text.split())
    if len(bare) > _MAX_LENGTH:
        return None
    bare, in_brackets = _without_brackets(bare)
    match = _NUMBER_AND_UNIT.fullmatch(bare)
    if not match:
        return None
    number, are_digits_bracketed = _without_brackets(match["number"])
    number, is_minus_first = _without_first_sign(number)
    number, is_minus_last = _without_last_minus(number)
    minuses = in_brackets + are_digits_bracketed + is_minus_first + is_minus_last
    magnitude = _magnitude(number, mark)
    if magnitude is None or minuses > 1:
        return None
    return NumberAndUnit(-magnitude if minuses and magnitude else magnitude, match["unit"] or "")


def _without_brackets(text: str) -> tuple[str, bool]:
    is_bracketed = text.startswith("(") and text.endswith(")")
    return (text[1:-1].strip() if is_bracketed else text), is_bracketed


def _without_first_sign(text: str) -> tuple[str, bool]:
    is_signed = text[:1] in (*_MINUS, "+")
    return (text[1:].lstrip() if is_signed else text), is_signed and text[0] != "+"


def _without_last_minus(text: str) -> tuple[str, bool]:
    is_negative = text[-1:] in tuple(_MINUS)
    return (text[:-1].rstrip() if is_negative else text), is_negative


def _magnitude(text: str, mark: DecimalMark | None) -> Decimal | None:
    two_readings = _TWO_READINGS.fullmatch(text)
    if two_readings:
        return _one_of_two_readings(text, two_readings[1], mark)
    scientific = _SCIENTIFIC.fullmatch(text)
    if scientific:
        return Decimal(f"{scientific[1]}.{scientific[2] or 0}E{scientific[3]}")
    match = next((match for shape in _SHAPES if (match := shape.fullmatch(text))), None)
    if not match:
        return None
    whole = "".join(sign for sign in match["whole"] if sign.isdigit())
    return Decimal(f"{whole or 0}.{match['part']}" if match["part"] else whole)


def _one_of_two_readings(text: str, sign: str, mark: DecimalMark | None) -> Decimal | None:
    if mark is None:
        return None
    return Decimal(text.replace(sign, "." if sign in mark.value else ""))
