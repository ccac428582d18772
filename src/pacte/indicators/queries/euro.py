"""Reads from the facts what one euro became, and the sessions to come of the same trade.

The counts are small: people are left out for readers who do not see small counts of the whole pact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from pacte.indicators.facts.literals import sql_list, sql_literal
from pacte.indicators.permissions import sees_small_counts
from pacte.indicators.queries.store import open_facts, read_manifest
from pacte.indicators.records.euro import (
    AfterTraining,
    CertificationOutcome,
    ComingSession,
    EuroFacts,
    EuroQuestion,
    EuroSession,
    Seating,
)
from pacte.indicators.rules.euro import DAYS_TO_TELL, MONTHS_AFTER
from pacte.kernel.actor import Actor

_SIGNED_CENTS = "case kind when 'bought' then cents when 'moved_in' then cents when 'moved_out' then -cents else 0 end"
_FUNDER = "coalesce(cast(order_funder as varchar), 'unknown')"
_FUND = "coalesce(nullif(order_fund, ''), 'unknown')"
_ORDERED = "select distinct {funder}, {fund}, rome, domain from ledger where order_id is not null and host = {host}"
_PAID = """
select session, {funder} as funder, list(distinct lot) filter (where lot is not null) as lots, sum({cents}) as cents
from ledger where order_id is not null and {orders} group by session, {funder}
having sum({cents}) > 0
"""
# The relation « sessions » is computed once, for those that are over and for those to come.
_CHOSEN = """
create or replace temp table euro_sessions as
select session, session_commune, entries, lost_places, opened, counted, hours_counted, hours_lost, hours_done, lost,
    state, starts_on, is_over and coalesce(ends_on, starts_on) < {before} as is_followed
from sessions f where {sessions}
"""
_OVER = """
select c.session, c.session_commune, c.entries, c.lost_places, c.opened, c.counted, c.hours_counted, c.hours_lost,
    c.hours_done, p.funder, p.lots, p.cents
from euro_sessions c join ({paid}) p on p.session = c.session where c.is_followed
"""
# One row per session, award and situation. A person counts once in each session entered.
_PEOPLE = """
with results_of as (
    select journey, bool_or(kind = 'certified') as certified,
        bool_or(kind in ('certified_in_part', 'block_certified')) as in_part
    from results group by journey
),
answers as (
    select journey, max_by(answered, recorded_at) as answered, max_by(in_job, recorded_at) as in_job
    from situations where months = {months} group by journey
),
people as (
    select e.session,
        coalesce(d.happened_on, e.ends_on, e.planned_end_on) as left_on,
        coalesce(e.ends_on, e.planned_end_on) + {days} as jury_on,
        e.certifying, r.certified, r.in_part, a.journey is not null as is_asked, a.answered, a.in_job
    from entries e
    left join (select journey, max(happened_on) as happened_on from ends group by journey) d on d.journey = e.journey
    left join results_of r on r.journey = e.journey
    left join answers a on a.journey = e.journey
    where e.session in ({sessions})
),
dated as (
    select *, cast(left_on + interval {months} month + interval {days} day as date) as answer_on from people
)
select session,
    case when certified then 'whole' when in_part then 'block' when not coalesce(certifying, false) then 'not_aimed'
        when coalesce(jury_on >= {day}, true) then 'not_due' else 'neither' end as award,
    case when answered and in_job then 'in_job' when answered then 'without_job' when is_asked then 'no_answer'
        when coalesce(answer_on >= {day}, true) then 'not_due' else 'not_asked' end as after_training,
    count(*), max(jury_on), max(answer_on)
from dated group by all
"""
# The last of these steps says where a candidate of a session to come stands.
_COMING = """
with chosen as (
    select session, session_commune, starts_on, counted, lost from euro_sessions
    where state <> 'cancelled' and starts_on > {day} and counted > 0
),
paid as (select session, sum(cents) as cents from ({paid}) group by session),
last_steps as (
    select journey, session, max_by(kind, struct_pack(a := happened_on, b := row)) as kind
    from approaches
    where session in (select session from chosen) and kind in ('proposed', 'invited', 'slot_chosen',
        'information_attended', 'information_missed', 'information_excused', 'tested', 'admitted', 'waiting_listed',
        'not_kept', 'declined', 'lapsed', 'session_cancelled', 'reseated', 'never_came', 'closed')
    group by journey, session
),
candidates as (
    select session, count(*) filter (where kind = 'admitted') as admitted,
        count(*) filter (where kind in ('information_attended', 'tested', 'waiting_listed')) as waiting
    from last_steps group by session
)
select c.session, c.session_commune, c.starts_on, c.counted, c.lost, p.cents, coalesce(d.admitted, 0),
    coalesce(d.waiting, 0)
