"""Record who attended a meeting: each outcome and its step, and the refusals by person.

An individual appointment is no step of a journey: its attendance is a contact in the notebook.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.journeys.queries.invitations import invitation_by_id
from pacte.journeys.records import OUTCOME_LABELS, InvitationOutcome, StepKind
from pacte.journeys.records.adviser_desk import NoteKind
from pacte.journeys.rules.messages import slot_words
from pacte.journeys.services import StepInput, record_invitation_outcome
from pacte.journeys.services.notebook import write_notebook_entry
from pacte.kernel.clock import now, paris_date
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from pacte.agenda.models import Meeting
    from pacte.kernel.actor import Actor

_STEPS = {
    InvitationOutcome.ATTENDED: StepKind.INFORMATION_ATTENDED,
    InvitationOutcome.MISSED: StepKind.INFORMATION_MISSED,
    InvitationOutcome.EXCUSED: StepKind.INFORMATION_EXCUSED,
}


@dataclass(frozen=True, slots=True)
class MeetingAttendanceResult:
    """``refused`` are (invitation, reason)."""

    recorded: int
    refused: tuple[tuple[int, str], ...]


def record_meeting_attendance(
    *, actor: Actor, meeting: Meeting, outcomes: Mapping[int, InvitationOutcome]
) -> MeetingAttendanceResult:
    """Record ``outcomes``, by invitation. The same outcome again writes nothing.

    Raises ``ValidationError`` before the meeting begins, ``NotFound`` for an invitation that is not of this meeting.
    """
    if meeting.starts_at > now():
        raise ValidationError(
            "attendance_early", "Ce rendez-vous n’a pas commencé.", hint="Revenez quand il aura eu lieu."
        )
    recorded, refused = 0, []
    for identifier, outcome in outcomes.items():
        try:
            with transaction.atomic():
                recorded += _record_outcome(actor, meeting, identifier, outcome)
        except (Conflict, PermissionDenied) as error:
            refused.append((identifier, str(error)))
    return MeetingAttendanceResult(recorded, tuple(refused))


def _record_outcome(actor: Actor, meeting: Meeting, identifier: int, outcome: InvitationOutcome) -> int:
    invitation = invitation_by_id(actor=actor, identifier=identifier)
    if invitation.chosen_id != meeting.pk:
        raise Conflict("attendance_other", "Cette personne n’attend plus ce rendez-vous.")
    if invitation.outcome == outcome:
        return 0
    if invitation.outcome:
        raise Conflict(
            "attendance_known", "Sa présence est déjà notée autrement.", hint="Corrigez l’étape dans son parcours."
        )
    if invitation.sent_at is None and outcome is not InvitationOutcome.ATTENDED:
        raise Conflict(
            "attendance_unsent", "Sa convocation n’est pas partie : ce n’est pas une absence.",
            hint="Invitez-la de nouveau.",
        )  # fmt: skip
    on = paris_date(meeting.starts_at)
    detail = {"mode": invitation.mode, "channel": invitation.channel, "meeting": meeting.pk}
    record_invitation_outcome(actor=actor, invitation=invitation, outcome=outcome)
    if invitation.is_individual:
        write_notebook_entry(
            actor=actor, key=invitation.journey.key, kind=NoteKind.MEETING,
            text=f"Rendez-vous individuel, {slot_words(meeting.starts_at)} : {OUTCOME_LABELS[outcome].lower()}.",
            reached=outcome is InvitationOutcome.ATTENDED,
        )  # fmt: skip
        return 1
    record_journey_step(
        actor=actor, key=invitation.journey.key, step_input=StepInput(_STEPS[outcome], on, detail=detail)
    )
    return 1
