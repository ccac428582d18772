"""Cases of a procedure that took a transition, by action: what its register proves. Public."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection

from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.records.operational_counts import CountResult
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan
from pacte.plan.queries import action_ids_by_number


class CaseMove(NamedTuple):
    """``first_on``: when the case took the transition. ``commune``: as written in it, "" when it says none."""

    action: ActionCode
    case_id: int
    first_on: date
    commune: str


def case_moves(
    *, actor: Actor, plan: Plan, procedure: str, transition: str, known: datetime, on: date
) -> list[CaseMove]:
    """The cases of a plan that took the transition by that day, as known then."""
    numbers = {pk: number for number, pk in action_ids_by_number(actor=actor, plan=plan).items()}
    with connection.cursor() as cursor:
        cursor.execute(
            "select * from procedures_moves(%s, %s, %s, %s, %s)", [plan.pk, procedure, transition, known, on]
        )
        return [CaseMove(numbers[pk], *values) for pk, *values in cursor.fetchall()]


def moves_by_action(context: CountContext, *, procedure: str, transition: str) -> dict[ActionCode, CountResult]:
    """How many cases of each action took the transition, and on which days, for an operational count."""
    moves = case_moves(
        actor=context.actor,
        plan=context.plan,
        procedure=procedure,
        transition=transition,
        known=context.known,
        on=context.on,
    )
    days: dict[ActionCode, list[date]] = defaultdict(list)
    for each in moves:
        days[each.action].append(each.first_on)
    return {number: CountResult(len(moved), days=tuple(sorted(moved))) for number, moved in days.items()}
