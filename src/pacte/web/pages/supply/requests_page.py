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
from pacte.web.form_fields import day, reason
from pacte.web.pages.supply.acting import CAUSES, DECIDERS, whole
from pacte.web.pages.supply.frame import actor_in, frame, session_url
from pacte.web.signed_in import signed_in
from pacte.workflows.answer_request import answer_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from pacte.kernel.actor import Actor
    from pacte.offer.models import LedgerDifference, ProviderRequest


_PAID = frozenset({ProviderRequestKind.CLOSE_PLACES, ProviderRequestKind.ADD_PLACES, ProviderRequestKind.ADD_HOURS})
_ANSWERS = frozenset({"accept", "refuse"})


class AnswerForm(forms.Form):
    order = forms.ChoiceField(
        label="Commande qui paie", required=False, help_text="Pour des places ou des heures en plus."
    )
    places = whole("Places accordées", required=False)
    hours = whole("Heures accordées", required=False, most=5_000_000)
    on = day("Décidé le")
    why = reason("Motif de la réponse")

    def __init__(self, *positional: Any, asked: ProviderRequest, orders: list[str], **named: Any) -> None:
        super().__init__(*positional, **named)
        self.fields["order"].choices = [("", "celle de la demande"), *((each, each) for each in orders)]
        for name, count, unit in (("places", asked.places, "place"), ("hours", asked.hours, "heure")):
            if count:
                self.fields[name].help_text = f"Vide : ce qui est demandé, {pluralise(count, unit)}."
            else:
                del self.fields[name]
        if ProviderRequestKind(asked.kind) not in _PAID:
            del self.fields["order"]


class SettleForm(forms.Form):
    on = day("Depuis le")
    cause = forms.ChoiceField(label="Motif codé, si le fichier a raison", choices=CAUSES, required=False)
    decided_by = forms.ChoiceField(label="Qui a décidé, si la date recule", choices=DECIDERS, required=False)
    why = reason("Motif, ou question à l’organisme")


class WordForm(forms.Form):
    why = reason("Votre réponse")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, identifier: int) -> HttpResponse:
    actor = actor_in(request)
    asked = provider_request_by_id(actor=actor, request_id=identifier)
    line = ProviderRequestRow(asked)
    answers = can_on_session(actor=actor, act="offer.answer", session=asked.session)
    withdraws = can_on_session(actor=actor, act="offer.ask", session=asked.session)
    orders = orders_of_session(actor=actor, session=asked.session)
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        asked=asked,
        orders=[each.number for each in orders],
        initial={"on": today()},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if withdraws and request.POST.get("act") == "withdraw":
            return _done(request, lambda: withdraw_request(actor=actor, request=asked), "Demande retirée.")
        if form.is_valid() or not answers:
            said: list[str] = []
            error = _try(lambda: said.append(_answer(actor, asked, form, request)))
            if error is None:
                return _done(request, lambda: None, f"Demande {line.number} {said[0]}")
            form.add_error(None, str(error))
    context = frame((f"Demande {line.number}", "")) | {
        "line": line,
        "form": form,
        "is_open": asked.state == ProviderRequestState.ASKED,
        "may_answer": answers,
        "may_withdraw": withdraws,
        "facts": _request_facts(line),
        "title": "Que répondre à cette demande ?" if answers else "Où en est ma demande ?",
        "answer": _request_answer(line),
    }
    return render(request, "supply/request.html", context, status=status)


def _answer(actor: Actor, asked: ProviderRequest, form: AnswerForm, request: HttpRequest) -> str:
    values = form.cleaned_data if form.is_valid() else {"why": "", "on": today()}
    order = order_by_number(actor=actor, number=values["order"]) if values.get("order") else None
    if form.is_valid() and request.POST.get("act") not in _ANSWERS:
        raise ValidationError("act_unknown", "Cette page n’attend pas cette réponse.", hint="Acceptez ou refusez.")
    answer = RequestAnswer(
        request.POST.get("act") == "accept", values["why"], values["on"], order=order,
        places=values.get("places"), hours=values.get("hours"),
    )  # fmt: skip
    made = answer_request(
        actor=actor,
        request=asked,
        answer=answer,
        address=request.build_absolute_uri(reverse("supply:request", args=[asked.pk])),
        signing_address=request.build_absolute_uri(reverse("supply:signatures")),
    )
    if made is not None and made.state != PreparationState.SIGNED:
        return "acceptée : l’avenant attend la signature d’un autre acheteur, et la demande avec lui."
    return f"{'acceptée' if answer.accepted else 'refusée'} ; l’organisme est averti."


