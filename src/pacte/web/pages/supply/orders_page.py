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
from pacte.web.pages.supply import prepared_model
from pacte.web.pages.supply.frame import actor_in, frame, session_url
from pacte.web.pages.supply.provider_desk import count
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Amendment, Order
    from pacte.offer.queries import OrderDetail, OrderItemRow, OrderSummary
    from pacte.offer.records import PlacesBalance

_PAGE = 50
_LIST = (
    {"label": "Commande"}, {"label": "Organisme"}, {"label": "Signée le", "kind": "day"},
    {"label": "Sessions", "kind": "num"}, {"label": "Places", "kind": "num"}, {"label": "Perdues", "kind": "num"},
    {"label": "Heures", "kind": "num"}, {"label": "Montant", "kind": "num"}, {"label": "État"},
)  # fmt: skip
_LINES = (
    {"label": "Session"}, {"label": "Début", "kind": "day"}, {"label": "Places", "kind": "num"},
    {"label": "Perdues", "kind": "num"}, {"label": "Heures", "kind": "num"}, {"label": "Montant", "kind": "num"},
    {"label": "État"},
)  # fmt: skip
_AMENDMENTS = (
    {"label": "Avenant"},
    {"label": "Signé le", "kind": "day"},
    {"label": "Pourquoi"},
    {"label": "Effet"},
    {"label": "Par"},
)
ACTS = (
    ("add", "Ajouter des places ou des heures"),
    ("cut", "Retirer des places"),
    ("move", "Porter des places sur une autre session"),
    ("price", "Changer le prix"),
    ("extend", "Changer la fin"),
)


