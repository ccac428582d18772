"""Reads what people type in an address or a field: whole numbers, days, digits. One reading for every page.

``str.isdigit`` says yes to « ² », which ``int`` refuses; ``int`` reads digits of all scripts and of any length, which
the database refuses; ``date`` accepts the year 1, before which no day exists to compare with.
"""

from __future__ import annotations

from datetime import date

_DIGITS = frozenset("0123456789")
_LONGEST = 15  # Fits a bigint, a float, and any number that a page shows.
FIRST_YEAR, LAST_YEAR = 1900, 2199


def whole(text: str) -> int | None:
    """« 12 » or « 012 », spaces around left out; None for anything else, signs and other scripts too."""
    bare = text.strip()
    return int(bare) if 0 < len(bare) <= _LONGEST and _DIGITS.issuperset(bare) else None


def digits_of(text: str) -> str:
    """The digits of a telephone or of a postal code, without what is between."""
    return "".join(sign for sign in text if sign in _DIGITS)


def typed_day(text: str) -> date:
    """« 2020-11-24 ». Raises ``ValueError``, also for a day too far to be meant: sums of days must stay days."""
    found = date.fromisoformat(text.strip())
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(text)
    return found
