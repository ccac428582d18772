"""How many things wait on a desk, for whoever has several: counts only, in a few queries each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.finance.queries import unallocated_count
from pacte.journeys.queries.adviser_scope import adviser_scopes
from pacte.journeys.queries.desk_rows import waiting_journeys
from pacte.journeys.queries.due_contacts import due_contacts
from pacte.journeys.queries.due_releases import due_releases
from pacte.journeys.queries.learner_requests import open_learner_requests
from pacte.journeys.records.adviser_desk import WaitStatus
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.decisions import decisions_due_by_plan
from pacte.steering.queries.desk import open_rounds, steered_versions
from pacte.steering.queries.leads import led_actions_by_version
from pacte.web.pages.desks.desk_reader import DeskReader
from pacte.web.pages.desks.general_desk import count_waiting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan
    from pacte.web.dated_plan import DatedPlan
    from pacte.web.pages.desks.desk_choice import Desk


def waiting_count(desk: Desk, dated_plan: DatedPlan, *, silent_days: int) -> int:
    """What waits today on a desk of the actor, their messages and their own decisions left out: all desks have them.

    ``silent_days``: those after which a person of an adviser is silent.
    """
    if desk.view == "rounds:desk":
        return _rounds(dated_plan)
    if desk.view == "advisers:desk":
        return _people(dated_plan, silent_days)
    return count_waiting(DeskReader(dated_plan, desk.roles))


def _rounds(dated_plan: DatedPlan) -> int:
    """Acts of the open rounds, decisions of others that a pilot follows, Regions with accounting lines to allocate."""
    actor, on = dated_plan.actor, dated_plan.on
    versions = steered_versions(actor=actor, on=on)
    led = led_actions_by_version(actor=actor, versions=versions, on=on)
    rounds = open_rounds(actor=actor, versions=versions, on=on, led=led)
    plans = [each.plan for each in versions]
    first_plans = {plan.organisation_id: plan for plan in reversed(plans)}
    loose = sum(unallocated_count(actor=actor, plan=plan) > 0 for plan in first_plans.values())
    return sum(each.task_count(on) for each in rounds) + _decisions_of_others(actor, plans, on) + loose


def _decisions_of_others(actor: Actor, plans: Sequence[Plan], on: date) -> int:
    followed = [each for each in plans if may(actor, "decision.take", SteeringScope(host_id=each.organisation_id))]
    due_by_plan = decisions_due_by_plan(actor=actor, plans=followed, on=on) if followed else {}
    return sum(line.owner_id != actor.person_id for due in due_by_plan.values() for line in (*due.late, *due.to_check))


def _people(dated_plan: DatedPlan, silent_days: int) -> int:
    """One's own people who wait for something, and requests that they sent by their link."""
    actor, on = dated_plan.actor, dated_plan.on
    scope = adviser_scopes(actor=actor, on=on)[0]
    by_wait = waiting_journeys(actor=actor, scope=scope, on=on, silent_days=silent_days)
    requests, contacts = open_learner_requests(actor=actor, scope=scope), due_contacts(actor=actor, scope=scope, on=on)
    releases = due_releases(actor=actor, scope=scope, on=on)
    return len(by_wait[WaitStatus.TO_DO]) + len(requests) + len(contacts) + len(releases)