@signed_in
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Orders in scope, most recent first, one year at a time."""
    actor = actor_in(request)
    if not reads_orders(actor):
        raise NotFound
    waiting = open_preparations(actor=actor)
    every = orders(actor=actor)
    years = sorted({each.order.signed_on.year for each in every}, reverse=True)
    year = next((each for each in years if str(each) == request.GET.get("annee")), None)
    if year is None and years and request.GET.get("annee") != "toutes":
        year = years[0]
    chosen = [each for each in every if year is None or each.order.signed_on.year == year]
    context = frame(("Commandes", "")) | {
        "title": "Qu’a-t-on commandé ?",
        "answer": _answer(chosen, year),
        "columns": _LIST,
        "rows": [_row(each) for each in chosen],
        "totals": _totals(chosen) if chosen else None,
        "years": [{"label": str(each), "url": f"?annee={each}", "is_on": each == year} for each in years],
        "may_prepare": _buys(actor),
        "waiting_columns": prepared_model.COLUMNS,
        "waiting": [prepared_model.row(each) for each in waiting],
    }
    return render(request, "supply/orders.html", context)


def reads_orders(actor: Actor) -> bool:
    """True when a membership gives access to orders, of the Region or of its own organisation."""
    return any(
        may(actor, "offer.read_orders", OfferScope(post.host_id, post.organisation_id)) for post in actor.memberships
    )


def _buys(actor: Actor) -> bool:
    return any(may(actor, "offer.purchase", OfferScope(host_id)) for host_id in actor.host_ids)


def _answer(chosen: list[OrderSummary], year: int | None) -> str:
    when = f" en {year}" if year else ""
    if not chosen:
        return f"Rien n’est encore commandé{when}."
    places = sum(each.places.counted for each in chosen)
    lost = sum(each.places.lost for each in chosen)
    cents = sum(each.places.cents_counted for each in chosen)
    said = f"{pluralise(len(chosen), 'commande')}{when} : {pluralise(places, 'place')} pour {format_euros(cents)}"
    return said + (f", dont {pluralise(lost, 'place perdue', 'places perdues')}." if lost else ".")


def _row(each: OrderSummary) -> list[Any]:
    order, now = each.order, each.places
    return [
        {"text": order.number, "url": reverse("supply:order", args=[order.number]), "note": order.title},
        order.provider.name,
        {"text": format_day(order.signed_on), "note": prepared_model.signature_words(order.preparation)},
        count(each.sessions),
        count(now.counted),
        count(now.lost) if now.lost else "",
        count(now.hours_counted),
        money(now.cents_counted),
        ORDER_STATE_LABELS[OrderState(order.state)],
    ]


def _totals(chosen: list[OrderSummary]) -> list[Any]:
    now = [each.places for each in chosen]
    return [
        "Ensemble", "", "", count(sum(each.sessions for each in chosen)), count(sum(each.counted for each in now)),
        count(sum(each.lost for each in now)), count(sum(each.hours_counted for each in now)),
        money(sum(each.cents_counted for each in now)), "",
    ]  # fmt: skip


def money(cents: int) -> dict[str, str]:
    return {"text": format_euros(cents), "value": f"{cents / 100:.2f}"}


@signed_in
@require_safe
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    actor = actor_in(request)
    found = order_detail(actor=actor, number=number)
    order = found.order
    buys = may(actor, "offer.purchase", OfferScope(order.organisation_id)) and order.state == OrderState.SIGNED
    context = frame(("Commandes", reverse("supply:orders")), (order.number, "")) | {
        "title": f"Que contient la commande {order.number} ?",
        "answer": _order_answer(found),
        "order": order,
        "facts": _facts(order),
        "columns": _LINES,
        "rows": [_line(each) for each in found.lines],
        "amendment_columns": _AMENDMENTS,
        "amendments": [_amendment(each, found.amended.get(each.pk)) for each in found.amendments],
        "acts": _acts(order) if buys else [],
        "waiting_columns": prepared_model.COLUMNS,
        "waiting": [prepared_model.row(each) for each in open_preparations_of_order(actor=actor, order=order)],
    }
    return render(request, "supply/order.html", context)


def acts_on_order(order: Order) -> tuple[tuple[str, str], ...]:
    """Amendments that apply to the order. A flat price changes by adding an amount."""
    return tuple(each for each in ACTS if each[0] != "price" or order.price_unit != PriceUnit.FLAT)


def _acts(order: Order) -> list[dict[str, str]]:
    amendments = [
        {"label": label, "url": reverse("supply:amend", args=[act, order.number]), "kind": "secondary"}
        for act, label in acts_on_order(order)
    ]
    closing = {"label": "Solder la commande", "url": reverse("supply:close", args=[order.number]), "kind": "danger"}
    return [*amendments, closing]


def _order_answer(found: OrderDetail) -> str:
    now = found.places
    lost = f", dont {pluralise(now.lost, 'perdue')}" if now.lost else ""
    return (
        f"{pluralise(now.counted, 'place')}{lost}, {format_number(now.hours_counted)} h, {format_euros(now.cents_counted)} "
        f"dans {pluralise(len(found.lines), 'session')} de {found.order.provider.name}."
    )


def _facts(order: Order) -> list[dict[str, str]]:
    action = order.plan_action
    found = [
        ("Objet", order.title, ""),
        ("Forme", ORDER_FORM_LABELS[OrderForm(order.form)], ""),
        ("Fonds", FUND_LABELS[Fund(order.fund)], ""),
        ("Acheteur", organisation_names(on=today()).get(order.buyer_id, ""), ""),
        ("Domaine, nature", f"{order.domain_code} · {NATURE_LABELS[TrainingNature(order.nature)]}", ""),
        ("Prix", price_of(order), ""),
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
    shown = [{"label": label, "value": value, "note": note} for label, value, note in found if value]
    return shown + prepared_model.signature_facts(order.preparation)


def price_of(order: Order) -> str:
    """« 8,50 € l’heure-stagiaire », or « forfait »."""
    unit = PRICE_UNIT_LABELS[PriceUnit(order.price_unit)]
    return unit if order.price_unit == PriceUnit.FLAT else f"{format_euros(order.unit_price_cents)} l’{unit}"


def _line(each: OrderItemRow) -> list[Any]:
    line, now = each.line, each.places
    return [
        {"text": line.session.training.title, "url": session_url(line.triplet), "note": line.triplet.session},
        format_day(line.session.starts_on) if line.session.starts_on else "date à venir",
        count(now.counted),
        count(now.lost) if now.lost else "",
        count(now.hours_counted),
        money(now.cents_counted),
        line.state_label,
    ]


def _amendment(each: Amendment, moved: PlacesBalance | None) -> list[Any]:
    effect = _effect(moved) if moved else ""
    if each.unit_price_cents is not None:
        effect = f"prix : {format_euros(each.unit_price_cents)}"
    elif each.ends_on:
        effect = f"fin : {format_day(each.ends_on)}"
    label = AMENDMENT_LABELS[AmendmentKind(each.kind)]
    return [
        {"text": f"Avenant {each.number}", "note": label}, format_day(each.signed_on), each.reason, effect,
        prepared_model.signature_words(each.preparation),
    ]  # fmt: skip


def _effect(moved: PlacesBalance) -> str:
    """« + 2 places, + 1 120 h », « − 1 place, − 700 h »; moved places count in the session that receives them."""
    if moved.moved_out:
        return (
            f"{pluralise(moved.moved_out, 'place portée', 'places portées')}, {format_number(moved.hours_moved_out)} h"
        )
    places, hours = moved.bought - moved.lost, moved.hours_bought - moved.hours_lost
    said = [
        f"{_sign(places)}{pluralise(abs(places), 'place')}" if places else "",
        f"{_sign(hours)}{format_number(abs(hours))} h" if hours else "",
    ]
    return ", ".join(each for each in said if each)


def _sign(value: int) -> str:
    return "+\u202f" if value > 0 else "−\u202f"
