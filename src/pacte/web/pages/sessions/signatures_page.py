"""« Qu’est-ce qui attend ma signature ? »: what a buyer prepared, for another buyer to sign or send back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import pluralise
from pacte.offer.permissions import OfferScope, may
from pacte.offer.queries import (
    open_preparations,
    order_detail,
    preparation_detail,
    preparations_to_sign,
    signer_candidates,
    signer_refusal,
)
from pacte.offer.records import PREPARATION_LABELS, PreparationKind, PreparationState
from pacte.offer.services import correct_preparation, send_back_preparation, sign_preparation, withdraw_preparation
from pacte.offer.services.permissions_check import buyer_organisation_ids
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.sessions import preparation_model as model
from pacte.web.pages.sessions.amendment_page import (
    AMENDMENT_FORMS,
    AMENDMENT_KINDS,
    amendment_form_initial,
    amendment_terms_from_form,
)
from pacte.web.pages.sessions.ledger_correction_page import CorrectPurchaseForm, correction_terms
from pacte.web.pages.sessions.order_preparation_page import (
    OrderTermsForm,
    order_form_initial,
    order_terms_from_form,
    signatures_absolute_url,
)
from pacte.web.pages.sessions.page_context import (
    SESSIONS_STYLESHEET,
    permitted_region_id,
    request_actor,
    sessions_page_context,
)
from pacte.web.reauthentication import requires_reauthentication
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from collections.abc import Callable

    from pacte.kernel.actor import Actor
    from pacte.offer.models import Preparation
    from pacte.offer.queries import PreparationDetail
    from pacte.offer.rules.orders import OrderTerms
    from pacte.offer.rules.signatures import AmendmentTerms

_OPEN_STATES = (PreparationState.WAITING, PreparationState.SENT_BACK)


@require_login
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Raises ``NotFound`` when the actor may not read the purchases of the Region."""
    actor = request_actor(request)
    permitted_region_id(actor, "offer.read_purchases")
    my_preparations = preparations_to_sign(actor=actor, on=today())
    other_preparations = [
        each for each in open_preparations(actor=actor) if each.pk not in {known.pk for known in my_preparations}
    ]
    context = sessions_page_context(("Commandes", reverse("supply:orders")), ("À signer", "")) | {
        "title": "Qu’est-ce qui attend ma signature ?",
        "answer": f"{pluralise(len(my_preparations), 'acte attend', 'actes attendent')} votre signature."
        if my_preparations
        else "Rien.",
        "columns": model.PREPARATION_COLUMNS,
        "rows": [model.preparation_cells(each) for each in my_preparations],
        "other_rows": [model.preparation_cells(each) for each in other_preparations],
    }
    return render(request, "supply/signatures.html", context)


@require_login
@requires_reauthentication
@require_http_methods(["GET", "HEAD", "POST"])
def preparation_page(request: HttpRequest, identifier: int) -> HttpResponse:
    """Read, sign, send back or withdraw. Raises ``NotFound``, or ``PermissionDenied`` for a read-only actor."""
    actor = request_actor(request)
    detail = preparation_detail(actor=actor, preparation_id=identifier)
    preparation = detail.preparation
    error: ValidationError | Conflict | None = None
    if request.method == "POST":
        try:
            message = _apply_action(request, actor, preparation)
        except (ValidationError, Conflict) as failure:
            error = failure
        else:
            messages.success(request, message)
            return HttpResponseRedirect(reverse("supply:preparation", args=[preparation.pk]))
        detail = preparation_detail(actor=actor, preparation_id=identifier)
    errors = [{"message": str(error), "field": "why" if error.code == "reason_missing" else ""}] if error else []
    return render(
        request, "supply/preparation.html", _context(actor, detail) | {"errors": errors}, status=422 if errors else 200
    )


def _apply_action(request: HttpRequest, actor: Actor, preparation: Preparation) -> str:
    """Run the action of the button. The services check permissions."""
    if not may(actor, "offer.purchase", OfferScope(preparation.organisation_id)):
        raise PermissionDenied("offer_purchase", "Seul un acheteur signe, renvoie ou retire une commande.")
    act, why, address = request.POST.get("act", ""), request.POST.get("why", ""), signatures_absolute_url(request)
    if act == "sign":
        sign_preparation(actor=actor, preparation=preparation, digest=request.POST.get("digest", ""), address=address)
        return "C’est signé : le registre a changé."
    if act == "send_back":
        send_back_preparation(actor=actor, preparation=preparation, reason=why, address=address)
        return f"Renvoyé à {preparation.prepared_by_name}, avec votre motif."
    if act == "withdraw":
        withdraw_preparation(actor=actor, preparation=preparation, reason=why)
        return "C’est retiré : rien n’est entré au registre."
    raise ValidationError("act_unknown", "Cette page n’attend pas cette réponse.", hint="Rechargez-la.")


