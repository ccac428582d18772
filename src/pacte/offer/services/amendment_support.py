"""Shared parts of all amendments: audit, lock, numbering and checks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db.models import Max

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import format_day
from pacte.offer.models import Amendment, Order, OrderItem, Preparation, Session
from pacte.offer.queries.ledger import ledger_entries
from pacte.offer.queries.people import person_ids_of_provider
from pacte.offer.records import AMENDMENT_LABELS, AmendmentKind, EntryMode, OrderState, PlacesBalance, SessionState
from pacte.offer.rules.ledger import balance_by_line
from pacte.offer.rules.states import session_entry_deadline
from pacte.offer.services.permissions_check import refuse_blank_reason, refuse_future, refuse_other_buyer
from pacte.offer.services.session_notifications import notify_session_change

_ENDED_STATES = (SessionState.CANCELLED, SessionState.ENDED)


@contextmanager
def record_amendment(
    *, actor: Actor, order: Order, preparation: Preparation, kind: AmendmentKind, signed_on: date, reason: str
) -> Iterator[Amendment]:
    """Audit the amendment, lock the order and create the numbered amendment signed through ``preparation``.

    Raises ``PermissionDenied`` (right, other buyer), ``ValidationError`` (no reason, date) or ``Conflict`` (order
    closed).
    """
    refuse_other_buyer(actor=actor, order=order)
    refuse_blank_reason(actor=actor, reason=reason)
    refuse_future(actor=actor, on=signed_on)
    if signed_on < order.signed_on:
        raise ValidationError(
            "amendment_date", f"La commande a été signée le {format_day(order.signed_on)}.", hint="Corrigez la date."
        )
    with audit_event(
        actor=actor,
        name="offer.amend_order",
        subject_kind="order",
        subject_id=order.pk,
        subject_label=order.number,
        organisation_id=order.organisation_id,
        reason=reason,
    ) as entry:
        locked = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
        if locked.state != OrderState.SIGNED:
            raise Conflict("order_closed", "La commande est soldée : elle ne change plus.", hint="Signez-en une autre.")
        last = order.amendments.aggregate(last=Max("number"))["last"] or 0
        amendment = Amendment.objects.create(
            organisation_id=order.organisation_id,
            order=order,
            number=last + 1,
            kind=kind,
            signed_on=signed_on,
            reason=reason.strip(),
            recorded_at=now(),
            recorded_by_name=actor.name[:200],
            preparation=preparation,
        )
        yield amendment
        entry.detail.update(amendment=amendment.number, kind=kind)


def available_places(
    *, actor: Actor, order: Order, session: Session, at_least: int, line: OrderItem | None = None
) -> dict[OrderItem, PlacesBalance]:
    """Balance of each line of the order in the session, or of that one alone.

    Raises ``ValidationError`` when they have fewer than ``at_least`` live places.
    """
    by_line = balance_by_line(ledger_entries(actor=actor, session=session))
    lines = order.lines.select_related("order").filter(pk__in=list(by_line)).order_by("pk")
    states = {each: by_line[each.pk] for each in lines if line in (None, each)}
    if at_least <= 0:
        raise ValidationError("amendment_places", "Il manque le nombre de places.", hint="Écrivez-le.")
    live = sum(each.live for each in states.values())
    if live < at_least:
        raise ValidationError(
            "more_than_bought",
            f"{'La commande' if line is None else 'Cette ligne'} n’a que {live} places dans cette session.",
            hint="Corrigez le nombre.",
        )
    return states


def refuse_ended_session(*, actor: Actor, session: Session) -> None:
    if session.state in _ENDED_STATES:
        raise Conflict(
            "session_over", f"La session {session.number} est finie ou annulée.", hint="Choisissez-en une autre."
        )


def refuse_invalid_target(*, actor: Actor, order: Order, origin: Session, target: Session, on: date) -> None:
    """Refuse an invalid target session. Moving places to a started session would fill them after the fact."""
    refuse_ended_session(actor=actor, session=target)
    is_ours = target.provider.pk == order.provider_id and target.training.host_id == order.organisation_id
    if origin.pk == target.pk or not is_ours:
        raise ValidationError(
            "move_target", "Les places ne peuvent pas aller là.", hint="Choisissez une autre session du même organisme."
        )
    deadline = session_entry_deadline(target.starts_on, target.enrol_until)
    is_fixed = target.training_action.entry_mode == EntryMode.FIXED
    if is_fixed and (target.state == SessionState.RUNNING or (deadline is not None and deadline < on)):
        raise Conflict(
            "move_too_late",
            "Les entrées de l’autre session sont closes.",
            "Des places portées là ne pourraient plus être prises.",
            "Choisissez une session à venir.",
        )


def notify_amendment(*, actor: Actor, session: Session, amendment: Amendment, address: str) -> None:
    """Notify the provider and the followers of the session."""
    people = person_ids_of_provider(
        actor=actor, provider=session.provider, host_id=amendment.organisation_id, on=today()
    )
    label = AMENDMENT_LABELS[AmendmentKind(amendment.kind)]
    notify_session_change(
        actor=actor,
        session=session,
        person_ids=people,
        kind="offer.amendment",
        subject=f"Places achetées : {session.training.title}"[:200],
        text=f"Session {session.triplet}. Avenant {amendment.number} : {label}. Motif : {amendment.reason}",
        address=address,
        key=f"offer.amendment:{amendment.pk}:{session.pk}",
    )
