"""« Combien d’heures, et combien d’euros dus ? »: hours delivered in a session, by order."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from pacte.journeys.queries.session_attendance import OrderAmountDue, SessionHours, hours_of_session
from pacte.journeys.rules.billable_hours import billing_summary, hours_words
from pacte.kernel.french import format_number, pluralise
from pacte.web.pages.attendance.page_context import SessionPeoplePage
from pacte.web.session_display import minutes_cell, unit_price_text
from pacte.web.tables import Column, Table, amount_cell, cell, number_column


@SessionPeoplePage.view(template_name="attendance/hours.html", crumb="Heures et montants dus")
def hours(page: SessionPeoplePage) -> dict[str, Any]:
    delivered = hours_of_session(actor=page.actor, session=page.session)
    return {
        "title": "Combien d’heures, et combien d’euros dus ?",
        "answer": billing_summary([each.amount for each in delivered.orders], delivered.trainee_minutes),
        "facts": [
            {
                "label": "Heures-stagiaires réalisées",
                "value": hours_words(delivered.trainee_minutes),
                "note": "une personne présente une heure",
            },
            {
                "label": "Heures de groupe tenues",
                "value": hours_words(delivered.group_minutes),
                "note": "une demi-journée compte dès qu’une personne y est",
            },
            {
                "label": "Entrées",
                "value": format_number(delivered.people),
                "note": "personnes venues au moins une demi-journée",
            },
        ],
        "orders": _order_table(delivered),
    }


def _order_table(hours: SessionHours) -> Table[OrderAmountDue]:
    """Group hours and trainee hours cannot be added; amounts can."""
    has_total = len(hours.orders) > 1
    total = amount_cell(sum(each.amount.cents for each in hours.orders)) if has_total else ""
    return Table(
        hours.orders,
        Column("Commande", _order_cell, total="Ensemble" if has_total else ""),
        Column(
            "Prix",
            lambda each: cell(
                unit_price_text(each.part.unit, each.part.order.unit_price_cents),
                note=pluralise(each.part.places.live, "place"),
            ),
        ),
        number_column("Commandées", lambda each: minutes_cell(each.part.hours * 60)),
        number_column("Réalisées", lambda each: minutes_cell(each.amount.minutes)),
        number_column("Restent", lambda each: minutes_cell(each.amount.minutes_left)),
        number_column("Dû", lambda each: amount_cell(each.amount.cents), total),
        Column("Comment c’est calculé", lambda each: each.amount.sentence),
        id="dus",
        caption="Ce qui est dû, par commande",
        empty="Aucune commande ne paie cette session.",
    )


def _order_cell(each: OrderAmountDue) -> dict[str, Any]:
    order = each.part.order
    return cell(order.number, url=reverse("sessions:order", args=[order.number]), note=order.title)
