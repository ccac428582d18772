"""An order for an action of the plan and the places that it buys: the minimum that « what the pact adds » counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from pacte.accounts.models import Organisation
from pacte.accounts.row_context import acting_as
from pacte.offer.models import Order, OrderItem, PlaceEntry, Session
from pacte.plan.models import Plan, PlanAction
from tests.cast import MACHINE

SIGNED = date(2021, 1, 5)


def order_for(
    region: Organisation, plan: Plan, action: int | str, session: Session, *, fund: str = "pact", number: str = ""
) -> Order:
    """Order that names the action and pays for the session, without any places yet."""
    with acting_as(MACHINE):
        order = Order.objects.create(
            organisation=region, buyer=region, provider=session.training_action.training.provider,
            number=number or f"BC-{plan.pk}-{action}-{session.pk}", title="Essai", form="purchase_order",
            domain_code="230", nature="certifying", price_unit="trainee_hour", unit_price_cents=900, signed_on=SIGNED,
            ends_on=SIGNED + timedelta(days=700), recorded_at=datetime(2021, 1, 5, 9, tzinfo=UTC),
            recorded_by_name="Essai",
        )  # fmt: skip
        OrderItem.objects.create(
            organisation=region, order=order, session=session, fund=fund, plan=plan,
            plan_action=PlanAction.objects.get(plan=plan, number=action),
        )  # fmt: skip
    return order


def buy(order: Order, places: int, *, known: datetime, on: date = SIGNED) -> None:
    """Buys places of the only session of the order, recorded at ``known``."""
    with acting_as(MACHINE):
        line = order.lines.get()
        PlaceEntry.objects.create(
            organisation=order.organisation, provider=order.provider, session=line.session, kind="bought",
            places=places, hours=places * 100, cents=places * 90_000, happened_on=on, recorded_at=known,
            buyer=order.buyer, order=order, line=line, person_name="Essai",
        )  # fmt: skip
