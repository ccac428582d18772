"""Form to prepare an order: what is bought, from whom, in which sessions. Another buyer signs it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.kernel.french import pluralise
from pacte.kernel.money import format_euros
from pacte.offer.queries import lot_by_code, provider_by_siret
from pacte.offer.records import (
    FUND_LABELS,
    NATURE_LABELS,
    ORDER_FORM_LABELS,
    PRICE_UNIT_LABELS,
    Fund,
    OrderForm,
    PreparationState,
    PriceUnit,
    TrainingNature,
)
from pacte.offer.rules.orders import OrderItemTerms, OrderTerms
from pacte.offer.services import prepare_order
from pacte.plan.queries import action_ids_by_number, main_plan
from pacte.web.form_fields import (
    ActionCodeFormField,
    AmountField,
    day_field,
    idempotency_key_field,
    paragraph_field,
    text_field,
)
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.sessions.amendment_page import session_by_provider_number
from pacte.web.pages.sessions.lots_page import buying_region_id, default_buyer_id, plan_action_ids, select_choices
from pacte.web.pages.sessions.page_context import SESSIONS_STYLESHEET, request_actor, sessions_page_context
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Lot, Preparation, Provider

_ORDER_LINE = re.compile(
    r"^\s*(?P<session>\S+)\s*[;:,\t ]\s*(?P<places>\d{1,5})\s*[;:,\t ]\s*(?P<hours>\d{1,7})"
    r"(?:\s*[;:,\t ]\s*(?P<more>\d{1,9}))?\s*$"
)


class OrderTermsForm(forms.Form):
    """Terms of an order. Its items are typed one a line, as in the annex of the order."""

    key = idempotency_key_field()
    number = forms.CharField(label="Numéro de la commande", max_length=60)
    title = text_field("Objet", 300)
    siret = text_field("SIRET de l’organisme", 20)
    form = forms.ChoiceField(label="Forme", choices=select_choices(ORDER_FORM_LABELS))
    fund = forms.ChoiceField(label="Fonds", choices=select_choices(FUND_LABELS))
    domain_code = text_field("Domaine de formation", 10, help_text="Champ Formacode à trois chiffres, ou Formacode.")
    nature = forms.ChoiceField(label="Nature", choices=select_choices(NATURE_LABELS))
    price_unit = forms.ChoiceField(label="Unité de prix", choices=select_choices(PRICE_UNIT_LABELS))
    unit_price = AmountField(label="Prix de l’unité", required=False, help_text="Vide pour un forfait.")
    signed_on = day_field("Date de la commande")
    ends_on = day_field("Fin de la commande")
    commitment_number = text_field("Engagement comptable", 60, required=False)
    plan_action = ActionCodeFormField(
        label="Action du plan", required=False,
        help_text="Son numéro : les places et les parcours de ces sessions se comptent alors sur sa page.",
    )  # fmt: skip
    lines = paragraph_field(
        "Sessions achetées", max_length=20_000,
        help_text="Une par ligne : numéro de session ; places ; heures-stagiaires ; puis, selon le prix, heures du "
        "groupe ou euros du forfait.",
    )  # fmt: skip


def second_signature_notice() -> str:
    """Explanation of the amount from which a second signature is required."""
    cents = settings.TWO_PEOPLE_FROM_CENTS
    since = f"À partir de {format_euros(cents)}, elle" if cents else "Elle"
    return f"{since} attend la signature d’un autre acheteur : rien n’entre au registre avant."


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: HttpRequest) -> HttpResponse:
    """« ?lot=… » prefills the values of the lot."""
    actor = request_actor(request)
    host_id = buying_region_id(actor)
    code = request.GET.get("lot", "")
    lot = lot_by_code(actor=actor, host_id=host_id, code=code) if code else None
    form = OrderTermsForm(request.POST if request.method == "POST" else None, initial=_initial_from_lot(lot))
    page_spec = FormPage(
        title="Quelle commande préparer ?", submit_label="Préparer la commande", stylesheet=SESSIONS_STYLESHEET,
        back_url=reverse("supply:orders"), intro=second_signature_notice(),
        note=f"Lot {lot.code} : {lot.title}." if lot else "",
    )  # fmt: skip

    def run(values: dict[str, Any]) -> str:
        provider, terms = order_terms_from_form(actor, values, lot)
        try:
            preparation = prepare_order(
                actor=actor, host_id=host_id, buyer_id=default_buyer_id(actor, host_id), provider=provider, terms=terms,
                key=form_idempotency_key(actor, values), address=signatures_absolute_url(request),
            )  # fmt: skip
        except Conflict as error:
            raise ValidationError(error.code, error.message, error.reason, error.hint) from error
        return _prepared_message(preparation, terms)

    return form_page(
        request, page_spec, form, run, sessions_page_context(("Commandes", reverse("supply:orders")), ("Préparer", ""))
    )


def order_terms_from_form(
    actor: Actor, values: dict[str, Any], lot: Lot | None, *, lot_id: int | None = None
) -> tuple[Provider, OrderTerms]:
    """Parse the form, for a lot or for ``lot_id``. Raises ``ValidationError`` for the field at fault."""
    try:
        provider = provider_by_siret(actor=actor, siret="".join(values["siret"].split()))
    except NotFound as error:
        raise ValidationError(
            "siret", "Aucun organisme du catalogue ne porte ce SIRET.", hint="Vérifiez-le."
        ) from error
    unit = PriceUnit(values["price_unit"])
    plan_id, plan_action_id = plan_action_ids(actor, values["plan_action"])
    terms = OrderTerms(
        number=values["number"],
        title=values["title"],
        form=OrderForm(values["form"]),
        fund=Fund(values["fund"]),
        domain_code=values["domain_code"],
        nature=TrainingNature(values["nature"]),
        price_unit=unit,
        unit_price_cents=values["unit_price"] or 0,
        signed_on=values["signed_on"],
        ends_on=values["ends_on"],
        lines=_parse_order_lines(actor, values["lines"], provider.pk, unit),
        commitment_number=values["commitment_number"],
        lot_id=lot.pk if lot else lot_id,
        plan_id=plan_id or (lot.plan_id if lot else None),
        plan_action_id=plan_action_id,
    )
    return provider, terms


def order_form_initial(terms: OrderTerms, provider: Provider, numbers: dict[int, str], actor: Actor) -> dict[str, Any]:
    """Initial values of the form, from terms to correct. ``numbers``: session numbers by id."""
    names = (
        "number", "title", "form", "fund", "domain_code", "nature", "price_unit", "signed_on", "ends_on",
        "commitment_number",
    )  # fmt: skip
    lines = []
    for order_item in terms.lines:
        more = (
            order_item.group_hours
            if order_item.group_hours is not None
            else order_item.flat_cents and order_item.flat_cents // 100
        )
        rest = "" if more is None else f" ; {more}"
        lines.append(f"{numbers[order_item.session_id]} ; {order_item.places} ; {order_item.hours}{rest}")
    plan = main_plan(actor=actor)
    actions = action_ids_by_number(actor=actor, plan=plan) if plan else {}
    return {name: getattr(terms, name) for name in names} | {
        "siret": provider.siret,
        "unit_price": f"{terms.unit_price_cents / 100:.2f}".replace(".", ",") if terms.unit_price_cents else "",
        "plan_action": next((code for code, pk in actions.items() if pk == terms.plan_action_id), None),
        "lines": "\n".join(lines),
    }


def form_idempotency_key(actor: Actor, values: dict[str, Any]) -> str:
    """Idempotency key of the form of this person: a form sent twice makes one preparation."""
    return f"form:{actor.person_id}:{values['key']}" if values.get("key") else ""


def signatures_absolute_url(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("supply:signatures"))


def _prepared_message(preparation: Preparation, terms: OrderTerms) -> str:
    if preparation.state != PreparationState.SIGNED:
        return f"Commande {preparation.number} préparée : elle attend la signature d’un autre acheteur."
    places = sum(order_item.places for order_item in terms.lines)
    return f"Commande {preparation.number} signée : {pluralise(places, 'place')} au registre."


def _initial_from_lot(lot: Lot | None) -> dict[str, Any]:
    if lot is None:
        return {}
    initial = {name: getattr(lot, name) for name in ("title", "domain_code", "nature", "price_unit", "fund")}
    if lot.plan_action:
        initial["plan_action"] = lot.plan_action.number
    return initial | {"unit_price": f"{lot.unit_price_cents / 100:.2f}".replace(".", ",")}


def _parse_order_lines(actor: Actor, lines_text: str, provider_id: int, unit: PriceUnit) -> tuple[OrderItemTerms, ...]:
    """Raises ``ValidationError`` for the field « lines », with the line number."""
    order_items = []
    for rank, line in enumerate(lines_text.splitlines(), start=1):
        if not line.strip():
            continue
        match = _ORDER_LINE.match(line)
        if match is None:
            raise ValidationError(
                "lines", f"La ligne {rank} ne se lit pas : « {line.strip()[:60]} ».",
                hint="Écrivez « numéro de session ; places ; heures ».",
            )  # fmt: skip
        try:
            session = session_by_provider_number(actor, match["session"].strip(";:,"), provider_id)
        except ValidationError as error:
            raise ValidationError("lines", f"Ligne {rank} : {error.message}", hint=error.hint) from error
        more = int(match["more"]) if match["more"] else None
        order_items.append(
            OrderItemTerms(
                session.pk, int(match["places"]), int(match["hours"]),
                group_hours=more if unit is PriceUnit.GROUP_HOUR else None,
                flat_cents=more * 100 if more is not None and unit is PriceUnit.FLAT else None,
            )
        )  # fmt: skip
    return tuple(order_items)
