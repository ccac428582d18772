"""How many things wait on a desk, for whoever has several: counts only, in a few queries each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.journeys.queries.adviser_desk import waiting_journeys
from pacte.journeys.queries.adviser_scope import adviser_scopes
from pacte.journeys.queries.learner_requests import open_learner_requests
from pacte.journeys.records.adviser_desk import SILENT_DAYS, WaitStatus
from pacte.steering.queries.desk import round_task_count
from pacte.web.pages.desks.desk_reader import DeskReader
from pacte.web.pages.desks.general_desk import count_waiting

if TYPE_CHECKING:
    from pacte.web.dated_plan import DatedPlan
    from pacte.web.pages.desks.desk_choice import Desk


def waiting_count(desk: Desk, dated_plan: DatedPlan) -> int:
    """What waits today on a desk of the actor, their messages left out."""
    counts = {"rounds:desk": _rounds, "advisers:desk": _people}
    count = counts.get(desk.view)
    return count(dated_plan) if count else count_waiting(DeskReader(dated_plan, desk.roles))


def _rounds(dated_plan: DatedPlan) -> int:
    """Answers to give or to review."""
    return round_task_count(actor=dated_plan.actor)


def _people(dated_plan: DatedPlan) -> int:
    """One's own people who wait for something, and requests that they sent by their link."""
    actor, on = dated_plan.actor, dated_plan.on
    scope = adviser_scopes(actor=actor, on=on)[0]
    by_wait = waiting_journeys(actor=actor, scope=scope, on=on, silent_days=SILENT_DAYS)
    return len(by_wait[WaitStatus.TO_DO]) + len(open_learner_requests(actor=actor, scope=scope))
