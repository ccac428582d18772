"""Lineage: source tables of each relation, and the SQL that lists what they gained between two days. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
    "attested": ("entries", "results"),
    "first_days": ("entries", "approaches"),
    "follow_ons": ("ends", "entries"),
    "informed": ("approaches",),
    "contacts": ("approaches", "entries"),
    "referred": ("entries", "approaches"),
    "proposals": ("approaches", "entries"),
    "barriers": ("approaches", "entries"),
    "aims": ("targets",),
}


@dataclass(frozen=True, slots=True)
class Step:
    """A state of knowledge between an earlier day and a later one. ``is_later``: the reference day is the later one.

    ``rows`` and ``replaced``: conditions on « f » and « r » for what is not known yet; "" when everything is known.
    """

    cause: Cause
    is_later: bool
    rows: str = ""
    replaced: str = ""


def steps(*, since: date, was_known: datetime) -> tuple[Step, ...]:
    """States of knowledge, in order: later knowledge of the earlier day, then due dates, then what happened in between.

    A correction may move a fact past the earlier day: it then counts in both halves.
    """
    fresh, later = f"f.recorded_at >= {literal(was_known)}", f"f.happened_on > {literal(since)}"
    uncorrecting = "f.row not in (select by_row from every_replaced where by_row is not null)"
    taken_back = f"r.replaced_at >= {literal(was_known)} and r.by_row is null"
    return (
        Step(Cause.CORRECTED, False, f"{fresh} and {uncorrecting}", taken_back),
        Step(Cause.WITHDRAWN, False, f"{fresh} and {uncorrecting}"),
        Step(Cause.LATE, False),
        Step(Cause.DUE, True, f"{fresh} and {later}"),
        Step(Cause.CORRECTED, True, f"{fresh} and {later} and {uncorrecting}"),
        Step(Cause.NEW, True),
    )


def kept_whole(tables: Iterable[str]) -> Iterator[str]:
    """Statements to run once, before those of ``as_of_statements``."""
    for table in ("replaced", *tables):
        yield f"alter view raw_{table} rename to every_{table}"


def standing(step: Step | None, tables: Iterable[str]) -> Iterator[str]:
    """Statements that set the tables to a state of knowledge, or to their full content.

    Rows not known yet get a recording time at the end of time. They stay in the table: the date of a session before a
    postponement is read from the postponement.
    """
    heard = f" where not ({step.replaced})" if step and step.replaced else ""
    yield f"create or replace temp view raw_replaced as select r.* from every_replaced r{heard}"
    never = "timestamp '9999-12-31'"
    for table in tables:
        told = (
            f"f.* replace (case when {step.rows} then {never} else f.recorded_at end as recorded_at)"
            if step and step.rows else "f.*"
        )  # fmt: skip
        yield f"create or replace temp view raw_{table} as select {told} from every_{table} f"


def gained(
    table: str, question: Question, reach: Reach, *, since: date, was_known: datetime, is_known: datetime
) -> str:
    """SQL of the facts of a table that count now and did not on the earlier day.

    The columns are: cause, row, fact, journey, session, both times. The zone and filters of the question apply, where
    the table has them; its period does not, because a fact of any date may change the value.
    """
    late, new = literal(Cause.LATE.value), literal(Cause.NEW.value)
    due, fixed, gone = literal(Cause.DUE.value), literal(Cause.CORRECTED.value), literal(Cause.WITHDRAWN.value)
    then, told, day, last = literal(was_known), literal(is_known), literal(since), literal(question.known_on)
    columns = TABLES[table].columns
    # An erased person has no journey record to open.
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
