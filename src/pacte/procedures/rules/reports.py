"""When a report is due, and until when a case that was paid is kept. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from pacte.procedures.records.description import Retention
from pacte.procedures.records.money import ReportDue, ReportKind
from pacte.procedures.rules.conditions import Values

DEADLINE_PREFIX = "report_"


def report_due_on(due: ReportDue, values: Values, taken: Mapping[str, date]) -> date | None:
    """Returns the day on which a report is due; None while what it follows has not happened."""
    if due.once and due.once not in taken:
        return None
    start = taken.get(due.transition) if due.transition else _day(values.get(due.field))
    return _months_later(start, due.months) + timedelta(days=due.days) if start else None


def report_deadline_code(report: ReportKind) -> str:
    """Returns the code of the deadline that stands for a report."""
    return f"{DEADLINE_PREFIX}{report.code}"


def kept_until(keeps: Retention, ended_on: date, *, is_paid: bool) -> date:
    """Returns the day until which an ended case is kept: a case that was paid stays for its paid years at least."""
    plain = _months_later(ended_on, keeps.months)
    return max(plain, _months_later(ended_on, 12 * keeps.paid_years)) if is_paid else plain


def _day(answer: object) -> date | None:
    try:
        return date.fromisoformat(str(answer))
    except ValueError:
        return None


def _months_later(start: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
