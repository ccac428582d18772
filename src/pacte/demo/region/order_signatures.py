"""Two buyers: preparations that wait for the other's signature, one sent back with a reason, one signed by both."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pacte.accounts.queries import actor_of, person_by_email
from pacte.accounts.row_context import acting_as, set_row_context
from pacte.offer.queries import order_detail, orders
from pacte.offer.records import Fund, OrderForm, OrderState, PreparationKind, PriceUnit, SessionState, TrainingNature
from pacte.offer.rules.orders import OrderItemTerms, OrderTerms
from pacte.offer.rules.signatures import AmendmentTerms
from pacte.offer.services import prepare_amendment, prepare_order, send_back_preparation, sign_preparation

if TYPE_CHECKING:
    from pacte.demo.region.setting import Setting
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Order, OrderItem, Preparation

_BUYERS = ("acheteur@pacte.example", "acheteur-second@pacte.example")
_NEEDED = 5
_LOOKED_AT = 60  # orders, the latest first
_PLACES, _HOURS = 8, 3_200
_TO_COME = (SessionState.PLANNED, SessionState.CONFIRMED)


def load_signatures(*, actor: Actor, setting: Setting) -> int:
    """Return how many preparations were created. Must run after the orders are written, as the system actor."""
    people = [person_by_email(each) for each in _BUYERS]
    buyers = []
    for person in people:
        if person is not None:
            with acting_as(actor_of(person, on=setting.today)) as buyer:
                buyers.append(buyer)
    set_row_context(actor)
    changeable = _changeable_orders(actor, setting)
    if len(buyers) < len(_BUYERS) or len(changeable) < _NEEDED:
        return 0
    first, second = buyers
    _new_order(second, setting, *changeable[0], rank=1)
    _more_places(second, setting, *changeable[1])
    _new_order(first, setting, *changeable[2], rank=2)
    made = _new_order(first, setting, *changeable[3], rank=3)
    with acting_as(second):
        send_back_preparation(
            actor=second, preparation=made, reason="Le prix est celui de l’an dernier : voyez le bordereau."
        )
    made = _later_end(second, setting, changeable[4][0])
    with acting_as(first):
        sign_preparation(actor=first, preparation=made, digest=made.digest)
    set_row_context(actor)
    return _NEEDED


def _changeable_orders(actor: Actor, setting: Setting) -> list[tuple[Order, OrderItem]]:
    """Orders of the Region that can still change, each with the line of a future session."""
    orders_with_line: list[tuple[Order, OrderItem]] = []
    for each in orders(actor=actor)[:_LOOKED_AT]:
        is_ours = each.order.state == OrderState.SIGNED and each.order.buyer_id == setting.buyer_id
        if not is_ours or len(orders_with_line) == _NEEDED:
            continue
        detail = order_detail(actor=actor, number=each.order.number)
        to_come = [
            each.item
            for each in detail.lines
            if (session := each.line.session).state in _TO_COME
            and session.starts_on
            and session.starts_on > setting.today
        ]
        if to_come:
            orders_with_line.append((detail.order, to_come[0]))
    return orders_with_line


def _new_order(buyer: Actor, setting: Setting, order: Order, line: OrderItem, *, rank: int) -> Preparation:
    """More places of the same session, for the same action, in a new order."""
    terms = OrderTerms(
        number=f"BC-{setting.today.year}-S{rank:03d}",
        title=f"Complément de {order.number} (fictif)",
        form=OrderForm(order.form),
        fund=Fund(line.fund),
        domain_code=order.domain_code,
        nature=TrainingNature(order.nature),
        price_unit=PriceUnit(order.price_unit),
        unit_price_cents=order.unit_price_cents,
        signed_on=setting.today,
        ends_on=setting.today + timedelta(days=600),
        lines=(OrderItemTerms(line.session_id, _PLACES, _HOURS),),
        plan_id=line.plan_id,
        plan_action_id=line.plan_action_id,
    )
    with acting_as(buyer):
        return prepare_order(
            actor=buyer, host_id=setting.host_id, buyer_id=setting.buyer_id, provider=order.provider, terms=terms
        )


def _more_places(buyer: Actor, setting: Setting, order: Order, line: OrderItem) -> Preparation:
    terms = _amendment(setting, PreparationKind.ADD, "Trois candidats attendent une place.")
    with acting_as(buyer):
        return prepare_amendment(
            actor=buyer, order=order, terms=replace(terms, session_id=line.session_id, places=3, hours=1_200)
        )


def _later_end(buyer: Actor, setting: Setting, order: Order) -> Preparation:
    terms = _amendment(setting, PreparationKind.DATES, "Une session a reculé : la commande finit plus tard.")
    with acting_as(buyer):
        return prepare_amendment(
            actor=buyer, order=order, terms=replace(terms, ends_on=order.ends_on + timedelta(days=92))
        )


def _amendment(setting: Setting, kind: PreparationKind, reason: str) -> AmendmentTerms:
    return AmendmentTerms(kind=kind, signed_on=setting.today, reason=reason)
