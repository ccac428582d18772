"""« Combien d’heures, et combien d’euros dus ? »: hours delivered in a session, by order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.journeys.queries.session_attendance import hours_of_session
from pacte.journeys.rules.billable_hours import billing_summary, hours_words
from pacte.kernel.french import format_number, pluralise
from pacte.kernel.money import format_euros
from pacte.offer.records import PRICE_UNIT_LABELS, PriceUnit
from pacte.web.pages.attendance.page_context import attendance_page_context, readable_session, request_actor
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.journeys.queries.session_attendance import OrderAmountDue, SessionHours

HOURS_COLUMNS = (
    {"label": "Commande"}, {"label": "Prix"}, {"label": "Commandées", "kind": "num"},
    {"label": "Réalisées", "kind": "num"}, {"label": "Restent", "kind": "num"}, {"label": "Dû", "kind": "num"},
    {"label": "Comment c’est calculé"},
)  # fmt: skip


@require_login
@require_safe
def page(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    actor = request_actor(request)
    training_session = readable_session(actor, training, action, session)
    hours = hours_of_session(actor=actor, session=training_session)
    values = attendance_page_context(actor, training_session, ("Heures et montants dus", "")) | {
        "title": "Combien d’heures, et combien d’euros dus ?",
        "answer": billing_summary([each.amount for each in hours.orders], hours.trainee_minutes),
        "facts": _facts(hours),
        "columns": HOURS_COLUMNS,
        "rows": [_order_cells(each) for each in hours.orders],
        "totals": _totals(hours) if len(hours.orders) > 1 else None,
    }
    return render(request, "training/hours.html", values)


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


def _order_cells(each: OrderAmountDue) -> list[Any]:
    order, amount = each.part.order, each.amount
    unit = PRICE_UNIT_LABELS[each.part.unit]
    price = unit if each.part.unit is PriceUnit.FLAT else f"{format_euros(order.unit_price_cents)} l’{unit}"
    return [
        {"text": order.number, "url": reverse("supply:order", args=[order.number]), "note": order.title},
        {"text": price, "note": pluralise(each.part.places.live, "place")},
        _hours_cell(each.part.hours * 60),
        _hours_cell(amount.minutes),
        _hours_cell(amount.minutes_left),
        _amount_cell(amount.cents),
        amount.sentence,
    ]


def _totals(hours: SessionHours) -> list[Any]:
    """Group hours and trainee hours cannot be added; amounts can."""
    return ["Ensemble", "", "", "", "", _amount_cell(sum(each.amount.cents for each in hours.orders)), ""]


def _hours_cell(minutes: int) -> dict[str, str]:
    return {"text": hours_words(minutes), "value": f"{minutes / 60:.2f}"}


def _amount_cell(cents: int) -> dict[str, str]:
    return {"text": format_euros(cents), "value": f"{cents / 100:.2f}"}
