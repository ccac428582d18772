"""What accounting paid, as an extract says it: each order is declared paid once, by whoever may declare it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from pacte.accounts.models import Organisation
from pacte.kernel.actor import Actor
from pacte.kernel.errors import PacteError
from pacte.kernel.money import format_euros
from pacte.procedures.models import PaymentOrder
from pacte.procedures.records.money import PaymentKind, PaymentState
from pacte.procedures.rules.payment_references import payment_reference
from pacte.procedures.services.payment_outcomes import declare_paid


@dataclass(frozen=True, slots=True)
class SettledOrders:
    """How many orders were declared paid, and what is to be looked at, in sentences."""

    count: int = 0
    problems: tuple[str, ...] = ()


def settle_paid_orders(
    *, actor: Actor, organisation: Organisation, payments: Mapping[str, tuple[int, date | None]]
) -> SettledOrders:
    """Declares paid the orders of that Region of which accounting paid the whole amount.

    ``payments``: cents paid and their day, by the reference that ``export_orders`` gave. An order that is not waiting
    for its payment is left as it is: the same extract again changes nothing.
    """
    rows = PaymentOrder.objects.filter(
        organisation=organisation, state=PaymentState.ORDERED, kind=PaymentKind.PAYMENT
    ).select_related("case__plan", "case__plan_action")
    count, problems = 0, list[str]()
    for order in rows.order_by("pk") if payments else ():
        reference = payment_reference(order.case.plan.code, order.case.number, order.instalment, order.attempt)
        cents, on = payments.get(reference, (0, None))
        if not cents:
            continue
        if cents != order.cents or on is None:
            what = f"payé {format_euros(cents)} au lieu de {format_euros(order.cents)}" if on else "payé sans date"
            problems.append(f"{reference} : {what}, à déclarer dans le dossier.")
            continue
        try:
            with transaction.atomic():
                declare_paid(actor=actor, case=order.case, order_id=order.pk, on=on)
            count += 1
        except PacteError as error:
            problems.append(f"{reference} : {error.message}")
    return SettledOrders(count, tuple(problems))
