"""Parsing of whole numbers, dates and digits typed in a URL or a field, shared by every page.

``str.isdigit`` accepts « ² », which ``int`` refuses; ``int`` accepts digits of all scripts and of any length, which the
database refuses; ``date`` accepts the year 1, before which there is no day to compare with.
"""

from __future__ import annotations

import re
from datetime import date

_DIGITS = frozenset("0123456789")
_MAX_DIGITS = 15  # Fits a bigint, a float, and any number shown on a page.
FIRST_YEAR, LAST_YEAR = 1900, 2199


def parse_whole_number(text: str) -> int | None:
    """« 12 » or « 012 », stripped; None for anything else, including signs and other scripts."""
    digits = text.strip()
    return int(digits) if 0 < len(digits) <= _MAX_DIGITS and _DIGITS.issuperset(digits) else None


def dial_number(phone: str) -> str:
    """What a « tel: » link takes (RFC 3966): digits, and the sign of a country code."""
    return re.sub(r"[^\d+]", "", phone)


def digits_only(text: str) -> str:
    """The digits of a phone number or postal code, without separators."""
    return "".join(char for char in text if char in _DIGITS)


def parse_iso_day(text: str) -> date:
    """« 2020-11-24 ».

    Raises ``ValueError``, also for a date too far away to be meant: date arithmetic must not overflow.
    """
    parsed_day = date.fromisoformat(text.strip())
    if not FIRST_YEAR <= parsed_day.year <= LAST_YEAR:
        raise ValueError(text)
    return parsed_day
