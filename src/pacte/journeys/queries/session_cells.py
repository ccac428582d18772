"""People of each session in the tables of journeys, for the machine that decides what others may be shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from pacte.journeys.models import SessionTally
from pacte.journeys.queries.count_units import SESSION_CUTS
from pacte.journeys.queries.funnel import COLUMN
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound


def people_by_table_row(*, actor: Actor, host_id: int) -> list[dict[int, int]]:
    """Admitted people by session, of each row of each table cut by session: a year, or a year and its cut. One query.

    As of the last count. Raises ``NotFound`` for anybody but the machine.
    """
    if not actor.is_system:
        raise NotFound
    columns = [COLUMN[cut] for cut in SESSION_CUTS]
    rows: dict[tuple[object, ...], dict[int, int]] = defaultdict(dict)
    tallies = SessionTally.objects.filter(organisation_id=host_id)
    for session_id, people, year, *keys in tallies.values_list("session_id", "admitted", "year", *columns):
        rows[(year,)][session_id] = people
        for column, key in zip(columns, keys, strict=True):
            rows[year, column, key][session_id] = people
    return list(rows.values())


def protected_session_ids(*, actor: Actor, session_ids: Collection[int]) -> set[int]:
    """Those whose people a small count would disclose to anybody. One query. For the machine, as above."""
    if not actor.is_system:
        raise NotFound
    rows = SessionTally.objects.filter(session_id__in=session_ids, is_protected=True)
    return set(rows.values_list("session_id", flat=True))
