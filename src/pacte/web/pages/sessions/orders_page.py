"""« Qu’a-t-on commandé ? »: list of orders, and the detail of an order with its amendments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.accounts.queries import organisation_names
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.kernel.money import format_euros
from pacte.offer.permissions import OfferScope, may
from pacte.offer.queries import open_preparations, open_preparations_of_order, order_detail, orders
from pacte.offer.records import (
    AMENDMENT_LABELS,
    FUND_LABELS,
    NATURE_LABELS,
    ORDER_FORM_LABELS,
    ORDER_STATE_LABELS,
    PRICE_UNIT_LABELS,
    AmendmentKind,
    Fund,
    OrderForm,
    OrderState,
    PriceUnit,
    TrainingNature,
)
from pacte.web.pages.sessions import preparation_model
from pacte.web.pages.sessions.page_context import request_actor, session_url, sessions_page_context
from pacte.web.pages.sessions.provider_desk import number_cell
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Amendment, Order
    from pacte.offer.queries import OrderDetail, OrderItemRow, OrderSummary
    from pacte.offer.records import PlacesBalance

_PAGE = 50
_ORDER_COLUMNS = (
    {"label": "Commande"}, {"label": "Organisme"}, {"label": "Signée le", "kind": "day"},
    {"label": "Sessions", "kind": "num"}, {"label": "Places", "kind": "num"}, {"label": "Perdues", "kind": "num"},
    {"label": "Heures", "kind": "num"}, {"label": "Montant", "kind": "num"}, {"label": "État"},
)  # fmt: skip
_ITEM_COLUMNS = (
    {"label": "Session"}, {"label": "Début", "kind": "day"}, {"label": "Places", "kind": "num"},
    {"label": "Perdues", "kind": "num"}, {"label": "Heures", "kind": "num"}, {"label": "Montant", "kind": "num"},
    {"label": "État"},
)  # fmt: skip
_AMENDMENT_COLUMNS = (
    {"label": "Avenant"},
    {"label": "Signé le", "kind": "day"},
    {"label": "Pourquoi"},
    {"label": "Effet"},
    {"label": "Par"},
)
AMENDMENT_ACTIONS = (
    ("add", "Ajouter des places ou des heures"),
    ("cut", "Retirer des places"),
    ("move", "Porter des places sur une autre session"),
    ("price", "Changer le prix"),
    ("extend", "Changer la fin"),
)


@require_login
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Orders in scope, most recent first, one year at a time."""
    actor = request_actor(request)
    if not can_read_orders(actor):
        raise NotFound
    waiting = open_preparations(actor=actor)
    all_orders = orders(actor=actor)
    years = sorted({each.order.signed_on.year for each in all_orders}, reverse=True)
    year = next((each for each in years if str(each) == request.GET.get("annee")), None)
    if year is None and years and request.GET.get("annee") != "toutes":
        year = years[0]
    year_orders = [each for each in all_orders if year is None or each.order.signed_on.year == year]
    context = sessions_page_context(("Commandes", "")) | {
        "title": "Qu’a-t-on commandé ?",
        "answer": _answer(year_orders, year),
        "columns": _ORDER_COLUMNS,
        "rows": [_order_cells(each) for each in year_orders],
        "totals": _totals(year_orders) if year_orders else None,
        "years": [{"label": str(each), "url": f"?annee={each}", "is_on": each == year} for each in years],
        "may_prepare": _can_buy(actor),
        "waiting_columns": preparation_model.PREPARATION_COLUMNS,
        "waiting": [preparation_model.preparation_cells(each) for each in waiting],
    }
    return render(request, "supply/orders.html", context)


def can_read_orders(actor: Actor) -> bool:
    """True when a membership gives access to orders, of the Region or of its own organisation."""
    return any(
        may(actor, "offer.read_orders", OfferScope(post.host_id, post.organisation_id)) for post in actor.memberships
    )


