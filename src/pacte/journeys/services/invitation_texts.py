"""The SMS of an invitation, by hand or by the gateway: written when it leaves, with a new link."""

from __future__ import annotations

from django.conf import settings

from pacte.journeys.models import Invitation, LearnerContact
from pacte.journeys.records import Channel
from pacte.journeys.rules.links import slot_path
from pacte.journeys.rules.messages import choose_sms, reminder_sms, summoned_sms
from pacte.journeys.services.links import make_slot_link
from pacte.journeys.services.sending import expected_answer_day
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict


def invitation_text(*, actor: Actor, invitation: Invitation, contact: LearnerContact) -> str:
    """The text to send now. Raises ``Conflict`` when the person wants no SMS, or when no slot remains."""
    _refuse_unwanted_text(contact)
    if invitation.chosen is not None:
        return summoned_sms(
            first_name=contact.first_name,
            starts_at=invitation.chosen.starts_at,
            address=slot_link_url(actor=actor, invitation=invitation, channel=Channel.SMS),
        )
    answer_by = expected_answer_day(actor=actor, invitation=invitation, on=today())
    address = slot_link_url(actor=actor, invitation=invitation, channel=Channel.SMS)
    return choose_sms(first_name=contact.first_name, answer_by=answer_by, address=address)


def reminder_text(*, actor: Actor, invitation: Invitation, contact: LearnerContact) -> str:
    """Reminds of the chosen slot. Raises ``Conflict`` when the person wants no SMS, or has no slot any more."""
    _refuse_unwanted_text(contact)
    if invitation.chosen is None:
        raise Conflict("slot_none", "Aucun rendez-vous n’est choisi.")
    return reminder_sms(
        first_name=contact.first_name,
        starts_at=invitation.chosen.starts_at,
        address=slot_link_url(actor=actor, invitation=invitation, channel=Channel.SMS),
    )


def slot_link_url(*, actor: Actor, invitation: Invitation, channel: Channel) -> str:
    """A new link to the slots, as the person types it: only its digest is stored."""
    link = make_slot_link(actor=actor, invitation=invitation, channel=channel)
    return f"{settings.PUBLIC_URL}{slot_path(link.secret)}"


def _refuse_unwanted_text(contact: LearnerContact) -> None:
    if contact.no_texts_on is not None:
        raise Conflict(
            "texts_unwanted", "Cette personne ne veut plus de SMS.", "Elle l’a dit, ou son conseiller l’a noté.",
            "Appelez-la, ou envoyez un courriel ou une lettre.",
        )  # fmt: skip
