"""An adviser or a provider notes the slot that an invited person chose by telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.journeys.permissions import may
from pacte.journeys.queries.journeys import journey_scope
from pacte.journeys.queries.pending_invitations import pending_invitation
from pacte.journeys.records import StepKind
from pacte.journeys.services import StepInput, take_slot
from pacte.journeys.services.sending import record_sending
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, hide_unless
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from pacte.agenda.models import Meeting
    from pacte.journeys.models import Journey
    from pacte.kernel.actor import Actor


def choose_slot_for(*, actor: Actor, journey: Journey, meeting_id: int) -> Meeting:
    """Takes the slot for the person, who has an invitation that waits.

    Raises ``NotFound`` (another body's journey, a slot that was not offered) or ``Conflict`` (full, begun, cancelled,
    no invitation).
    """
    hide_unless(may(actor, "journeys.invite", journey_scope(journey)))
    invitation = pending_invitation(actor=actor, journey=journey)
    if invitation is None:
        raise Conflict(
            "invitation_none", "Aucune invitation n’attend de réponse.", "Elle a été close ou remplacée.",
            "Invitez la personne de nouveau.",
        )  # fmt: skip
    # The person knows of it: they choose among its slots.
    record_sending(actor=actor, invitation_id=invitation.pk)
    choice = take_slot(actor=actor, invitation_id=invitation.pk, meeting_id=meeting_id)
    if choice.is_new:
        detail = {"mode": invitation.mode, "channel": invitation.channel, "meeting": meeting_id}
        record_journey_step(
            actor=actor, key=journey.key, step_input=StepInput(StepKind.SLOT_CHOSEN, today(), detail=detail)
        )
    return choice.meeting
