"""Hires that firms promised and kept: said by the people trained, confirmed by the firms. Public: numbers by action."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from statistics import median

from django.db import connection

from pacte.indicators.facts.literals import sql_list
from pacte.indicators.queries.case_counts import ProcedureCount, counted_cases
from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.queries.store import open_facts, read_manifest
from pacte.indicators.records.counted_cases import CountedCase
from pacte.indicators.records.operational_counts import CountResult
from pacte.indicators.rules.hire_costs import hire_cost
from pacte.journeys.queries.people_hired import people_hired
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import pluralise
from pacte.offer.models import Session
from pacte.offer.queries.order_ids import order_ids_by_number
from pacte.procedures.queries.promises import sessions_by_unique_number
from pacte.procedures.records.promises import HireCount, HirePromises
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.rules.hire_promises import firm_promises, hire_count, is_binding, session_numbers


@dataclass(slots=True)
class CaseHires:
    """``confirmed``: what each firm confirmed last. ``moves``: the transitions that the case took."""

    opened_on: date
    moves: frozenset[str]
    confirmed: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BoundCase:
    """A case that binds firms: what is kept of their promises, and the sessions and order that it names."""

    action: ActionCode
    case_id: int
    count: HireCount
    opened_on: date
    sessions: tuple[Session, ...]
    order_number: str = ""


def hires_by_action(context: CountContext, source: ProcedureCount) -> dict[ActionCode, CountResult]:
    """Posts kept out of those promised for a date that has come, for an operational count. Four queries."""
    by_action: dict[ActionCode, list[BoundCase]] = defaultdict(list)
    for each in _bound_cases(context, source):
        by_action[each.action].append(each)
    return {number: _result(same, context.on) for number, same in by_action.items()}


def cost_per_hire_by_action(context: CountContext, source: ProcedureCount) -> dict[ActionCode, CountResult]:
    """Euros ordered for the sessions of cases, divided by the posts kept. What is not there is said, never zero.

    Of cases of which a promise is due: before, they cost and nobody could be hired.
    """
    by_action: dict[ActionCode, list[BoundCase]] = defaultdict(list)
    for each in _bound_cases(context, source):
        if each.count.due:
            by_action[each.action].append(each)
    ordered = _ordered_cents(context, [each for same in by_action.values() for each in same]) if by_action else {}
    return {
        number: hire_cost([(each.count.kept_posts, ordered.get(each.case_id)) for each in same])
        for number, same in by_action.items()
    }


def _bound_cases(context: CountContext, source: ProcedureCount) -> list[BoundCase]:
    spec = procedure_by_code(source.procedure).promises
    if spec is None:
        return []
    hires = context.cached_as(("hires", source.procedure), lambda known: _case_hires(known, source.procedure))
    order = source.count.order
    cases = [
        each
        for each in counted_cases(
            actor=context.actor, plan=context.plan, source=source, known=context.known, on=context.on,
            also=(spec.lines, spec.sessions, order),
        )
        if is_binding(spec, hires[each.case_id].moves)
    ]  # fmt: skip
    sessions = _sessions_by_case(context, spec, cases)
    groups = {case_id: [each.pk for each in same] for case_id, same in sessions.items()}
    said_hires = people_hired(actor=context.actor, sessions=groups, known=context.known, on=context.on)
    return [
        BoundCase(
            each.action,
            each.case_id,
            hire_count(
                firm_promises(spec, each.answers, context.on),
                hires[each.case_id].confirmed,
                said_hires.get(each.case_id, 0),
            ),
            hires[each.case_id].opened_on,
            tuple(sessions[each.case_id]),
            str(each.answers.get(order) or "") if order else "",
        )
        for each in cases
    ]


def _case_hires(context: CountContext, procedure: str) -> dict[int, CaseHires]:
    hires: dict[int, CaseHires] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select case_id, opened_on, moves, firm, hired from procedures_hires(%s, %s, %s, %s)",
            [context.plan.pk, procedure, context.known, context.on],
        )
        for case_id, opened_on, moves, firm, hired in cursor.fetchall():
            case = hires.setdefault(case_id, CaseHires(opened_on, frozenset(moves)))
            if firm is not None:
                case.confirmed[firm] = hired
    return hires


def _sessions_by_case(context: CountContext, spec: HirePromises, cases: list[CountedCase]) -> dict[int, list[Session]]:
    numbers = {each.case_id: session_numbers(spec, each.answers) for each in cases}
    every = {number for same in numbers.values() for number in same}
    by_number = sessions_by_unique_number(actor=context.actor, numbers=every)
    return {case_id: [by_number[each] for each in same if each in by_number] for case_id, same in numbers.items()}


def _result(cases: list[BoundCase], on: date) -> CountResult:
    """With the days from the opening of a case, when the need is told, to the first day of its first session."""
    waits = []
    for each in cases:
        starts = [session.starts_on for session in each.sessions if session.starts_on]
        # A case written after its session began says nothing of the wait.
        if starts and each.opened_on <= min(starts) <= on:
            waits.append((min(starts) - each.opened_on).days)
    delay = (
        f"{pluralise(round(median(waits)), 'jour')} du besoin au premier jour de formation (médiane)" if waits else ""
    )
    kept_posts, due = sum(each.count.kept_posts for each in cases), sum(each.count.due for each in cases)
    return CountResult(kept_posts, due, precision=delay)


def _ordered_cents(context: CountContext, cases: list[BoundCase]) -> dict[int, int | None]:
    """By case, what is bought for it, by the order that it names or by any; None when nothing is."""
    if not read_manifest(context.facts_dir).built_at:
        return {}
    numbers = {each.order_number for each in cases} - {""}
    orders = order_ids_by_number(actor=context.actor, host_id=context.plan.organisation_id, numbers=numbers)
    sessions = {session.pk for each in cases for session in each.sessions}
    bought = _bought_cents(
        read_manifest(context.facts_dir).digest,
        context.on,
        frozenset(sessions),
        frozenset(orders.values()),
        context.facts_dir,
    )
    return {each.case_id: _cents_of(each, orders, bought) for each in cases}


@lru_cache(maxsize=64)
def _bought_cents(
    digest: str, on: date, sessions: frozenset[int], orders: frozenset[int], facts_dir: Path | None
) -> dict[tuple[int, int], int]:
    """Cents by (session, order), of these sessions and of these orders. One scan, cached by ``digest`` of the facts."""
    del digest
    if not sessions and not orders:
        return {}
    # An empty list is no SQL.
    of_sessions, of_orders = (sql_list(sorted(ids or {0})) for ids in (sessions, orders))
    with open_facts(on=on, facts_dir=facts_dir) as facts:
        rows = facts.execute(
            "select session, order_id, sum(case kind when 'moved_out' then -cents else cents end) from ledger"
            " where kind in ('bought', 'moved_in', 'moved_out') and order_id is not null"
            f" and (session in ({of_sessions}) or order_id in ({of_orders})) group by all"
        ).fetchall()
    return {(session, order): int(cents or 0) for session, order, cents in rows}


def _cents_of(case: BoundCase, orders: Mapping[str, int], bought: Mapping[tuple[int, int], int]) -> int | None:
    """Of the order alone when the case names no session: it then bought them all for it. None without any purchase."""
    sessions, order = {each.pk for each in case.sessions}, orders.get(case.order_number)
    cents = [
        each
        for (session, payer), each in bought.items()
        if (payer == order if case.order_number else session in sessions) and (session in sessions or not sessions)
    ]
    return sum(cents) if cents else None
