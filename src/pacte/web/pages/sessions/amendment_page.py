"""Form to prepare an amendment. Orders and amendments are the only way to change purchased places and hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import format_day as french_day
from pacte.kernel.french import pluralise
from pacte.offer.permissions import OfferScope, may
from pacte.offer.queries import order_detail, session_by_id, sessions_by_number
from pacte.offer.records import PREPARATION_LABELS, ChangeCause, PreparationKind, PreparationState, PriceUnit
from pacte.offer.rules.signatures import AmendmentTerms
from pacte.offer.services import prepare_amendment
from pacte.web.form_fields import AmountField, day_field, idempotency_key_field, reason_field, text_field
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.sessions.orders_page import AMENDMENT_ACTIONS, amendment_actions, order_price_text
from pacte.web.pages.sessions.page_context import SESSIONS_STYLESHEET, request_actor, sessions_page_context
from pacte.web.pages.sessions.session_actions_page import CAUSES, whole_number_field
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Order, Preparation, Session
    from pacte.offer.queries import OrderDetail

_EXPLANATIONS = {
    "add": "Des places ou des heures de plus, au prix de la commande.",
    "cut": "Les places retirées sont perdues : elles restent comptées, avec leurs heures et leurs euros.",
    "move": "Les places portées comptent dans la session qui les reçoit, avec leurs heures et leurs euros.",
    "price": "Ce qui reste à tenir est compté au nouveau prix ; ce qui est perdu garde l’ancien.",
    "extend": "Des places qui n’ont pas été tenues à la fin de la commande sont perdues.",
}
_SESSION_UNKNOWN = "session_unknown"


class _AmendmentForm(forms.Form):
    key = idempotency_key_field()

    def __init__(self, *args: Any, sheet: OrderDetail, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "choisir"), *((str(line.line.session.pk), _order_item_label(line)) for line in sheet.lines)]
        for name in ("session", "target"):
            if name in self.fields:
                self.fields[name].choices = choices
        unit = sheet.order.price_unit
        for name, required_unit in (("group_hours", PriceUnit.GROUP_HOUR), ("flat", PriceUnit.FLAT)):
            if name in self.fields and unit != required_unit:
                del self.fields[name]


def _session_field(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False)


class AddPlacesForm(_AmendmentForm):
    session = _session_field("Session de la commande")
    number = text_field("Ou numéro d’une autre session du même organisme", 60, required=False)
    places = whole_number_field("Places en plus", required=False)
    hours = whole_number_field("Heures-stagiaires en plus", required=False, most=5_000_000)
    group_hours = whole_number_field("Heures du groupe en plus", required=False, most=1_000_000)
    flat = AmountField(label="Montant du forfait en plus", required=False)
    signed_on = day_field("Date de l’avenant")
    why = reason_field("Pourquoi ?")


class CutPlacesForm(_AmendmentForm):
    session = _session_field("Session")
    places = whole_number_field("Places retirées")
    cause = forms.ChoiceField(label="Motif", choices=CAUSES, error_messages={"required": "Choisissez le motif."})
    signed_on = day_field("Date de l’avenant")
    why = reason_field("Pourquoi ?")


class MovePlacesForm(_AmendmentForm):
    session = _session_field("De la session")
    target = _session_field("À la session")
    number = text_field("Ou numéro d’une autre session du même organisme", 60, required=False)
    places = whole_number_field("Places portées")
    signed_on = day_field("Date de l’avenant")
    why = reason_field("Pourquoi ?")


class ChangePriceForm(_AmendmentForm):
    unit_price = AmountField(label="Nouveau prix de l’unité")
    signed_on = day_field("Date de l’avenant")
    why = reason_field("Pourquoi ?")


class ExtendOrderForm(_AmendmentForm):
    ends_on = day_field("Nouvelle fin")
    signed_on = day_field("Date de l’avenant")
    why = reason_field("Pourquoi ?")


AMENDMENT_FORMS = {
    "add": AddPlacesForm,
    "cut": CutPlacesForm,
    "move": MovePlacesForm,
    "price": ChangePriceForm,
    "extend": ExtendOrderForm,
}
AMENDMENT_KINDS = {
    "add": PreparationKind.ADD,
    "cut": PreparationKind.CUT,
    "move": PreparationKind.MOVE,
    "price": PreparationKind.PRICE,
    "extend": PreparationKind.DATES,
}
_ACTION_LABELS = dict(AMENDMENT_ACTIONS)


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """Raises ``NotFound`` for an order out of scope, ``PermissionDenied`` for a read-only actor."""
    actor = request_actor(request)
    detail = order_detail(actor=actor, number=number)
    order = detail.order
    if kind not in dict(amendment_actions(order)):
        raise NotFound
    if not may(actor, "offer.purchase", OfferScope(order.organisation_id)):
        raise PermissionDenied("offer_purchase", "Seul l’acheteur change les places et les heures achetées.")
    form = AMENDMENT_FORMS[kind](
        request.POST if request.method == "POST" else None, sheet=detail, initial={"signed_on": today()}
    )
    back = reverse("supply:order", args=[order.number])
    page_spec = FormPage(
        title=f"{_ACTION_LABELS[kind]} ?", submit_label="Préparer l’avenant", back_url=back, intro=_EXPLANATIONS[kind],
        note=f"Commande {order.number}, {order.provider.name}, {order_price_text(order)}, "
        f"jusqu’au {french_day(order.ends_on)}.", stylesheet=SESSIONS_STYLESHEET,
    )  # fmt: skip

    def run(values: dict[str, Any]) -> str:
        try:
            preparation = prepare_amendment(
                actor=actor, order=order, terms=amendment_terms_from_form(actor, detail, AMENDMENT_KINDS[kind], values),
                key=f"form:{actor.person_id}:{values['key']}" if values["key"] else "",
                address=request.build_absolute_uri(reverse("supply:signatures")),
            )  # fmt: skip
        except Conflict as error:
            raise ValidationError(error.code, error.message, error.reason, error.hint) from error
        return preparation_message(preparation)

    trail = (("Commandes", reverse("supply:orders")), (order.number, back), ("Avenant", ""))
    return form_page(request, page_spec, form, run, sessions_page_context(*trail))


def amendment_terms_from_form(
    actor: Actor, detail: OrderDetail, kind: PreparationKind, values: dict[str, Any], *, request_id: int | None = None
) -> AmendmentTerms:
    """Build the terms of the amendment from the form. ``request_id``: the request that it grants.

    Raises ``ValidationError`` for an unknown session.
    """
    order = detail.order
    terms: dict[str, Any] = {"kind": kind, "signed_on": values["signed_on"], "reason": values["why"]}
    terms["request_id"] = request_id
    if kind is PreparationKind.ADD:
        terms |= {
            "session_id": _selected_session(actor, order, values, "session").pk, "places": values["places"] or 0,
            "hours": values["hours"] or 0, "group_hours": values.get("group_hours") or 0,
            "flat_cents": values.get("flat") or 0,
        }  # fmt: skip
    elif kind is PreparationKind.CUT:
        session = _selected_session(actor, order, values, "session")
        terms |= {"session_id": session.pk, "places": values["places"], "cause": ChangeCause(values["cause"])}
    elif kind is PreparationKind.MOVE:
        origin = _selected_session(actor, order, values | {"number": ""}, "session")
        target = _selected_session(actor, order, values, "target")
        terms |= {"session_id": origin.pk, "target_id": target.pk, "places": values["places"]}
    elif kind is PreparationKind.PRICE:
        terms |= {"unit_price_cents": values["unit_price"]}
    else:
        terms |= {"ends_on": values["ends_on"]}
    return AmendmentTerms(**terms)


def amendment_form_initial(terms: AmendmentTerms) -> dict[str, Any]:
    """Initial values of the form, from terms to correct (inverse of ``amendment_terms_from_form``)."""
    return {
        "session": str(terms.session_id or ""),
        "target": str(terms.target_id or ""),
        "places": terms.places,
        "hours": terms.hours,
        "group_hours": terms.group_hours or None,
        "flat": _decimal_text(terms.flat_cents),
        "unit_price": _decimal_text(terms.unit_price_cents),
        "amount": _decimal_text(terms.cents),
        "ends_on": terms.ends_on,
        "cause": terms.cause,
        "signed_on": terms.signed_on,
        "on": terms.signed_on,
        "why": terms.reason,
    }


def _decimal_text(cents: int | None) -> str:
    return f"{cents / 100:.2f}".replace(".", ",") if cents else ""


def preparation_message(preparation: Preparation) -> str:
    """Success message shown after the form is saved."""
    label = PREPARATION_LABELS[PreparationKind(preparation.kind)].capitalize()
    if preparation.state == PreparationState.SIGNED:
        return f"{label}. C’est signé."
    return f"{label}. C’est préparé : une autre personne le signe, et le registre ne change qu’alors."


def _selected_session(actor: Actor, order: Order, values: dict[str, Any], name: str) -> Session:
    """Session chosen in the list, or the one whose number was typed. Raises ``ValidationError``."""
    number_text = (values.get("number") or "").strip()
    if number_text:
        return session_by_provider_number(actor, number_text, order.provider_id)
    if not values[name]:
        raise ValidationError(
            _SESSION_UNKNOWN, "Il manque la session.", hint="Choisissez-la dans la liste, ou écrivez son numéro."
        )
    return session_by_id(actor=actor, session_id=int(values[name]))


def session_by_provider_number(actor: Actor, number_text: str, provider_id: int) -> Session:
    """Raises ``ValidationError`` when no session of that provider has this number, or several do."""
    sessions = [each for each in sessions_by_number(actor=actor, number=number_text) if each.provider.pk == provider_id]
    if len(sessions) != 1:
        problem = "Plusieurs sessions portent" if sessions else "Aucune session de cet organisme ne porte"
        raise ValidationError(
            _SESSION_UNKNOWN, f"{problem} le numéro « {number_text[:40]} ».", hint="Vérifiez le numéro de session."
        )
    return sessions[0]


def _order_item_label(order_item: Any) -> str:
    session = order_item.line.session
    starts = french_day(session.starts_on) if session.starts_on else "date à venir"
    return f"{session.number}, {starts}, {pluralise(order_item.places.live, 'place')}"
