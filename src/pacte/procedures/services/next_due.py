"""Keeps the next due date of a case beside it, for the order of the list and for what is late."""

from __future__ import annotations

from pacte.procedures.models import Case
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.due_dates import AWAITED_STATES, earliest_due_on


def keep_next_due(case: Case) -> None:
    """Computes the next due date again, from the rows of a locked case. Every write on a case ends with it."""
    next_due_on = earliest_due_on(
        procedure_edition(case.procedure_code, case.edition),
        case.stage,
        case.deadlines.values_list("code", "due_on"),
        case.deliverables.filter(state__in=AWAITED_STATES).values_list("due_on", flat=True),
    )
    if next_due_on != case.next_due_on:
        case.next_due_on = next_due_on
        case.save(update_fields=["next_due_on"])
