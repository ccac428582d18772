"""Records and closes signed orders. Only these and amendments change bought places and hours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, NotFound, ValidationError, ensure_found
from pacte.offer.models import Lot, Order, OrderItem, Preparation, Provider, Session
from pacte.offer.queries.access import session_queryset
from pacte.offer.records import ChangeCause, EntryKind, LotState, OrderState, PriceUnit, SessionState
from pacte.offer.rules.orders import OrderItemTerms, OrderTerms, line_action_id, line_fund, order_item_amount
from pacte.offer.rules.states import STARTED_STATES
from pacte.offer.services.field_limits import insert_unique
from pacte.offer.services.ledger import NewEntry, append_entries
from pacte.offer.services.line_payers import LinePayer
from pacte.offer.services.lost_places import loss_entries
from pacte.offer.services.permissions_check import refuse_blank_reason, refuse_other_buyer
from pacte.plan.models import Plan, PlanAction


def record_order(*, actor: Actor, preparation: Preparation, terms: OrderTerms) -> Order:
    """Write a signed order: its places and hours enter the ledger of each session.

    Call it inside the act of the signature; preparation and signature check permissions and terms. Raises
    ``ValidationError`` (session of another provider), ``NotFound`` (unknown lot or plan) or ``Conflict`` (number taken,
    session over).
    """
    host_id, provider = preparation.organisation_id, preparation.provider
    lot = _lot(host_id, terms.lot_id)
    plans = _plans_of_actions(host_id, terms)
    sessions = _sessions(actor, host_id, provider, (line.session_id for line in terms.lines))
    order = _order(actor, preparation, terms, lot)
    insert_unique(actor=actor, row=order, conflict=_duplicate_number(terms))
    for line in terms.lines:
        action_id = line_action_id(terms, line)
        add_order_item(
            actor=actor,
            order=order,
            session=sessions[line.session_id],
            line=line,
            paid_by=LinePayer(
                line_fund(terms, line), terms.plan_id if action_id is None else plans[action_id], action_id
            ),
        )
    if lot is not None and lot.state != LotState.AWARDED:
        lot.state = LotState.AWARDED
        lot.save(update_fields=["state"])
    return order


def _order(actor: Actor, preparation: Preparation, terms: OrderTerms, lot: Lot | None) -> Order:
    return Order(
        organisation_id=preparation.organisation_id,
        buyer_id=preparation.buyer_id,
        provider=preparation.provider,
        lot=lot,
        number=terms.number.strip(),
        title=terms.title.strip(),
        form=terms.form,
        commitment_number=terms.commitment_number.strip(),
        domain_code=terms.domain_code.strip(),
        nature=terms.nature,
        price_unit=terms.price_unit,
        unit_price_cents=terms.unit_price_cents,
        signed_on=terms.signed_on,
        ends_on=terms.ends_on,
        recorded_at=now(),
        recorded_by_name=actor.name[:200],
        preparation=preparation,
    )


def _duplicate_number(terms: OrderTerms) -> Conflict:
    return Conflict("order_exists", f"La commande {terms.number} existe déjà.", hint="Faites un avenant.")


def add_order_item(*, actor: Actor, order: Order, session: Session, line: OrderItemTerms, paid_by: LinePayer) -> None:
    """Add an item to an order, inside the act of the signature."""
    if session.state in (SessionState.CANCELLED, SessionState.ENDED):
        raise Conflict(
            "session_over", f"La session {session.number} est finie ou annulée.", hint="Ôtez-la de la commande."
        )
    item = OrderItem.objects.create(
        organisation_id=order.organisation_id,
        order=order,
        session=session,
        group_hours=line.group_hours,
        **asdict(paid_by),
    )
    cents = order_item_amount(
        PriceUnit(order.price_unit),
        order.unit_price_cents,
        hours=line.hours,
        group_hours=line.group_hours,
        flat_cents=line.flat_cents,
    )
    bought = NewEntry(EntryKind.BOUGHT, places=line.places, hours=line.hours, cents=cents, line=item)
    append_entries(actor=actor, session=session, on=order.signed_on, new_entries=[bought])


def close_order(*, actor: Actor, order: Order, on: date, reason: str) -> int:
    """Close an order and return the places lost: those of sessions not started. Raises ``PermissionDenied``,
    ``Conflict``.
    """
    refuse_other_buyer(actor=actor, order=order)
    refuse_blank_reason(actor=actor, reason=reason)
    if on < order.signed_on or on > today():
        raise ValidationError(
            "closing_date", "La date de solde est à venir, ou précède la signature.", hint="Corrigez-la."
        )
    with audit_event(
        actor=actor,
        name="offer.close_order",
        subject_kind="order",
        subject_id=order.pk,
        subject_label=order.number,
        organisation_id=order.organisation_id,
        reason=reason,
    ) as entry:
        locked = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
        if locked.state != OrderState.SIGNED:
            raise Conflict("order_closed", "La commande est déjà soldée.", hint="Rechargez la page.")
        _refuse_undecided(actor, locked, on)
        lost = sum(_lose_unused_places(actor, locked, session, on, reason) for session in _sessions_of(actor, locked))
        locked.state, locked.closed_on = OrderState.CLOSED, on
        locked.save(update_fields=["state", "closed_on"])
        entry.detail.update(places_lost=lost)
    order.refresh_from_db()
    return lost


def _refuse_undecided(actor: Actor, order: Order, on: date) -> None:
    """Refuse to close while a past session has no decided state: its places must not be lost by omission."""
    silent = [
        each.number
        for each in _sessions_of(actor, order)
        if each.state in (SessionState.PLANNED, SessionState.CONFIRMED) and each.starts_on and each.starts_on <= on
    ]
    if silent:
        raise Conflict(
            "session_undecided",
            f"On ne sait pas si ces sessions ont eu lieu : {', '.join(silent[:5])}.",
            hint="Dites-les commencées, reportées ou annulées, puis soldez.",
        )


def _lose_unused_places(actor: Actor, order: Order, session: Session, on: date, reason: str) -> int:
    if SessionState(session.state) in STARTED_STATES:
        return 0
    lines = loss_entries(actor=actor, session=session, order=order, cause=ChangeCause.OTHER, reason=reason)
    if lines:
        append_entries(actor=actor, session=session, on=on, new_entries=lines)
    return sum(each.places for each in lines)


def _sessions_of(actor: Actor, order: Order) -> list[Session]:
    numbers = order.lines.values_list("session_id", flat=True)
    return list(session_queryset(actor=actor).filter(pk__in=list(numbers)).order_by("pk"))


def _sessions(actor: Actor, host_id: int, provider: Provider, wanted: Iterable[int]) -> dict[int, Session]:
    numbers = list(wanted)
    sessions = (
        session_queryset(actor=actor)
        .filter(training_action__training__host_id=host_id, training_action__training__provider=provider)
        .in_bulk(numbers)
    )
    if set(numbers) - sessions.keys():
        raise ValidationError(
            "session_of_another",
            "Une session de la commande n’est pas de cet organisme, ou n’existe pas.",
            hint="Vérifiez les numéros de session.",
        )
    return sessions


def _lot(host_id: int, lot_id: int | None) -> Lot | None:
    if lot_id is None:
        return None
    return ensure_found(Lot.objects.filter(pk=lot_id, organisation_id=host_id).first())


def _plans_of_actions(host_id: int, terms: OrderTerms) -> dict[int, int]:
    """Plan of each action that the lines name. Raises ``NotFound`` for a plan of another Region, or an action of
    another plan.
    """
    if terms.plan_id is not None and not Plan.objects.filter(pk=terms.plan_id, organisation_id=host_id).exists():
        raise NotFound
    wanted = {action_id for line in terms.lines if (action_id := line_action_id(terms, line)) is not None}
    actions = PlanAction.objects.filter(pk__in=wanted, plan__organisation_id=host_id)
    if terms.plan_id is not None:
        actions = actions.filter(plan_id=terms.plan_id)
    plans = dict(actions.values_list("pk", "plan_id"))
    if wanted - plans.keys():
        raise NotFound
    return plans
