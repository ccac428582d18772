"""What becomes of an order: paid, refused by the bank, or cancelled before somebody ordered it."""

from __future__ import annotations

from datetime import date

from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.procedures.models import Case
from pacte.procedures.records.money import PaymentState
from pacte.procedures.services.guards import locked_case, refuse_case_without_reason, refuse_invalid_case_date
from pacte.procedures.services.money_follow_up import move_payment
from pacte.procedures.services.money_guards import payments_for, refuse_without_role
from pacte.procedures.services.payment_checks import locked_order, refuse_changed, refuse_state


def declare_paid(*, actor: Actor, case: Case, order_id: int, on: date) -> None:
    """Says that an order was carried out on that day. Raises ``Conflict`` when what it rests on changed since."""
    _settle(actor, case, order_id, PaymentState.PAID, on, "")


def declare_failed(*, actor: Actor, case: Case, order_id: int, on: date, reason: str) -> None:
    """Says that the bank refused an order: the instalment is due again, as a new attempt, by two people."""
    refuse_case_without_reason(reason)
    _settle(actor, case, order_id, PaymentState.FAILED, on, reason)


def cancel_payment(*, actor: Actor, case: Case, order_id: int, reason: str) -> None:
    """Cancels an order that was prepared and not ordered, by who prepares or who orders."""
    payments = payments_for(case)
    refuse_without_role(actor, payments.prepared_by | payments.ordered_by, case)
    refuse_case_without_reason(reason)
    with locked_case(actor=actor, case=case, right="", name="cancel_payment", reason=reason) as (locked, entry):
        order = locked_order(locked, order_id)
        refuse_state(order, PaymentState.PREPARED)
        move_payment(actor=actor, case=locked, order=order, state=PaymentState.CANCELLED, on=today(), reason=reason)
        entry.detail.update(order=order.pk)


def _settle(actor: Actor, case: Case, order_id: int, state: PaymentState, on: date, reason: str) -> None:
    refuse_without_role(actor, payments_for(case).ordered_by, case)
    with locked_case(actor=actor, case=case, right="", name=f"payment_{state}", reason=reason) as (locked, entry):
        order = locked_order(locked, order_id)
        if order.state == state:
            return
        refuse_state(order, PaymentState.ORDERED)
        refuse_invalid_case_date(on, since=order.ordered_at.date() if order.ordered_at else None)
        if state is PaymentState.PAID:
            refuse_changed(locked, order)
        order.settled_on = on
        move_payment(actor=actor, case=locked, order=order, state=state, on=on, reason=reason)
        entry.detail.update(order=order.pk, cents=order.cents)
