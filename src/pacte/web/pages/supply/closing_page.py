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
from pacte.web.form_fields import day, reason
from pacte.web.pages.supply.frame import STYLE, actor_in, frame
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from datetime import date

    from pacte.offer.queries import OrderDetail


class CloseForm(forms.Form):
    on = day("Soldée le")
    why = reason("Pourquoi ?", help_text="Une phrase. Elle reste au registre de chaque session.")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Raises ``NotFound`` for an order out of scope, ``PermissionDenied`` for a read-only actor."""
    actor = actor_in(request)
    sheet = order_detail(actor=actor, number=number)
    order = sheet.order
    if not may(actor, "offer.purchase", OfferScope(order.organisation_id)):
        raise PermissionDenied("offer_purchase", "Seul l’acheteur solde une commande.")
    back = reverse("supply:order", args=[order.number])
    form = CloseForm(request.POST if request.method == "POST" else None, initial={"on": today()})
    said = ActPage(
        title=f"Solder la commande {order.number} ?", verb="Solder la commande", back=back, danger=True,
        answer=_cost(sheet), note=_undecided(sheet, today()), stylesheet=STYLE,
    )  # fmt: skip

    def run(values: dict[str, Any]) -> str:
        try:
            lost = close_order(actor=actor, order=order, on=values["on"], reason=values["why"])
        except Conflict as error:
            raise ValidationError(error.code, error.message, error.reason, error.hint) from error
        return f"Commande {order.number} soldée : {pluralise(lost, 'place perdue', 'places perdues')}."

    trail = (("Commandes", reverse("supply:orders")), (order.number, back), ("Solder", ""))
    return act_page(request, said, form, run, frame(*trail))


def _cost(sheet: OrderDetail) -> str:
    unheld = [each for each in sheet.lines if SessionState(each.line.session.state) not in STARTED_STATES]
    places = sum(each.places.live for each in unheld)
    hours = sum(each.places.hours_live for each in unheld)
    if not places and not hours:
        return "Toutes ses sessions ont commencé ou ne gardent aucune place : rien de plus ne sera perdu."
    lost = pluralise(places, "place d’une session qui n’a pas eu lieu sera perdue", "places de sessions qui n’ont pas eu "
                  "lieu seront perdues")  # fmt: skip
    return f"{lost}, avec {written(hours)} h. Elles restent comptées. La commande ne changera plus."


def _undecided(sheet: OrderDetail, on: date) -> str:
    silent = [
        each.line.session.number
        for each in sheet.lines
        if each.line.session.state in (SessionState.PLANNED, SessionState.CONFIRMED)
        and each.line.session.starts_on
        and each.line.session.starts_on <= on
    ]
    if not silent:
        return ""
    return (
        f"Avant de solder, dites si ces sessions ont commencé, sont reportées ou annulées : {', '.join(silent[:5])}"
        + (f", et {written(len(silent) - 5)} autres." if len(silent) > 5 else ".")
    )
