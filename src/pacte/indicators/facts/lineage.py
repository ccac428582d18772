"""Lineage: source tables of each relation, and the SQL that lists what they gained between two days. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from pacte.indicators.facts.dimensions import PEOPLE, WITHOUT_TERRITORY
from pacte.indicators.facts.literals import sql_list, sql_literal
from pacte.indicators.facts.query_builder import filter_conditions
from pacte.indicators.facts.tables import TABLES
from pacte.indicators.records import CountScope, IndicatorQuestion
from pacte.indicators.records.changes import FigureChangeCause

SOURCE_TABLES: dict[str, tuple[str, ...]] = {name: (name,) for name in TABLES} | {
    "lines": ("ledger",),
    "sessions": ("ledger", "states", "entries", "hours"),
    "cohort": ("entries", "ends"),
    "juries": ("entries", "results"),
    "attested": ("entries", "results"),
    "paid_entries": ("entries", "ledger"),
    "first_days": ("entries", "approaches"),
    "follow_ons": ("ends", "entries"),
    "held_next": ("ends", "entries", "approaches"),
    "paid_domains": ("ledger", "situations"),
    "paid_occupations": ("ledger", "tensions"),
    "informed": ("approaches",),
    "contacts": ("approaches", "entries"),
    "referred": ("entries", "approaches"),
    "proposals": ("approaches", "entries"),
    "barriers": ("approaches", "entries"),
    "departures": ("ends", "approaches", "entries", "results"),
    "reasons": ("approaches", "ends"),
    "accompanied": ("ends", "notebook"),
    "reviewed": ("entries", "ends", "notebook", "relation_choices"),
    "approached": ("campaign_contacts", "approaches", "entries"),
    "brought": ("origins", "approaches", "entries", "notebook", "campaign_contacts"),
    "released": ("releases", "entries", "ends", "closed_sites"),
    "certified": ("results",),
    "asked_competences": ("results", "tensions", "occupation_items", "employer_needs"),
    "aims": ("targets",),
}
# Relations of people or places whose every row is a row of a table: the rest is looked up by journey or by session.
ROW_TABLES: dict[str, str] = {name: name for name in TABLES if name not in WITHOUT_TERRITORY} | {
    "paid_entries": "entries", "attested": "entries", "referred": "entries",
}  # fmt: skip
# Tables of which such a relation looks up the rows about the sessions of its own, and no other.
OF_ITS_SESSIONS: dict[str, tuple[str, ...]] = {"paid_entries": ("ledger",)}
# Where the views of the store are: a temporary view of the same name hides them from the relations.
_STORE = "memory.main"
# Columns of what is known and of what is listed.
_EVERY_READER = frozenset({"row", "fact", "journey", "session", "happened_on", "recorded_at", "host"})


@dataclass(frozen=True, slots=True)
class KnowledgeState:
    """A state of knowledge between an earlier day and a later one. ``is_later``: the reference day is the later one.

    ``rows`` and ``replaced``: conditions on « f » and « r » for what is not known yet; "" when everything is known.
    """

    cause: FigureChangeCause
    is_later: bool
    rows: str = ""
    replaced: str = ""


def knowledge_states(*, since: date, was_known: datetime) -> tuple[KnowledgeState, ...]:
    """States of knowledge, in order: later knowledge of the earlier day, then due dates, then what happened in between.

    A correction may move a fact past the earlier day: it then counts in both halves.
    """
    fresh, later = f"f.recorded_at >= {sql_literal(was_known)}", f"f.happened_on > {sql_literal(since)}"
    uncorrecting = f"f.row not in (select by_row from {_STORE}.raw_replaced where by_row is not null)"
    taken_back = f"r.replaced_at >= {sql_literal(was_known)} and r.by_row is null"
    return (
        KnowledgeState(FigureChangeCause.CORRECTED, False, f"{fresh} and {uncorrecting}", taken_back),
        KnowledgeState(FigureChangeCause.WITHDRAWN, False, f"{fresh} and {uncorrecting}"),
        KnowledgeState(FigureChangeCause.LATE, False),
        KnowledgeState(FigureChangeCause.DUE, True, f"{fresh} and {later}"),
        KnowledgeState(FigureChangeCause.CORRECTED, True, f"{fresh} and {later} and {uncorrecting}"),
        KnowledgeState(FigureChangeCause.NEW, True),
    )


def as_of_statements(
    state: KnowledgeState | None, tables: Iterable[str], *, rows_of: Mapping[str, str] = MappingProxyType({})
) -> Iterator[str]:
    """Statements that set the tables of one connection to a state of knowledge, or to their full content.

    ``rows_of``: by table, another one that has the rows to read. Rows not known yet get a recording time at the end of
    time. They stay in the table: the date of a session before a postponement is read from the postponement.
    """
    condition = f" where not ({state.replaced})" if state and state.replaced else ""
    yield f"create or replace temp view raw_replaced as select r.* from {_STORE}.raw_replaced r{condition}"
    never = "timestamp '9999-12-31'"
    for table in tables:
        source = rows_of.get(table, f"{_STORE}.raw_{table}")
        columns = (
            f"f.* replace (case when {state.rows} then {never} else f.recorded_at end as recorded_at)"
            if state and state.rows else "f.*"
        )  # fmt: skip
        yield f"create or replace temp view raw_{table} as select {columns} from {source} f"


def zone_tables(relations: AbstractSet[str]) -> frozenset[str]:
    """Tables that the rows of these relations are rows of; empty when one is also looked up, so read everywhere."""
    if not relations <= ROW_TABLES.keys():
        return frozenset()
    own = frozenset(ROW_TABLES[each] for each in relations)
    looked_up = {table for each in relations for table in SOURCE_TABLES[each] if table != ROW_TABLES[each]}
    return frozenset() if own & looked_up else own


def zone_rows_sql(table: str, question: IndicatorQuestion, columns: Iterable[str]) -> str:
    """SQL of these columns of the rows of a table in the zone of the question, whatever is known of them.

    What a relation and ``new_rows_sql`` read of any table is added.
    """
    where = " and ".join(_zone_conditions(table, question)) or "true"
    return f"select {_listed_columns(table, columns)} from {_STORE}.raw_{table} f where {where}"


def session_rows_sql(table: str, rows: str, columns: Iterable[str]) -> str:
    """SQL of these columns of the rows of a table about the sessions of the table ``rows``."""
    listed = _listed_columns(table, columns)
    return f"select {listed} from {_STORE}.raw_{table} f where f.session in (select session from {rows})"


def _listed_columns(table: str, columns: Iterable[str]) -> str:
    wanted = {*columns, *_EVERY_READER}
    return ", ".join(f"f.{column}" for column in TABLES[table].columns if column in wanted)


def new_rows_sql(
    table: str,
    question: IndicatorQuestion,
    count_scope: CountScope,
    *,
    since: date,
    was_known: datetime,
    is_known: datetime,
    rows: str = "",
) -> str:
    """SQL of the facts of a table that count now and did not on the earlier day.

    ``rows``: another table with the rows to read; "" for all those of the store. The columns are: cause, row, fact,
    journey, session, both times. The zone and filters of the question apply, where the table has them; its period does
    not, because a fact of any date may change the value.
    """
    late, new = sql_literal(FigureChangeCause.LATE.value), sql_literal(FigureChangeCause.NEW.value)
    due, fixed, gone = (
        sql_literal(FigureChangeCause.DUE.value),
        sql_literal(FigureChangeCause.CORRECTED.value),
        sql_literal(FigureChangeCause.WITHDRAWN.value),
    )
    known_then, known_now, day, last = (
        sql_literal(was_known),
        sql_literal(is_known),
        sql_literal(since),
        sql_literal(question.known_on),
    )
    columns = TABLES[table].columns
    # An erased person has no journey record to open.
    journey = "case when f.journey > 0 then f.journey end" if "journey" in columns else "cast(null as bigint)"
    session = "f.session" if "session" in columns else "cast(null as bigint)"
    shown = f"f.row, f.fact, {journey} as journey, {session} as session, f.happened_on, f.recorded_at"
    scope, rows = " and ".join(_scope_conditions(table, question, count_scope)), rows or f"{_STORE}.raw_{table}"
    replaced = f"{_STORE}.raw_replaced"
    return f"""
