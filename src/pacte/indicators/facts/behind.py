"""Which tables stand behind each relation, and the SQL that tells what came to them between two days. Pure."""

from __future__ import annotations

from datetime import date, datetime

from pacte.indicators.facts.dimensions import DIMENSIONS, NOWHERE, PEOPLE
from pacte.indicators.facts.statements import kept, listed, literal
from pacte.indicators.facts.tables import TABLES
from pacte.indicators.records import Question, Reach
from pacte.indicators.records.changes import Cause

BEHIND: dict[str, tuple[str, ...]] = {name: (name,) for name in TABLES} | {
    "sessions": ("ledger", "states", "entries", "hours"),
    "cohort": ("entries", "ends"),
    "juries": ("entries", "results"),
    "first_days": ("entries", "approaches"),
    "follow_ons": ("ends", "entries"),
    "informed": ("approaches",),
    "contacts": ("approaches", "entries"),
    "referred": ("entries", "approaches"),
    "proposals": ("approaches", "entries"),
    "aims": ("targets",),
}


def gained(
    table: str, question: Question, reach: Reach, *, since: date, was_known: datetime, is_known: datetime
) -> str:
    """Facts of a table that count now and did not on the earlier day: (cause, row, fact, journey, session, both times).

    The question's zone and filters are kept, where the table knows them; its period is not, for a fact of any date may
    change it.
    """
    late, new = literal(Cause.LATE.value), literal(Cause.NEW.value)
    due, fixed, gone = literal(Cause.DUE.value), literal(Cause.CORRECTED.value), literal(Cause.WITHDRAWN.value)
    then, told, day, last = literal(was_known), literal(is_known), literal(since), literal(question.known_on)
    columns = TABLES[table].columns
    # Who was erased has no journey any more that one could open.
    journey = "case when f.journey > 0 then f.journey end" if "journey" in columns else "cast(null as bigint)"
    session = "f.session" if "session" in columns else "cast(null as bigint)"
    shown = f"f.row, f.fact, {journey} as journey, {session} as session, f.happened_on, f.recorded_at"
    scope = " and ".join(_scope(table, question, reach))
    return f"""
select case when f.recorded_at < {then} then {due}
    when exists (select 1 from raw_replaced r where r.by_row = f.row) then {fixed}
    when f.happened_on <= {day} then {late} else {new} end as cause, {shown}
from raw_{table} f
where f.recorded_at < {told} and f.happened_on <= {last} and {scope}
    and (f.recorded_at >= {then} or f.happened_on > {day})
    and not exists (select 1 from raw_replaced r where r.row = f.row and r.replaced_at < {told})
union all
select {gone} as cause, {shown}
from raw_{table} f join raw_replaced r on r.row = f.row
where r.by_row is null and r.replaced_at >= {then} and r.replaced_at < {told} and {scope}
"""


def _scope(table: str, question: Question, reach: Reach) -> list[str]:
    found = ["true"]
    if not reach.everything:
        either = []
        if reach.hosts:
            either.append(f"f.host in ({listed(sorted(reach.hosts))})")
        found.append(f"({' or '.join(either)})" if either else "false")
    if question.zone and table not in NOWHERE:
        column = "residence" if table in PEOPLE and question.territory != "session" else "session_commune"
        found.append(f"f.{column} in ({listed(question.zone.communes)})")
    found += [kept(name, values) for name, values in question.where if table in DIMENSIONS[name].relations]
    return found
