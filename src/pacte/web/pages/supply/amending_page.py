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
from pacte.web.form_fields import AmountField, day, once, reason, text
from pacte.web.pages.supply.acting import CAUSES, whole
from pacte.web.pages.supply.frame import STYLE, actor_in, frame
from pacte.web.pages.supply.orders_page import ACTS, acts_on_order, price_of
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Order, Preparation, Session
    from pacte.offer.queries import OrderDetail

_ANSWERS = {
    "add": "Des places ou des heures de plus, au prix de la commande.",
    "cut": "Les places retirées sont perdues : elles restent comptées, avec leurs heures et leurs euros.",
    "move": "Les places portées comptent dans la session qui les reçoit, avec leurs heures et leurs euros.",
    "price": "Ce qui reste à tenir est compté au nouveau prix ; ce qui est perdu garde l’ancien.",
    "extend": "Des places qui n’ont pas été tenues à la fin de la commande sont perdues.",
}
_NEITHER = "session_unknown"


class _Amendment(forms.Form):
    key = once()

    def __init__(self, *positional: Any, sheet: OrderDetail, **named: Any) -> None:
        super().__init__(*positional, **named)
        choices = [("", "choisir"), *((str(line.line.session.pk), _named(line)) for line in sheet.lines)]
        for name in ("session", "target"):
            if name in self.fields:
                self.fields[name].choices = choices
        unit = sheet.order.price_unit
        for name, kept in (("group_hours", PriceUnit.GROUP_HOUR), ("flat", PriceUnit.FLAT)):
            if name in self.fields and unit != kept:
                del self.fields[name]


def _session(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False)


class AddForm(_Amendment):
    session = _session("Session de la commande")
    number = text("Ou numéro d’une autre session du même organisme", 60, required=False)
    places = whole("Places en plus", required=False)
    hours = whole("Heures-stagiaires en plus", required=False, most=5_000_000)
    group_hours = whole("Heures du groupe en plus", required=False, most=1_000_000)
    flat = AmountField(label="Montant du forfait en plus", required=False)
    signed_on = day("Date de l’avenant")
    why = reason("Pourquoi ?")


class CutForm(_Amendment):
    session = _session("Session")
    places = whole("Places retirées")
    cause = forms.ChoiceField(label="Motif", choices=CAUSES, error_messages={"required": "Choisissez le motif."})
    signed_on = day("Date de l’avenant")
    why = reason("Pourquoi ?")


class MoveForm(_Amendment):
    session = _session("De la session")
    target = _session("À la session")
    number = text("Ou numéro d’une autre session du même organisme", 60, required=False)
    places = whole("Places portées")
    signed_on = day("Date de l’avenant")
    why = reason("Pourquoi ?")


class PriceForm(_Amendment):
    unit_price = AmountField(label="Nouveau prix de l’unité")
    signed_on = day("Date de l’avenant")
    why = reason("Pourquoi ?")


class ExtendForm(_Amendment):
    ends_on = day("Nouvelle fin")
    signed_on = day("Date de l’avenant")
    why = reason("Pourquoi ?")


FORMS = {"add": AddForm, "cut": CutForm, "move": MoveForm, "price": PriceForm, "extend": ExtendForm}
KINDS = {
    "add": PreparationKind.ADD, "cut": PreparationKind.CUT, "move": PreparationKind.MOVE, "price": PreparationKind.PRICE,
    "extend": PreparationKind.DATES,
}  # fmt: skip
_LABELS = dict(ACTS)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """Raises ``NotFound`` for an order out of scope, ``PermissionDenied`` for a read-only actor."""
    actor = actor_in(request)
    sheet = order_detail(actor=actor, number=number)
    order = sheet.order
    if kind not in dict(acts_on_order(order)):
        raise NotFound
    if not may(actor, "offer.purchase", OfferScope(order.organisation_id)):
        raise PermissionDenied("offer_purchase", "Seul l’acheteur change les places et les heures achetées.")
    form = FORMS[kind](request.POST if request.method == "POST" else None, sheet=sheet, initial={"signed_on": today()})
    back = reverse("supply:order", args=[order.number])
    said = ActPage(
        title=f"{_LABELS[kind]} ?", verb="Préparer l’avenant", back=back, answer=_ANSWERS[kind],
        note=f"Commande {order.number}, {order.provider.name}, {price_of(order)}, "
        f"jusqu’au {french_day(order.ends_on)}.", stylesheet=STYLE,
    )  # fmt: skip

    def run(values: dict[str, Any]) -> str:
        try:
            made = prepare_amendment(
                actor=actor, order=order, terms=amendment_of(actor, sheet, KINDS[kind], values),
                key=f"form:{actor.person_id}:{values['key']}" if values["key"] else "",
                address=request.build_absolute_uri(reverse("supply:signatures")),
            )  # fmt: skip
        except Conflict as error:
            raise ValidationError(error.code, error.message, error.reason, error.hint) from error
        return prepared_words(made)

    trail = (("Commandes", reverse("supply:orders")), (order.number, back), ("Avenant", ""))
    return act_page(request, said, form, run, frame(*trail))


