"""Form to prepare an order: what is bought, from whom, in which sessions. Another buyer signs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.http import HttpResponseBase

from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, ValidationError
from pacte.kernel.french import pluralise
from pacte.kernel.money import format_euros
from pacte.offer.permissions import buyer_organisation_ids
from pacte.offer.queries import lot_by_code, provider_by_siret, session_by_provider_number
from pacte.offer.records import (
    FUND_LABELS,
    NATURE_LABELS,
    ORDER_FORM_LABELS,
    PRICE_UNIT_LABELS,
    PreparationState,
    PriceUnit,
)
from pacte.offer.rules.orders import OrderItemTerms, OrderTerms
from pacte.offer.services import prepare_order
from pacte.plan.queries import main_plan_action_ids, main_plan_action_numbers
from pacte.web.form_fields import (
    ActionCodeFormField,
    AmountFormField,
    day_field,
    enum_field,
    idempotency_key_field,
    text_field,
)
from pacte.web.pages.sessions.offer_pages import (
    BuyingFormPage,
    OfferFormPage,
    plan_action_field,
    whole_number_field,
)
from pacte.web.request import Request
from pacte.web.templatetags.pacte_components import as_errors

if TYPE_CHECKING:
    from pacte.offer.models import Lot, Provider

_BLANK_ROWS, _MAX_ROWS = 5, 150


class OrderItemForm(forms.Form):
    """One session that the order buys."""

    session = text_field("Numéro de session", 60)
    places = whole_number_field("Places", most=99_999)
    hours = whole_number_field("Heures-stagiaires", most=9_999_999)
    group_hours = whole_number_field("Heures du groupe", most=9_999_999, required=False)
    flat = AmountFormField(label="Forfait", required=False)
    plan_action = ActionCodeFormField(label="Autre action du plan", required=False)
    fund = enum_field("Autre fonds", FUND_LABELS, required=False)


class BaseOrderItemFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows of an order. A row left blank is skipped, and a row that is cleared is removed."""

    def initial_form_count(self) -> int:
        return 0

    def total_form_count(self) -> int:
        return super().total_form_count() if self.is_bound else min(_MAX_ROWS, len(self.initial or ()) + _BLANK_ROWS)


OrderItemFormSet = forms.formset_factory(
    OrderItemForm, formset=BaseOrderItemFormSet, max_num=_MAX_ROWS, absolute_max=_MAX_ROWS
)


class OrderTermsForm(forms.Form):
    """Terms of an order, with the rows of its sessions: ``items``, whose initial values come with the others.

    Once cleaned, the data hold the provider as ``provider``, and those of each row its session.
    """

    key = idempotency_key_field()
    number = forms.CharField(label="Numéro de la commande", max_length=60)
    title = text_field("Objet", 300)
    siret = text_field("SIRET de l’organisme", 20)
    form = enum_field("Forme", ORDER_FORM_LABELS)
    fund = enum_field("Fonds", FUND_LABELS)
    domain_code = text_field("Domaine de formation", 10, help_text="Champ Formacode à trois chiffres, ou Formacode.")
    nature = enum_field("Nature", NATURE_LABELS)
    price_unit = enum_field("Unité de prix", PRICE_UNIT_LABELS)
    unit_price = AmountFormField(label="Prix de l’unité", required=False, help_text="Vide pour un forfait.")
    signed_on = day_field("Date de la commande")
    ends_on = day_field("Fin de la commande")
    commitment_number = text_field("Engagement comptable", 60, required=False)
    plan_action = plan_action_field()

    def __init__(self, data: Mapping[str, Any] | None = None, *arguments: Any, actor: Actor, **options: Any) -> None:
        super().__init__(data, *arguments, **options)
        self.actor = actor
        self.items = OrderItemFormSet(data, initial=self.initial.get("items") if data is None else None, prefix="items")

    def is_valid(self) -> bool:
        return super().is_valid() and self.items.is_valid()

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if self.items.is_valid() and not any(row.cleaned_data for row in self.items):
            self.add_error(None, "Écrivez au moins une session.")
        try:
            data["provider"] = provider_by_siret(actor=self.actor, siret="".join(data.get("siret", "").split()))
        except NotFound:
            if "siret" in data:
                self.add_error("siret", "Aucun organisme du catalogue ne porte ce SIRET. Vérifiez-le.")
            return data
        for row in self.items:
            if row.is_valid() and row.cleaned_data:
                self._find_session(row, data["provider"].pk)
        return data

    def _find_session(self, row: forms.Form, provider_id: int) -> None:
        try:
            session = session_by_provider_number(
                actor=self.actor, number=row.cleaned_data["session"], provider_id=provider_id
            )
        except ValidationError as error:
            row.add_error("session", str(error))
        else:
            row.cleaned_data["session"] = session

    @property
    def every_error(self) -> list[dict[str, str]]:
        """Parameter of the component ``error_summary``, rows included."""
        rows = [{**error, "message": f"Ligne {rank}, {error['message']}"}
                for rank, row in enumerate(self.items, start=1) for error in as_errors(row)]  # fmt: skip
        return [
            *as_errors(self),
            *({"message": str(each), "field": ""} for each in self.items.non_form_errors()),
            *rows,
        ]

    def terms(self, lot: Lot | None, *, lot_id: int | None = None) -> OrderTerms:
        """Terms for a lot or for ``lot_id``. Raises ``ValidationError`` for the field at fault."""
        data = self.cleaned_data
        unit = data["price_unit"]
        plan_id, plan_action_id = main_plan_action_ids(actor=self.actor, number=data["plan_action"])
        items = (row.cleaned_data for row in self.items if row.cleaned_data)
        return OrderTerms(
            number=data["number"],
            title=data["title"],
            form=data["form"],
            fund=data["fund"],
            domain_code=data["domain_code"],
            nature=data["nature"],
            price_unit=unit,
            unit_price_cents=data["unit_price"] or 0,
            signed_on=data["signed_on"],
            ends_on=data["ends_on"],
            lines=tuple(
                OrderItemTerms(
                    each["session"].pk,
                    each["places"],
                    each["hours"],
                    group_hours=each["group_hours"] if unit is PriceUnit.GROUP_HOUR else None,
                    flat_cents=each["flat"] if unit is PriceUnit.FLAT else None,
                    fund=each["fund"],
                    plan_action_id=main_plan_action_ids(actor=self.actor, number=each["plan_action"])[1],
                )
                for each in items
            ),
            commitment_number=data["commitment_number"],
            lot_id=lot.pk if lot else lot_id,
            plan_id=plan_id or (lot.plan_id if lot else None),
            plan_action_id=plan_action_id,
        )


