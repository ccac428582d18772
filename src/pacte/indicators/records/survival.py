"""Median duration until an event, with those to whom it has not happened yet (Kaplan and Meier). DuckDB SQL. Pure.

A median of those who found something gets better when the others wait for ever. The product-limit estimator counts
everybody for as long as they were observed (E. L. Kaplan and P. Meier, « Nonparametric estimation from incomplete
observations », JASA 53, 1958).
"""

from __future__ import annotations

FOLD = "list_reduce"


def median_survival_sql(days: str, has_happened: str, among: str) -> str:
    """SQL of the aggregate over the rows of ``among``: the first day by which half of them met the event.

    Infinite when fewer than half are estimated to have met it; null over no row. ``days``: whole days until the event,
    or during which it was awaited in vain. One after the other by duration, the event before the end of observation on
    one day, the person at rank i of n multiplies the survival by (n - i - 1) / (n - i): with several on one day the
    factors give the usual (n - d) / n.
    """
    # A fold keeps [number still observed, survival, median]; an odd code is an observation that ended without event.
    code = f"cast(2 * ({days}) + case when {has_happened} then 0 else 1 end as double)"
    codes = f"list_sort(list([{code}, 0.0, 0.0]) filter (where {among}))"
    never = "cast('infinity' as double)"
    start = f"[cast(count(*) filter (where {among}) as double), 1.0, {never}]"
    survival = "case when one[1] % 2 = 0 then state[2] * (state[1] - 1) / state[1] else state[2] end"
    is_reached = f"one[1] % 2 = 0 and state[3] = {never} and {survival} <= 0.5"
    step = f"lambda state, one: [state[1] - 1, {survival}, case when {is_reached} then one[1] / 2 else state[3] end]"
    return f"{FOLD}({codes}, {step}, {start})[3]"