def amendment_of(
    actor: Actor, sheet: OrderDetail, kind: PreparationKind, values: dict[str, Any], *, request_id: int | None = None
) -> AmendmentTerms:
    """Build the terms of the amendment from the form. ``request_id``: the request that it grants.

    Raises ``ValidationError`` for an unknown session.
    """
    order = sheet.order
    said: dict[str, Any] = {"kind": kind, "signed_on": values["signed_on"], "reason": values["why"]}
    said["request_id"] = request_id
    if kind is PreparationKind.ADD:
        said |= {
            "session_id": _chosen(actor, order, values, "session").pk, "places": values["places"] or 0,
            "hours": values["hours"] or 0, "group_hours": values.get("group_hours") or 0,
            "flat_cents": values.get("flat") or 0,
        }  # fmt: skip
    elif kind is PreparationKind.CUT:
        session = _chosen(actor, order, values, "session")
        said |= {"session_id": session.pk, "places": values["places"], "cause": ChangeCause(values["cause"])}
    elif kind is PreparationKind.MOVE:
        origin = _chosen(actor, order, values | {"number": ""}, "session")
        target = _chosen(actor, order, values, "target")
        said |= {"session_id": origin.pk, "target_id": target.pk, "places": values["places"]}
    elif kind is PreparationKind.PRICE:
        said |= {"unit_price_cents": values["unit_price"]}
    else:
        said |= {"ends_on": values["ends_on"]}
    return AmendmentTerms(**said)


def typed(terms: AmendmentTerms) -> dict[str, Any]:
    """Initial values of the form, from terms to correct (inverse of ``amendment_terms_from_form``)."""
    return {
        "session": str(terms.session_id or ""), "target": str(terms.target_id or ""), "places": terms.places,
        "hours": terms.hours, "group_hours": terms.group_hours or None, "flat": _euros(terms.flat_cents),
        "unit_price": _euros(terms.unit_price_cents), "amount": _euros(terms.cents), "ends_on": terms.ends_on,
        "cause": terms.cause, "signed_on": terms.signed_on, "on": terms.signed_on, "why": terms.reason,
    }  # fmt: skip


def _euros(cents: int | None) -> str:
    return f"{cents / 100:.2f}".replace(".", ",") if cents else ""


def prepared_words(made: Preparation) -> str:
    """Success message shown after the form is saved."""
    label = PREPARATION_LABELS[PreparationKind(made.kind)].capitalize()
    if made.state == PreparationState.SIGNED:
        return f"{label}. C’est signé."
    return f"{label}. C’est préparé : une autre personne le signe, et le registre ne change qu’alors."


def _chosen(actor: Actor, order: Order, values: dict[str, Any], name: str) -> Session:
    """Session chosen in the list, or the one whose number was typed. Raises ``ValidationError``."""
    typed = (values.get("number") or "").strip()
    if typed:
        return session_numbered(actor, typed, order.provider_id)
    if not values[name]:
        raise ValidationError(
            _NEITHER, "Il manque la session.", hint="Choisissez-la dans la liste, ou écrivez son numéro."
        )
    return session_by_id(actor=actor, session_id=int(values[name]))


def session_numbered(actor: Actor, typed: str, provider_id: int) -> Session:
    """Raises ``ValidationError`` when no session of that provider has this number, or several do."""
    found = [each for each in sessions_by_number(actor=actor, number=typed) if each.provider.pk == provider_id]
    if len(found) != 1:
        what = "Plusieurs sessions portent" if found else "Aucune session de cet organisme ne porte"
        raise ValidationError(_NEITHER, f"{what} le numéro « {typed[:40]} ».", hint="Vérifiez le numéro de session.")
    return found[0]


def _named(line: Any) -> str:
    session = line.line.session
    starts = french_day(session.starts_on) if session.starts_on else "date à venir"
    return f"{session.number}, {starts}, {pluralise(line.places.live, 'place')}"
