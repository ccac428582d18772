"""Hires that firms promised and kept: said by the people trained, confirmed by the firms. Public: numbers by action."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from django.db import connection

from pacte.indicators.queries.case_counts import ProcedureCount, counted_cases
from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.records.counted_cases import CountedCase
from pacte.indicators.records.operational_counts import CountResult
from pacte.journeys.queries.people_hired import people_hired
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import pluralise
from pacte.offer.models import Session
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


def hires_by_action(context: CountContext, source: ProcedureCount) -> dict[ActionCode, CountResult]:
    """Posts kept out of those promised for a date that has come, for an operational count. Four queries."""
    spec = procedure_by_code(source.procedure).promises
    if spec is None:
        return {}
    hires = _case_hires(context, source.procedure)
    cases = [
        each
        for each in counted_cases(
            actor=context.actor, plan=context.plan, source=source, known=context.known, on=context.on,
            also=(spec.lines, spec.sessions),
        )
        if is_binding(spec, hires[each.case_id].moves)
    ]  # fmt: skip
    sessions = _sessions_by_case(context, spec, cases)
    groups = {case_id: [each.pk for each in same] for case_id, same in sessions.items()}
    said_hires = people_hired(actor=context.actor, sessions=groups, known=context.known, on=context.on)
    counts: dict[ActionCode, list[HireCount]] = defaultdict(list)
    waits: dict[ActionCode, list[int]] = defaultdict(list)
    for each in cases:
        promises = firm_promises(spec, each.answers, context.on)
        counts[each.action].append(hire_count(promises, hires[each.case_id].confirmed, said_hires.get(each.case_id, 0)))
        starts = [session.starts_on for session in sessions[each.case_id] if session.starts_on]
        if starts and min(starts) <= context.on:
            waits[each.action].append((min(starts) - hires[each.case_id].opened_on).days)
    return {number: _result(same, waits[number]) for number, same in counts.items()}


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


def _result(counts: list[HireCount], waits: list[int]) -> CountResult:
    """``waits``: days from the opening of a case, when the need is told, to the first day of its first session."""
    delay = (
        f"{pluralise(round(median(waits)), 'jour')} du besoin au premier jour de formation (médiane)" if waits else ""
    )
    return CountResult(sum(each.kept_posts for each in counts), sum(each.due for each in counts), precision=delay)
