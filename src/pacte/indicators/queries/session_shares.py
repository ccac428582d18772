"""An indicator session by session, for those who compare sessions: its definition is that of the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from pacte.indicators.facts.dimensions import PEOPLE
from pacte.indicators.facts.literals import sql_list, sql_literal
from pacte.indicators.facts.query_builder import bind_dates
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.queries.store import open_facts, read_manifest
from pacte.indicators.records import Indicator, Measure
from pacte.indicators.rules.session_shares import SETTLED_COLUMN, is_share_of_sessions
from pacte.kernel.actor import Actor

# A step without a session is of the last one named before it in its journey.
_NAMED = """
create temporary table named as
select journey, happened_on, max_by(session, recorded_at) as session from (
    select journey, happened_on, session, recorded_at from approaches where session is not null
    union all select journey, happened_on, session, recorded_at from entries
) group by journey, happened_on
"""


@dataclass(frozen=True, slots=True)
class CountsOfSession:
    """Numerator and denominator of one session. ``is_due``: nobody of it is too early to count."""

    numerator: int
    denominator: int
    is_due: bool


def counts_by_session(
    *, actor: Actor, sessions_by_code: Mapping[str, Collection[int]], on: date, facts_dir: Path | None = None
) -> dict[str, dict[int, CountsOfSession]]:
    """By code, then by session that has facts, as known at the end of that day. Empty before the first refresh.

    For the machine alone, as small counts are not hidden: raises ``NotFound`` for anybody else.
    """
    actor.require_system()
    wanted = {
        code: ids for code, ids in sessions_by_code.items() if ids and is_share_of_sessions(indicators().get(code))
    }
    if not wanted or not read_manifest(facts_dir).built_at:
        return {}
    every = sorted({each for ids in wanted.values() for each in ids})
    with open_facts(on=on, facts_dir=facts_dir) as connection:
        connection.execute(
            "create temporary table compared as select session, is_due, is_over from sessions"
            f" where session in ({sql_list(every)})"
        )
        connection.execute(_NAMED)
        return {code: _counts(connection, indicators()[code], ids, on) for code, ids in wanted.items()}


def _counts(
    connection: duckdb.DuckDBPyConnection, definition: Indicator, session_ids: Collection[int], on: date
) -> dict[int, CountsOfSession]:
    numerator, denominator, waiting = (
        _by_session(connection, each, session_ids, on)
        for each in (definition.numerator, definition.denominator, definition.waiting)
    )
    relation = definition.denominator.relation if definition.denominator else "sessions"
    settled = dict(connection.execute(f"select session, {SETTLED_COLUMN[relation]} from compared").fetchall())
    return {
        key: CountsOfSession(
            numerator.get(key, 0), denominator.get(key, 0), bool(settled.get(key)) and not waiting.get(key, 0)
        )
        for key in session_ids
    }


def _by_session(
    connection: duckdb.DuckDBPyConnection, measure: Measure | None, session_ids: Collection[int], on: date
) -> dict[int, int]:
    if measure is None:
        return {}
    source = f"select * from {measure.relation}"
    if measure.relation in PEOPLE:
        source = (
            "select f.* replace (coalesce(f.session, n.session) as session)"
            f" from {measure.relation} f asof left join named n"
            " on f.journey = n.journey and f.happened_on >= n.happened_on"
        )
    rows = connection.execute(
        f"select f.session, {bind_dates(measure.sql, on=on)} from ({source}) f"
        f" where f.session in ({sql_list(sorted(session_ids))}) and f.{measure.on} <= {sql_literal(on)}"
        " group by f.session"
    ).fetchall()
    return {session: int(count or 0) for session, count in rows}