def _can_buy(actor: Actor) -> bool:
    return any(may(actor, "offer.purchase", OfferScope(host_id)) for host_id in actor.host_ids)


def _answer(year_orders: list[OrderSummary], year: int | None) -> str:
    when = f" en {year}" if year else ""
    if not year_orders:
        return f"Rien n’est encore commandé{when}."
    places = sum(each.places.counted for each in year_orders)
    lost = sum(each.places.lost for each in year_orders)
    cents = sum(each.places.cents_counted for each in year_orders)
    sentence = (
        f"{pluralise(len(year_orders), 'commande')}{when} : {pluralise(places, 'place')} pour {format_euros(cents)}"
    )
    return sentence + (f", dont {pluralise(lost, 'place perdue', 'places perdues')}." if lost else ".")


def _order_cells(each: OrderSummary) -> list[Any]:
    order, places = each.order, each.places
    return [
        {"text": order.number, "url": reverse("supply:order", args=[order.number]), "note": order.title},
        order.provider.name,
        {"text": format_day(order.signed_on), "note": preparation_model.signature_text(order.preparation)},
        number_cell(each.sessions),
        number_cell(places.counted),
        number_cell(places.lost) if places.lost else "",
        number_cell(places.hours_counted),
        amount_cell(places.cents_counted),
        ORDER_STATE_LABELS[OrderState(order.state)],
    ]


def _totals(year_orders: list[OrderSummary]) -> list[Any]:
    places = [each.places for each in year_orders]
    return [
        "Ensemble",
        "",
        "",
        number_cell(sum(each.sessions for each in year_orders)),
        number_cell(sum(each.counted for each in places)),
        number_cell(sum(each.lost for each in places)),
        number_cell(sum(each.hours_counted for each in places)),
        amount_cell(sum(each.cents_counted for each in places)),
        "",
    ]


def amount_cell(cents: int) -> dict[str, str]:
    return {"text": format_euros(cents), "value": f"{cents / 100:.2f}"}


@require_login
@require_safe
def order_page(request: HttpRequest, number: str) -> HttpResponse:
    actor = request_actor(request)
    detail = order_detail(actor=actor, number=number)
    order = detail.order
    can_buy = may(actor, "offer.purchase", OfferScope(order.organisation_id)) and order.state == OrderState.SIGNED
    context = sessions_page_context(("Commandes", reverse("supply:orders")), (order.number, "")) | {
        "title": f"Que contient la commande {order.number} ?",
        "answer": _order_answer(detail),
        "order": order,
        "facts": _facts(order),
        "columns": _ITEM_COLUMNS,
        "rows": [_order_item_cells(each) for each in detail.lines],
        "amendment_columns": _AMENDMENT_COLUMNS,
        "amendments": [_amendment_cells(each, detail.amended.get(each.pk)) for each in detail.amendments],
        "acts": _order_buttons(order) if can_buy else [],
        "waiting_columns": preparation_model.PREPARATION_COLUMNS,
        "waiting": [
            preparation_model.preparation_cells(each) for each in open_preparations_of_order(actor=actor, order=order)
        ],
    }
    return render(request, "supply/order.html", context)


def amendment_actions(order: Order) -> tuple[tuple[str, str], ...]:
    """Amendments that apply to the order. A flat price changes by adding an amount."""
    return tuple(each for each in AMENDMENT_ACTIONS if each[0] != "price" or order.price_unit != PriceUnit.FLAT)


def _order_buttons(order: Order) -> list[dict[str, str]]:
    amendments = [
        {"label": label, "url": reverse("supply:amend", args=[act, order.number]), "kind": "secondary"}
        for act, label in amendment_actions(order)
    ]
    closing = {"label": "Solder la commande", "url": reverse("supply:close", args=[order.number]), "kind": "danger"}
    return [*amendments, closing]


