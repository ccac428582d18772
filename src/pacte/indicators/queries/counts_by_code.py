"""What a procedure counts under one code, for whoever promised a value of it beforehand: a sheet of an experiment."""

from __future__ import annotations

from datetime import date

from pacte.indicators.queries.case_counts import ProcedureCount, counted_cases, procedure_counts, results_by_action
from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.records.operational_counts import CountResult
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import known_before
from pacte.plan.models import Plan


def is_counted_by_procedures(code: str) -> bool:
    """True for the code of a count of cases that took a transition. Public: codes are in the catalogue."""
    return _source(code) is not None


def first_day_counted(*, actor: Actor, plan: Plan, number: ActionCode, code: str, on: date) -> date | None:
    """The first day of what the action counts under that code, whatever came of it; None before there is any."""
    source = _source(code)
    if source is None:
        return None
    cases = counted_cases(actor=actor, plan=plan, source=source, known=known_before(on), on=on)
    return min((each.first_on for each in cases if each.action == number), default=None)


def counted_until(
    *, actor: Actor, plan: Plan, number: ActionCode, code: str, until: date, known_on: date
) -> CountResult | None:
    """The count of the action by the end of ``until``, as known at the end of ``known_on``; None without any."""
    source = _source(code)
    if source is None:
        return None
    return results_by_action(CountContext(actor, plan, until, known_before(known_on)), source).get(number)


def _source(code: str) -> ProcedureCount | None:
    return next(
        (each for each in procedure_counts() if each.count.code == code and each.count.measure.is_of_moves), None
    )
