"""When the situation of somebody is to be asked after the end of a training. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from pacte.journeys.records.reasons import HORIZONS

# A month of the survey, in days; and how long after its day an answer still speaks of it.
_MONTH = 30.4
ASKED_DURING = timedelta(days=60)


def asked_on(ended_on: date, months: int) -> date:
    return ended_on + timedelta(days=round(months * _MONTH))


def horizons_due(ended_on: date, told: Collection[int], *, on: date) -> tuple[int, ...]:
    """Months (3, 6, 12) whose day has come, that nobody told, and that an answer can still speak of."""
    return tuple(
        months
        for months in HORIZONS
        if months not in told and asked_on(ended_on, months) <= on <= asked_on(ended_on, months) + ASKED_DURING
    )


def first_end_asked(on: date) -> date:
    """Nobody whose training ended before that day is asked any more."""
    return on - timedelta(days=round(max(HORIZONS) * _MONTH)) - ASKED_DURING
