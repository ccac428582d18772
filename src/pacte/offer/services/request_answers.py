"""Answer of the buyer to a request of a provider: granted changes enter the ledger, people concerned are notified."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ValidationError
from pacte.offer.models import OrderItem, Preparation, ProviderRequest, Session
from pacte.offer.queries.access import session_by_id
from pacte.offer.queries.purchases import payable_lines
from pacte.offer.records import ChangeCause, DecidedBy, Fund, PreparationKind, ProviderRequestKind
from pacte.offer.rules.signatures import AmendmentTerms
from pacte.offer.services.amendment_support import available_places
from pacte.offer.services.ledger import append_entries
from pacte.offer.services.lost_places import loss_entries
from pacte.offer.services.permissions_check import (
    refuse_blank_reason,
    refuse_other_buyer,
    refuse_quantities,
    refuse_unless_on_session,
)
from pacte.offer.services.preparations import prepare_amendment
from pacte.offer.services.request_outcomes import close_provider_request, lock_pending_request
from pacte.offer.services.sessions import postpone_session, record_session_cancellation

_NEEDS_AMENDMENT = (ProviderRequestKind.ADD_PLACES, ProviderRequestKind.ADD_HOURS)


@dataclass(frozen=True, slots=True)
class RequestAnswer:
    """An answer. ``places``, ``hours``: granted quantities (None: as requested).

    ``line`` pays for additions, or loses the closed places. None: the only line of the session for additions, and the
    latest lines for losses.
    """

    accepted: bool
    reason: str
    on: date
    places: int | None = None
    hours: int | None = None
    line: OrderItem | None = None


def answer_provider_request(
    *,
    actor: Actor,
    request: ProviderRequest,
    answer: RequestAnswer,
    referrer_ids: Collection[int] = (),
    address: str = "",
    signing_address: str = "",
) -> Preparation | None:
    """Accept or refuse a request, with a reason. Accepting applies the request in the same transaction.

    Additional places or hours need an amendment: the returned preparation is either signed or waiting for another buyer
    (notified with a link to ``signing_address``), and the request stays open until the signature. Accepted closures of
    bought places are losses. Raises ``PermissionDenied``, ``ValidationError`` (no reason, no line that pays or several)
    or ``Conflict`` (already answered).
    """
    refuse_unless_on_session(actor=actor, act="offer.answer", session=request.session)
    refuse_blank_reason(actor=actor, reason=answer.reason)
    refuse_quantities(actor=actor, places=answer.places or 0, hours=answer.hours or 0)
    session = session_by_id(actor=actor, session_id=request.session_id)
    with audit_event(
        actor=actor,
        name="offer.answer_request",
        subject_kind="session",
        subject_id=session.pk,
        subject_label=str(session.triplet),
        organisation_id=request.organisation_id,
        reason=answer.reason,
    ) as entry:
        locked = lock_pending_request(actor=actor, request_id=request.pk)
        prepared = None
        if answer.accepted and ProviderRequestKind(locked.kind) in _NEEDS_AMENDMENT:
            prepared = _prepare_amendment(actor, locked, session, answer, signing_address)
        else:
            if answer.accepted:
                _apply_answer(actor, locked, session, answer, referrer_ids, address)
            close_provider_request(
                actor=actor, request=locked, session=session, accepted=answer.accepted, reason=answer.reason,
                referrer_ids=referrer_ids, address=address,
            )  # fmt: skip
        entry.detail.update(
            request=request.pk, kind=request.kind, accepted=answer.accepted,
            preparation=prepared.pk if prepared else None,
        )  # fmt: skip
    request.refresh_from_db()
    return prepared


def _apply_answer(
    actor: Actor,
    request: ProviderRequest,
    session: Session,
    answer: RequestAnswer,
    referrer_ids: Collection[int],
    address: str,
) -> None:
    kind = ProviderRequestKind(request.kind)
    cause = ChangeCause(request.cause) if request.cause else ChangeCause.OTHER
    if kind is ProviderRequestKind.CLOSE_PLACES:
        _lose_places(actor, request, session, answer, cause)
    elif kind is ProviderRequestKind.POSTPONE:
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
    elif kind is ProviderRequestKind.CANCEL:
        record_session_cancellation(
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


def _lose_places(
    actor: Actor, request: ProviderRequest, session: Session, answer: RequestAnswer, cause: ChangeCause
) -> None:
    count, chosen = request.places if answer.places is None else answer.places, answer.line
    if chosen is not None:
        available_places(actor=actor, order=chosen.order, session=session, at_least=count, line=chosen)
    elif request.order is not None:
        refuse_other_buyer(actor=actor, order=request.order)
    lines = loss_entries(
        actor=actor,
        session=session,
        count=count,
        order=None if chosen else request.order,
        line=chosen,
        cause=cause,
        reason=answer.reason,
        request=request,
    )
    for entry in lines:
        if entry.line is not None:
            refuse_other_buyer(actor=actor, order=entry.line.order)
    if lines:
        append_entries(actor=actor, session=session, on=answer.on, new_entries=lines)


def _prepare_amendment(
    actor: Actor, request: ProviderRequest, session: Session, answer: RequestAnswer, address: str
) -> Preparation:
    """Prepare the amendment that adds places or hours. Its signature grants the request."""
    line = answer.line or _only_line(actor, request, session)
    terms = AmendmentTerms(
        kind=PreparationKind.ADD,
        signed_on=answer.on,
        reason=answer.reason,
        session_id=session.pk,
        places=request.places if answer.places is None else answer.places,
        hours=request.hours if answer.hours is None else answer.hours,
        request_id=request.pk,
        fund=Fund(line.fund),
        plan_id=line.plan_id,
        plan_action_id=line.plan_action_id,
    )
    return prepare_amendment(actor=actor, order=line.order, terms=terms, key=f"request:{request.pk}", address=address)


def _only_line(actor: Actor, request: ProviderRequest, session: Session) -> OrderItem:
    """The line that pays for the session, in the order that the request names if any."""
    lines = payable_lines(actor=actor, session=session, order=request.order)
    if not lines:
        raise ValidationError(
            "payer_missing",
            "Aucune de vos commandes en cours ne paie cette session.",
            "Des places ou des heures ne s’ajoutent que par un avenant.",
            "Faites d’abord un avenant qui ajoute la session à une commande.",
        )
    if len(lines) > 1:
        raise ValidationError(
            "payer_to_choose",
            f"{len(lines)} lignes de commande paient cette session.",
            "Les places ou les heures en plus sont payées par une seule.",
            "Choisissez la ligne qui paie.",
        )
    return lines[0]
