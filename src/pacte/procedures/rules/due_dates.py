"""Due dates of a case: urgency and reminders. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from pacte.procedures.records.cases import CaseDueDate, DueDateUrgency
from pacte.procedures.records.description import Procedure
from pacte.procedures.rules.reports import report_deadline_code

SOON_DAYS = 15


def due_date_urgency(due_on: date, on: date) -> DueDateUrgency:
    if due_on < on:
        return DueDateUrgency.LATE
    return DueDateUrgency.SOON if due_on <= on + timedelta(days=SOON_DAYS) else DueDateUrgency.LATER


def due_date_of_deadline(procedure: Procedure, code: str, stage: str, due_on: date) -> CaseDueDate | None:
    """Returns the due date of a deadline while the case is at its stage, else None. A report is due at any stage."""
    report = next((each for each in procedure.reports if report_deadline_code(each) == code), None)
    if report:
        return CaseDueDate(report.label, due_on, f"report:{report.code}:{due_on.isoformat()}", report.reminders)
    kind = next((each for each in procedure.deadlines if each.code == code), None)
    if kind is None or kind.stage != stage:
        return None
    return CaseDueDate(kind.label, due_on, f"deadline:{code}:{due_on.isoformat()}", kind.reminders)


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
