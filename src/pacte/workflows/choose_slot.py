"""An invited person chooses a slot, changes it, frees it, or declines all; their advisers are notified.

Whoever uses the link of a prepared invitation shows that it was sent: its sending is recorded first.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from pacte.journeys.queries.learner_portal import invitation_of_link
from pacte.journeys.queries.obligations import referrers_to_notify
from pacte.journeys.records import OBSTACLE_LABELS, JourneyState, LearnerRequestKind, SlotObstacle, StepKind, StepSource
from pacte.journeys.rules.messages import slot_words
from pacte.journeys.rules.step_messages import learner_page_path
from pacte.journeys.services import StepInput, decline_all_slots, free_slot, submit_learner_request, take_slot
from pacte.journeys.services.notebook import record_sign_of_life
from pacte.journeys.services.sending import record_sending
from pacte.kernel.actor import system_actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict
from pacte.notifications.services import notify
from pacte.notifications.services.system_access import as_system
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from pacte.agenda.models import Meeting
    from pacte.journeys.models import Invitation, LearnerRequest
    from pacte.journeys.services import OpenedLink

_BY_THE_PERSON = "la personne, par son lien"


def choose_slot(*, link: OpenedLink, meeting_id: int) -> Meeting:
    """Take the slot and free the previous one. Raises ``NotFound`` or ``Conflict``."""
    _record_sending(link)
    choice = take_slot(actor=link.actor, invitation_id=_invitation(link), meeting_id=meeting_id)
    if choice.is_new:
        _record_slot_step(link, choice.invitation, StepKind.SLOT_CHOSEN, meeting=choice.meeting.pk)
        verb = "a changé de rendez-vous" if choice.before else "a choisi son rendez-vous"
        _notify_advisers(
            link, choice.invitation, "slot_chosen", f"a répondu : elle {verb}, {slot_words(choice.meeting.starts_at)}."
        )
    return choice.meeting


def leave_slot(*, link: OpenedLink) -> None:
    """« Je ne peux plus venir »: free the seat at once; this is an excuse, not an absence. Raises ``Conflict``."""
    _record_sending(link)
    meeting = free_slot(actor=link.actor, invitation_id=_invitation(link))
    with as_system(link.actor):
        invitation = invitation_of_link(actor=link.actor, identifier=_invitation(link))
        if invitation.is_individual or invitation.journey.state == JourneyState.SLOT_CHOSEN:
            _record_slot_step(link, invitation, StepKind.INFORMATION_EXCUSED, meeting=meeting.pk, early=True)
    _notify_advisers(
        link, invitation, "slot_left", f"ne vient plus {slot_words(meeting.starts_at)} : sa place est libre."
    )


def refuse_slots(*, link: OpenedLink, obstacle: SlotObstacle, note: str = "") -> None:
    """« Aucun ne me convient »: the inviter must offer other slots. Raises ``Conflict``."""
    _record_sending(link)
    invitation = decline_all_slots(actor=link.actor, invitation_id=_invitation(link), obstacle=obstacle, note=note)
    with as_system(link.actor):
        if invitation.is_individual or invitation.journey.state == JourneyState.SLOT_CHOSEN:
            _record_slot_step(link, invitation, StepKind.INFORMATION_EXCUSED, early=True)
    sentence = (
        f"dit qu’aucun créneau ne lui convient ({OBSTACLE_LABELS[obstacle].lower()}) : proposez-lui un autre moment."
    )
    _notify_advisers(link, invitation, "none_suits", sentence)


def ask_for_help(*, link: OpenedLink, obstacle: SlotObstacle) -> LearnerRequest:
    """« Un souci pour venir ? »: notify the adviser of the theme; an answer is due."""
    _record_sending(link)
    request = submit_learner_request(actor=link.actor, kind=LearnerRequestKind.HELP, text=OBSTACLE_LABELS[obstacle])
    invitation = invitation_of_link(actor=link.actor, identifier=_invitation(link))
    _notify_advisers(link, invitation, "help", f"signale un souci pour venir : {OBSTACLE_LABELS[obstacle].lower()}.")
    return request


def _invitation(link: OpenedLink) -> int:
    return link.invitation_id or 0


def _record_sending(link: OpenedLink) -> None:
    """Nothing when it cannot be recorded any more: what follows says to the person what they may still do."""
    invitation = invitation_of_link(actor=link.actor, identifier=_invitation(link))
    if invitation.sent_at is None and not invitation.outcome:
        machine = system_actor(_BY_THE_PERSON)
        with suppress(Conflict), as_system(link.actor):
            record_sending(actor=machine, invitation_id=invitation.pk, source=StepSource.PERSON)


def _record_slot_step(link: OpenedLink, invitation: Invitation, kind: StepKind, **more: object) -> None:
    """The step of the journey; for an individual appointment, which is no step, the sign of life alone."""
    if invitation.is_individual:
        record_sign_of_life(actor=link.actor, learner=invitation.journey.learner)
        return
    detail = {"mode": invitation.mode, "channel": invitation.channel} | more
    step_input = StepInput(kind, today(), detail=detail, source=StepSource.PERSON)
    with as_system(link.actor):
        record_journey_step(actor=system_actor(_BY_THE_PERSON), key=invitation.journey.key, step_input=step_input)


def _notify_advisers(link: OpenedLink, invitation: Invitation, kind: str, sentence: str) -> None:
    """Notify without a name: the message may leave by e-mail, and must not outlive the person's record."""
    journey = invitation.journey
    with as_system(link.actor):
        people = referrers_to_notify(actor=link.actor, journey=journey, on=today())
        learner_key = journey.learner.key
    if invitation.sender_id:
        people.add(invitation.sender_id)
    notify(
        actor=link.actor, host_id=journey.organisation_id, person_ids=people, kind=f"journeys.{kind}",
        subject="Réponse à une invitation", text=f"Une personne que vous accompagnez {sentence}",
        address=learner_page_path(learner_key),
    )  # fmt: skip
