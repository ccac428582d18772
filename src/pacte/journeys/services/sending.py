"""The sending of an invitation: prepared by one act, sent by another, once.

The step « Invitation envoyée » is recorded here and nowhere else: before it no delay runs against the person. It is
recorded when the message really leaves, never when it is queued: a step of a journey is never undone by a machine.
"""

from __future__ import annotations

from datetime import date

from pacte.audit.services import audit_event
from pacte.journeys.models import Invitation, Journey, LearnerEmail, LearnerText
from pacte.journeys.permissions import may
from pacte.journeys.queries.journeys import journey_by_key, journey_scope
from pacte.journeys.records import (
    Channel,
    InvitationMode,
    LearnerEmailKind,
    LearnerEmailState,
    LearnerTextKind,
    LearnerTextState,
    StepKind,
    StepSource,
    UnsentReason,
)
from pacte.journeys.rules.sending import answer_day_once_sent
from pacte.journeys.services.steps import StepInput, record_step
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, paris_date
from pacte.kernel.errors import Conflict, ensure_found, hide_unless
from pacte.notifications.services.system_access import as_system


def record_sending(*, actor: Actor, invitation_id: int, source: StepSource = StepSource.TYPED) -> Invitation:
    """Records that the invitation left: its day, its delay, the steps of the journey. Again, it changes nothing.

    Raises ``NotFound``, or ``Conflict`` when it was replaced, when no slot remains, or when the journey is elsewhere.
    """
    journey = _locked_journey(actor, invitation_id)
    invitation = _locked_invitation(invitation_id)
    if invitation.sent_at is not None:
        return invitation
    if invitation.outcome:
        raise Conflict(
            "invitation_closed", "Cette invitation ne part plus.", "Elle a été remplacée par une autre.",
            "Envoyez la plus récente.",
        )  # fmt: skip
    moment = now()
    invitation.expires_on = expected_answer_day(actor=actor, invitation=invitation, on=paris_date(moment))
    invitation.sent_at, invitation.unsent_reason = moment, ""
    invitation.save(update_fields=["sent_at", "unsent_reason", "expires_on"])
    _record_steps(actor, journey, invitation, source)
    return invitation


def expected_answer_day(*, actor: Actor, invitation: Invitation, on: date) -> date:
    """The last day to answer of an invitation, were it sent that day; its own once it is sent.

    Raises ``Conflict`` when none of its slots may be chosen any more.
    """
    if invitation.sent_at is not None:
        return invitation.expires_on
    with as_system(actor):
        starts = invitation.meetings.filter(cancelled_at=None, starts_at__gt=now()).values_list("starts_at", flat=True)
        last = max(starts, default=None)
    if last is None:
        raise Conflict(
            "slots_past", "Ses créneaux sont passés ou annulés.", "L’invitation n’est pas partie à temps.",
            "Invitez de nouveau, vers d’autres créneaux.",
        )  # fmt: skip
    return answer_day_once_sent(
        answer_by=invitation.expires_on,
        prepared_on=paris_date(invitation.prepared_at),
        sent_on=on,
        last_slot_on=paris_date(last),
    )


def switch_channel(*, actor: Actor, invitation_id: int, channel: Channel) -> Invitation:
    """Prepares an unsent invitation by hand, that way; what waits for it in a queue no longer leaves.

    A sent one stays as it is. Raises ``NotFound``.
    """
    _locked_journey(actor, invitation_id)
    invitation = _locked_invitation(invitation_id)
    if invitation.sent_at is not None:
        return invitation
    with audit_event(
        actor=actor, name="journeys.switch_channel", subject_kind="journey", subject_id=invitation.journey.key,
        subject_label="Invitation préparée à la main",
        organisation_id=None if actor.organisation_ids else invitation.sent_by_id,
    ) as entry, as_system(actor):  # fmt: skip
        invitation.channel, invitation.unsent_reason = channel, ""
        invitation.save(update_fields=["channel", "unsent_reason"])
        LearnerEmail.objects.filter(
            invitation=invitation, kind=LearnerEmailKind.INVITATION, state=LearnerEmailState.WAITING
        ).update(state=LearnerEmailState.NOT_WANTED)
        LearnerText.objects.filter(
            invitation=invitation, kind=LearnerTextKind.INVITATION, state=LearnerTextState.WAITING
        ).update(state=LearnerTextState.NOT_WANTED)
        entry.detail.update(invitation=invitation.pk, channel=str(channel))
    return invitation


def mark_unsent(*, actor: Actor, invitation_id: int, reason: UnsentReason) -> None:
    """It did not leave by itself: back to « à envoyer », with the reason. A sent one stays sent."""
    with as_system(actor):
        Invitation.objects.filter(pk=invitation_id, sent_at=None, outcome="").update(unsent_reason=reason)


def _locked_journey(actor: Actor, invitation_id: int) -> Journey:
    """The journey first, then its invitation, in every act: two of them do not wait for each other."""
    invitation = ensure_found(Invitation.objects.select_related("journey").filter(pk=invitation_id).first())
    journey = journey_by_key(actor=actor, key=invitation.journey.key, locked=True)
    hide_unless(may(actor, "journeys.invite", journey_scope(journey)))
    return journey


def _locked_invitation(invitation_id: int) -> Invitation:
    invitations = Invitation.objects.select_for_update(of=("self",)).select_related("journey")
    return invitations.get(pk=invitation_id)


def _record_steps(actor: Actor, journey: Journey, invitation: Invitation, source: StepSource) -> None:
    if invitation.is_individual:
        # An appointment with an adviser is no step towards a training.
        return
    on = paris_date(invitation.sent_at or now())
    detail: dict[str, object] = {"mode": invitation.mode, "channel": invitation.channel}
    invited = StepInput(StepKind.INVITED, on, detail=detail | {"invitation": invitation.pk}, source=source)
    record_step(actor=actor, key=journey.key, step_input=invited)
    if invitation.mode == InvitationMode.SUMMONED and invitation.chosen_id:
        chosen = StepInput(StepKind.SLOT_CHOSEN, on, detail=detail | {"meeting": invitation.chosen_id}, source=source)
        record_step(actor=actor, key=journey.key, step_input=chosen)
