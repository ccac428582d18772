"""Whether answers told by year of the end give small counts back to who reads them by year of the start. Pure.

What the two tables tell together is how many people cross New Year: part of what is counted of the sessions that do. A
year is safe when each of its small counts keeps a witness (``rules.linked``) for a reader who knows more than that, all
that is counted of those sessions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pacte.journeys.rules.linked import THRESHOLD, protect
from pacte.journeys.rules.night_tables import RESULTS, YEAR, Inner, Night, Table, by_part, linked, table_of

# Sessions that end in a later year.
CROSSING = "crossing"
# What bears on answers.
_NAMES = ("entered", "ended", "answered", "in_job")


def years_given_back(sessions: Sequence[Inner], night: Night) -> set[int]:
    """Years of start of which something small would be known. ``sessions``: those of the night, with ``CROSSING``."""
    return {
        table.units[0].year for table in by_part(table_of(sessions, None)).values() if not _is_safe(table, night)
    }  # fmt: skip


def _is_safe(table: Table, night: Night) -> bool:
    count = linked(table, _NAMES)
    hidden = {group for group in count.groups if group[1:] in night.hidden[group[0]]}
    found = {group: table.total(group[1:], group[0]) for group in sorted(hidden) if group[1] not in (YEAR, *RESULTS)}
    small = {group: float(THRESHOLD - each) for group, each in found.items() if 0 < each < THRESHOLD}
    # Nothing more is hidden here to protect anybody: all is kept.
    return not protect(replace(count, kept=frozenset(count.groups)), small, hidden).unproven
