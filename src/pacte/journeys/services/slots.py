"""Taking, changing and freeing a slot. A meeting never has more people than seats, even with concurrent choices.

Every function here runs with the machine's read access: learners do not see each other; seats count over all.
"""

from __future__ import annotations

from dataclasses import dataclass

from pacte.agenda.models import Meeting
from pacte.journeys.models import Invitation
from pacte.journeys.records import InvitationOutcome, SlotObstacle
from pacte.journeys.rules.links import can_change
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, ensure_found, hide_unless
from pacte.notifications.services.system_access import as_system

_CHANGES_MIND = frozenset({"", InvitationOutcome.NONE_SUITS})


@dataclass(frozen=True, slots=True)
class SlotTaken:
    """``before`` is the previous slot, None for a first choice. ``is_new`` False: the slot was already chosen."""

    invitation: Invitation
    meeting: Meeting
    before: Meeting | None
    is_new: bool


def take_slot(*, actor: Actor, invitation_id: int, meeting_id: int) -> SlotTaken:
    """Raises ``NotFound`` for a slot that was not offered, ``Conflict`` when it is full, cancelled or begun."""
    with as_system(actor):
        invitation = _locked_invitation(invitation_id)
        hide_unless(invitation.meetings.filter(pk=meeting_id).exists())
        wanted = {meeting_id} | ({invitation.chosen_id} if invitation.chosen_id else set())
        # Locked in the order of their keys: two people who swap slots do not deadlock.
        locked = {
            each.pk: each for each in Meeting.objects.select_for_update().filter(pk__in=sorted(wanted)).order_by("pk")
        }
        meeting = locked[meeting_id]
        before = locked.get(invitation.chosen_id or 0)
        if before is not None and before.pk == meeting_id:
            return SlotTaken(invitation, meeting, None, is_new=False)
        _refuse_impossible(meeting, before)
        _choose_slot(invitation, meeting)
    return SlotTaken(invitation, meeting, before, is_new=True)


def free_slot(*, actor: Actor, invitation_id: int) -> Meeting:
    """Frees the slot; the invitation stays open. Raises ``Conflict`` when there is none, or when it has begun."""
    with as_system(actor):
        invitation = _locked_invitation(invitation_id)
        meeting = invitation.chosen
        if meeting is None:
            raise Conflict("slot_none", "Aucun rendez-vous n’est choisi.", hint="Choisissez-en un.")
        if not can_change(meeting.starts_at, at=now()):
            raise Conflict("slot_begun", "Ce rendez-vous a commencé.", hint="Appelez la personne qui vous suit.")
        invitation.chosen, invitation.chosen_at = None, None
        invitation.save(update_fields=["chosen", "chosen_at"])
    return meeting


def decline_all_slots(*, actor: Actor, invitation_id: int, obstacle: SlotObstacle, note: str = "") -> Invitation:
    """« Aucun ne me convient »: the slot chosen before, if any, is freed; the learner may change their mind later."""
    with as_system(actor):
        invitation = _locked_invitation(invitation_id)
        if invitation.chosen and not can_change(invitation.chosen.starts_at, at=now()):
            raise Conflict("slot_begun", "Ce rendez-vous a commencé.", hint="Appelez la personne qui vous suit.")
        invitation.chosen, invitation.chosen_at = None, None
        invitation.refusal, invitation.refusal_note = obstacle, note.strip()[:200]
        invitation.outcome, invitation.outcome_at = InvitationOutcome.NONE_SUITS, now()
        invitation.save()
    return invitation


def release_slots(*, actor: Actor, meeting: Meeting) -> list[Invitation]:
    """Lets everybody expected at a cancelled meeting choose again. Returns their invitations."""
    with as_system(actor):
        invitations = list(
            Invitation.objects.select_for_update(of=("self",))
            .filter(chosen=meeting, outcome="")
            .select_related("journey__learner")
            .order_by("pk")
        )
        for each in invitations:
            each.chosen, each.chosen_at, each.reminded_at = None, None, None
            each.save(update_fields=["chosen", "chosen_at", "reminded_at"])
    return invitations


def _locked_invitation(invitation_id: int) -> Invitation:
    """The invitation, locked for this transaction. Raises ``Conflict`` when it no longer waits for an answer."""
    invitations = Invitation.objects.select_for_update(of=("self",)).select_related("journey", "chosen")
    invitation = ensure_found(invitations.filter(pk=invitation_id).first())
    if invitation.outcome not in _CHANGES_MIND:
        raise Conflict(
            "invitation_closed",
            "Cette invitation est close.",
            "Elle a été remplacée par une autre, ou le rendez-vous est passé.",
            "Appelez la personne qui vous suit.",
        )
    return invitation


def _refuse_impossible(meeting: Meeting, before: Meeting | None) -> None:
    moment = now()
    if meeting.cancelled_at:
        raise Conflict("slot_cancelled", "Ce rendez-vous est annulé.", hint="Choisissez un autre moment.")
    if not can_change(meeting.starts_at, at=moment):
        raise Conflict("slot_begun", "Ce rendez-vous a commencé.", hint="Choisissez un autre moment.")
    if before is not None and before.cancelled_at is None and not can_change(before.starts_at, at=moment):
        raise Conflict("slot_begun", "Votre rendez-vous a commencé.", hint="Appelez la personne qui vous suit.")
    if Invitation.objects.filter(chosen=meeting).count() >= meeting.seats:
        raise Conflict(
            "slot_full",
            "Ce rendez-vous vient d’être complet.",
            "Quelqu’un a pris la dernière place pendant que vous choisissiez.",
            "Choisissez un autre moment.",
        )


def _choose_slot(invitation: Invitation, meeting: Meeting) -> None:
    invitation.chosen, invitation.chosen_at = meeting, now()
    invitation.refusal, invitation.refusal_note, invitation.outcome, invitation.outcome_at = "", "", "", None
    # The date has changed: the reminder must be sent again.
    invitation.reminded_at = None
    invitation.save()
