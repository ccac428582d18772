"""What is queued so that an invitation leaves by itself: an e-mail, or an SMS where a gateway is set."""

from __future__ import annotations

from django.db import transaction

from pacte.journeys.models import Invitation, LearnerContact
from pacte.journeys.permissions import may
from pacte.journeys.queries.journeys import journey_scope
from pacte.journeys.records import Channel, LearnerEmailKind, LearnerTextKind, UnsentReason
from pacte.journeys.services.learner_emails import queue_learner_email
from pacte.journeys.services.learner_texts import queue_learner_text
from pacte.journeys.services.text_gateway import text_gateway
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, hide_unless


def queue_invitation(*, actor: Actor, invitation: Invitation) -> bool:
    """Queues its message. False for a letter, an SMS without a gateway, or a person who wants no SMS: they are sent by
    hand, and their sender says so.
    """
    hide_unless(may(actor, "journeys.invite", journey_scope(invitation.journey)))
    if invitation.channel == Channel.EMAIL:
        learner = invitation.journey.learner
        queue_learner_email(actor=actor, learner=learner, kind=LearnerEmailKind.INVITATION, invitation=invitation)
        return True
    if invitation.channel != Channel.SMS:
        return False
    contact = LearnerContact.objects.get(learner_id=invitation.journey.learner_id)
    if contact.no_texts_on is not None:
        invitation.unsent_reason = UnsentReason.TEXT_UNWANTED
        invitation.save(update_fields=["unsent_reason"])
        return False
    if text_gateway(actor=actor) is None:
        return False
    queue_learner_text(actor=actor, invitation=invitation, kind=LearnerTextKind.INVITATION)
    return True


def queue_again(*, actor: Actor, invitation: Invitation) -> None:
    """« Renvoyer » by the same way: a new message with a new link. The delay to answer stays the same.

    Raises ``NotFound``, or ``Conflict`` when the invitation is closed, or leaves by hand only.
    """
    if invitation.outcome:
        raise Conflict("invitation_closed", "Cette invitation est close.", hint="Invitez de nouveau.")
    # A refusal leaves the invitation as it was, with its reason.
    with transaction.atomic():
        invitation.unsent_reason = ""
        invitation.save(update_fields=["unsent_reason"])
        if not queue_invitation(actor=actor, invitation=invitation):
            raise Conflict(
                "invitation_by_hand", "Cette invitation ne part pas toute seule.",
                hint="Ouvrez son SMS ou imprimez sa lettre.",
            )  # fmt: skip
