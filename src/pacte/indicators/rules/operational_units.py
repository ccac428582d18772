"""Periods of an operational count: what was done in each year or quarter for which a figure is promised. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from pacte.indicators.records.evidence import EvidenceKind
from pacte.indicators.records.figure_units import UnitValues
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.plan.records.per import FigurePer
from pacte.plan.rules.expected_periods import period_key
from pacte.plan.rules.progress_by_unit import ExpectedUnit, UnitPhase

_YEAR = 12


def operational_units(
    service: OperationalCount, counted: CountResult, per: FigurePer, expected: Sequence[ExpectedUnit], *, on: date
) -> UnitValues | None:
    """The value of each period that has begun: one in which nothing was done is a zero, and not an unknown.

    None for places, for a share, and for a count whose things have no day.
    """
    by_period = _by_period(counted, per.months)
    if by_period is None:
        return None
    begun = [each.key for each in expected if each.phase is not UnitPhase.COMING]
    return UnitValues(
        EvidenceKind.COMPUTED,
        {key: Decimal(by_period.get(key, 0)) for key in begun},
        until=on,
        source=service.source,
        is_rising=True,
    )


def _by_period(counted: CountResult, months: int) -> Mapping[str, int] | None:
    if not months or counted.total is not None or counted.withheld:
        return None
    if counted.days:
        return Counter(period_key(day, months) for day in counted.days)
    if counted.by_year and months == _YEAR:
        return {str(year): count for year, count in counted.by_year}
    return None
