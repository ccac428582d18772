"""Who was on the way to each session some days before its start, as known then, and who entered it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from pacte.indicators.facts.literals import sql_list, sql_literal
from pacte.indicators.queries.store import open_facts
from pacte.indicators.records.forecasts import ApproachCounts, PastApproach
from pacte.kernel.actor import Actor

# Entries are recorded in the days that follow the deadline.
SETTLED_AFTER = timedelta(days=15)
ADMITTED = ("admitted", "reseated")
WAITING = (
    "proposed", "invited", "slot_chosen", "information_attended", "information_missed", "information_excused", "tested",
    "waiting_listed",
)  # fmt: skip
LEFT = ("not_kept", "declined", "lapsed", "session_cancelled", "never_came", "closed")

# A cancelled or postponed session says nothing of what people do; permanent entries have no first day.
_SESSIONS = """
create or replace temporary table approached as
select session, provider_body, nature, session_commune, starts_on, deadline, entries_in_time,
    least(starts_on - {days}, {on}) as cut
from sessions
where host = {host} and not rolling and state <> 'cancelled' and postponements = 0
    and starts_on between {first} and {last}
"""
# The last step of each journey that named the session, whatever the session of that step: who turned to another session
# is no longer on the way to this one. A step recorded after the day was not known.
_STANDING = """
with steps as (
    select f.journey, f.session, f.kind, f.happened_on, f.recorded_at, f.row, r.replaced_at
    from raw_approaches f
    left join (select row, min(replaced_at) as replaced_at from raw_replaced group by row) r on r.row = f.row
    where f.kind in ({kinds})
),
pairs as (select distinct a.session, a.cut, f.journey from approached a join steps f on f.session = a.session),
last as (
    select p.session, p.journey,
        max_by(f.kind, struct_pack(a := f.happened_on, b := f.recorded_at, c := f.row)) as kind,
        max_by(f.session, struct_pack(a := f.happened_on, b := f.recorded_at, c := f.row))
            filter (where f.session is not null) as at
    from pairs p join steps f on f.journey = p.journey and f.happened_on <= p.cut and f.recorded_at < p.cut + 1
        and (f.replaced_at is null or f.replaced_at >= p.cut + 1)
    group by p.session, p.journey
),
came as (
    select distinct e.session, e.journey from entries e join approached a on a.session = e.session
    where e.happened_on <= a.deadline
),
counted as (
    select l.session,
        count(*) filter (where l.kind in ({admitted})) as admitted,
        count(*) filter (where l.kind in ({waiting})) as waiting,
        count(c.journey) filter (where l.kind in ({admitted})) as admitted_entered,
        count(c.journey) filter (where l.kind in ({waiting})) as waiting_entered
    from last l left join came c on c.session = l.session and c.journey = l.journey
    where l.at = l.session group by l.session
)
select a.session, a.provider_body, a.nature,
    case when left(a.session_commune, 2) in ('97', '98') then left(a.session_commune, 3)
        else left(a.session_commune, 2) end,
    a.starts_on, a.deadline, a.entries_in_time, coalesce(n.admitted, 0), coalesce(n.waiting, 0),
    coalesce(n.admitted_entered, 0), coalesce(n.waiting_entered, 0)
from approached a left join counted n on n.session = a.session order by a.starts_on, a.session
"""


@dataclass(frozen=True, slots=True)
class SessionApproach:
    """``past``: its counts on the day, and what they became. ``deadline``: last day of an entry in time."""

    provider_body: int | None
    starts_on: date
    deadline: date
    past: PastApproach

    @property
    def counts(self) -> ApproachCounts:
        return self.past.counts

    def is_settled(self, on: date) -> bool:
        return self.deadline + SETTLED_AFTER <= on


class ApproachReader:
    """Reads the facts of one Region as of a day. ``days``: how long before the start people are counted."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, host_id: int, on: date) -> None:
        self._connection, self._host_id, self.on = connection, host_id, on

    def started(self, *, days: int, since: date) -> list[SessionApproach]:
        """Sessions that started from ``since`` to the day, with the people of ``days`` days before."""
        return self._read(days, since, self.on)

    def to_come(self, *, until: date) -> list[SessionApproach]:
        """Sessions that start after the day, with the people of the day."""
        return self._read(0, self.on + timedelta(days=1), until)

    def _read(self, days: int, first: date, last: date) -> list[SessionApproach]:
        self._connection.execute(
            _SESSIONS.format(
                days=days, on=sql_literal(self.on), host=self._host_id, first=sql_literal(first), last=sql_literal(last)
            )
        )
        rows = self._connection.execute(
            _STANDING.format(
                kinds=sql_list((*ADMITTED, *WAITING, *LEFT)), admitted=sql_list(ADMITTED), waiting=sql_list(WAITING)
            )
        ).fetchall()
        return [_approach(*row) for row in rows]


@contextmanager
def read_approaches(*, actor: Actor, host_id: int, on: date, facts_dir: Path | None = None) -> Iterator[ApproachReader]:
    """For the machine alone: raises ``NotFound`` for anybody else, ``Conflict`` before the first refresh."""
    actor.require_system()
    with open_facts(on=on, facts_dir=facts_dir) as connection:
        yield ApproachReader(connection, host_id, on)


def _approach(
    session_id: int, provider_body: int | None, nature: str | None, department: str | None, starts_on: date,
    deadline: date, entered: int, admitted: int, waiting: int, admitted_entered: int, waiting_entered: int,
) -> SessionApproach:  # fmt: skip
    counts = ApproachCounts(session_id, nature or "", department or "", admitted, waiting)
    past = PastApproach(counts, admitted_entered, waiting_entered, entered)
    return SessionApproach(provider_body, starts_on, deadline, past)
