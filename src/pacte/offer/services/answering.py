"""The buyer answers a provider: what it grants enters the ledger, and those concerned are told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from pacte.journal.services import act
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, Invalid
from pacte.offer.models import Order, Request, Session
from pacte.offer.permissions import OfferScope
from pacte.offer.queries.people import people_of_provider
from pacte.offer.queries.reach import session_by_id
from pacte.offer.records import REQUEST_LABELS, Cause, DecidedBy, RequestKind, RequestState
from pacte.offer.services.amendments import add_to_order
from pacte.offer.services.ledger import append
from pacte.offer.services.losing import losses
from pacte.offer.services.right import refuse_other_buyer, refuse_quantities, refuse_unless, refuse_without_reason
from pacte.offer.services.sessions import cancel_session, postpone_session
from pacte.offer.services.telling import tell_of_session


@dataclass(frozen=True, slots=True)
class Answer:
    """``places`` and ``hours``: what is granted, as asked unless given. ``order`` pays for what is added."""

    accepted: bool
    reason: str
    on: date
    places: int | None = None
    hours: int | None = None
    order: Order | None = None


def answer_request(
    *, actor: Actor, request: Request, answer: Answer, referrer_ids: Collection[int] = (), address: str = ""
) -> None:
    """Accepts or refuses, with a reason. Accepting does what was asked, in the same transaction.

    Places closed and accepted are lost: they were bought. Raises ``Refused``, ``Invalid`` (no reason, no order) or
    ``Conflict`` (already answered).
    """
    refuse_unless(
        actor=actor,
        act="offer.answer",
        scope=OfferScope(request.organisation_id, request.provider.body_id),
    )
    refuse_without_reason(actor=actor, reason=answer.reason)
    refuse_quantities(actor=actor, places=answer.places or 0, hours=answer.hours or 0)
    session = session_by_id(actor=actor, session_id=request.session_id)
    with act(
        actor=actor,
        name="offer.answer_request",
        subject_kind="session",
        subject_id=session.pk,
        subject_label=str(session.triplet),
        organisation_id=request.organisation_id,
        reason=answer.reason,
    ) as entry:
        locked = Request.objects.select_for_update(of=("self",)).select_related("order").get(pk=request.pk)
        if locked.state != RequestState.ASKED:
            raise Conflict("request_answered", "La demande a déjà sa réponse.", todo="Rechargez la page.")
        if answer.accepted:
            _grant(actor, locked, session, answer, referrer_ids, address)
        locked.state = RequestState.ACCEPTED if answer.accepted else RequestState.REFUSED
        locked.answer = answer.reason.strip()
        locked.answered_at = now()
        locked.answered_by_name = actor.name[:200]
        locked.save(update_fields=["state", "answer", "answered_at", "answered_by_name"])
        entry.detail.update(request=request.pk, kind=request.kind, accepted=answer.accepted)
        _tell(actor, session, locked, referrer_ids, address)
    request.refresh_from_db()


def _grant(
    actor: Actor, request: Request, session: Session, answer: Answer, referrer_ids: Collection[int], address: str
) -> None:
    kind = RequestKind(request.kind)
    cause = Cause(request.cause) if request.cause else Cause.OTHER
    if kind is RequestKind.CLOSE_PLACES:
        _lose(actor, request, session, answer, cause)
    elif kind in (RequestKind.ADD_PLACES, RequestKind.ADD_HOURS):
        _add(actor, request, session, answer, address)
    elif kind is RequestKind.POSTPONE:
        postpone_session(
            actor=actor,
            session=session,
            on=answer.on,
            starts_on=request.starts_on,
            ends_on=request.ends_on,
            cause=cause,
            decided_by=DecidedBy.BOTH,
            reason=request.reason,
            request=request,
            referrer_ids=referrer_ids,
            address=address,
        )
    elif kind is RequestKind.CANCEL:
        cancel_session(
            actor=actor,
            session=session,
            on=answer.on,
            cause=cause,
            decided_by=DecidedBy.BOTH,
            reason=request.reason,
            request=request,
            referrer_ids=referrer_ids,
            address=address,
        )


def _lose(actor: Actor, request: Request, session: Session, answer: Answer, cause: Cause) -> None:
    order = answer.order or request.order
    if order is not None:
        refuse_other_buyer(actor=actor, order=order)
    lines = losses(
        actor=actor,
        session=session,
        count=request.places if answer.places is None else answer.places,
        order=order,
        cause=cause,
        reason=answer.reason,
        request=request,
    )
    for line in lines:
        if line.order is not None:
            refuse_other_buyer(actor=actor, order=line.order)
    if lines:
        append(actor=actor, session=session, on=answer.on, lines=lines)


def _add(actor: Actor, request: Request, session: Session, answer: Answer, address: str) -> None:
    order = answer.order or request.order
    if order is None:
        raise Invalid(
            "order_missing",
            "Il manque la commande qui paie.",
            "Des places ou des heures ne s’ajoutent que par un avenant.",
            "Choisissez la commande.",
        )
    add_to_order(
        actor=actor,
        order=order,
        session=session,
        signed_on=answer.on,
        reason=answer.reason,
        places=request.places if answer.places is None else answer.places,
        hours=request.hours if answer.hours is None else answer.hours,
        request=request,
        address=address,
    )


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
