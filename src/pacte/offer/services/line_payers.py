"""Who pays for the places of an order line: a fund, for an action of a plan."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from pacte.kernel.actor import Actor
from pacte.kernel.errors import ValidationError
from pacte.offer.models import Order, OrderItem, Session


@dataclass(frozen=True, slots=True)
class LinePayer:
    """The fields of ``OrderItem`` of the same names."""

    fund: str
    plan_id: int | None = None
    plan_action_id: int | None = None


def get_or_create_line(*, actor: Actor, order: Order, session: Session, paid_by: LinePayer | None = None) -> OrderItem:
    """Line of the order for that session, created when missing. Call it inside an amendment.

    Without ``paid_by``, that of the only line of the session, else that of all the lines of the order. Raises
    ``ValidationError`` when there are several.
    """
    if paid_by is None:
        payers = _payers(order, session) or _payers(order)
        if len(payers) != 1:
            raise ValidationError(
                "amendment_payer",
                "Cette commande achète pour plusieurs actions, ou sur plusieurs fonds.",
                hint="Dites pour quelle action, et sur quel fonds.",
            )
        (paid_by,) = payers
    line, _ = OrderItem.objects.select_related("order").get_or_create(
        order=order, session=session, **asdict(paid_by), defaults={"organisation_id": order.organisation_id}
    )
    return line


def _payers(order: Order, session: Session | None = None) -> set[LinePayer]:
    lines = order.lines.all() if session is None else order.lines.filter(session=session)
    return {LinePayer(*row) for row in lines.values_list("fund", "plan_id", "plan_action_id")}
