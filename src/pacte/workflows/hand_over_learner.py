"""Change a learner's referent, and notify the new one without a name.

On the same day, or on a future day: a daily task applies planned handovers.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pacte.journeys.queries.handovers import (
    HandoverCandidate,
    advisers_of_body,
    body_by_id,
    handovers_to_apply,
    person_of_candidate,
)
from pacte.journeys.rules.step_messages import learner_page_path
from pacte.journeys.services import assign_referent
from pacte.journeys.services.handovers import delete_handover, plan_handover
from pacte.kernel.clock import today
from pacte.kernel.french import format_day
from pacte.notifications.services import notify
from pacte.notifications.services.system_access import as_system

if TYPE_CHECKING:
    from pacte.journeys.models import Learner, PlannedHandover, Referent
    from pacte.kernel.actor import Actor


def hand_over_learner(*, actor: Actor, learner: Learner, taker: HandoverCandidate, on: date, reason: str) -> Referent:
    """Raises as ``assign_referent``. When no person is named, all advisers of the body are notified."""
    body = body_by_id(taker.body_id)
    person = person_of_candidate(taker)
    with as_system(actor):
        recipients = {taker.person_id} if taker.person_id else advisers_of_body(
            body_id=taker.body_id, host_id=learner.organisation_id, on=on
        )  # fmt: skip
    referent = assign_referent(actor=actor, learner=learner, body=body, person=person, on=on, reason=reason)
    notify(
        actor=actor,
        host_id=learner.organisation_id,
        person_ids={each for each in recipients if each} - {actor.person_id or 0},
        kind="journeys.hand_over",
        subject="Une personne vous est confiée",
        text=f"À partir du {format_day(on)}, vous êtes son référent. Son dossier et son carnet partagé vous "
        f"sont ouverts.",
        address=learner_page_path(learner.key),
        key=f"hand_over:{referent.pk}",
    )
    return referent


def apply_planned_handovers(*, actor: Actor, on: date | None = None) -> int:
    """Apply the handovers planned until that day, dated as planned. Return how many. Must run as the system actor.

    A planned handover whose giver is no longer the referent is deleted: the referent has changed since.
    """
    at = on or today()
    applied_count = 0
    for planned, is_still_given in handovers_to_apply(actor=actor, on=at):
        learner, taker = planned.learner, HandoverCandidate(planned.body_id, planned.person_id, "")
        if is_still_given and not learner.purged_at:
            hand_over_learner(actor=actor, learner=learner, taker=taker, on=planned.on, reason=planned.reason)
            applied_count += 1
        delete_handover(actor=actor, planned=planned)
    return applied_count


def plan_learner_handover(
    *, actor: Actor, learner: Learner, taker: HandoverCandidate, on: date, reason: str
) -> PlannedHandover:
    """Raises as ``plan_handover``."""
    return plan_handover(
        actor=actor,
        learner=learner,
        body=body_by_id(taker.body_id),
        person=person_of_candidate(taker),
        on=on,
        reason=reason,
    )
