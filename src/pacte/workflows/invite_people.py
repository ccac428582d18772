"""Invite several people to the same slots: each gets a prepared invitation, or the reason of the refusal.

Prepared is not sent: the step « Invitation envoyée » is recorded when the invitation leaves (``record_sending``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from pacte.agenda.queries import meeting_by_id
from pacte.journeys.queries import journey_by_key
from pacte.journeys.queries.invitations import SlotShortage, slot_shortages, taken_by_meeting
from pacte.journeys.records import JourneyState, StepKind
from pacte.journeys.rules.inviting import is_individual_offer
from pacte.journeys.services import StepInput, create_invitation
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import pluralise
from pacte.notifications.services import notify
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from pacte.agenda.models import Meeting
    from pacte.journeys.models import Invitation
    from pacte.journeys.records import Channel, InvitationInput
    from pacte.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class InvitationResult:
    """``refused`` are (journey key, reason). ``shortages`` are the sessions with more people than seats left."""

    invitations: tuple[Invitation, ...]
    refused: tuple[tuple[UUID, str], ...]
    shortages: tuple[SlotShortage, ...]


def invite_people(
    *,
    actor: Actor,
    keys: Sequence[UUID],
    invitation_input: InvitationInput,
    channels: Mapping[UUID, Channel] = MappingProxyType({}),
) -> InvitationResult:
    """Invite each person in turn; a person who cannot be invited does not stop the others.

    ``channels``: by journey key, for those whom another channel than that of ``invitation_input`` reaches.

    Raises ``NotFound`` for a slot that the actor cannot see, ``ValidationError`` when no person is given.
    """
    if not keys:
        raise ValidationError("people", "Personne n’est coché.", hint="Cochez les personnes à inviter.")
    meetings = [meeting_by_id(actor=actor, identifier=each) for each in invitation_input.meeting_ids]
    invitations: list[Invitation] = []
    refused: list[tuple[UUID, str]] = []
    for key in dict.fromkeys(keys):
        try:
            with transaction.atomic():
                own_input = replace(invitation_input, channel=channels.get(key, invitation_input.channel))
                invitations.append(_invite_one(actor, key, meetings, own_input))
        except (Conflict, PermissionDenied, NotFound) as error:
            refused.append((key, str(error)))
        except ValidationError as error:
            if error.code in ("meetings", "answer_by"):
                raise
            refused.append((key, str(error)))
    return InvitationResult(
        tuple(invitations), tuple(refused), tuple(_notify_shortages(actor, meetings) if invitations else ())
    )


def _invite_one(actor: Actor, key: UUID, meetings: list[Meeting], invitation_input: InvitationInput) -> Invitation:
    journey = journey_by_key(actor=actor, key=key, locked=True)
    detail = {"mode": str(invitation_input.mode), "channel": str(invitation_input.channel)}
    if is_individual_offer(each.kind for each in meetings):
        # An appointment with an adviser is no step towards a training.
        return create_invitation(actor=actor, journey=journey, meetings=meetings, invitation_input=invitation_input)
    if journey.state == JourneyState.SLOT_CHOSEN:
        # The chosen slot is replaced by a new offer: free it, without counting an absence.
        excused_step = StepInput(StepKind.INFORMATION_EXCUSED, today(), detail=detail | {"early": True})
        record_journey_step(actor=actor, key=key, step_input=excused_step)
        journey.refresh_from_db(fields=["state"])
    return create_invitation(actor=actor, journey=journey, meetings=meetings, invitation_input=invitation_input)


def _notify_shortages(actor: Actor, meetings: list[Meeting]) -> list[SlotShortage]:
    """Return the shortages and notify the sender that some people will not find a seat."""
    taken = taken_by_meeting(actor=actor, meeting_ids=[each.pk for each in meetings])
    shortages = [each for each in slot_shortages(actor=actor, meetings=meetings, taken=taken) if each.lacks]
    for each in shortages:
        if actor.person_id is not None:
            notify(
                actor=actor, host_id=meetings[0].organisation_id, person_ids=[actor.person_id], kind="agenda.short",
                subject="Plus d’invitations que de places",
                text=f"{each.title} : {pluralise(each.waiting, 'personne doit', 'personnes doivent')} encore choisir, "
                f"{pluralise(each.left, 'place reste', 'places restent')}. Ouvrez un créneau de plus.",
                address="/rendez-vous/",
                key=f"agenda.short:{each.session_id}:{today().isoformat()}:{each.lacks}",
            )  # fmt: skip
    return shortages
