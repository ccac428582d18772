"""How many gaps of the register were filled, over the whole plan or in one year. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pacte.indicators.records.gaps import GapCounts, GapOutcome


def gap_counts(outcomes: Iterable[GapOutcome], *, first: date, last: date) -> GapCounts:
    """Of the gaps open at some time between both days. A gap that came back counts once, as it was the last time.

    An abandoned gap is not filled. ``outcomes`` are in the order in which they were noted.
    """
    latest = {
        each.gap: each
        for each in outcomes
        if each.noted_on <= last and (each.closed_on is None or each.closed_on >= first)
    }
    filled = sum(each.is_filled and each.closed_on is not None and each.closed_on <= last for each in latest.values())
    return GapCounts(filled, len(latest))


def gap_counts_by_year(outcomes: Iterable[GapOutcome], *, until: date) -> dict[int, GapCounts]:
    """From the year of the first gap to that of the day; empty without a gap."""
    known = list(outcomes)
    first_year = min((each.noted_on.year for each in known), default=until.year + 1)
    return {
        year: gap_counts(known, first=date(year, 1, 1), last=min(date(year, 12, 31), until))
        for year in range(first_year, until.year + 1)
    }
