"""Signed changes of an order. Nothing is removed: cut places are lost, moved places count in the target session.

Each function runs inside the audited act of the signature (``apply_preparation``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from pacte.kernel.actor import Actor
from pacte.kernel.errors import ValidationError
from pacte.offer.models import Amendment, Order, OrderItem, Preparation, ProviderRequest, Session
from pacte.offer.queries.ledger import ledger_entries
from pacte.offer.records import AmendmentKind, ChangeCause, EntryKind, PlacesBalance, PriceUnit
from pacte.offer.rules.ledger import balance_by_line, prorated_share, spread_losses
from pacte.offer.rules.orders import MAX_UNIT_PRICE, order_item_amount
from pacte.offer.services.amendment_support import (
    available_places,
    notify_amendment,
    record_amendment,
    refuse_ended_session,
    refuse_invalid_target,
)
from pacte.offer.services.ledger import NewEntry, append_entries
from pacte.offer.services.line_payers import LinePayer, get_or_create_line
from pacte.offer.services.lost_places import loss_entries
from pacte.offer.services.permissions_check import refuse_quantities


def add_to_order(
    *,
    actor: Actor,
    order: Order,
    preparation: Preparation,
    session: Session,
    signed_on: date,
    reason: str,
    places: int = 0,
    hours: int = 0,
    group_hours: int = 0,
    flat_cents: int = 0,
    paid_by: LinePayer | None = None,
    request: ProviderRequest | None = None,
    address: str = "",
) -> Amendment:
    """Add places or hours, in a session of the order or in a new one. ``paid_by``: None for that of the order.

    Raises ``PermissionDenied``, ``ValidationError`` (nothing to add, date, several payers) or ``Conflict`` (order
    closed, session over).
    """
    if min(places, hours, group_hours, flat_cents) < 0:
        raise ValidationError("amendment_negative", "Une quantité est négative.", hint="Faites un avenant en moins.")
    refuse_quantities(actor=actor, places=places, hours=max(hours, group_hours), cents=flat_cents)
    if not any((places, hours, group_hours, flat_cents)):
        raise ValidationError("amendment_empty", "L’avenant n’ajoute rien.", hint="Écrivez les places ou les heures.")
    if session.provider.pk != order.provider_id or session.training.host_id != order.organisation_id:
        raise ValidationError(
            "session_of_another", "Cette session est d’un autre organisme.", hint="Signez une autre commande."
        )
    with record_amendment(
        actor=actor, order=order, preparation=preparation, kind=AmendmentKind.ADD, signed_on=signed_on, reason=reason
    ) as amendment:
        refuse_ended_session(actor=actor, session=session)
        ordered = get_or_create_line(actor=actor, order=order, session=session, paid_by=paid_by)
        if group_hours:
            ordered.group_hours = (ordered.group_hours or 0) + group_hours
            ordered.save(update_fields=["group_hours"])
        unit = PriceUnit(order.price_unit)
        price = order.unit_price_cents
        line = NewEntry(
            EntryKind.BOUGHT,
            places=places,
            hours=hours,
            cents=order_item_amount(unit, price, hours=hours, group_hours=group_hours, flat_cents=flat_cents),
            line=ordered,
            amendment=amendment,
            request=request,
            reason=reason,
        )
        append_entries(actor=actor, session=session, on=signed_on, new_entries=[line])
        notify_amendment(actor=actor, session=session, amendment=amendment, address=address)
    return amendment


def cut_from_order(
    *,
    actor: Actor,
    order: Order,
    preparation: Preparation,
    session: Session,
    signed_on: date,
    places: int,
    cause: ChangeCause,
    reason: str,
    address: str = "",
) -> Amendment:
    """Cut places with their hours and amount. They become lost places and stay in every denominator."""
    with record_amendment(
        actor=actor, order=order, preparation=preparation, kind=AmendmentKind.CUT, signed_on=signed_on, reason=reason
    ) as amendment:
        available_places(actor=actor, order=order, session=session, at_least=places)
        lines = loss_entries(
            actor=actor, session=session, count=places, order=order, cause=cause, reason=reason, amendment=amendment
        )
        append_entries(actor=actor, session=session, on=signed_on, new_entries=lines)
        notify_amendment(actor=actor, session=session, amendment=amendment, address=address)
    return amendment


def move_places(
    *,
    actor: Actor,
    order: Order,
    preparation: Preparation,
    origin: Session,
    target: Session,
    signed_on: date,
    places: int,
    reason: str,
    address: str = "",
) -> Amendment:
    """Move places with their hours and amount to another session of the order, where they count from then on.

    The target session must still be open to entry. Raises as ``add_to_order``.
    """
    refuse_invalid_target(actor=actor, order=order, origin=origin, target=target, on=signed_on)
    with record_amendment(
        actor=actor, order=order, preparation=preparation, kind=AmendmentKind.MOVE, signed_on=signed_on, reason=reason
    ) as amendment:
        states = available_places(actor=actor, order=order, session=origin, at_least=places)
        leaving, coming = _move_entries(actor, states, origin, target, places, amendment)
        for session, entries in ((origin, leaving), (target, coming)):
            append_entries(actor=actor, session=session, on=signed_on, new_entries=entries)
            notify_amendment(actor=actor, session=session, amendment=amendment, address=address)
    return amendment


def _move_entries(
    actor: Actor,
    states: Mapping[OrderItem, PlacesBalance],
    origin: Session,
    target: Session,
    places: int,
    amendment: Amendment,
) -> tuple[list[NewEntry], list[NewEntry]]:
    """Entries of both sessions: each line keeps its action and its fund, the latest line leaves first."""
    leaving, coming = [], []
    lines = {line.pk: line for line in states}
    shares = spread_losses({line.pk: state for line, state in states.items()}, places)
    for number, share in sorted(shares.items()):
        line, state = lines[number], states[lines[number]]
        payer = LinePayer(line.fund, line.plan_id, line.plan_action_id)
        entry = NewEntry(
            EntryKind.MOVED_OUT,
            places=share,
            hours=prorated_share(state.hours_live, share, state.live),
            cents=prorated_share(state.cents_live, share, state.live),
            line=line,
            amendment=amendment,
            other_session=target,
            reason=amendment.reason,
        )
        leaving.append(entry)
        arrived = get_or_create_line(actor=actor, order=line.order, session=target, paid_by=payer)
        coming.append(replace(entry, kind=EntryKind.MOVED_IN, line=arrived, other_session=origin))
    return leaving, coming


def change_price(
    *, actor: Actor, order: Order, preparation: Preparation, signed_on: date, unit_price_cents: int, reason: str
) -> Amendment:
    """Change the hourly price of the live places. To change a flat price, add to the order instead."""
    if PriceUnit(order.price_unit) is PriceUnit.FLAT or not 0 <= unit_price_cents <= MAX_UNIT_PRICE:
        raise ValidationError(
            "amendment_price", "Ce prix ne se change pas ainsi.", hint="Ajoutez un montant à la commande."
        )
    with record_amendment(
        actor=actor, order=order, preparation=preparation, kind=AmendmentKind.PRICE, signed_on=signed_on, reason=reason
    ) as amendment:
        for each in order.lines.select_related("order", "session__training_action__training__provider").order_by("pk"):
            _reprice_item(actor, order, each, amendment, unit_price_cents)
        amendment.unit_price_cents = order.unit_price_cents = unit_price_cents
        amendment.save(update_fields=["unit_price_cents"])
        order.save(update_fields=["unit_price_cents"])
    return amendment


def extend_order(
    *, actor: Actor, order: Order, preparation: Preparation, signed_on: date, ends_on: date, reason: str
) -> Amendment:
    """Change the end date of the order. Raises ``ValidationError`` when it is before the signature."""
    if ends_on < order.signed_on:
        raise ValidationError("order_dates", "La commande finirait avant sa signature.", hint="Corrigez la date.")
    with record_amendment(
        actor=actor, order=order, preparation=preparation, kind=AmendmentKind.DATES, signed_on=signed_on, reason=reason
    ) as amendment:
        amendment.ends_on = order.ends_on = ends_on
        amendment.save(update_fields=["ends_on"])
        order.save(update_fields=["ends_on"])
    return amendment


def _reprice_item(actor: Actor, order: Order, line: OrderItem, amendment: Amendment, price: int) -> None:
    state = balance_by_line(ledger_entries(actor=actor, session=line.session)).get(line.pk)
    if state is None:
        return
    is_by_trainee = PriceUnit(order.price_unit) is PriceUnit.TRAINEE_HOUR
    units = state.hours_live if is_by_trainee else (line.group_hours or 0)
    delta = units * (price - order.unit_price_cents)
    if delta:
        change = NewEntry(EntryKind.BOUGHT, cents=delta, line=line, amendment=amendment, reason=amendment.reason)
        append_entries(actor=actor, session=line.session, on=amendment.signed_on, new_entries=[change])
