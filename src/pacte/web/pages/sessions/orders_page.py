"""« Qu’a-t-on commandé ? »: list of orders, and the detail of an order with its amendments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse

from pacte.accounts.queries import organisation_names
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.kernel.money import format_euros, format_millions
from pacte.offer.permissions import buyer_organisation_ids, may_anywhere
from pacte.offer.queries import (
    OrderDetail,
    OrdersTotal,
    OrderSummary,
    open_preparations,
    open_preparations_of_order,
    order_years,
    orders,
    orders_total,
)
from pacte.offer.records import (
    AMENDMENT_LABELS,
    FUND_LABELS,
    NATURE_LABELS,
    ORDER_FORM_LABELS,
    ORDER_STATE_LABELS,
    AmendmentKind,
    Fund,
    OrderForm,
    OrderState,
    PlacesBalance,
    PriceUnit,
    TrainingNature,
)
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.reference.queries import training_domain_labels
from pacte.web.pages.sessions.offer_pages import OfferPage, OrderPage, fact_list, session_cell
from pacte.web.pages.sessions.preparation_model import preparation_table, signature_facts, signature_text
from pacte.web.pages.sessions.purchase_names import domain_name
from pacte.web.paging import PagedFilterForm
from pacte.web.session_display import start_text, unit_price_text
from pacte.web.tables import Column, Table, amount_cell, cell, day_column, number_cell, number_column

if TYPE_CHECKING:
    from pacte.offer.models import Amendment, Order

AMENDMENT_ACTIONS = {
    "add": "Ajouter des places ou des heures",
    "cut": "Retirer des places",
    "move": "Porter des places sur une autre session",
    "price": "Changer le prix",
    "extend": "Changer la fin",
}


class OrderFilters(PagedFilterForm):
    """Without a year that has orders, the last one is shown; « toutes » shows them all."""

    annee = forms.CharField(initial="")
    mots = forms.CharField(initial="", max_length=120)

    has_tall_rows = True


@OfferPage.view(template_name="sessions/orders.html", crumb="Commandes")
def order_list(page: OfferPage) -> dict[str, Any]:
    """Orders in scope, most recent first, one year at a time."""
    if not may_anywhere(page.actor, "offer.read_orders"):
        raise NotFound
    filters, years = OrderFilters(page.request.GET), order_years(actor=page.actor)
    year_text = filters.values["annee"]
    usual_year = None if year_text == "toutes" or not years else years[0]
    year = next((each for each in years if str(each) == year_text), usual_year)
    total = orders_total(actor=page.actor, year=year)
    words = filters.values["mots"]
    summaries = filters.cut(orders(actor=page.actor, year=year, words=words))
    return {
        "title": "Qu’a-t-on commandé ?",
        "answer": _answer(total, year),
        "orders": _order_table(summaries, None if words else total),
        "words": words,
        "year_asked": year_text,
        "count": pluralise(summaries.paginator.count, "commande"),
        **filters.list_context(summaries, "commandes", {"mots": f"« {words} »" if words else ""}),
        "years": [{"label": str(each), "url": f"?annee={each}", "is_on": each == year} for each in years],
        "may_prepare": may_anywhere(page.actor, "offer.purchase"),
        "waiting": preparation_table(
            open_preparations(actor=page.actor), id="attente", caption="Commandes et avenants préparés"
        ),
    }


def _answer(total: OrdersTotal, year: int | None) -> str:
    when, places = f" en {year}" if year else "", total.places
    if not total.orders:
        return f"Rien n’est encore commandé{when}."
    bought = f"{pluralise(places.counted, 'place')} pour {format_millions(places.cents_counted)}"
    lost = f", dont {pluralise(places.lost, 'place perdue', 'places perdues')}" if places.lost else ""
    return f"{pluralise(total.orders, 'commande')}{when} : {bought}{lost}."


def _order_table(summaries: Iterable[OrderSummary], total: OrdersTotal | None) -> Table[OrderSummary]:
    """The last line sums every order of the year, whatever the page; there is none for the orders of some words."""
    buyers = organisation_names(on=today())
    sums = _sums(total) if total else {}

    def summed(name: str) -> object:
        return sums.get(name, "")

    return Table(
        summaries,
        Column(
            "Commande",
            lambda each: cell(
                each.order.title, url=reverse("sessions:order", args=[each.order.number]), note=each.order.number
            ),
            total="Ensemble" if total else "",
        ),
        Column("Organisme", lambda each: each.order.provider.name),
        Column("Acheteur", lambda each: buyers.get(each.order.buyer_id, "")),
        Column("Action", lambda each: ", ".join(each.actions)),
        day_column(
            "Signée le",
            lambda each: cell(format_day(each.order.signed_on), note=signature_text(each.order.preparation)),
        ),
        number_column("Sessions", lambda each: number_cell(each.sessions), summed("sessions")),
        number_column("Places", lambda each: number_cell(each.places.counted), summed("counted")),
        number_column("Perdues", lambda each: number_cell(each.places.lost or None), summed("lost")),
        number_column("Heures", lambda each: number_cell(each.places.hours_counted), summed("hours_counted")),
        number_column("Montant", lambda each: amount_cell(each.places.cents_counted), summed("cents_counted")),
        Column("État", lambda each: ORDER_STATE_LABELS[OrderState(each.order.state)]),
        id="commandes",
        caption="Commandes",
        flow=True,
        empty="Aucune commande.",
    )


def _sums(total: OrdersTotal) -> dict[str, object]:
    """Cells of the last line, by what they sum."""
    places = total.places
    return {
        "sessions": number_cell(total.sessions),
        "counted": number_cell(places.counted),
        "lost": number_cell(places.lost),
        "hours_counted": number_cell(places.hours_counted),
        "cents_counted": amount_cell(places.cents_counted),
    }


@OrderPage.view(template_name="sessions/order.html")
def order_page(page: OrderPage) -> dict[str, Any]:
    order, detail = page.order, page.detail
    is_own = order.buyer_id in buyer_organisation_ids(page.actor, order.organisation_id)
    return {
        "title": f"Que contient la commande {order.number} ?",
        "answer": _order_answer(detail),
        "order": order,
        "facts": _order_facts(page.actor, detail),
        "items": Table(
            detail.lines,
            Column("Session", lambda each: session_cell(each.line.session, each.line.triplet.session)),
            day_column("Début", lambda each: start_text(each.line.session.starts_on)),
            Column("Action", lambda each: each.item.plan_action.number if each.item.plan_action else ""),
            Column("Fonds", lambda each: FUND_LABELS[Fund(each.item.fund)]),
            number_column("Places", lambda each: number_cell(each.places.counted)),
            number_column("Perdues", lambda each: number_cell(each.places.lost or None)),
            number_column("Heures", lambda each: number_cell(each.places.hours_counted)),
            number_column("Montant", lambda each: amount_cell(each.places.cents_counted)),
            Column("État", lambda each: each.line.state_label),
            id="lignes-table",
            caption="Sessions de la commande",
        ),
        "amendments": Table(
            detail.amendments,
            Column(
                "Avenant",
                lambda each: cell(f"Avenant {each.number}", note=AMENDMENT_LABELS[AmendmentKind(each.kind)]),
            ),
            day_column("Signé le", lambda each: format_day(each.signed_on)),
            Column("Pourquoi", lambda each: each.reason),
            Column("Effet", lambda each: _amendment_effect(each, detail.amended.get(each.pk))),
            Column("Par", lambda each: signature_text(each.preparation)),
            id="avenants-table",
            caption="Avenants",
            empty="Aucun avenant.",
        ),
        "acts": _order_buttons(page) if is_own and order.state == OrderState.SIGNED else [],
        "waiting": preparation_table(
            open_preparations_of_order(actor=page.actor, order=order), id="attente", caption="Avenants préparés"
        ),
    }


def amendment_actions(order: Order) -> dict[str, str]:
    """Amendments that apply to the order. A flat price changes by adding an amount."""
    is_flat = order.price_unit == PriceUnit.FLAT
    return {act: label for act, label in AMENDMENT_ACTIONS.items() if act != "price" or not is_flat}


def _order_buttons(page: OrderPage) -> list[dict[str, str]]:
    number = page.order.number
    amendments = [
        {"label": label, "url": page.url("sessions:amend", act, number), "kind": "secondary"}
        for act, label in amendment_actions(page.order).items()
    ]
    return [
        *amendments,
        {"label": "Solder la commande", "url": page.url("sessions:close", number), "kind": "danger"},
    ]


def _order_answer(detail: OrderDetail) -> str:
    places = detail.places
    lost = f", dont {pluralise(places.lost, 'perdue')}" if places.lost else ""
    return (
        f"{pluralise(places.counted, 'place')}{lost}, {format_number(places.hours_counted)} h, "
        f"{format_euros(places.cents_counted)} "
        f"dans {pluralise(len(detail.lines), 'session')} de {detail.order.provider.name}."
    )


def _order_facts(actor: Actor, detail: OrderDetail) -> list[dict[str, str]]:
    order = detail.order
    funds = dict.fromkeys(FUND_LABELS[Fund(each.item.fund)] for each in detail.lines)
    nature = NATURE_LABELS[TrainingNature(order.nature)]
    closed = f"le {format_day(order.closed_on)}" if order.closed_on else ""
    rows = [
        ("Objet", order.title, ""),
        ("Forme", ORDER_FORM_LABELS[OrderForm(order.form)], ""),
        ("Fonds", ", ".join(funds), ""),
        ("Acheteur", organisation_names(on=today()).get(order.buyer_id, ""), ""),
        ("Domaine, nature", f"{_domain_text(actor, order)} · {nature}", ""),
        ("Prix", unit_price_text(PriceUnit(order.price_unit), order.unit_price_cents), ""),
        ("Signée le", format_day(order.signed_on), f"jusqu’au {format_day(order.ends_on)}"),
        *_action_facts(actor, detail),
        ("Engagement", order.commitment_number, ""),
        ("Lot", order.lot.title if order.lot else "", order.lot.code if order.lot else ""),
        ("État", ORDER_STATE_LABELS[OrderState(order.state)], closed),
    ]
    return [*fact_list(rows), *signature_facts(order.preparation)]


def _domain_text(actor: Actor, order: Order) -> str:
    return domain_name(order.domain_code, training_domain_labels(actor=actor, codes=[order.domain_code]))


def _action_facts(actor: Actor, detail: OrderDetail) -> list[tuple[str, str, str]]:
    """The plan actions that its lines serve, each with its title."""
    plans = {each.item.plan_id: each.item.plan for each in detail.lines if each.item.plan}
    titles = {pk: action_titles_by_number(actor=actor, plan=plan, on=today()) for pk, plan in plans.items()}
    actions = {(each.item.plan_id, each.item.plan_action.number) for each in detail.lines if each.item.plan_action}
    return [
        ("Action du plan", str(number), titles[plan_id].get(ActionCode(number), ""))
        for plan_id, number in sorted(actions, key=str)
        if plan_id in titles
    ]


def _amendment_effect(amendment: Amendment, balance: PlacesBalance | None) -> str:
    """« + 2 places, + 1 120 h », « − 1 place, − 700 h »; moved places count in the session that receives them."""
    if amendment.unit_price_cents is not None:
        return f"prix : {format_euros(amendment.unit_price_cents)}"
    if amendment.ends_on:
        return f"fin : {format_day(amendment.ends_on)}"
    if balance is None:
        return ""
    if balance.moved_out:
        moved = pluralise(balance.moved_out, "place portée", "places portées")
        return f"{moved}, {format_number(balance.hours_moved_out)} h"
    places, hours = balance.bought - balance.lost, balance.hours_bought - balance.hours_lost
    parts = [
        f"{_sign(places)}{pluralise(abs(places), 'place')}" if places else "",
        f"{_sign(hours)}{format_number(abs(hours))} h" if hours else "",
    ]
    return ", ".join(each for each in parts if each)


def _sign(value: int) -> str:
    return "+\u202f" if value > 0 else "−\u202f"
