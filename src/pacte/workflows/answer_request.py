"""Buyer's answer to a provider request; when it grants a cancellation, update the journeys of the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from pacte.offer import services as offer
from pacte.offer.queries import session_by_id
from pacte.offer.records import ProviderRequestKind
from pacte.workflows.cancel_session import record_session_cancelled

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Preparation, ProviderRequest
    from pacte.offer.services import RequestAnswer


def answer_request(
    *, actor: Actor, request: ProviderRequest, answer: RequestAnswer, address: str = "", signing_address: str = ""
) -> Preparation | None:
    """Return the preparation created when the answer is an amendment.

    Raises ``PermissionDenied``, ``ValidationError`` or ``Conflict`` like the service of ``offer``; then nothing is
    written.
    """
    with transaction.atomic():
        preparation = offer.answer_provider_request(
            actor=actor, request=request, answer=answer, address=address, signing_address=signing_address
        )
        if answer.accepted and request.kind == ProviderRequestKind.CANCEL:
            session = session_by_id(actor=actor, session_id=request.session_id)
            record_session_cancelled(actor=actor, session=session, on=answer.on)
    return preparation