def _context(actor: Actor, detail: PreparationDetail) -> dict[str, Any]:
    preparation = detail.preparation
    state = PreparationState(preparation.state)
    is_mine = preparation.prepared_by_id == actor.person_id and state in _OPEN_STATES
    can_buy = preparation.buyer_id in buyer_organisation_ids(actor=actor, host_id=preparation.organisation_id)
    refusal = signer_refusal(actor=actor, preparation=preparation, on=today()) if can_buy else None
    kind = PREPARATION_LABELS[PreparationKind(preparation.kind)]
    name = preparation.number or (f"{preparation.order.number}" if preparation.order else "")
    candidates = (
        signer_candidates(actor=actor, preparation=preparation, on=today())
        if state is PreparationState.WAITING
        else None
    )
    return sessions_page_context(
        ("Commandes", reverse("supply:orders")), ("À signer", reverse("supply:signatures")), (name, "")
    ) | {
        "title": f"{kind.capitalize()} {name} : que signe-t-on ?",
        "answer": _answer(preparation, state),
        "made": preparation,
        "facts": model.preparation_facts(detail),
        "columns": model.PREPARATION_ITEM_COLUMNS,
        "rows": model.preparation_item_rows(detail),
        "waiting": model.waiting_sentence(candidates) if candidates else "",
        "lonely": bool(candidates and not candidates.signers),
        "appoint_url": model.appoint_signer_url(actor, preparation) if candidates and not candidates.signers else "",
        "refusal": refusal[1] if refusal and not is_mine and state is PreparationState.WAITING else "",
        "may_sign": can_buy and refusal is None and state is PreparationState.WAITING,
        "may_change": is_mine,
        "correct_url": reverse("supply:prepare_again", args=[preparation.pk]),
        "order_url": _order_url(preparation, state),
    }


def _answer(preparation: Preparation, state: PreparationState) -> str:
    if state is PreparationState.SIGNED:
        return f"C’est signé par {preparation.signed_by_name}."
    if state is PreparationState.SENT_BACK:
        return f"{preparation.answered_by_name} l’a renvoyé à {preparation.prepared_by_name} : {preparation.reason}"
    if state is PreparationState.WITHDRAWN:
        return f"{preparation.answered_by_name} l’a retiré : {preparation.reason}"
    return "Rien n’est au registre avant la signature."


def _order_url(preparation: Preparation, state: PreparationState) -> str:
    number = (
        preparation.order.number
        if preparation.order
        else preparation.number
        if state is PreparationState.SIGNED
        else ""
    )
    return reverse("supply:order", args=[number]) if number else ""


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, identifier: int) -> HttpResponse:
    """New terms, by the preparer: the old ones can no longer be signed. Raises ``NotFound``, ``PermissionDenied``."""
    actor = request_actor(request)
    detail = preparation_detail(actor=actor, preparation_id=identifier)
    preparation = detail.preparation
    if preparation.prepared_by_id != actor.person_id or preparation.state not in _OPEN_STATES:
        raise PermissionDenied("other_preparer", "Seule la personne qui l’a préparé le corrige, avant la signature.")
    form, terms_reader = (
        _order_form(request, actor, detail) if detail.order else _amendment_form(request, actor, detail)
    )
    back = reverse("supply:preparation", args=[preparation.pk])
    page_spec = FormPage(
        title="Que faut-il corriger ?", submit_label="Corriger", back_url=back, stylesheet=SESSIONS_STYLESHEET,
        intro="Ce qui a été lu avant ne peut plus être signé : l’autre acheteur relit ce que vous écrivez ici.",
        note=f"Renvoyé par {preparation.answered_by_name} : {preparation.reason}" if preparation.reason else "",
    )  # fmt: skip

    def run(values: dict[str, Any]) -> str:
        try:
            terms_and_provider = terms_reader(values)
            address = signatures_absolute_url(request)
            correct_preparation(
                actor=actor,
                preparation=preparation,
                terms=terms_and_provider[0],
                provider=terms_and_provider[1],
                address=address,
            )
        except Conflict as error:
            raise ValidationError(error.code, error.message, error.reason, error.hint) from error
        return "C’est corrigé."

    trail = (("À signer", reverse("supply:signatures")), (preparation.number or "Avenant", back), ("Corriger", ""))
    return form_page(request, page_spec, form, run, sessions_page_context(*trail))


def _order_form(request: HttpRequest, actor: Actor, detail: PreparationDetail) -> tuple[forms.Form, Callable[..., Any]]:
    terms = detail.order
    if terms is None:
        raise NotFound
    numbers = {identifier: each.number for identifier, each in detail.sessions.items()}
    initial = order_form_initial(terms, detail.preparation.provider, numbers, actor)
    form = OrderTermsForm(request.POST if request.method == "POST" else None, initial=initial)

    def parse_terms(values: dict[str, Any]) -> tuple[OrderTerms, Any]:
        provider, corrected_terms = order_terms_from_form(actor, values, None, lot_id=terms.lot_id)
        return corrected_terms, provider

    return form, parse_terms


def _amendment_form(
    request: HttpRequest, actor: Actor, detail: PreparationDetail
) -> tuple[forms.Form, Callable[..., Any]]:
    terms, order = detail.amendment, detail.preparation.order
    if terms is None or order is None:
        raise NotFound
    data = request.POST if request.method == "POST" else None
    if terms.kind is PreparationKind.CORRECTION:
        return CorrectPurchaseForm(data, initial=amendment_form_initial(terms)), lambda values: (
            correction_terms(terms.session_id or 0, terms.entry_id or 0, values), None,
        )  # fmt: skip
    amended_order = order_detail(actor=actor, number=order.number)
    name = next(each for each, kind in AMENDMENT_KINDS.items() if kind is terms.kind)
    form = AMENDMENT_FORMS[name](data, sheet=amended_order, initial=amendment_form_initial(terms))

    def parse_terms(values: dict[str, Any]) -> tuple[AmendmentTerms, None]:
        return amendment_terms_from_form(actor, amended_order, terms.kind, values, request_id=terms.request_id), None

    return form, parse_terms
