"""When the situation is asked, reminded and closed, and how an answer is written in a step. Pure.

Three weeks to answer before a reminder would be long for who looks for work: ten days. After six weeks silence is
written as silence. Practices that a Region may change.
"""

from __future__ import annotations

from datetime import date, timedelta

from pacte.journeys.records.reaching import SituationGiven
from pacte.journeys.records.reasons import Contract, Situation

REMINDED_AFTER = timedelta(days=10)
CLOSED_AFTER = timedelta(days=42)
# A horizon passed longer ago is no longer asked: the answer would be about another day.
_STILL_ASKED = timedelta(days=45)


def asked_on(ended_on: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(ended_on.month - 1 + months, 12)
    for last in range(ended_on.day, 27, -1):
        try:
            return date(ended_on.year + year, month + 1, last)
        except ValueError:
            continue
    return date(ended_on.year + year, month + 1, min(ended_on.day, 28))


def window(months: int, *, on: date) -> tuple[date, date]:
    """First and last day of end of those who are asked on that day (a month counted as 31 days at most)."""
    last = on - timedelta(days=int(months * 30.4))
    return last - _STILL_ASKED, last


def situation_detail(given: SituationGiven) -> dict[str, object]:
    """Coded values only, as a step keeps them. Had access to a job: is in one, or had one since the end."""
    in_job = given.situation is Situation.IN_JOB
    detail: dict[str, object] = {
        "months": given.months,
        "situation": str(given.situation),
        "answered": True,
        "in_job": in_job,
        "had_job": in_job or given.situation is Situation.HAD_JOB,
    }
    if in_job and given.contract is not None:
        detail["contract"] = str(given.contract)
    if in_job and given.contract in (Contract.SIX_MONTHS, Contract.SHORT) and given.contract_months:
        detail["contract_months"] = given.contract_months
    return detail


def silence_detail(months: int) -> dict[str, object]:
    """Asked, and not answered: counted in the rate of answers, never taken for « no »."""
    return {"months": months, "situation": str(Situation.NO_ANSWER), "answered": False}
