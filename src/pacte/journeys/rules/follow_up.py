"""Dates on which the situation is asked after the end of a training. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from pacte.journeys.records.reasons import HORIZONS

# A month of the survey, in days; and the window in which an answer is still valid.
_MONTH = 30.4
SURVEY_WINDOW = timedelta(days=60)


def follow_up_date(ended_on: date, months: int) -> date:
    return ended_on + timedelta(days=round(months * _MONTH))


def horizons_due(ended_on: date, answered_months: Collection[int], *, on: date) -> tuple[int, ...]:
    """Horizons (3, 6, 12 months) whose day has come, without an answer, and still within the answer window."""
    return tuple(
        months
        for months in HORIZONS
        if months not in answered_months
        and follow_up_date(ended_on, months) <= on <= follow_up_date(ended_on, months) + SURVEY_WINDOW
    )


def earliest_end_surveyed(on: date) -> date:
    """Learners whose training ended before that day are no longer asked."""
    return on - timedelta(days=round(max(HORIZONS) * _MONTH)) - SURVEY_WINDOW
