"""« Peut-on solder cette commande ? »: what closing the order would lose, and the sessions still to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from pacte.kernel.french import format_number as written
from pacte.kernel.french import pluralise
from pacte.offer.permissions import OfferScope, may
from pacte.offer.queries import order_detail
from pacte.offer.records import SessionState
from pacte.offer.rules.states import STARTED_STATES
from pacte.offer.services import close_order
from pacte.web.form_fields import day_field, reason_field
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.sessions.page_context import SESSIONS_STYLESHEET, request_actor, sessions_page_context
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from datetime import date

    from pacte.offer.queries import OrderDetail


class CloseOrderForm(forms.Form):
    on = day_field("Soldée le")
    why = reason_field("Pourquoi ?", help_text="Une phrase. Elle reste au registre de chaque session.")


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Raises ``NotFound`` for an order out of scope, ``PermissionDenied`` for a read-only actor."""
    actor = request_actor(request)
    detail = order_detail(actor=actor, number=number)
    order = detail.order
    if not may(actor, "offer.purchase", OfferScope(order.organisation_id)):
        raise PermissionDenied("offer_purchase", "Seul l’acheteur solde une commande.")
    back = reverse("supply:order", args=[order.number])
    form = CloseOrderForm(request.POST if request.method == "POST" else None, initial={"on": today()})
    page_spec = FormPage(
        title=f"Solder la commande {order.number} ?", submit_label="Solder la commande", back_url=back, danger=True,
        intro=_loss_sentence(detail), note=_undecided_note(detail, today()), stylesheet=SESSIONS_STYLESHEET,
    )  # fmt: skip

    def run(values: dict[str, Any]) -> str:
        try:
            lost_places = close_order(actor=actor, order=order, on=values["on"], reason=values["why"])
        except Conflict as error:
            raise ValidationError(error.code, error.message, error.reason, error.hint) from error
        return f"Commande {order.number} soldée : {pluralise(lost_places, 'place perdue', 'places perdues')}."

    trail = (("Commandes", reverse("supply:orders")), (order.number, back), ("Solder", ""))
    return form_page(request, page_spec, form, run, sessions_page_context(*trail))


def _loss_sentence(detail: OrderDetail) -> str:
    not_started = [each for each in detail.lines if SessionState(each.line.session.state) not in STARTED_STATES]
    places = sum(each.places.live for each in not_started)
    hours = sum(each.places.hours_live for each in not_started)
    if not places and not hours:
        return "Toutes ses sessions ont commencé ou ne gardent aucune place : rien de plus ne sera perdu."
    loss_text = pluralise(
        places,
        "place d’une session qui n’a pas eu lieu sera perdue",
        "places de sessions qui n’ont pas eu lieu seront perdues",
    )
    return f"{loss_text}, avec {written(hours)} h. Elles restent comptées. La commande ne changera plus."


def _undecided_note(detail: OrderDetail, on: date) -> str:
    undecided = [
        each.line.session.number
        for each in detail.lines
        if each.line.session.state in (SessionState.PLANNED, SessionState.CONFIRMED)
        and each.line.session.starts_on
        and each.line.session.starts_on <= on
    ]
    if not undecided:
        return ""
    return (
        f"Avant de solder, dites si ces sessions ont commencé, sont reportées ou annulées : {', '.join(undecided[:5])}"
        + (f", et {written(len(undecided) - 5)} autres." if len(undecided) > 5 else ".")
    )
