"""Parsing of typed or pasted meeting dates. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from pacte.kernel.clock import PARIS

_FRENCH_DATE = re.compile(
    r"(?P<day>\d{1,2})[/.\- ](?P<month>\d{1,2})[/.\- ](?P<year>\d{4}|\d{2})[ ,;à]+"
    r"(?P<hour>\d{1,2})\s*(?:[h:]\s*(?P<minute>\d{2})?)?"
)
_ISO_DATE = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})[ t]+(?P<hour>\d{1,2})[h:]\s*(?P<minute>\d{2})?"
)
MAX_DATES = 40


@dataclass(frozen=True, slots=True)
class ParsedDates:
    """``starts``: sorted, without duplicates; ``defects``: pairs (line number from 1, text of the line)."""

    starts: tuple[datetime, ...]
    defects: tuple[tuple[int, str], ...]


def parse_meeting_dates(text: str) -> ParsedDates:
    """Parses one date and time per line: « 01/12/2026 9h30 », « 1.12.26 à 14 h », « 2026-12-01 09:30 »; Paris time.

    Cells pasted from a spreadsheet, separated by tabs, are accepted.
    """
    starts: list[datetime] = []
    defects: list[tuple[int, str]] = []
    for rank, line in enumerate(text.replace("\t", " ").splitlines(), start=1):
        normalised_line = " ".join(line.split()).casefold()
        if not normalised_line:
            continue
        start = _parse_moment(normalised_line)
        if start is None:
            defects.append((rank, line.strip()[:60]))
        elif start not in starts:
            starts.append(start)
    return ParsedDates(tuple(sorted(starts)), tuple(defects))


def _parse_moment(text: str) -> datetime | None:
    match = _ISO_DATE.fullmatch(text) or _FRENCH_DATE.fullmatch(text)
    if match is None:
        return None
    year = int(match["year"])
    try:
        on = date(year + 2000 if year < 100 else year, int(match["month"]), int(match["day"]))
        return datetime(on.year, on.month, on.day, int(match["hour"]), int(match["minute"] or 0), tzinfo=PARIS)
    except ValueError:
        return None
