"""Pages of one request and one difference: both sides see everything, and each has its own actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import format_day as french_day
from pacte.kernel.french import format_number, pluralise
from pacte.offer.queries import (
    can_on_session,
    ledger_difference_by_id,
    order_by_number,
    orders_of_session,
    provider_request_by_id,
)
from pacte.offer.queries.requests import LedgerDifferenceRow, ProviderRequestRow
from pacte.offer.records import (
    ChangeCause,
    DecidedBy,
    LedgerDifferenceState,
    PreparationState,
    ProviderRequestKind,
    ProviderRequestState,
)
from pacte.offer.services import (
    RequestAnswer,
    accept_file,
    ask_provider,
    keep_ledger,
    reply_to_difference,
    withdraw_request,
)
from pacte.web.form_fields import day_field, reason_field
from pacte.web.pages.sessions.page_context import request_actor, session_url, sessions_page_context
from pacte.web.pages.sessions.session_actions_page import CAUSES, DECIDERS, whole_number_field
from pacte.web.require_login import require_login
from pacte.workflows.answer_request import answer_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from pacte.kernel.actor import Actor
    from pacte.offer.models import LedgerDifference, ProviderRequest


_PAID_KINDS = frozenset(
    {ProviderRequestKind.CLOSE_PLACES, ProviderRequestKind.ADD_PLACES, ProviderRequestKind.ADD_HOURS}
)
_ANSWER_ACTIONS = frozenset({"accept", "refuse"})


class AnswerRequestForm(forms.Form):
    order = forms.ChoiceField(
        label="Commande qui paie", required=False, help_text="Pour des places ou des heures en plus."
    )
    places = whole_number_field("Places accordées", required=False)
    hours = whole_number_field("Heures accordées", required=False, most=5_000_000)
    on = day_field("Décidé le")
    why = reason_field("Motif de la réponse")

    def __init__(self, *args: Any, provider_request: ProviderRequest, orders: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order"].choices = [("", "celle de la demande"), *((each, each) for each in orders)]
        for name, count, unit in (
            ("places", provider_request.places, "place"),
            ("hours", provider_request.hours, "heure"),
        ):
            if count:
                self.fields[name].help_text = f"Vide : ce qui est demandé, {pluralise(count, unit)}."
            else:
                del self.fields[name]
        if ProviderRequestKind(provider_request.kind) not in _PAID_KINDS:
            del self.fields["order"]


class SettleDifferenceForm(forms.Form):
    on = day_field("Depuis le")
    cause = forms.ChoiceField(label="Motif codé, si le fichier a raison", choices=CAUSES, required=False)
    decided_by = forms.ChoiceField(label="Qui a décidé, si la date recule", choices=DECIDERS, required=False)
    why = reason_field("Motif, ou question à l’organisme")


class DifferenceReplyForm(forms.Form):
    why = reason_field("Votre réponse")


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, identifier: int) -> HttpResponse:
    actor = request_actor(request)
    provider_request = provider_request_by_id(actor=actor, request_id=identifier)
    row = ProviderRequestRow(provider_request)
    may_answer = can_on_session(actor=actor, act="offer.answer", session=provider_request.session)
    may_withdraw = can_on_session(actor=actor, act="offer.ask", session=provider_request.session)
    orders = orders_of_session(actor=actor, session=provider_request.session)
    form = AnswerRequestForm(
        request.POST if request.method == "POST" else None,
        provider_request=provider_request,
        orders=[each.number for each in orders],
        initial={"on": today()},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if may_withdraw and request.POST.get("act") == "withdraw":
            return _redirect_with_message(
                request, lambda: withdraw_request(actor=actor, request=provider_request), "Demande retirée."
            )
        if form.is_valid() or not may_answer:
            sentences: list[str] = []
            error = _error_of(lambda: sentences.append(_save_answer(actor, provider_request, form, request)))
            if error is None:
                return _redirect_with_message(request, lambda: None, f"Demande {row.number} {sentences[0]}")
            form.add_error(None, str(error))
    context = sessions_page_context((f"Demande {row.number}", "")) | {
        "line": row,
        "form": form,
        "is_open": provider_request.state == ProviderRequestState.ASKED,
        "may_answer": may_answer,
        "may_withdraw": may_withdraw,
        "facts": _request_facts(row),
        "title": "Que répondre à cette demande ?" if may_answer else "Où en est ma demande ?",
        "answer": _request_answer(row),
    }
    return render(request, "supply/request.html", context, status=status)


def _save_answer(actor: Actor, provider_request: ProviderRequest, form: AnswerRequestForm, request: HttpRequest) -> str:
    values = form.cleaned_data if form.is_valid() else {"why": "", "on": today()}
    order = order_by_number(actor=actor, number=values["order"]) if values.get("order") else None
    if form.is_valid() and request.POST.get("act") not in _ANSWER_ACTIONS:
        raise ValidationError("act_unknown", "Cette page n’attend pas cette réponse.", hint="Acceptez ou refusez.")
    answer = RequestAnswer(
        request.POST.get("act") == "accept", values["why"], values["on"], order=order,
        places=values.get("places"), hours=values.get("hours"),
    )  # fmt: skip
    preparation = answer_request(
        actor=actor,
        request=provider_request,
        answer=answer,
        address=request.build_absolute_uri(reverse("supply:request", args=[provider_request.pk])),
        signing_address=request.build_absolute_uri(reverse("supply:signatures")),
    )
    if preparation is not None and preparation.state != PreparationState.SIGNED:
        return "acceptée : l’avenant attend la signature d’un autre acheteur, et la demande avec lui."
    return f"{'acceptée' if answer.accepted else 'refusée'} ; l’organisme est averti."


def _request_answer(row: ProviderRequestRow) -> str:
    provider_request = row.request
    if provider_request.state == ProviderRequestState.ASKED:
        late = " Elle est en retard." if row.is_late(today()) else ""
        return (
            f"{provider_request.provider.name} demande : {row.label}. Réponse attendue avant le "
            f"{french_day(provider_request.due_on)}.{late}"
        )
    answer_text = f" « {provider_request.answer} »" if provider_request.answer else ""
    return f"{row.label.capitalize()} : {row.state_label}.{answer_text}"


def _request_facts(row: ProviderRequestRow) -> list[dict[str, str]]:
    provider_request = row.request
    fact_rows = [
        ("Session", provider_request.session.training.title, session_url(provider_request.session.triplet)),
        ("Places", pluralise(provider_request.places, "place") if provider_request.places else "", ""),
        ("Heures", f"{format_number(provider_request.hours)} h" if provider_request.hours else "", ""),
        ("Nouveau début", french_day(provider_request.starts_on) if provider_request.starts_on else "", ""),
        ("Nouvelle fin", french_day(provider_request.ends_on) if provider_request.ends_on else "", ""),
        ("Motif", " : ".join(part for part in (row.cause_label, provider_request.reason) if part), ""),
        ("Demandée par", f"{provider_request.asked_by_name}, le {french_day(provider_request.asked_at)}", ""),
        ("Commande", provider_request.order.number if provider_request.order else "", ""),
        ("Répondu par", provider_request.answered_by_name, ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in fact_rows if value]


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def difference_page(request: HttpRequest, identifier: int) -> HttpResponse:
    actor = request_actor(request)
    difference = ledger_difference_by_id(actor=actor, difference_id=identifier)
    row = LedgerDifferenceRow(difference)
    may_settle = can_on_session(actor=actor, act="offer.settle", session=difference.session)
    may_reply = can_on_session(actor=actor, act="offer.ask", session=difference.session)
    data = request.POST if request.method == "POST" else None
    form: forms.Form = SettleDifferenceForm(data, initial={"on": today()}) if may_settle else DifferenceReplyForm(data)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() or not (may_settle or may_reply):
            act = request.POST.get("act", "")
            error = _error_of(lambda: _settle_difference(request, actor, difference, form, act))
            if error is None:
                return _redirect_with_message(
                    request, lambda: None, _SETTLED_MESSAGES.get(act, "Réponse envoyée à l’acheteur.")
                )
            form.add_error(None, str(error))
    context = sessions_page_context((row.label.capitalize(), "")) | {
        "line": row,
        "form": form,
        "is_open": difference.state in (LedgerDifferenceState.OPEN, LedgerDifferenceState.ASKED),
        "may_settle": may_settle,
        "may_reply": may_reply,
        "facts": _difference_facts(row),
        "title": "Qui a raison, le fichier ou le registre ?",
        "answer": f"{row.label.capitalize()} : le registre dit « {row.ledger_text} », le fichier de l’organisme "
        f"« {row.file_text} ».",
    }
    return render(request, "supply/difference.html", context, status=status)


_SETTLED_MESSAGES = {
    "accept": "Le fichier a raison : le registre est changé.",
    "keep": "Le registre est gardé ; le même fichier ne reposera pas la question.",
    "ask": "Question posée à l’organisme.",
}


def _settle_difference(
    request: HttpRequest, actor: Actor, difference: LedgerDifference, form: forms.Form, act: str
) -> None:
    values = form.cleaned_data if form.is_valid() else {"why": ""}
    if act == "accept":
        accept_file(
            actor=actor, difference=difference, reason=values["why"], on=values.get("on") or today(),
            cause=ChangeCause(values.get("cause") or ChangeCause.OTHER),
            decided_by=DecidedBy(values.get("decided_by") or DecidedBy.PROVIDER),
        )  # fmt: skip
    elif act == "keep":
        keep_ledger(actor=actor, difference=difference, reason=values["why"])
    elif act == "ask":
        address = request.build_absolute_uri(reverse("supply:difference", args=[difference.pk]))
        ask_provider(actor=actor, difference=difference, question=values["why"], address=address)
    else:
        reply_to_difference(actor=actor, difference=difference, reply=values["why"])


def _difference_facts(row: LedgerDifferenceRow) -> list[dict[str, str]]:
    difference = row.difference
    fact_rows = [
        ("Session", difference.session.training.title, session_url(difference.session.triplet)),
        ("Organisme", difference.provider.name, ""),
        ("Trouvée le", french_day(difference.found_at), ""),
        ("État", row.state_label, ""),
        ("Question posée", difference.question, ""),
        ("Réponse de l’organisme", difference.reply, ""),
        ("Réglée par", f"{difference.settled_by_name} : {difference.reason}" if difference.settled_by_name else "", ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in fact_rows if value]


def _error_of(act: Callable[[], None]) -> ValidationError | Conflict | None:
    try:
        act()
    except (ValidationError, Conflict) as error:
        return error
    return None


def _redirect_with_message(request: HttpRequest, act: Callable[[], None], message: str) -> HttpResponse:
    act()
    messages.success(request, message)
    return HttpResponseRedirect(reverse("supply:home"))