def _request_answer(line: ProviderRequestRow) -> str:
    asked = line.request
    if asked.state == ProviderRequestState.ASKED:
        late = " Elle est en retard." if line.is_late(today()) else ""
        return (
            f"{asked.provider.name} demande : {line.label}. Réponse attendue avant le {french_day(asked.due_on)}.{late}"
        )
    said = f" « {asked.answer} »" if asked.answer else ""
    return f"{line.label.capitalize()} : {line.state_label}.{said}"


def _request_facts(line: ProviderRequestRow) -> list[dict[str, str]]:
    asked = line.request
    found = [
        ("Session", asked.session.training.title, session_url(asked.session.triplet)),
        ("Places", pluralise(asked.places, "place") if asked.places else "", ""),
        ("Heures", f"{format_number(asked.hours)} h" if asked.hours else "", ""),
        ("Nouveau début", french_day(asked.starts_on) if asked.starts_on else "", ""),
        ("Nouvelle fin", french_day(asked.ends_on) if asked.ends_on else "", ""),
        ("Motif", " : ".join(part for part in (line.cause_label, asked.reason) if part), ""),
        ("Demandée par", f"{asked.asked_by_name}, le {french_day(asked.asked_at)}", ""),
        ("Commande", asked.order.number if asked.order else "", ""),
        ("Répondu par", asked.answered_by_name, ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in found if value]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def difference_page(request: HttpRequest, identifier: int) -> HttpResponse:
    actor = actor_in(request)
    found = ledger_difference_by_id(actor=actor, difference_id=identifier)
    line = LedgerDifferenceRow(found)
    settles = can_on_session(actor=actor, act="offer.settle", session=found.session)
    replies = can_on_session(actor=actor, act="offer.ask", session=found.session)
    sent = request.POST if request.method == "POST" else None
    form: forms.Form = SettleForm(sent, initial={"on": today()}) if settles else WordForm(sent)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() or not (settles or replies):
            act = request.POST.get("act", "")
            error = _try(lambda: _settle(request, actor, found, form, act))
            if error is None:
                return _done(request, lambda: None, _SETTLED.get(act, "Réponse envoyée à l’acheteur."))
            form.add_error(None, str(error))
    context = frame((line.label.capitalize(), "")) | {
        "line": line,
        "form": form,
        "is_open": found.state in (LedgerDifferenceState.OPEN, LedgerDifferenceState.ASKED),
        "may_settle": settles,
        "may_reply": replies,
        "facts": _difference_facts(line),
        "title": "Qui a raison, le fichier ou le registre ?",
        "answer": f"{line.label.capitalize()} : le registre dit « {line.ledger_said} », le fichier de l’organisme "
        f"« {line.file_said} ».",
    }
    return render(request, "supply/difference.html", context, status=status)


_SETTLED = {
    "accept": "Le fichier a raison : le registre est changé.",
    "keep": "Le registre est gardé ; le même fichier ne reposera pas la question.",
    "ask": "Question posée à l’organisme.",
}


def _settle(request: HttpRequest, actor: Actor, found: LedgerDifference, form: forms.Form, act: str) -> None:
    values = form.cleaned_data if form.is_valid() else {"why": ""}
    if act == "accept":
        accept_file(
            actor=actor, difference=found, reason=values["why"], on=values.get("on") or today(),
            cause=ChangeCause(values.get("cause") or ChangeCause.OTHER),
            decided_by=DecidedBy(values.get("decided_by") or DecidedBy.PROVIDER),
        )  # fmt: skip
    elif act == "keep":
        keep_ledger(actor=actor, difference=found, reason=values["why"])
    elif act == "ask":
        address = request.build_absolute_uri(reverse("supply:difference", args=[found.pk]))
        ask_provider(actor=actor, difference=found, question=values["why"], address=address)
    else:
        reply_to_difference(actor=actor, difference=found, reply=values["why"])


def _difference_facts(line: LedgerDifferenceRow) -> list[dict[str, str]]:
    found = line.difference
    values = [
        ("Session", found.session.training.title, session_url(found.session.triplet)),
        ("Organisme", found.provider.name, ""),
        ("Trouvée le", french_day(found.found_at), ""),
        ("État", line.state_label, ""),
        ("Question posée", found.question, ""),
        ("Réponse de l’organisme", found.reply, ""),
        ("Réglée par", f"{found.settled_by_name} : {found.reason}" if found.settled_by_name else "", ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in values if value]


def _try(act: Callable[[], None]) -> ValidationError | Conflict | None:
    try:
        act()
    except (ValidationError, Conflict) as error:
        return error
    return None


def _done(request: HttpRequest, act: Callable[[], None], said: str) -> HttpResponse:
    act()
    messages.success(request, said)
    return HttpResponseRedirect(reverse("supply:home"))
