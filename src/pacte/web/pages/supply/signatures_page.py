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
from pacte.web.asks_again import asks_again
from pacte.web.pages.supply import prepared_model as model
from pacte.web.pages.supply.amending_page import FORMS, KINDS, amendment_of, typed
from pacte.web.pages.supply.correcting_page import BoughtForm, correction_of
from pacte.web.pages.supply.frame import STYLE, actor_in, frame, region_where
from pacte.web.pages.supply.preparing_page import OrderTermsForm, read_terms, signatures_address, typed_order
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from pacte.kernel.actor import Actor
    from pacte.offer.models import Preparation
    from pacte.offer.queries import PreparationDetail
    from pacte.offer.rules.orders import OrderTerms
    from pacte.offer.rules.signatures import AmendmentTerms

_OPEN = (PreparationState.WAITING, PreparationState.SENT_BACK)


@signed_in
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Raises ``NotFound`` when the actor may not read the purchases of the Region."""
    actor = actor_in(request)
    region_where(actor, "offer.read_purchases")
    mine = preparations_to_sign(actor=actor, on=today())
    others = [each for each in open_preparations(actor=actor) if each.pk not in {known.pk for known in mine}]
    context = frame(("Commandes", reverse("supply:orders")), ("À signer", "")) | {
        "title": "Qu’est-ce qui attend ma signature ?",
        "answer": f"{pluralise(len(mine), 'acte attend', 'actes attendent')} votre signature." if mine else "Rien.",
        "columns": model.COLUMNS,
        "rows": [model.row(each) for each in mine],
        "other_rows": [model.row(each) for each in others],
    }
    return render(request, "supply/signatures.html", context)


@signed_in
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, identifier: int) -> HttpResponse:
    """Read, sign, send back or withdraw. Raises ``NotFound``, or ``PermissionDenied`` for a read-only actor."""
    actor = actor_in(request)
    sheet = preparation_detail(actor=actor, preparation_id=identifier)
    made = sheet.preparation
    error: ValidationError | Conflict | None = None
    if request.method == "POST":
        try:
            said = _act(request, actor, made)
        except (ValidationError, Conflict) as caught:
            error = caught
        else:
            messages.success(request, said)
            return HttpResponseRedirect(reverse("supply:preparation", args=[made.pk]))
        sheet = preparation_detail(actor=actor, preparation_id=identifier)
    errors = [{"message": str(error), "field": "why" if error.code == "reason_missing" else ""}] if error else []
    return render(
        request, "supply/preparation.html", _context(actor, sheet) | {"errors": errors}, status=422 if errors else 200
    )


def _act(request: HttpRequest, actor: Actor, made: Preparation) -> str:
    """Run the action of the button. The services check permissions."""
    if not may(actor, "offer.purchase", OfferScope(made.organisation_id)):
        raise PermissionDenied("offer_purchase", "Seul un acheteur signe, renvoie ou retire une commande.")
    act, why, address = request.POST.get("act", ""), request.POST.get("why", ""), signatures_address(request)
    if act == "sign":
        sign_preparation(actor=actor, preparation=made, digest=request.POST.get("digest", ""), address=address)
        return "C’est signé : le registre a changé."
    if act == "send_back":
        send_back_preparation(actor=actor, preparation=made, reason=why, address=address)
        return f"Renvoyé à {made.prepared_by_name}, avec votre motif."
    if act == "withdraw":
        withdraw_preparation(actor=actor, preparation=made, reason=why)
        return "C’est retiré : rien n’est entré au registre."
    raise ValidationError("act_unknown", "Cette page n’attend pas cette réponse.", hint="Rechargez-la.")


def _context(actor: Actor, sheet: PreparationDetail) -> dict[str, Any]:
    made = sheet.preparation
    state = PreparationState(made.state)
    is_mine = made.prepared_by_id == actor.person_id and state in _OPEN
    buys = made.buyer_id in buyer_organisation_ids(actor=actor, host_id=made.organisation_id)
    refusal = signer_refusal(actor=actor, preparation=made, on=today()) if buys else None
    kind = PREPARATION_LABELS[PreparationKind(made.kind)]
    name = made.number or (f"{made.order.number}" if made.order else "")
    waited = signer_candidates(actor=actor, preparation=made, on=today()) if state is PreparationState.WAITING else None
    return frame(("Commandes", reverse("supply:orders")), ("À signer", reverse("supply:signatures")), (name, "")) | {
        "title": f"{kind.capitalize()} {name} : que signe-t-on ?",
        "answer": _answer(made, state),
        "made": made,
        "facts": model.facts(sheet),
        "columns": model.LINES,
        "rows": model.lines(sheet),
        "waiting": model.waiting_words(waited) if waited else "",
        "lonely": bool(waited and not waited.signers),
        "appoint_url": model.appointing_url(actor, made) if waited and not waited.signers else "",
        "refusal": refusal[1] if refusal and not is_mine and state is PreparationState.WAITING else "",
        "may_sign": buys and refusal is None and state is PreparationState.WAITING,
        "may_change": is_mine,
        "correct_url": reverse("supply:prepare_again", args=[made.pk]),
        "order_url": _order_url(made, state),
    }


def _answer(made: Preparation, state: PreparationState) -> str:
    if state is PreparationState.SIGNED:
        return f"C’est signé par {made.signed_by_name}."
    if state is PreparationState.SENT_BACK:
        return f"{made.answered_by_name} l’a renvoyé à {made.prepared_by_name} : {made.reason}"
    if state is PreparationState.WITHDRAWN:
        return f"{made.answered_by_name} l’a retiré : {made.reason}"
    return "Rien n’est au registre avant la signature."


def _order_url(made: Preparation, state: PreparationState) -> str:
    number = made.order.number if made.order else made.number if state is PreparationState.SIGNED else ""
    return reverse("supply:order", args=[number]) if number else ""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, identifier: int) -> HttpResponse:
    """New terms, by the preparer: the old ones can no longer be signed. Raises ``NotFound``, ``PermissionDenied``."""
    actor = actor_in(request)
    sheet = preparation_detail(actor=actor, preparation_id=identifier)
    made = sheet.preparation
    if made.prepared_by_id != actor.person_id or made.state not in _OPEN:
        raise PermissionDenied("other_preparer", "Seule la personne qui l’a préparé le corrige, avant la signature.")
    form, terms_of = _order_form(request, actor, sheet) if sheet.order else _amendment_form(request, actor, sheet)
    back = reverse("supply:preparation", args=[made.pk])
    said = ActPage(
        title="Que faut-il corriger ?", verb="Corriger", back=back, stylesheet=STYLE,
        answer="Ce qui a été lu avant ne peut plus être signé : l’autre acheteur relit ce que vous écrivez ici.",
        note=f"Renvoyé par {made.answered_by_name} : {made.reason}" if made.reason else "",
    )  # fmt: skip

    def run(values: dict[str, Any]) -> str:
        try:
            changed = terms_of(values)
            address = signatures_address(request)
            correct_preparation(actor=actor, preparation=made, terms=changed[0], provider=changed[1], address=address)
        except Conflict as error:
            raise ValidationError(error.code, error.message, error.reason, error.hint) from error
        return "C’est corrigé."

    trail = (("À signer", reverse("supply:signatures")), (made.number or "Avenant", back), ("Corriger", ""))
    return act_page(request, said, form, run, frame(*trail))


def _order_form(request: HttpRequest, actor: Actor, sheet: PreparationDetail) -> tuple[forms.Form, Callable[..., Any]]:
    terms = sheet.order
    if terms is None:
        raise NotFound
    numbers = {identifier: each.number for identifier, each in sheet.sessions.items()}
    first = typed_order(terms, sheet.preparation.provider, numbers, actor)
    form = OrderTermsForm(request.POST if request.method == "POST" else None, initial=first)

    def read(values: dict[str, Any]) -> tuple[OrderTerms, Any]:
        provider, changed = read_terms(actor, values, None, lot_id=terms.lot_id)
        return changed, provider

    return form, read


def _amendment_form(
    request: HttpRequest, actor: Actor, sheet: PreparationDetail
) -> tuple[forms.Form, Callable[..., Any]]:
    terms, order = sheet.amendment, sheet.preparation.order
    if terms is None or order is None:
        raise NotFound
    sent = request.POST if request.method == "POST" else None
    if terms.kind is PreparationKind.CORRECTION:
        return BoughtForm(sent, initial=typed(terms)), lambda values: (
            correction_of(terms.session_id or 0, terms.entry_id or 0, values), None,
        )  # fmt: skip
    of_order = order_detail(actor=actor, number=order.number)
    name = next(each for each, kind in KINDS.items() if kind is terms.kind)
    form = FORMS[name](sent, sheet=of_order, initial=typed(terms))

    def read(values: dict[str, Any]) -> tuple[AmendmentTerms, None]:
        return amendment_of(actor, of_order, terms.kind, values, request_id=terms.request_id), None

    return form, read
