"""Prepares texts for print: French non-breaking spaces, no hidden characters, no overflow."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pacte.kernel.french import apply_french_spacing, format_day, format_number
from pacte.plan.records import Figure

_LONG_WORD = re.compile(r"(\S{28})(?=\S{6})")
_HIDDEN_KINDS = {"Cc", "Cf", "Cs", "Co", "Cn"}
_ALLOWED_CONTROLS = "\n\u200b\u00ad"


def page_text(text: str) -> str:
    """The text for print: no control characters, no direction overrides, long words breakable."""
    lines = re.sub(r"\r\n?|\u2028|\u2029|\x85", "\n", text).replace("\t", " ")
    shown = "".join(
        sign for sign in lines if sign in _ALLOWED_CONTROLS or unicodedata.category(sign) not in _HIDDEN_KINDS
    )
    return _LONG_WORD.sub("\\1\u200b", apply_french_spacing(shown))


def join_items(items: Iterable[str]) -> str:
    """« a ; b ; c »: items may contain commas."""
    return page_text(" ; ".join(item for item in items if item))


def unique_texts(items: Iterable[str]) -> list[str]:
    """Non-empty texts without duplicates, in order."""
    return list(dict.fromkeys(item for item in items if item))


def group_digits(value: Decimal) -> str:
    """« 3 000 », « 0,2 »: thousands grouped, no trailing zeros."""
    exponent = value.normalize().as_tuple().exponent
    return format_number(value, max(0, -exponent) if isinstance(exponent, int) else 0)


def year_digits(value: Decimal) -> str:
    """« 2020 »: a year is not grouped by thousands."""
    return f"{value:f}".split(".")[0] if value == value.to_integral_value() else group_digits(value)


def counts_years(figure: Figure) -> bool:
    return figure.unit.casefold().startswith(("année", "annee"))


def day_or_text(text: str) -> str:
    """« 19 novembre 2018 » from « 2018-11-19 »; other texts are left unchanged."""
    try:
        return format_day(date.fromisoformat(text))
    except ValueError:
        return page_text(text)
