"""Whether survey answers by year of end disclose small counts to readers of the tables by year of start. Pure.

Together the two tables disclose how many people cross New Year: part of the counts of the sessions that do. A year is
safe when each of its small counts keeps a witness (``rules.linked_suppression``) against a reader who knows more than
that: all the counts of those sessions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pacte.journeys.rules.linked_suppression import THRESHOLD, protect_small_groups
from pacte.journeys.rules.suppression_tables import (
    RESULTS,
    YEAR,
    CellTable,
    CountUnit,
    SuppressionDecision,
    build_cell_table,
    linked_counts,
    split_by_year_part,
)

# Sessions that end in a later year.
CROSSING = "crossing"
# Counts related to answers.
_NAMES = ("entered", "ended", "answered", "in_job")


def years_disclosed(sessions: Sequence[CountUnit], decision: SuppressionDecision) -> set[int]:
    """Years of start with a small count disclosed. ``sessions``: those of the decision, with ``CROSSING``."""
    return {
        table.units[0].year
        for table in split_by_year_part(build_cell_table(sessions, None)).values()
        if not _is_safe(table, decision)
    }


def _is_safe(table: CellTable, decision: SuppressionDecision) -> bool:
    count = linked_counts(table, _NAMES)
    hidden = {group for group in count.groups if group[1:] in decision.hidden[group[0]]}
    totals = {group: table.total(group[1:], group[0]) for group in sorted(hidden) if group[1] not in (YEAR, *RESULTS)}
    small = {group: float(THRESHOLD - each) for group, each in totals.items() if 0 < each < THRESHOLD}
    # No other group may be hidden here: all stay published.
    return not protect_small_groups(replace(count, always_published=frozenset(count.groups)), small, hidden).unproven
