"""Records the answer of a request and notifies the people concerned."""

from __future__ import annotations

from collections.abc import Collection

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict
from pacte.offer.models import ProviderRequest, Session
from pacte.offer.queries.access import session_by_id
from pacte.offer.queries.people import person_ids_of_provider
from pacte.offer.records import REQUEST_LABELS, ProviderRequestKind, ProviderRequestState
from pacte.offer.services.session_notifications import notify_session_change


def lock_pending_request(*, actor: Actor, request_id: int) -> ProviderRequest:
    """Lock a pending request. Raises ``Conflict`` when it is already answered."""
    locked = ProviderRequest.objects.select_for_update(of=("self",)).select_related("order").get(pk=request_id)
    if locked.state != ProviderRequestState.ASKED:
        raise Conflict("request_answered", "La demande a déjà sa réponse.", hint="Rechargez la page.")
    return locked


def close_provider_request(
    *,
    actor: Actor,
    request: ProviderRequest,
    session: Session,
    accepted: bool,
    reason: str,
    referrer_ids: Collection[int] = (),
    address: str = "",
) -> None:
    """Record the answer on a locked request, inside the audited act, and notify."""
    request.state = ProviderRequestState.ACCEPTED if accepted else ProviderRequestState.REFUSED
    request.answer = reason.strip()
    request.answered_at = now()
    request.answered_by_name = actor.name[:200]
    request.save(update_fields=["state", "answer", "answered_at", "answered_by_name"])
    _notify(actor, session, request, referrer_ids, address)


def grant_request(*, actor: Actor, request_id: int, reason: str, address: str = "") -> None:
    """Accept a request, once its amendment is signed. Raises ``Conflict`` when already answered."""
    request = lock_pending_request(actor=actor, request_id=request_id)
    session = session_by_id(actor=actor, session_id=request.session_id)
    close_provider_request(actor=actor, request=request, session=session, accepted=True, reason=reason, address=address)


def _notify(
    actor: Actor, session: Session, request: ProviderRequest, referrer_ids: Collection[int], address: str
) -> None:
    people = {
        *referrer_ids,
        *person_ids_of_provider(actor=actor, provider=session.provider, host_id=request.organisation_id, on=today()),
        *([request.asked_by_id] if request.asked_by_id else []),
    }
    word = "acceptée" if request.state == ProviderRequestState.ACCEPTED else "refusée"
    notify_session_change(
        actor=actor,
        session=session,
        person_ids=people,
        kind="offer.answer",
        subject=f"Demande R-{request.pk} {word} : {REQUEST_LABELS[ProviderRequestKind(request.kind)]}"[:200],
        text=f"« {session.training.title} », session {session.triplet}. {request.answer}",
        address=address,
        key=f"offer.answer:{request.pk}",
    )
