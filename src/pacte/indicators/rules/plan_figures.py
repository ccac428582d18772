"""When the figures of a plan are published to everybody, and which numbers of people they may show (ADR 32). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from pacte.indicators.records import Indicator
from pacte.indicators.records.plan_figures import PublicCount, PublicQuarter
from pacte.indicators.rules.disclosure import THRESHOLD
from pacte.indicators.rules.periods import months_before

# By code, the months after the fact counted until it may be known: a place fills before a deadline, a job is asked for
# at six months.
PUBLIC_INDICATORS = {"people_trained": 0, "fill_of_places_bought": 1, "in_job_6_months": 6}
_QUARTER = 3
# A year after the end of a plan its last people are still asked whether they have a job.
_YEARS_AFTER = 2


def plan_publication_prefix(plan_id: int) -> str:
    """Start of the codes of what is published of a plan."""
    return f"plan_{plan_id}_quarter_"


def plan_publication_code(plan_id: int, closed_on: date) -> str:
    """Code of the publication of a quarter of a plan; the year of the row is that of the quarter."""
    return f"{plan_publication_prefix(plan_id)}{(closed_on.month - 1) // _QUARTER + 1}"


def last_closed_quarter(on: date) -> date:
    """End of the last quarter that may be published: a month after its end, when its accounts have been imported."""
    month_ago = months_before(on, 1)
    start = date(month_ago.year, _QUARTER * ((month_ago.month - 1) // _QUARTER) + 1, 1)
    return start - timedelta(days=1)


def is_quarter_of_plan(closed_on: date, first_year: int, last_year: int) -> bool:
    """True for a quarter of the plan, or of the years when its results are still being counted."""
    return first_year <= closed_on.year <= last_year + _YEARS_AFTER


def settled_quarters(indicator: Indicator, *, first_year: int, last_year: int, on: date) -> list[tuple[date, date]]:
    """First and last day of the quarters of the plan whose figure no longer waits for facts, oldest first."""
    months = PUBLIC_INDICATORS[indicator.code] + indicator.delay_months
    quarters = []
    for rank in range((last_year - first_year + 1) * 12 // _QUARTER):
        first = date(first_year + rank // 4, 1 + _QUARTER * (rank % 4), 1)
        after = months_before(first, -_QUARTER)
        if months_before(after, -months) <= on:
            quarters.append((first, after - timedelta(days=1)))
    return quarters


def publishable_quarter(quarter: PublicQuarter) -> PublicQuarter:
    """The quarter, without its numbers when one of them is a small count of people."""
    is_small = any(0 < count < THRESHOLD for count in quarter.counts)
    return PublicQuarter(quarter.first, quarter.last, None) if is_small else quarter


def sum_of_shares(code: str, quarters: Sequence[PublicQuarter]) -> PublicCount:
    """A share over the plan: the sum of the quarters that are shown, so that it tells nothing more than they do."""
    shown = [each for each in quarters if each.numerator is not None]
    if not shown:
        return PublicCount(code, None, tuple(quarters))
    total = PublicQuarter(
        quarters[0].first,
        quarters[-1].last,
        sum(each.numerator or 0 for each in shown),
        sum(each.denominator or 0 for each in shown),
    )
    return PublicCount(code, total, tuple(quarters))


def count_of_people(
    code: str, whole: PublicQuarter | None, quarters: Sequence[PublicQuarter], before: Sequence[PublicQuarter]
) -> PublicCount:
    """People counted once over the plan. ``before``: the totals that were published, the latest first.

    A total that differs by few from one of them stays as it was last published.
    """
    total = publishable_quarter(whole) if whole else None
    if total is None or total.numerator is None:
        return PublicCount(code, None, tuple(quarters))
    if any(0 < abs(total.numerator - (each.numerator or 0)) < THRESHOLD for each in before):
        total = before[0]
    return PublicCount(code, total, tuple(quarters))
