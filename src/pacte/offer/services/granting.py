"""Records the answer of a request and notifies the people concerned."""

from __future__ import annotations

from collections.abc import Collection

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict
from pacte.offer.models import Request, Session
from pacte.offer.queries.people import people_of_provider
from pacte.offer.queries.reach import session_by_id
from pacte.offer.records import REQUEST_LABELS, RequestKind, RequestState
from pacte.offer.services.telling import tell_of_session


def locked_request(*, actor: Actor, request_id: int) -> Request:
    """Lock a pending request. Raises ``Conflict`` when it is already answered."""
    locked = Request.objects.select_for_update(of=("self",)).select_related("order").get(pk=request_id)
    if locked.state != RequestState.ASKED:
        raise Conflict("request_answered", "La demande a déjà sa réponse.", hint="Rechargez la page.")
    return locked


def settle_request(
    *,
    actor: Actor,
    request: Request,
    session: Session,
    accepted: bool,
    reason: str,
    referrer_ids: Collection[int] = (),
    address: str = "",
) -> None:
    """Record the answer on a locked request, inside the audited act, and notify."""
    request.state = RequestState.ACCEPTED if accepted else RequestState.REFUSED
    request.answer = reason.strip()
    request.answered_at = now()
    request.answered_by_name = actor.name[:200]
    request.save(update_fields=["state", "answer", "answered_at", "answered_by_name"])
    _tell(actor, session, request, referrer_ids, address)


def grant_request(*, actor: Actor, request_id: int, reason: str, address: str = "") -> None:
    """Accept a request, once its amendment is signed. Raises ``Conflict`` when already answered."""
    request = locked_request(actor=actor, request_id=request_id)
    session = session_by_id(actor=actor, session_id=request.session_id)
    settle_request(actor=actor, request=request, session=session, accepted=True, reason=reason, address=address)


def _tell(actor: Actor, session: Session, request: Request, referrer_ids: Collection[int], address: str) -> None:
    people = {
        *referrer_ids,
        *people_of_provider(actor=actor, provider=session.provider, host_id=request.organisation_id, on=today()),
        *([request.asked_by_id] if request.asked_by_id else []),
    }
    word = "acceptée" if request.state == RequestState.ACCEPTED else "refusée"
    tell_of_session(
        actor=actor,
        session=session,
        person_ids=people,
        kind="offer.answer",
        subject=f"Demande R-{request.pk} {word} : {REQUEST_LABELS[RequestKind(request.kind)]}"[:200],
        text=f"« {session.training.title} », session {session.triplet}. {request.answer}",
        address=address,
        key=f"offer.answer:{request.pk}",
    )
