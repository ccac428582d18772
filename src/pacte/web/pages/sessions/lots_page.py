"""Lots: what the buyers of the Region intend to buy, before any order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse

from pacte.accounts.queries import organisation_names
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_number, pluralise
from pacte.kernel.money import format_euros
from pacte.offer.permissions import OfferScope, buyer_organisation_ids, may
from pacte.offer.queries import lot_by_code, lot_years, lots, lots_total
from pacte.offer.records import (
    FUND_LABELS,
    LOT_STATE_LABELS,
    NATURE_LABELS,
    PRICE_UNIT_LABELS,
    LotState,
    PriceUnit,
    TrainingNature,
)
from pacte.offer.rules.orders import LotTerms
from pacte.offer.services import create_lot, drop_lot, publish_lot
from pacte.plan.queries import main_plan_action_ids
from pacte.reference.queries import training_domain_labels
from pacte.reference.records import ZoneKind
from pacte.web.filter_form import select_field
from pacte.web.form_fields import AmountFormField, enum_field, paragraph_field, text_field
from pacte.web.page import Crumb
from pacte.web.pages.sessions.lot_requirements import carry_or_take_off, lot_requirement_lines
from pacte.web.pages.sessions.offer_pages import (
    BuyingFormPage,
    OfferFormPage,
    OfferPage,
    ReasonForm,
    plan_action_field,
    refuse_unless_buyer,
    whole_number_field,
)
from pacte.web.pages.sessions.purchase_names import domain_name, lot_zone_cell, lot_zone_names
from pacte.web.paging import PagedFilterForm
from pacte.web.tables import Column, Table, cell, number_cell, number_column

if TYPE_CHECKING:
    from pacte.offer.models import Lot

_ZONE_LABELS: dict[str, str] = {
    ZoneKind.REGION: "région",
    ZoneKind.DEPARTMENT: "département",
    ZoneKind.EPCI: "intercommunalité",
    ZoneKind.EMPLOYMENT_ZONE: "zone d’emploi",
    ZoneKind.LIVING_AREA: "bassin de vie",
    ZoneKind.COMMUNE: "commune",
}


class LotForm(forms.Form):
    code = forms.CharField(label="Code du lot", max_length=60)
    title = text_field("Objet", 300)
    year = forms.IntegerField(label="Année", min_value=2000, max_value=2100, initial=lambda: today().year)
    domain_code = text_field("Domaine de formation", 10, help_text="Champ Formacode à trois chiffres, ou Formacode.")
    nature = enum_field("Nature", NATURE_LABELS)
    zone_kind = enum_field("Territoire", _ZONE_LABELS)
    zone_code = text_field("Code du territoire", 16, help_text="18 pour le Cher, 24 pour la région.")
    level = forms.IntegerField(label="Niveau préparé", min_value=2, max_value=8, required=False)
    places = whole_number_field("Places", most=100_000)
    hours = whole_number_field("Heures-stagiaires", most=50_000_000)
    price_unit = enum_field("Unité de prix", PRICE_UNIT_LABELS)
    unit_price = AmountFormField(label="Prix attendu de l’unité", required=False)
    fund = enum_field("Fonds", FUND_LABELS)
    plan_action = plan_action_field()
    need = paragraph_field("Besoin auquel il répond", required=False)


class LotFilters(PagedFilterForm):
    """Years and states of the lots of the Region, and words of their name."""

    mots = forms.CharField(initial="", max_length=120)
    annee = forms.IntegerField(initial=None)
    etat = forms.ChoiceField(initial="", choices=[(each.value, "") for each in LotState])

    has_tall_rows = True


@OfferPage.view(template_name="sessions/lots.html", right="offer.read_purchases", crumb="Lots")
def lot_list(page: OfferPage) -> dict[str, Any]:
    total = lots_total(actor=page.actor, host_id=page.host_id)
    filters = LotFilters(page.request.GET)
    year, state, words = (filters.values[name] for name in ("annee", "etat", "mots"))
    shown = filters.cut(
        lots(
            actor=page.actor, host_id=page.host_id, year=year, state=LotState(state) if state else None,
            words=words,
        )
    )  # fmt: skip
    years = [(str(each), str(each)) for each in lot_years(actor=page.actor, host_id=page.host_id)]
    places = pluralise(total.open_places, "place")
    some = f"{pluralise(total.open_lots, 'lot')} en préparation ou en consultation, {places}."
    return {
        "title": "Qu’allons-nous acheter ?",
        "answer": some if total.open_lots else "Aucun lot n’est en préparation.",
        "lots": _lot_table(page.actor, list(shown), id="lots-table", caption="Lots"),
        "words": words,
        "filters": [
            select_field("annee", "Année", [("", "toutes"), *years], str(year or "")),
            select_field("etat", "État", [("", "tous"), *LOT_STATE_LABELS.items()], state),
        ],
        **filters.list_context(
            shown,
            "lots",
            {
                "mots": f"« {words} »" if words else "",
                "annee": str(year or ""),
                "etat": LOT_STATE_LABELS[LotState(state)] if state else "",
            },
        ),
        "count": pluralise(shown.paginator.count, "lot"),
        "may_create": may(page.actor, "offer.purchase", OfferScope(page.host_id)),
    }


def _lot_table(actor: Actor, shown: Sequence[Lot], *, id: str, caption: str) -> Table[Lot]:
    domains, zones = (
        training_domain_labels(actor=actor, codes=[each.domain_code for each in shown]),
        lot_zone_names(shown),
    )
    buyers = organisation_names(on=today())
    return Table(
        shown,
        Column("Lot", lambda each: cell(each.title, url=reverse("sessions:lot", args=[each.code]), note=each.code)),
        Column("Année", lambda each: str(each.year)),
        Column(
            "Domaine, nature",
            lambda each: cell(domain_name(each.domain_code, domains), note=NATURE_LABELS[TrainingNature(each.nature)]),
        ),
        Column("Territoire", lambda each: lot_zone_cell(each, zones)),
        Column("Acheteur", lambda each: buyers.get(each.buyer_id, "")),
        number_column("Places", lambda each: number_cell(each.places)),
        number_column("Heures", lambda each: number_cell(each.hours)),
        Column(
            "Prix",
            lambda each: cell(format_euros(each.unit_price_cents), note=PRICE_UNIT_LABELS[PriceUnit(each.price_unit)]),
        ),
        Column("État", lambda each: LOT_STATE_LABELS[LotState(each.state)]),
        id=id,
        caption=caption,
        empty="Aucun lot.",
        flow=True,
    )


def _below_lots(page: OfferPage) -> list[Crumb]:
    return [("Lots", page.url("sessions:lots"))]


@BuyingFormPage.view(
    form_class=LotForm,
    title="Que voulons-nous acheter ?",
    submit_label="Préparer ce lot",
    crumb="Nouveau lot",
    parents=_below_lots,
    back="sessions:lots",
    intro="Un domaine, un territoire, un niveau, des places, des heures, un prix. Rien n’est acheté avant la commande.",
)
def new_lot(page: BuyingFormPage, data: dict[str, Any]) -> str:
    plan_id, plan_action_id = main_plan_action_ids(actor=page.actor, number=data.pop("plan_action"))
    terms = LotTerms(
        unit_price_cents=data.pop("unit_price") or 0,
        plan_id=plan_id,
        plan_action_id=plan_action_id,
        **data,
    )
    buyer_id = min(buyer_organisation_ids(page.actor, page.host_id))
    create_lot(actor=page.actor, host_id=page.host_id, buyer_id=buyer_id, terms=terms)
    return f"Lot {terms.code} préparé."


class LotPage(OfferFormPage):
    """A lot, with the buttons that publish it and drop it."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.lot = lot_by_code(actor=self.actor, host_id=self.host_id, code=kwargs["code"])
        self.crumb = self.lot.code


