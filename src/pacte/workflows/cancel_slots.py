"""Cancel a meeting: invited people may choose another slot, and are notified through their invitation channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.agenda.services import cancel_meeting
from pacte.journeys.queries.obligations import referrers_to_notify
from pacte.journeys.records import Channel, JourneyState, LearnerEmailKind, StepKind, StepSource
from pacte.journeys.rules.messages import slot_words
from pacte.journeys.rules.step_messages import learner_page_path
from pacte.journeys.services import StepInput, queue_learner_email
from pacte.journeys.services.slots import release_slots
from pacte.kernel.actor import system_actor
from pacte.kernel.clock import today
from pacte.notifications.services import notify
from pacte.notifications.services.system_access import as_system
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from pacte.agenda.models import Meeting
    from pacte.journeys.models import Invitation
    from pacte.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class MeetingCancellation:
    """``freed`` people lost their slot; ``emailed`` of them are notified by e-mail, the others must be called."""

    freed: int
    emailed: int


def cancel_slots(*, actor: Actor, meeting: Meeting, reason: str) -> MeetingCancellation:
    """Raises ``PermissionDenied``, ``ValidationError`` (``reason``) or ``Conflict`` as ``cancel_meeting``."""
    cancel_meeting(actor=actor, meeting=meeting, reason=reason)
    with as_system(actor):
        freed = release_slots(actor=actor, meeting=meeting)
        emailed = sum(_free_slot(actor, meeting, each, reason.strip()) for each in freed)
    return MeetingCancellation(len(freed), emailed)


def _free_slot(actor: Actor, meeting: Meeting, invitation: Invitation, reason: str) -> int:
    journey = invitation.journey
    if journey.state == JourneyState.SLOT_CHOSEN and not invitation.is_individual:
        detail = {"mode": invitation.mode, "channel": invitation.channel, "meeting": meeting.pk, "cancelled": True}
        step_input = StepInput(StepKind.INFORMATION_EXCUSED, today(), detail=detail, source=StepSource.MACHINE)
        record_journey_step(actor=system_actor("rendez-vous annulé"), key=journey.key, step_input=step_input)
    people = referrers_to_notify(actor=actor, journey=journey, on=today())
    notify(
        actor=actor, host_id=journey.organisation_id, person_ids=people | {invitation.sender_id or 0} - {0},
        kind="agenda.cancelled", subject="Un rendez-vous est annulé",
        text=f"Le rendez-vous {slot_words(meeting.starts_at)} est annulé ({reason}). Une personne que vous accompagnez "
        "doit choisir un autre moment.",
        address=learner_page_path(journey.learner.key), key=f"agenda.cancelled:{meeting.pk}:{invitation.pk}",
    )  # fmt: skip
    if invitation.channel != Channel.EMAIL:
        return 0
    queue_learner_email(actor=actor, learner=journey.learner, kind=LearnerEmailKind.CANCELLED, invitation=invitation)
    return 1