def _order_answer(detail: OrderDetail) -> str:
    places = detail.places
    lost = f", dont {pluralise(places.lost, 'perdue')}" if places.lost else ""
    return (
        f"{pluralise(places.counted, 'place')}{lost}, {format_number(places.hours_counted)} h, "
        f"{format_euros(places.cents_counted)} "
        f"dans {pluralise(len(detail.lines), 'session')} de {detail.order.provider.name}."
    )


def _facts(order: Order) -> list[dict[str, str]]:
    action = order.plan_action
    fact_rows = [
        ("Objet", order.title, ""),
        ("Forme", ORDER_FORM_LABELS[OrderForm(order.form)], ""),
        ("Fonds", FUND_LABELS[Fund(order.fund)], ""),
        ("Acheteur", organisation_names(on=today()).get(order.buyer_id, ""), ""),
        ("Domaine, nature", f"{order.domain_code} · {NATURE_LABELS[TrainingNature(order.nature)]}", ""),
        ("Prix", order_price_text(order), ""),
        ("Signée le", format_day(order.signed_on), f"jusqu’au {format_day(order.ends_on)}"),
        ("Action du plan", str(action) if action else "", ""),
        ("Engagement", order.commitment_number, ""),
        ("Lot", order.lot.code if order.lot else "", ""),
        (
            "État",
            ORDER_STATE_LABELS[OrderState(order.state)],
            f"le {format_day(order.closed_on)}" if order.closed_on else "",
        ),
    ]
    facts = [{"label": label, "value": value, "note": note} for label, value, note in fact_rows if value]
    return facts + preparation_model.signature_facts(order.preparation)


def order_price_text(order: Order) -> str:
    """« 8,50 € l’heure-stagiaire », or « forfait »."""
    unit = PRICE_UNIT_LABELS[PriceUnit(order.price_unit)]
    return unit if order.price_unit == PriceUnit.FLAT else f"{format_euros(order.unit_price_cents)} l’{unit}"


def _order_item_cells(each: OrderItemRow) -> list[Any]:
    order_item, places = each.line, each.places
    return [
        {
            "text": order_item.session.training.title,
            "url": session_url(order_item.triplet),
            "note": order_item.triplet.session,
        },
        format_day(order_item.session.starts_on) if order_item.session.starts_on else "date à venir",
        number_cell(places.counted),
        number_cell(places.lost) if places.lost else "",
        number_cell(places.hours_counted),
        amount_cell(places.cents_counted),
        order_item.state_label,
    ]


def _amendment_cells(each: Amendment, balance: PlacesBalance | None) -> list[Any]:
    effect = _amendment_effect(balance) if balance else ""
    if each.unit_price_cents is not None:
        effect = f"prix : {format_euros(each.unit_price_cents)}"
    elif each.ends_on:
        effect = f"fin : {format_day(each.ends_on)}"
    label = AMENDMENT_LABELS[AmendmentKind(each.kind)]
    return [
        {"text": f"Avenant {each.number}", "note": label}, format_day(each.signed_on), each.reason, effect,
        preparation_model.signature_text(each.preparation),
    ]  # fmt: skip


def _amendment_effect(balance: PlacesBalance) -> str:
    """« + 2 places, + 1 120 h », « − 1 place, − 700 h »; moved places count in the session that receives them."""
    if balance.moved_out:
        return (
            f"{pluralise(balance.moved_out, 'place portée', 'places portées')}, "
            f"{format_number(balance.hours_moved_out)} h"
        )
    places, hours = balance.bought - balance.lost, balance.hours_bought - balance.hours_lost
    parts = [
        f"{_sign(places)}{pluralise(abs(places), 'place')}" if places else "",
        f"{_sign(hours)}{format_number(abs(hours))} h" if hours else "",
    ]
    return ", ".join(each for each in parts if each)


def _sign(value: int) -> str:
    return "+\u202f" if value > 0 else "−\u202f"