class OrderTermsPage(OfferFormPage):
    """A page with the form of an order. « Ajouter des lignes » shows what was typed again, with more blank rows."""

    template_name = "sessions/order_form.html"
    form_class: type[forms.BaseForm] = OrderTermsForm

    def form_arguments(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def post(self, request: Request) -> HttpResponseBase:
        sent = self.build_form()
        if request.POST.get("act") != "rows" or not isinstance(sent, OrderTermsForm):
            return super().post(request)
        rows = [{name: row[name].value() for name in row.fields} for row in sent.items]
        return self.render_form(OrderTermsForm(actor=self.actor, initial={**request.POST.dict(), "items": rows}))


class OrderPreparationPage(OrderTermsPage, BuyingFormPage):
    """« ?lot=… » prefills the values of the lot."""

    lot: Lot | None = None

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        code = self.request.GET.get("lot", "")
        if code:
            self.lot = lot_by_code(actor=self.actor, host_id=self.host_id, code=code)
            self.note = f"Lot {self.lot.code} : {self.lot.title}."

    def form_arguments(self) -> dict[str, Any]:
        return super().form_arguments() | {"initial": _initial_from_lot(self.lot) if self.lot else {}}


def _initial_from_lot(lot: Lot) -> dict[str, Any]:
    initial = {name: getattr(lot, name) for name in ("title", "domain_code", "nature", "price_unit", "fund")}
    action = {"plan_action": lot.plan_action.number} if lot.plan_action else {}
    return initial | action | {"unit_price": lot.unit_price_cents}


def _second_signature_notice(page: OrderPreparationPage) -> str:
    cents = settings.TWO_PEOPLE_FROM_CENTS
    since = f"À partir de {format_euros(cents)}, elle" if cents else "Elle"
    return f"{since} attend la signature d’un autre acheteur : rien n’entre au registre avant."


@OrderPreparationPage.view(
    title="Quelle commande préparer ?",
    submit_label="Préparer la commande",
    intro=_second_signature_notice,
    crumb="Préparer",
    parents=lambda page: [("Commandes", page.back_url)],
    back="sessions:orders",
)
def prepare(page: OrderPreparationPage, data: dict[str, Any]) -> str:
    terms = page.form.terms(page.lot)
    preparation = prepare_order(
        actor=page.actor,
        host_id=page.host_id,
        buyer_id=min(buyer_organisation_ids(page.actor, page.host_id)),
        provider=data["provider"],
        terms=terms,
        key=page.idempotency_key(data),
        address=page.absolute_url("sessions:signatures"),
    )
    if preparation.state != PreparationState.SIGNED:
        return f"Commande {preparation.number} préparée : elle attend la signature d’un autre acheteur."
    places = sum(order_item.places for order_item in terms.lines)
    return f"Commande {preparation.number} signée : {pluralise(places, 'place')} au registre."


def order_form_initial(terms: OrderTerms, provider: Provider, numbers: dict[int, str], actor: Actor) -> dict[str, Any]:
    """Initial values of the form, from terms to correct. ``numbers``: session numbers by id."""
    numbers_of_actions = main_plan_action_numbers(actor=actor)
    return asdict(terms) | {
        "siret": provider.siret,
        "unit_price": terms.unit_price_cents or None,
        "plan_action": numbers_of_actions.get(terms.plan_action_id),
        "items": [
            {
                "session": numbers[each.session_id],
                "places": each.places,
                "hours": each.hours,
                "group_hours": each.group_hours,
                "flat": each.flat_cents,
                "plan_action": numbers_of_actions.get(each.plan_action_id),
                "fund": each.fund,
            }
            for each in terms.lines
        ],
    }
