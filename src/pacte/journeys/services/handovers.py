"""Planning and cancellation of a future handover. The workflow applies it on its day."""

from __future__ import annotations

from datetime import date

from pacte.accounts.models import Organisation, Person
from pacte.audit.services import audit_event
from pacte.journeys.models import Learner, PlannedHandover, Referent
from pacte.journeys.permissions import JourneyScope, may
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import ValidationError, ensure_found, hide_unless


def plan_handover(
    *, actor: Actor, learner: Learner, body: Organisation, person: Person | None, on: date, reason: str
) -> PlannedHandover:
    """One at a time: a new one replaces it. Raises ``NotFound``, or ``ValidationError`` (``on``) for a day not in the
    future.
    """
    giver_id = _giver(actor, learner)
    if on <= today():
        raise ValidationError("on", "Ce jour n’est pas à venir.", hint="Choisissez-en un autre.")
    with audit_event(
        actor=actor, name="journeys.plan_hand_over", subject_kind="learner", subject_id=learner.key,
        subject_label="Changement de référent prévu", organisation_id=giver_id, reason=reason,
    ):  # fmt: skip
        planned, _ = PlannedHandover.objects.update_or_create(
            learner=learner,
            defaults={
                "organisation_id": learner.organisation_id, "giver_id": giver_id, "body": body, "person": person,
                "on": on, "reason": reason, "person_name": actor.name[:200], "made_at": now(),
            },
        )  # fmt: skip
    return planned


def cancel_handover(*, actor: Actor, learner: Learner) -> None:
    """Cancels the planned handover. Raises ``NotFound``."""
    giver_id = _giver(actor, learner)
    with audit_event(
        actor=actor, name="journeys.give_up_hand_over", subject_kind="learner", subject_id=learner.key,
        subject_label="Changement de référent abandonné", organisation_id=giver_id,
    ):  # fmt: skip
        PlannedHandover.objects.filter(learner=learner).delete()


def delete_handover(*, actor: Actor, planned: PlannedHandover) -> None:
    """Deletes a handover that was applied or became void. For the machine only: raises ``PermissionDenied``."""
    actor.require_system("hand_over_drop", "Seule la machine clôt un relais prévu.")
    planned.delete()


def _giver(actor: Actor, learner: Learner) -> int:
    """The present referent's body, when the actor may hand over for it."""
    present = ensure_found(
        Referent.objects.filter(learner=learner, valid_until=None).values_list("body_id", flat=True).first()
    )
    hide_unless(may(actor, "journeys.hand_over", JourneyScope(learner.organisation_id, present)))
    return present
