"""What changes an order: amendments, the only way to change purchased places and hours, and its closing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms

from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, ValidationError
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import OrderDetail, OrderItemRow, session_by_id, session_by_provider_number
from pacte.offer.records import (
    CAUSE_LABELS,
    FUND_LABELS,
    PREPARATION_LABELS,
    Fund,
    PreparationKind,
    PreparationState,
    PriceUnit,
    SessionState,
)
from pacte.offer.rules.signatures import AmendmentTerms
from pacte.offer.rules.states import STARTED_STATES
from pacte.offer.services import close_order, prepare_amendment
from pacte.plan.queries import main_plan_action_ids
from pacte.web.form_fields import (
    ActionCodeFormField,
    AmountFormField,
    ChoicesForm,
    day_field,
    enum_field,
    idempotency_key_field,
    reason_field,
    text_field,
)
from pacte.web.pages.sessions.offer_pages import OrderFormPage, whole_number_field
from pacte.web.pages.sessions.orders_page import AMENDMENT_ACTIONS, amendment_actions
from pacte.web.session_display import start_text, unit_price_text

if TYPE_CHECKING:
    from pacte.offer.models import Order, Preparation, Session


class AmendmentForm(ChoicesForm):
    """What every amendment says; subclasses add what it changes, shown before the date and the reason."""

    key = idempotency_key_field()
    signed_on = day_field("Date de l’avenant")
    why = reason_field("Pourquoi ?")

    def __init__(self, *args: Any, sheet: OrderDetail, **kwargs: Any) -> None:
        sessions = [_item_choice(each) for each in sheet.lines]
        names = {"session", "target"} & self.base_fields.keys()
        super().__init__(*args, choices=dict.fromkeys(names, sessions), **kwargs)
        for name, required_unit in (("group_hours", PriceUnit.GROUP_HOUR), ("flat", PriceUnit.FLAT)):
            if sheet.order.price_unit != required_unit:
                self.fields.pop(name, None)
        self.order_fields([name for name in self.fields if name not in AmendmentForm.base_fields])


def _item_choice(item: OrderItemRow) -> tuple[str, str]:
    session = item.line.session
    label = f"{session.number}, {start_text(session.starts_on)}, {pluralise(item.places.live, 'place')}"
    return str(session.pk), label


def _session_field(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "choisir")], required=False)


def _number_field() -> forms.CharField:
    return text_field("Ou numéro d’une autre session du même organisme", 60, required=False)


class AddPlacesForm(AmendmentForm):
    session = _session_field("Session de la commande")
    number = _number_field()
    places = whole_number_field("Places en plus", required=False)
    hours = whole_number_field("Heures-stagiaires en plus", required=False, most=5_000_000)
    group_hours = whole_number_field("Heures du groupe en plus", required=False, most=1_000_000)
    flat = AmountFormField(label="Montant du forfait en plus", required=False)
    plan_action = ActionCodeFormField(
        label="Action du plan", required=False, help_text="Vide : celle de la commande, quand elle n’en a qu’une."
    )
    fund = enum_field("Fonds", FUND_LABELS, required=False, help_text="Vide : celui de la commande.")


class CutPlacesForm(AmendmentForm):
    session = _session_field("Session")
    places = whole_number_field("Places retirées")
    cause = enum_field("Motif", CAUSE_LABELS, error_messages={"required": "Choisissez le motif."})


class MovePlacesForm(AmendmentForm):
    session = _session_field("De la session")
    target = _session_field("À la session")
    number = _number_field()
    places = whole_number_field("Places portées")


class ChangePriceForm(AmendmentForm):
    unit_price = AmountFormField(label="Nouveau prix de l’unité")


class ExtendOrderForm(AmendmentForm):
    ends_on = day_field("Nouvelle fin")


AMENDMENT_FORMS: dict[PreparationKind, type[forms.Form]] = {
    PreparationKind.ADD: AddPlacesForm,
    PreparationKind.CUT: CutPlacesForm,
    PreparationKind.MOVE: MovePlacesForm,
    PreparationKind.PRICE: ChangePriceForm,
    PreparationKind.DATES: ExtendOrderForm,
}
# By the name of the act in URLs: kind, and what it does.
_AMENDMENTS = {
    "add": (PreparationKind.ADD, "Des places ou des heures de plus, au prix de la commande."),
    "cut": (
        PreparationKind.CUT,
        "Les places retirées sont perdues : elles restent comptées, avec leurs heures et leurs euros.",
    ),
    "move": (
        PreparationKind.MOVE,
        "Les places portées comptent dans la session qui les reçoit, avec leurs heures et leurs euros.",
    ),
    "price": (
        PreparationKind.PRICE,
        "Ce qui reste à tenir est compté au nouveau prix ; ce qui est perdu garde l’ancien.",
    ),
    "extend": (
        PreparationKind.DATES,
        "Des places qui n’ont pas été tenues à la fin de la commande sont perdues.",
    ),
}


class AmendmentPage(OrderFormPage):
    """Prepares one kind of amendment, named in the URL; another buyer signs it."""

    def check_address(self, url: Mapping[str, Any]) -> None:
        act, order = url["kind"], self.order
        if act not in amendment_actions(order):
            raise NotFound
        self.kind, self.intro = _AMENDMENTS[act]
        self.form_class, self.title = AMENDMENT_FORMS[self.kind], f"{AMENDMENT_ACTIONS[act]} ?"
        price = unit_price_text(PriceUnit(order.price_unit), order.unit_price_cents)
        until = format_day(order.ends_on)
        self.note = f"Commande {order.number}, {order.provider.name}, {price}, jusqu’au {until}."


@AmendmentPage.view(
    crumb="Avenant",
    submit_label="Préparer l’avenant",
    form_arguments=lambda page: {"sheet": page.detail, "initial": {"signed_on": today()}},
)
def amend(page: AmendmentPage, data: dict[str, Any]) -> str:
    preparation = prepare_amendment(
        actor=page.actor,
        order=page.order,
        terms=amendment_terms_from_form(page.actor, page.detail, page.kind, data),
        key=page.idempotency_key(data),
        address=page.absolute_url("sessions:signatures"),
    )
    return preparation_message(preparation)


def amendment_terms_from_form(
    actor: Actor, detail: OrderDetail, kind: PreparationKind, values: dict[str, Any], *, request_id: int | None = None
) -> AmendmentTerms:
    """Build the terms of the amendment from the form. ``request_id``: the request that it grants.

    Raises ``ValidationError`` for an unknown session.
    """
    order, moves = detail.order, kind is PreparationKind.MOVE
    # A number that is typed is that of the session which receives the places, when places move.
    origin = values | {"number": ""} if moves else values
    session = _selected_session(actor, order, origin, "session") if "session" in values else None
    target = _selected_session(actor, order, values, "target") if moves else None
    return AmendmentTerms(
        **_payer_terms(actor, detail, values),
        kind=kind,
        signed_on=values["signed_on"],
        reason=values["why"],
        session_id=session.pk if session else None,
        target_id=target.pk if target else None,
        places=values.get("places") or 0,
        hours=values["hours"] or 0 if "hours" in values else None,
        group_hours=values.get("group_hours") or 0,
        flat_cents=values.get("flat") or 0,
        unit_price_cents=values.get("unit_price"),
        ends_on=values.get("ends_on"),
        cause=values.get("cause"),
        request_id=request_id,
    )


def _payer_terms(actor: Actor, detail: OrderDetail, values: dict[str, Any]) -> dict[str, Any]:
    """Fund, plan and action that pay for added places; nothing when the form says neither fund nor action.

    What it does not say is that of the lines of the order. Raises ``ValidationError`` for lines of several funds.
    """
    number, fund = values.get("plan_action"), values.get("fund")
    if not number and not fund:
        return {}
    funds = {Fund(row.item.fund) for row in detail.lines}
    if fund is None and len(funds) != 1:
        raise ValidationError("fund", "Cette commande achète sur plusieurs fonds.", hint="Choisissez le fonds.")
    plan_id, action_id = main_plan_action_ids(actor=actor, number=number)
    return {"fund": fund or funds.pop(), "plan_id": plan_id, "plan_action_id": action_id}


def amendment_form_initial(terms: AmendmentTerms) -> dict[str, Any]:
    """Initial values of the form, from terms to correct (inverse of ``amendment_terms_from_form``)."""
    return {
        "session": str(terms.session_id or ""),
        "target": str(terms.target_id or ""),
        "places": terms.places,
        "hours": terms.hours,
        "group_hours": terms.group_hours or None,
        "flat": terms.flat_cents or None,
        "unit_price": terms.unit_price_cents or None,
        "amount": terms.cents or None,
        "ends_on": terms.ends_on,
        "cause": terms.cause,
        "signed_on": terms.signed_on,
        "on": terms.signed_on,
        "why": terms.reason,
    }


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
        return session_by_provider_number(actor=actor, number=number_text, provider_id=order.provider_id)
    if not values[name]:
        raise ValidationError(
            "session_unknown", "Il manque la session.", hint="Choisissez-la dans la liste, ou écrivez son numéro."
        )
    return session_by_id(actor=actor, session_id=int(values[name]))


class CloseOrderForm(forms.Form):
    on = day_field("Soldée le", initial=today)
    why = reason_field("Pourquoi ?", help_text="Une phrase. Elle reste au registre de chaque session.")


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
    return f"{loss_text}, avec {format_number(hours)} h. Elles restent comptées. La commande ne changera plus."


def _undecided_note(detail: OrderDetail) -> str:
    sessions, on = [each.line.session for each in detail.lines], today()
    undecided = [
        each.number
        for each in sessions
        if each.state in (SessionState.PLANNED, SessionState.CONFIRMED) and each.starts_on and each.starts_on <= on
    ]
    if not undecided:
        return ""
    more = f", et {format_number(len(undecided) - 5)} autres." if len(undecided) > 5 else "."
    listed = ", ".join(undecided[:5])
    return f"Avant de solder, dites si ces sessions ont commencé, sont reportées ou annulées : {listed}{more}"


@OrderFormPage.view(
    form_class=CloseOrderForm,
    refusal="Seul l’acheteur solde une commande.",
    crumb="Solder",
    title=lambda page: f"Solder la commande {page.order.number} ?",
    submit_label="Solder la commande",
    danger=True,
    intro=lambda page: _loss_sentence(page.detail),
    note=lambda page: _undecided_note(page.detail),
)
def close(page: OrderFormPage, data: dict[str, Any]) -> str:
    """« Peut-on solder cette commande ? »: what it would lose, and the sessions still to decide, before the button."""
    lost_places = close_order(actor=page.actor, order=page.order, on=data["on"], reason=data["why"])
    return f"Commande {page.order.number} soldée : {pluralise(lost_places, 'place perdue', 'places perdues')}."
