"""Lots: what the Region intends to buy, before any order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from pacte.kernel.french import format_number as written
from pacte.kernel.french import pluralise
from pacte.kernel.money import format_euros
from pacte.offer.permissions import OfferScope, may
from pacte.offer.queries import lot_by_code, lots
from pacte.offer.records import (
    FUND_LABELS,
    LOT_STATE_LABELS,
    NATURE_LABELS,
    PRICE_UNIT_LABELS,
    Fund,
    LotState,
    PriceUnit,
    TrainingNature,
)
from pacte.offer.rules.orders import LotTerms
from pacte.offer.services import create_lot, drop_lot, publish_lot
from pacte.offer.services.permissions_check import buyer_organisation_ids
from pacte.plan.queries import action_ids_by_number, main_plan
from pacte.reference.records import ZoneKind
from pacte.web.form_fields import ActionCodeFormField, AmountField, paragraph_field, text_field
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.sessions.page_context import (
    SESSIONS_STYLESHEET,
    permitted_region_id,
    request_actor,
    sessions_page_context,
)
from pacte.web.pages.sessions.provider_desk import number_cell
from pacte.web.pages.sessions.session_actions_page import whole_number_field
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Lot

_LOT_COLUMNS = (
    {"label": "Lot"}, {"label": "Année"}, {"label": "Domaine, nature"}, {"label": "Territoire"},
    {"label": "Places", "kind": "num"}, {"label": "Heures", "kind": "num"}, {"label": "Prix"}, {"label": "État"},
)  # fmt: skip
_ZONE_LABELS = {
    ZoneKind.REGION: "région",
    ZoneKind.DEPARTMENT: "département",
    ZoneKind.EMPLOYMENT_ZONE: "zone d’emploi",
    ZoneKind.LIVING_AREA: "bassin de vie",
    ZoneKind.COMMUNE: "commune",
}


def select_choices(labels: Any) -> list[tuple[str, str]]:
    return [("", "choisir"), *((str(each.value), label) for each, label in labels.items())]


class LotForm(forms.Form):
    code = forms.CharField(label="Code du lot", max_length=60)
    title = text_field("Objet", 300)
    year = forms.IntegerField(label="Année", min_value=2000, max_value=2100)
    domain_code = text_field("Domaine de formation", 10, help_text="Champ Formacode à trois chiffres, ou Formacode.")
    nature = forms.ChoiceField(label="Nature", choices=select_choices(NATURE_LABELS))
    zone_kind = forms.ChoiceField(label="Territoire", choices=select_choices(_ZONE_LABELS))
    zone_code = text_field("Code du territoire", 16, help_text="18 pour le Cher, 24 pour la région.")
    level = forms.IntegerField(label="Niveau préparé", min_value=2, max_value=8, required=False)
    places = whole_number_field("Places", most=100_000)
    hours = whole_number_field("Heures-stagiaires", most=50_000_000)
    price_unit = forms.ChoiceField(label="Unité de prix", choices=select_choices(PRICE_UNIT_LABELS))
    unit_price = AmountField(label="Prix attendu de l’unité", required=False)
    fund = forms.ChoiceField(label="Fonds", choices=select_choices(FUND_LABELS))
    plan_action = ActionCodeFormField(
        label="Action du plan", required=False,
        help_text="Son numéro : les places et les parcours de ces sessions se comptent alors sur sa page.",
    )  # fmt: skip
    need = paragraph_field("Besoin auquel il répond", required=False)

    @property
    def terms(self) -> LotTerms:
        values = self.cleaned_data
        common = {
            name: values[name] for name in ("code", "title", "year", "domain_code", "zone_kind", "zone_code", "places")
        }
        return LotTerms(
            **common,
            hours=values["hours"],
            nature=TrainingNature(values["nature"]),
            price_unit=PriceUnit(values["price_unit"]),
            unit_price_cents=values["unit_price"] or 0,
            fund=Fund(values["fund"]),
            level=values["level"],
            need=values["need"],
        )


@require_login
@require_safe
def lot_list(request: HttpRequest) -> HttpResponse:
    actor = request_actor(request)
    host_id = permitted_region_id(actor, "offer.read_purchases")
    region_lots = lots(actor=actor, host_id=host_id)
    open_ones = [each for each in region_lots if each.state in (LotState.DRAFT, LotState.PUBLISHED)]
    places = sum(each.places for each in open_ones)
    context = sessions_page_context(("Lots", "")) | {
        "title": "Qu’allons-nous acheter ?",
        "answer": f"{pluralise(len(open_ones), 'lot')} en préparation ou en consultation, {pluralise(places, 'place')}."
        if open_ones
        else "Aucun lot n’est en préparation.",
        "columns": _LOT_COLUMNS,
        "rows": [_lot_cells(each) for each in region_lots],
        "may_create": may(actor, "offer.purchase", OfferScope(host_id)),
    }
    return render(request, "supply/lots.html", context)


def _lot_cells(lot: Lot) -> list[Any]:
    unit = PRICE_UNIT_LABELS[PriceUnit(lot.price_unit)]
    zone = _ZONE_LABELS.get(ZoneKind(lot.zone_kind), lot.zone_kind) if lot.zone_kind in set(ZoneKind) else lot.zone_kind
    return [
        {"text": lot.code, "url": reverse("supply:lot", args=[lot.code]), "note": lot.title},
        str(lot.year),
        {"text": lot.domain_code, "note": NATURE_LABELS[TrainingNature(lot.nature)]},
        f"{zone} {lot.zone_code}",
        number_cell(lot.places),
        number_cell(lot.hours),
        {"text": format_euros(lot.unit_price_cents), "note": unit},
        LOT_STATE_LABELS[LotState(lot.state)],
    ]


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def new_lot(request: HttpRequest) -> HttpResponse:
    actor = request_actor(request)
    host_id = buying_region_id(actor)
    form = LotForm(request.POST if request.method == "POST" else None, initial={"year": today().year})
    page_spec = FormPage(
        title="Que voulons-nous acheter ?",
        submit_label="Préparer ce lot",
        back_url=reverse("supply:lots"),
        stylesheet=SESSIONS_STYLESHEET,
        intro="Un domaine, un territoire, un niveau, des places, des heures, un prix. "
        "Rien n’est acheté avant la commande.",
    )

    def run(values: dict[str, Any]) -> str:
        try:
            plan_id, plan_action_id = plan_action_ids(actor, values["plan_action"])
            terms = replace(form.terms, plan_id=plan_id, plan_action_id=plan_action_id)
            lot = create_lot(actor=actor, host_id=host_id, buyer_id=default_buyer_id(actor, host_id), terms=terms)
        except Conflict as error:
            raise ValidationError(error.code, error.message, error.reason, error.hint) from error
        return f"Lot {lot.code} préparé."

    return form_page(
        request, page_spec, form, run, sessions_page_context(("Lots", reverse("supply:lots")), ("Nouveau lot", ""))
    )


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def lot_page(request: HttpRequest, code: str) -> HttpResponse:
    actor = request_actor(request)
    host_id = permitted_region_id(actor, "offer.read_purchases")
    lot = lot_by_code(actor=actor, host_id=host_id, code=code)
    can_buy = may(actor, "offer.purchase", OfferScope(host_id))
    errors: list[dict[str, str]] = []
    if request.method == "POST" and not can_buy:
        raise PermissionDenied("lot", "Seul l’acheteur publie ou abandonne un lot.")
    if request.method == "POST":
        try:
            if request.POST.get("act") == "drop":
                drop_lot(actor=actor, lot=lot, reason=request.POST.get("why", ""))
                messages.success(request, f"Lot {lot.code} abandonné.")
            elif request.POST.get("act") == "publish":
                publish_lot(actor=actor, lot=lot)
                messages.success(request, f"Lot {lot.code} publié.")
            else:
                raise ValidationError("act_unknown", "Cette page n’attend pas cette réponse.", hint="Rechargez-la.")
            return HttpResponseRedirect(reverse("supply:lot", args=[lot.code]))
        except (ValidationError, Conflict) as error:
            errors = [{"message": str(error), "field": "why" if error.code == "reason_missing" else ""}]
    state = LotState(lot.state)
    context = sessions_page_context(("Lots", reverse("supply:lots")), (lot.code, "")) | {
        "title": f"Où en est le lot {lot.code} ?",
        "answer": f"{LOT_STATE_LABELS[state].capitalize()} : {pluralise(lot.places, 'place')}, {written(lot.hours)} h, "
        f"{lot.title}.",
        "lot": lot,
        "errors": errors,
        "columns": _LOT_COLUMNS,
        "rows": [_lot_cells(lot)],
        "may_publish": can_buy and state is LotState.DRAFT,
        "may_drop": can_buy and state in (LotState.DRAFT, LotState.PUBLISHED),
        "may_sign": can_buy and state in (LotState.PUBLISHED, LotState.AWARDED),
    }
    return render(request, "supply/lot.html", context, status=422 if errors else 200)


def plan_action_ids(actor: Actor, number: ActionCode | None) -> tuple[int | None, int | None]:
    """Ids of the plan in force and of its action; (None, None) without a number. Raises ``ValidationError``."""
    if not number:
        return None, None
    plan = main_plan(actor=actor)
    action_id = action_ids_by_number(actor=actor, plan=plan).get(number) if plan else None
    if plan is None or action_id is None:
        raise ValidationError(
            "plan_action", f"Le plan n’a pas d’action {number}.", hint="Vérifiez son numéro, ou laissez le champ vide."
        )
    return plan.pk, action_id


def buying_region_id(actor: Actor) -> int:
    """Raises ``NotFound`` when the actor may not read purchases, ``PermissionDenied`` when it may not purchase."""
    host_id = permitted_region_id(actor, "offer.read_purchases")
    if not may(actor, "offer.purchase", OfferScope(host_id)):
        raise PermissionDenied("offer_purchase", "Seul l’acheteur prépare un lot ou signe une commande.")
    return host_id


def default_buyer_id(actor: Actor, host_id: int) -> int:
    return min(buyer_organisation_ids(actor=actor, host_id=host_id))