from chosen c join paid p on p.session = c.session left join candidates d on d.session = c.session
order by c.starts_on, c.session
"""


def euro_facts(*, actor: Actor, host_id: int, question: EuroQuestion, facts_dir: Path | None = None) -> EuroFacts:
    """Sessions of that pact, anywhere: other zones are compared with one. Empty before the first facts.

    People, and who is admitted to the next sessions, only for who sees small counts of the whole pact.
    """
    if not read_manifest(facts_dir).built_at:
        return EuroFacts()
    with open_facts(on=question.known_on, facts_dir=facts_dir) as connection:
        return read_euro(connection, question, actor=actor, host_id=host_id)


def read_euro(
    connection: duckdb.DuckDBPyConnection, question: EuroQuestion, *, actor: Actor, host_id: int
) -> EuroFacts:
    """The same, from the relations of that connection."""
    sees_people = sees_small_counts(actor, host_id)
    paid = _PAID.format(cents=_SIGNED_CENTS, funder=_FUNDER, orders=_orders_condition(question))
    sessions, day = _sessions_condition(question, host_id), sql_literal(question.known_on)
    connection.execute(_CHOSEN.format(sessions=sessions, before=sql_literal(question.before)))
    over = connection.execute(_OVER.format(paid=paid)).fetchall()
    coming = connection.execute(_COMING.format(day=day, paid=paid)).fetchall()
    ordered = connection.execute(_ORDERED.format(funder=_FUNDER, fund=_FUND, host=sql_literal(host_id))).fetchall()
    funders, funds, occupations, domains = (frozenset(row[rank] for row in ordered if row[rank]) for rank in range(4))
    by_session = _people_by_session(connection, {row[0] for row in over}, day) if sees_people else {}
    read = [each for counted in by_session.values() for each in counted]
    return EuroFacts(
        sessions=_euro_sessions(over, by_session, sees_people=sees_people),
        coming=tuple(ComingSession(*(row if sees_people else (*row[:6], 0, 0))) for row in coming),
        funders=funders,
        funds=funds,
        occupations=occupations,
        domains=domains,
        last_jury_on=_last(jury for award, _, _, jury, _ in read if award is CertificationOutcome.NOT_DUE),
        last_situation_on=_last(due for _, after, _, _, due in read if after is AfterTraining.NOT_DUE),
    )


_Counted = tuple[CertificationOutcome, AfterTraining, int, date | None, date | None]


def _last(days: Any) -> date | None:
    return max((each for each in days if each), default=None)


def _people_by_session(
    connection: duckdb.DuckDBPyConnection, sessions: Collection[int], day: str
) -> dict[int, list[_Counted]]:
    if not sessions:
        return {}
    text = _PEOPLE.format(months=MONTHS_AFTER, days=DAYS_TO_TELL, day=day, sessions=sql_list(sorted(sessions)))
    by_session: dict[int, list[_Counted]] = defaultdict(list)
    for session, award, after, people, jury_on, answer_on in connection.execute(text).fetchall():
        by_session[session].append((CertificationOutcome(award), AfterTraining(after), people, jury_on, answer_on))
    return by_session


def _euro_sessions(
    rows: list[tuple[Any, ...]], by_session: dict[int, list[_Counted]], *, sees_people: bool
) -> tuple[EuroSession, ...]:
    cents: dict[int, dict[str, int]] = defaultdict(dict)
    lots: dict[int, set[int]] = defaultdict(set)
    sessions: dict[int, tuple[Any, ...]] = {}
    for row in rows:
        session, (funder, paid_lots, ordered) = row[0], row[-3:]
        sessions[session], cents[session][funder] = row, int(ordered)
        lots[session] |= set(paid_lots or ())
    return tuple(
        EuroSession(
            session=session,
            commune=row[1] or "",
            cents=cents[session],
            places=_places(row) if sees_people else {Seating.UNTOLD: max(0, int(row[5]))},
            people={(award, after): people for award, after, people, *_ in by_session.get(session, ())},
            lots=frozenset(lots[session]),
            counts_hours=row[5] <= 0,
        )
        for session, row in sessions.items()
    )


def _places(row: tuple[Any, ...]) -> dict[Seating, int]:
    """States of the places of a session that is over; of its hours when only hours were bought.

    Whoever entered took a place, even late; with more people than places, all of them are taken.
    """
    _, _, entries, lost_places, opened, counted, hours, hours_lost, hours_done, *_ = row
    if counted > 0:
        taken = min(entries, counted)
        lost = min(max(0, lost_places), counted - taken)
        closed = min(max(0, counted - lost - max(opened, taken)), counted - taken - lost)
    elif hours > 0:
        counted = int(hours)
        taken = min(round(hours_done), counted)
        lost, closed = min(max(0, int(hours_lost)), counted - taken), 0
    else:
        return {}
    parts = {Seating.TAKEN: taken, Seating.LOST: lost, Seating.CLOSED: closed}
    every = parts | {Seating.FREE: counted - sum(parts.values())}
    return {seating: int(number) for seating, number in every.items() if number}


def _orders_condition(question: EuroQuestion) -> str:
    conditions = ["true"]
    if question.funder:
        conditions.append(f"{_FUNDER} = {sql_literal(question.funder)}")
    if question.fund:
        conditions.append(f"{_FUND} = {sql_literal(question.fund)}")
    if question.action:
        conditions.append(f"plan = {sql_literal(question.plan or 0)} and plan_action = {sql_literal(question.action)}")
    return " and ".join(conditions)


def _sessions_condition(question: EuroQuestion, host_id: int) -> str:
    conditions = [f"f.host = {sql_literal(host_id)}"]
    if question.occupations:
        conditions.append(f"f.rome in ({sql_list(question.occupations)})")
    if question.domain:
        conditions.append(f"f.domain = {sql_literal(question.domain)}")
    return " and ".join(conditions)