select case when f.recorded_at < {known_then} then {due}
    when exists (select 1 from {replaced} r where r.by_row = f.row) then {fixed}
    when f.happened_on <= {day} then {late} else {new} end as cause, {shown}
from {rows} f
where f.recorded_at < {known_now} and f.happened_on <= {last} and {scope}
    and (f.recorded_at >= {known_then} or f.happened_on > {day})
    and not exists (select 1 from {replaced} r where r.row = f.row and r.replaced_at < {known_now})
union all
select {gone} as cause, {shown}
from {rows} f join {replaced} r on r.row = f.row
where r.by_row is null and r.replaced_at >= {known_then} and r.replaced_at < {known_now} and {scope}
"""


def _scope_conditions(table: str, question: IndicatorQuestion, scope: CountScope) -> list[str]:
    conditions = ["true"]
    if not scope.everything:
        either = []
        if scope.hosts:
            either.append(f"f.host in ({sql_list(sorted(scope.hosts))})")
        conditions.append(f"({' or '.join(either)})" if either else "false")
    return conditions + _zone_conditions(table, question) + filter_conditions(question, table)


def _zone_conditions(table: str, question: IndicatorQuestion) -> list[str]:
    if question.zone is None or table in WITHOUT_TERRITORY:
        return []
    column = "residence" if table in PEOPLE and question.territory != "session" else "session_commune"
    return [f"f.{column} in ({sql_list(question.zone.communes)})"]
