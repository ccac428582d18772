"""« Combien d’heures, et combien d’euros dus ? »: hours delivered in a session, by order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.journeys.queries.session_attendance import hours_of_session
from pacte.journeys.rules.billable_hours import billing_summary, hours_words
from pacte.kernel.french import format_number, pluralise
from pacte.kernel.money import format_euros
from pacte.offer.records import PRICE_UNIT_LABELS, PriceUnit
from pacte.web.pages.attendance.page_context import SessionPeoplePage
from pacte.web.tables import Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.journeys.queries.session_attendance import OrderAmountDue, SessionHours


@SessionPeoplePage.view(template_name="attendance/hours.html", crumb="Heures et montants dus")
def hours(page: SessionPeoplePage) -> dict[str, Any]:
    delivered = hours_of_session(actor=page.actor, session=page.session)
    return {
        "title": "Combien d’heures, et combien d’euros dus ?",
        "answer": billing_summary([each.amount for each in delivered.orders], delivered.trainee_minutes),
        "facts": _facts(delivered),
        "orders": _order_table(delivered),
    }


def _facts(hours: SessionHours) -> list[dict[str, str]]:
    return [
        {
            "label": "Heures-stagiaires réalisées",
            "value": hours_words(hours.trainee_minutes),
            "note": "une personne présente une heure",
        },
        {
            "label": "Heures de groupe tenues",
            "value": hours_words(hours.group_minutes),
            "note": "une demi-journée compte dès qu’une personne y est",
        },
        {
            "label": "Entrées",
            "value": format_number(hours.people),
            "note": "personnes venues au moins une demi-journée",
        },
    ]


def _order_table(hours: SessionHours) -> Table[OrderAmountDue]:
    """Group hours and trainee hours cannot be added; amounts can."""
    has_total = len(hours.orders) > 1
    total = _amount_cell(sum(each.amount.cents for each in hours.orders)) if has_total else ""
    return Table(
        hours.orders,
        Column("Commande", _order_cell, total="Ensemble" if has_total else ""),
        Column("Prix", _price_cell),
        number_column("Commandées", lambda each: _hours_cell(each.part.hours * 60)),
        number_column("Réalisées", lambda each: _hours_cell(each.amount.minutes)),
        number_column("Restent", lambda each: _hours_cell(each.amount.minutes_left)),
        number_column("Dû", lambda each: _amount_cell(each.amount.cents), total),
        Column("Comment c’est calculé", lambda each: each.amount.sentence),
        id="dus",
        caption="Ce qui est dû, par commande",
        empty="Aucune commande ne paie cette session.",
    )


def _order_cell(each: OrderAmountDue) -> dict[str, Any]:
    order = each.part.order
    return cell(order.number, url=reverse("sessions:order", args=[order.number]), note=order.title)


def _price_cell(each: OrderAmountDue) -> dict[str, Any]:
    unit = PRICE_UNIT_LABELS[each.part.unit]
    is_flat = each.part.unit is PriceUnit.FLAT
    price = unit if is_flat else f"{format_euros(each.part.order.unit_price_cents)} l’{unit}"
    return cell(price, note=pluralise(each.part.places.live, "place"))


def _hours_cell(minutes: int) -> dict[str, str]:
    return {"text": hours_words(minutes), "value": f"{minutes / 60:.2f}"}


def _amount_cell(cents: int) -> dict[str, str]:
    return {"text": format_euros(cents), "value": f"{cents / 100:.2f}"}