def _lot_values(page: LotPage) -> dict[str, Any]:
    lot, state = page.lot, LotState(page.lot.state)
    can_buy = lot.buyer_id in buyer_organisation_ids(page.actor, page.host_id)
    content = f"{pluralise(lot.places, 'place')}, {format_number(lot.hours)} h, {lot.title}"
    return {
        "title": f"Où en est le lot {lot.code} ?",
        "answer": f"{LOT_STATE_LABELS[state].capitalize()} : {content}.",
        "lot": lot,
        "lots": _lot_table(page.actor, [lot], id="lot-table", caption="Lot"),
        "requirements": lot_requirement_lines(page.actor, lot, can_buy=can_buy),
        "may_publish": can_buy and state is LotState.DRAFT,
        "may_drop": can_buy and state in (LotState.DRAFT, LotState.PUBLISHED),
        "may_sign": can_buy and state in (LotState.PUBLISHED, LotState.AWARDED),
    }


@LotPage.view(
    template_name="sessions/lot.html",
    right="offer.read_purchases",
    parents=_below_lots,
    context=_lot_values,
    form_class=ReasonForm,
    error_fields={"reason_missing": "why"},
    success_url=lambda page: page.request.path,
)
def lot_page(page: LotPage, data: dict[str, Any]) -> str:
    refuse_unless_buyer(page.actor, page.host_id, "Seul l’acheteur publie ou abandonne un lot.")
    lot, act = page.lot, page.request.POST.get("act")
    if act == "drop":
        drop_lot(actor=page.actor, lot=lot, reason=data["why"])
        return f"Lot {lot.code} abandonné."
    if act == "publish":
        publish_lot(actor=page.actor, lot=lot)
        return f"Lot {lot.code} publié."
    if act in ("carry", "uncarry"):
        return carry_or_take_off(page.actor, lot, page.request.POST.get("requirement", ""), is_carried=act == "carry")
    raise ValidationError("act_unknown", "Cette page n’attend pas cette réponse.", hint="Rechargez-la.")
