"""Invitations to real slots: preparation, replacement, seat of a summons, and what is queued to send them."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.agenda.models import Meeting
from pacte.audit.services import audit_event
from pacte.journeys.models import Invitation, Journey, LearnerContact
from pacte.journeys.permissions import may
from pacte.journeys.queries.journeys import journey_scope
from pacte.journeys.records import (
    Channel,
    InvitationInput,
    InvitationMode,
    InvitationOutcome,
    JourneyState,
    StepKind,
)
from pacte.journeys.rules.inviting import is_individual_offer
from pacte.journeys.rules.state_machine import JourneyStatus, allowed_step_kinds
from pacte.journeys.rules.step_messages import refusal_sentences
from pacte.journeys.services.invitation_queue import queue_invitation
from pacte.journeys.services.invitation_slots import refuse_full_slots, refuse_slots_of_others
from pacte.journeys.services.slots import take_slot
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, ValidationError, deny_unless
from pacte.notifications.services.system_access import as_system


def create_invitation(
    *, actor: Actor, journey: Journey, meetings: Sequence[Meeting], invitation_input: InvitationInput
) -> Invitation:
    """Prepares the invitation of one learner; the pending one of the same journey is replaced and its slot freed.

    A summons takes its seat now; the journey moves when the invitation leaves (``record_sending``). Raises
    ``PermissionDenied``, ``ValidationError`` (slots, day, a slot of another training, no e-mail or telephone) or
    ``Conflict`` (a slot is full, or the journey is not one to invite).
    """
    deny_unless(
        may(actor, "journeys.invite", journey_scope(journey)),
        "journeys_invite",
        "Vous n’invitez que les personnes que vous accompagnez ou formez.",
    )
    _refuse_defects(meetings, invitation_input)
    is_individual = is_individual_offer(each.kind for each in meetings)
    if not is_individual:
        _refuse_elsewhere(journey)
    refuse_slots_of_others(actor=actor, journey=journey, meetings=meetings)
    _refuse_unreachable(journey, invitation_input.channel)
    body_id = _body(actor, journey)
    with audit_event(
        actor=actor, name="journeys.invite", subject_kind="journey", subject_id=journey.key,
        subject_label="Invitation à choisir un créneau", organisation_id=None if actor.organisation_ids else body_id,
    ) as entry:  # fmt: skip
        _replace(actor, journey, is_individual=is_individual)
        refuse_full_slots(actor=actor, meetings=meetings)
        invitation = Invitation.objects.create(
            organisation_id=journey.organisation_id,
            journey=journey,
            session_id=None if is_individual else meetings[0].session_id or journey.session_id,
            sent_by_id=body_id,
            sender_id=actor.person_id,
            mode=invitation_input.mode,
            channel=invitation_input.channel,
            prepared_at=now(),
            expires_on=invitation_input.answer_by,
        )
        invitation.meetings.set(meetings)
        if invitation_input.mode is InvitationMode.SUMMONED:
            take_slot(actor=actor, invitation_id=invitation.pk, meeting_id=meetings[0].pk)
            invitation.refresh_from_db(fields=["chosen", "chosen_at"])
        queue_invitation(actor=actor, invitation=invitation)
        entry.detail.update(
            invitation=invitation.pk, mode=str(invitation_input.mode), channel=str(invitation_input.channel)
        )
    return invitation


def record_invitation_outcome(*, actor: Actor, invitation: Invitation, outcome: InvitationOutcome) -> Invitation:
    """Records the outcome: attended, missed, excused. Called with the corresponding step."""
    deny_unless(
        may(actor, "journeys.select", journey_scope(invitation.journey)),
        "journeys_attendance",
        "Seul l’organisme qui reçoit, ou qui oriente, le dit.",
    )
    invitation.outcome, invitation.outcome_at = outcome, now()
    invitation.save(update_fields=["outcome", "outcome_at"])
    return invitation


def lapse_invitations(*, actor: Actor) -> list[Invitation]:
    """Closes sent invitations past their deadline without a choice. Must run as the machine."""
    invitations = list(
        Invitation.objects.filter(outcome="", chosen=None, sent_at__isnull=False, expires_on__lt=today())
        .select_related("journey__learner")
        .order_by("pk")[:1000]
    )
    Invitation.objects.filter(pk__in=[each.pk for each in invitations]).update(
        outcome=InvitationOutcome.LAPSED, outcome_at=now()
    )
    return invitations


def mark_reminded(*, actor: Actor, invitation: Invitation) -> None:
    """Must run as the machine."""
    invitation.reminded_at = now()
    invitation.save(update_fields=["reminded_at"])


def _replace(actor: Actor, journey: Journey, *, is_individual: bool) -> None:
    """An individual appointment and the meetings of a session do not replace each other.

    A slot that has begun is not freed: its attendance must still be recorded, unless nobody was told of it.
    """
    with as_system(actor):
        waiting = Invitation.objects.select_for_update(of=("self",)).filter(
            journey=journey,
            session__isnull=is_individual,
            outcome__in=("", InvitationOutcome.NONE_SUITS, InvitationOutcome.LAPSED),
        )
        for each in waiting.select_related("chosen"):
            has_begun = each.chosen is not None and each.chosen.starts_at <= now() and each.chosen.cancelled_at is None
            if has_begun and each.sent_at is not None:
                raise Conflict(
                    "invitation_to_record",
                    "Un rendez-vous passé attend encore d’être noté : présente, absente ou excusée.",
                    hint="Enregistrez-le d’abord.",
                )
            each.chosen, each.chosen_at, each.outcome, each.outcome_at = None, None, InvitationOutcome.REPLACED, now()
            each.save()


def _refuse_elsewhere(journey: Journey) -> None:
    state = JourneyState(journey.state)
    if StepKind.INVITED not in allowed_step_kinds(state):
        raise Conflict("journeys_order", *refusal_sentences("order", JourneyStatus(state), StepKind.INVITED))


def _refuse_defects(meetings: Sequence[Meeting], invitation_input: InvitationInput) -> None:
    moment = now()
    if not meetings:
        raise ValidationError("meetings", "Aucun créneau n’est coché.", hint="Cochez-en au moins un.")
    if invitation_input.mode is InvitationMode.SUMMONED and len(meetings) > 1:
        raise ValidationError("meetings", "Une convocation nomme un seul créneau.", hint="N’en cochez qu’un.")
    if any(each.cancelled_at or each.starts_at <= moment for each in meetings):
        raise ValidationError("meetings", "Un des créneaux est annulé ou passé.", hint="Choisissez-en d’autres.")
    if invitation_input.answer_by < today():
        raise ValidationError("answer_by", "Le dernier jour pour répondre est passé.", hint="Donnez un jour à venir.")


def _refuse_unreachable(journey: Journey, channel: Channel) -> None:
    contact = LearnerContact.objects.filter(learner_id=journey.learner_id).first()
    if channel is Channel.EMAIL and not (contact and contact.email):
        raise ValidationError("no_email", "Aucune adresse électronique n’est connue.", hint="Choisissez SMS ou lettre.")
    if channel is Channel.SMS and not (contact and contact.phone):
        raise ValidationError("no_phone", "Aucun téléphone n’est connu.", hint="Choisissez courriel ou lettre.")


def _body(actor: Actor, journey: Journey) -> int:
    """The body that invites: the provider for its own learners, else the one that orients."""
    if journey.provider_body_id in actor.organisation_ids:
        return int(journey.provider_body_id or 0)
    return journey.referrer_id
