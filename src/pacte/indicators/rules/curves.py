"""Rolling twelve-month values from monthly ones, and quarter ends. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date

from pacte.indicators.records import Indicator, MeasureCounts, Value, ValueState
from pacte.indicators.rules.periods import months_before
from pacte.indicators.rules.values import indicator_value

_YEAR = 12
_ADDED = ("count(", "sum(")


def adds_up(indicator: Indicator) -> bool:
    """True when twelve months are the sum of each: not for people counted once, nor for medians."""
    return bool(indicator.measures) and all(
        measure.sql.startswith(_ADDED) and "distinct" not in measure.sql for measure in indicator.measures
    )


def rolling_sums(indicator: Indicator, months: Sequence[Value]) -> list[Value | None]:
    """For each month, the value of the twelve months ending with it; None when one of them is hidden.

    A ratio of sums: numerators and denominators are added separately, then divided.
    """
    if not adds_up(indicator):
        return [None] * len(months)
    sums: list[Value | None] = []
    for rank in range(len(months)):
        window = months[rank - _YEAR + 1 : rank + 1] if rank >= _YEAR - 1 else ()
        sums.append(_sum_values(indicator, window) if window else None)
    return sums


def _sum_values(indicator: Indicator, values: Sequence[Value]) -> Value | None:
    if any(each.state is ValueState.HIDDEN for each in values):
        return None
    parts = [each.denominator for each in values if each.denominator is not None]
    expected = [each.expected for each in values if each.expected is not None]
    return indicator_value(
        indicator,
        MeasureCounts(
            numerator=sum(each.numerator or 0 for each in values),
            denominator=sum(parts) if indicator.is_rate else None,
            expected=sum(expected) if expected else None,
        ),
    )


def month_starts(last: date, count: int) -> list[date]:
    """First days of the ``count`` months up to that of ``last``, oldest first."""
    return [months_before(last.replace(day=1), back) for back in range(count - 1, -1, -1)]


def month_end(on: date) -> date:
    return on.replace(day=calendar.monthrange(on.year, on.month)[1])


def quarter_ends(last: date, count: int) -> list[date]:
    """Ends of the quarters that are over by ``last``, oldest first, then ``last`` itself."""
    start = date(last.year, 3 * ((last.month - 1) // 3) + 1, 1)
    ended = [month_end(months_before(start, 3 * back + 1)) for back in range(count - 1, -1, -1)]
    return [*ended, last]
