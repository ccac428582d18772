"""Parsing of typed or pasted meeting dates. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from pacte.kernel.clock import PARIS

_LINE = re.compile(
    r"(?P<day>\d{1,2})[/.\- ](?P<month>\d{1,2})[/.\- ](?P<year>\d{4}|\d{2})[ ,;à]+"
    r"(?P<hour>\d{1,2})\s*(?:[h:]\s*(?P<minute>\d{2})?)?"
)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})[ t]+(?P<hour>\d{1,2})[h:]\s*(?P<minute>\d{2})?")
MOST_DATES = 40


@dataclass(frozen=True, slots=True)
class ReadDates:
    """``starts``: sorted, without duplicates; ``defects``: pairs (line number from 1, text of the line)."""

    starts: tuple[datetime, ...]
    defects: tuple[tuple[int, str], ...]


def read_dates(text: str) -> ReadDates:
    """Parses one date and time per line: « 01/12/2026 9h30 », « 1.12.26 à 14 h », « 2026-12-01 09:30 »; Paris time.

    Cells pasted from a spreadsheet, separated by tabs, are accepted.
    """
    starts: list[datetime] = []
    defects: list[tuple[int, str]] = []
    for rank, line in enumerate(text.replace("\t", " ").splitlines(), start=1):
        words = " ".join(line.split()).casefold()
        if not words:
            continue
        found = _moment(words)
        if found is None:
            defects.append((rank, line.strip()[:60]))
        elif found not in starts:
            starts.append(found)
    return ReadDates(tuple(sorted(starts)), tuple(defects))


def _moment(words: str) -> datetime | None:
    found = _ISO.fullmatch(words) or _LINE.fullmatch(words)
    if found is None:
        return None
    year = int(found["year"])
    try:
        on = date(year + 2000 if year < 100 else year, int(found["month"]), int(found["day"]))
        return datetime(on.year, on.month, on.day, int(found["hour"]), int(found["minute"] or 0), tzinfo=PARIS)
    except ValueError:
        return None
