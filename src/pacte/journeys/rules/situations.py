"""When the situation survey is sent, reminded and closed, and how an answer is stored in a step. Pure.

The reminder leaves after ten days: three weeks would be long for a job seeker. After six weeks without an answer,
silence is recorded. Practices that a Region may change.
"""

from __future__ import annotations

from datetime import date, timedelta

from pacte.journeys.records.outreach import SituationInput
from pacte.journeys.records.reasons import Contract, Situation

REMINDED_AFTER = timedelta(days=10)
CLOSED_AFTER = timedelta(days=42)
# An older horizon is no longer surveyed: the answer would be about another day.
_SURVEY_GRACE = timedelta(days=45)


def survey_date(ended_on: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(ended_on.month - 1 + months, 12)
    for last in range(ended_on.day, 27, -1):
        try:
            return date(ended_on.year + year, month + 1, last)
        except ValueError:
            continue
    return date(ended_on.year + year, month + 1, min(ended_on.day, 28))


def survey_window(months: int, *, on: date) -> tuple[date, date]:
    """First and last day of end of the learners surveyed on that day (a month counted as 31 days at most)."""
    last = on - timedelta(days=int(months * 30.4))
    return last - _SURVEY_GRACE, last


def situation_detail(answer: SituationInput) -> dict[str, object]:
    """Coded values only, as stored in a step. ``had_job``: has a job now, or had one since the end."""
    in_job = answer.situation is Situation.IN_JOB
    detail: dict[str, object] = {
        "months": answer.months,
        "situation": str(answer.situation),
        "answered": True,
        "in_job": in_job,
        "had_job": in_job or answer.situation is Situation.HAD_JOB,
    }
    if in_job and answer.contract is not None:
        detail["contract"] = str(answer.contract)
    if in_job and answer.contract in (Contract.SIX_MONTHS, Contract.SHORT) and answer.contract_months:
        detail["contract_months"] = answer.contract_months
    return detail


def silence_detail(months: int) -> dict[str, object]:
    """Asked without an answer: counted in the response rate, never as « no »."""
    return {"months": months, "situation": str(Situation.NO_ANSWER), "answered": False}
