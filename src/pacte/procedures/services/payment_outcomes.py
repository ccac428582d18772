"""What becomes of an order: paid, refused by the bank, or cancelled before somebody ordered it."""

from __future__ import annotations

from datetime import date

from pacte.kernel.actor import Actor
from pacte.kernel.clock import paris_date, today
from pacte.procedures.models import Case
from pacte.procedures.records.money import PaymentState
from pacte.procedures.services.guards import locked_case, refuse_case_without_reason, refuse_invalid_case_date
from pacte.procedures.services.money_follow_up import move_payment
from pacte.procedures.services.money_guards import payments_by
from pacte.procedures.services.payment_checks import LockedMoney


def declare_paid(*, actor: Actor, case: Case, order_id: int, on: date) -> None:
    """Says that an order was carried out on that day. Raises ``Conflict`` when what it rests on changed since."""
    _settle(actor, case, order_id, PaymentState.PAID, on, "")


def declare_failed(*, actor: Actor, case: Case, order_id: int, on: date, reason: str) -> None:
    """Says that the bank refused an order: the instalment is due again, as a new attempt, by two people."""
    refuse_case_without_reason(reason)
    _settle(actor, case, order_id, PaymentState.FAILED, on, reason)


def cancel_payment(*, actor: Actor, case: Case, order_id: int, reason: str) -> None:
    """Cancels an order that was prepared and not ordered, by who prepares or who orders."""
    payments_by(actor, case, "prepared_by", "ordered_by")
    refuse_case_without_reason(reason)
    with locked_case(actor=actor, case=case, right="", name="cancel_payment", reason=reason, after_end=True) as (
        locked,
        entry,
    ):
        desk = LockedMoney(locked)
        order = desk.order(order_id)
        desk.refuse_state(order, PaymentState.PREPARED)
        move_payment(actor=actor, case=locked, order=order, state=PaymentState.CANCELLED, on=today(), reason=reason)
        entry.detail.update(order=order.pk)


def _settle(actor: Actor, case: Case, order_id: int, state: PaymentState, on: date, reason: str) -> None:
    payments_by(actor, case, "ordered_by")
    name = f"payment_{state}"
    with locked_case(actor=actor, case=case, right="", name=name, reason=reason, after_end=True) as (locked, entry):
        desk = LockedMoney(locked)
        order = desk.order(order_id)
        if order.state == state:
            return
        desk.refuse_state(order, PaymentState.ORDERED)
        refuse_invalid_case_date(on, since=paris_date(order.ordered_at) if order.ordered_at else None)
        if state is PaymentState.PAID:
            desk.refuse_changed(order)
        order.settled_on = on
        move_payment(actor=actor, case=locked, order=order, state=state, on=on, reason=reason)
        entry.detail.update(order=order.pk, cents=order.cents)
