"""Due dates of a case: urgency and reminders. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from pacte.procedures.records.audits import AUDIT_DEADLINE
from pacte.procedures.records.cases import CaseDueDate, DeliverableState, DueDateUrgency
from pacte.procedures.records.description import Procedure
from pacte.procedures.rules.reports import report_deadline_code

SOON_DAYS = 15
AWAITED_STATES = (DeliverableState.EXPECTED, DeliverableState.REFUSED)


def due_date_urgency(due_on: date, on: date) -> DueDateUrgency:
    if due_on < on:
        return DueDateUrgency.LATE
    return DueDateUrgency.SOON if due_on <= on + timedelta(days=SOON_DAYS) else DueDateUrgency.LATER


def due_date_of_deadline(procedure: Procedure, code: str, stage: str, due_on: date) -> CaseDueDate | None:
    """Returns the due date of a deadline while the case is at its stage, else None.

    A report or a control is due at any stage.
    """
    report = next((each for each in procedure.reports if report_deadline_code(each) == code), None)
    if report:
        return CaseDueDate(report.label, due_on, f"report:{report.code}:{due_on.isoformat()}", report.reminders)
    if code == AUDIT_DEADLINE and procedure.audit:
        return CaseDueDate("Contrôle à rendre", due_on, f"audit:{due_on.isoformat()}", procedure.audit.reminders)
    kind = next((each for each in procedure.deadlines if each.code == code), None)
    if kind is None or kind.stage != stage:
        return None
    return CaseDueDate(kind.label, due_on, f"deadline:{code}:{due_on.isoformat()}", kind.reminders)


def earliest_due_on(
    procedure: Procedure, stage: str, deadlines: Iterable[tuple[str, date]], awaited: Iterable[date]
) -> date | None:
    """Returns the next due date of a case at a stage; None when nothing is dated, or at an end.

    ``deadlines``: by code, those of other stages included. ``awaited``: due dates of the deliverables still awaited.
    """
    if procedure.stage(stage).is_end:
        return None
    at_this_stage = {each.code for each in procedure.deadlines if each.stage == stage}
    return min((*awaited, *(on for code, on in deadlines if code in at_this_stage)), default=None)


def due_date_reminder(due: CaseDueDate, on: date) -> str:
    """Returns the key of the reminder due: « J-15 », « J », or « retard-n » per week of lateness; empty without one.

    A missed run is caught up the next day: the key is that of the last threshold passed.
    """
    left = (due.on - on).days
    if left < 0:
        return f"retard-{(-left - 1) // 7}"
    if left == 0:
        return "J"
    thresholds = [days for days in due.reminders if left <= days]
    return f"J-{min(thresholds)}" if thresholds else ""
