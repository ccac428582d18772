"""Requests of a provider to the buyer: submit and withdraw."""

from __future__ import annotations

from datetime import date, timedelta

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import format_day, pluralise
from pacte.offer.models import Order, ProviderRequest, Session
from pacte.offer.queries.people import buyer_ids_of_host
from pacte.offer.records import REQUEST_LABELS, ChangeCause, ProviderRequestKind, ProviderRequestState
from pacte.offer.services.permissions_check import refuse_blank_reason, refuse_quantities, refuse_unless_on_session
from pacte.offer.services.session_notifications import notify_session_change

ANSWER_DAYS = 10
"""Days that the buyer has to answer."""


def submit_request(
    *,
    actor: Actor,
    session: Session,
    kind: ProviderRequestKind,
    reason: str,
    places: int = 0,
    hours: int = 0,
    starts_on: date | None = None,
    ends_on: date | None = None,
    cause: ChangeCause | None = None,
    address: str = "",
) -> ProviderRequest:
    """Submit a request and notify the buyers of the session. Nothing changes before the answer.

    Raises ``PermissionDenied``, ``ValidationError`` (no reason, no number, no date) or ``Conflict`` (same request
    pending).
    """
    refuse_unless_on_session(actor=actor, act="offer.ask", session=session)
    with audit_event(
        actor=actor,
        name="offer.ask",
        subject_kind="session",
        subject_id=session.pk,
        subject_label=str(session.triplet),
        organisation_id=session.training.host_id,
        reason=reason,
    ) as entry:
        request = open_request(
            actor=actor,
            session=session,
            kind=kind,
            places=places,
            hours=hours,
            starts_on=starts_on,
            ends_on=ends_on,
            cause=cause,
            reason=reason,
            address=address,
        )
        entry.detail.update(request=request.pk, kind=kind)
    return request


def open_request(
    *,
    actor: Actor,
    session: Session,
    kind: ProviderRequestKind,
    reason: str,
    places: int = 0,
    hours: int = 0,
    starts_on: date | None = None,
    ends_on: date | None = None,
    cause: ChangeCause | None = None,
    address: str = "",
) -> ProviderRequest:
    """Same as ``submit_request``, inside an audited act whose permissions are already checked."""
    refuse_blank_reason(actor=actor, reason=reason)
    refuse_quantities(actor=actor, places=places, hours=hours)
    _refuse_empty(kind, places, hours, starts_on, ends_on)
    if kind is not ProviderRequestKind.OTHER and _is_pending(session, kind):
        raise Conflict(
            "already_asked",
            "La même demande attend déjà une réponse.",
            hint="Attendez-la, ou retirez la première demande.",
        )
    order = _only_order(session)
    request = ProviderRequest.objects.create(
        organisation_id=session.training.host_id,
        provider=session.provider,
        session=session,
        order=order,
        kind=kind,
        places=places,
        hours=hours,
        starts_on=starts_on,
        ends_on=ends_on,
        cause=cause or "",
        reason=reason.strip(),
        asked_at=now(),
        asked_by_id=actor.person_id,
        asked_by_name=actor.name[:200],
        due_on=today() + timedelta(days=ANSWER_DAYS),
    )
    _notify_buyers(actor, session, request, order, address)
    return request


def withdraw_request(*, actor: Actor, request: ProviderRequest, reason: str = "") -> None:
    """Withdraw a request. Raises ``PermissionDenied``, or ``Conflict`` when it is already answered."""
    refuse_unless_on_session(actor=actor, act="offer.ask", session=request.session)
    with audit_event(
        actor=actor,
        name="offer.withdraw_request",
        subject_kind="session",
        subject_id=request.session_id,
        subject_label=str(request.session.triplet),
        organisation_id=request.organisation_id,
        reason=reason,
    ) as entry:
        locked = ProviderRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if locked.state != ProviderRequestState.ASKED:
            raise Conflict("request_answered", "La demande a déjà sa réponse.", hint="Rechargez la page.")
        locked.state, locked.answered_at = ProviderRequestState.WITHDRAWN, now()
        locked.save(update_fields=["state", "answered_at"])
        entry.detail.update(request=request.pk)
    request.refresh_from_db()


def _is_pending(session: Session, kind: ProviderRequestKind) -> bool:
    """True when such a request is pending. Place closures may be requested repeatedly, for new ones each time."""
    if kind is ProviderRequestKind.CLOSE_PLACES:
        return False
    return ProviderRequest.objects.filter(session=session, kind=kind, state=ProviderRequestState.ASKED).exists()


def _only_order(session: Session) -> Order | None:
    """The order that pays for the session, if there is exactly one."""
    orders = list(Order.objects.filter(lines__session=session, state="signed").distinct()[:2])
    return orders[0] if len(orders) == 1 else None


def _refuse_empty(
    kind: ProviderRequestKind, places: int, hours: int, starts_on: date | None, ends_on: date | None
) -> None:
    if kind in (ProviderRequestKind.CLOSE_PLACES, ProviderRequestKind.ADD_PLACES) and places == 0:
        raise ValidationError("request_places", "Il manque le nombre de places.", hint="Écrivez-le.")
    if kind is ProviderRequestKind.ADD_HOURS and hours == 0:
        raise ValidationError("request_hours", "Il manque le nombre d’heures.", hint="Écrivez-le.")
    if kind is ProviderRequestKind.POSTPONE and starts_on is None:
        raise ValidationError("request_dates", "Il manque la nouvelle date de début.", hint="Écrivez-la.")
    if starts_on and ends_on and ends_on < starts_on:
        raise ValidationError("dates_reversed", "La session finirait avant de commencer.", hint="Corrigez les dates.")


def _notify_buyers(actor: Actor, session: Session, request: ProviderRequest, order: Order | None, address: str) -> None:
    buyers = frozenset({order.buyer_id}) if order else frozenset[int]()
    quantity = pluralise(request.places, "place") if request.places else ""
    notify_session_change(
        actor=actor,
        session=session,
        person_ids=buyer_ids_of_host(actor=actor, host_id=request.organisation_id, on=today(), buyer_ids=buyers),
        kind="offer.providerrequest",
        subject=f"Demande R-{request.pk} : {REQUEST_LABELS[ProviderRequestKind(request.kind)]} {quantity}".strip(),
        text=(
            f"{session.provider.name} demande, pour « {session.training.title} » ({session.triplet}) : "
            f"{REQUEST_LABELS[ProviderRequestKind(request.kind)]} {quantity}. Motif : {request.reason} "
            f"Réponse attendue avant le {format_day(request.due_on)}."
        ),
        address=address,
        key=f"offer.request:{request.pk}",
    )
