"""Durations typed by users, in minutes. Pure."""

from __future__ import annotations

import re

_SHAPE = re.compile(r"(?P<hours>\d{1,3})(?:(?:h|:)(?P<minutes>\d{1,2})?|[.,](?P<part>\d{1,2}))?")
_MOST = 14 * 6 * 60


def parse_hours(text: str) -> int | None:
    """« 35 », « 34,5 », « 34 h 30 » or « 34:30 » in minutes; None when it is not a valid weekly duration."""
    match = _SHAPE.fullmatch("".join(text.split()).replace("\u202f", "").lower())
    if match is None:
        return None
    minutes = int(match["minutes"] or 0)
    if minutes > 59:
        return None
    if match["part"]:
        minutes = round(int(match["part"]) * 60 / 10 ** len(match["part"]))
    total = int(match["hours"]) * 60 + minutes
    return total if total <= _MOST else None


def format_hours(minutes: int) -> str:
    """Value of a form field: « 35 », « 34:30 »."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02d}" if rest else str(hours)
