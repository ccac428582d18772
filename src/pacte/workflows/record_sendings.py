"""« C’est envoyé »: the sender says which invitations left their hands; each is recorded, or the reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from pacte.journeys.services.sending import record_sending
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, ValidationError


@dataclass(frozen=True, slots=True)
class SendingResult:
    """``refused`` are (invitation, reason)."""

    sent: int
    refused: tuple[tuple[int, str], ...]


def record_sendings(*, actor: Actor, invitation_ids: Sequence[int]) -> SendingResult:
    """One that cannot be sent any more does not stop the others.

    Raises ``ValidationError`` when none is given, ``NotFound`` for an invitation that the actor cannot send.
    """
    if not invitation_ids:
        raise ValidationError("invitations", "Aucune invitation n’est cochée.", hint="Cochez celles qui sont parties.")
    sent, refused = 0, []
    for identifier in sorted(set(invitation_ids)):
        try:
            with transaction.atomic():
                record_sending(actor=actor, invitation_id=identifier)
            sent += 1
        except Conflict as error:
            refused.append((identifier, str(error)))
    return SendingResult(sent, tuple(refused))
