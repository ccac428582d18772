"""Gap between the shares of two groups in which an event happened. SQL of DuckDB and of Spark. Pure."""

from __future__ import annotations


def share_gap_sql(ours: str, others: str, event: str) -> str:
    """SQL of the aggregate: share of the rows of ``ours`` with the event, less that of ``others``, in points.

    Null when one of the groups is empty.
    """
    shares = (f"avg(case when {group} then case when {event} then 1 else 0 end end)" for group in (ours, others))
    return f"100.0 * ({' - '.join(shares)})"
