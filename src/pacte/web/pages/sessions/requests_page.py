"""Pages of one request and one difference: both sides see everything, and each has its own actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect

from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import (
    LedgerDifferenceRow,
    ProviderRequestRow,
    can_on_session,
    ledger_difference_by_id,
    payable_lines,
    provider_request_by_id,
)
from pacte.offer.records import (
    CAUSE_LABELS,
    DECIDED_BY_LABELS,
    FUND_LABELS,
    ChangeCause,
    DecidedBy,
    Fund,
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
from pacte.offer.services.permissions_check import refuse_unless_on_session
from pacte.web.form_fields import ChoicesForm, day_field, enum_field, reason_field
from pacte.web.pages.sessions.offer_pages import OfferFormPage, fact_list, whole_number_field
from pacte.web.request import Request
from pacte.web.session_display import session_url
from pacte.workflows.answer_request import answer_request

if TYPE_CHECKING:
    from pacte.offer.models import OrderItem, ProviderRequest

_PAID_KINDS = frozenset(
    {ProviderRequestKind.CLOSE_PLACES, ProviderRequestKind.ADD_PLACES, ProviderRequestKind.ADD_HOURS}
)


_LINE_HELP = (
    "Elle paie les places ou les heures en plus, ou perd celles qui ferment. Vide : la seule qui paie la session ; "
    "pour des places qui ferment, les dernières achetées."
)


class AnswerRequestForm(ChoicesForm):
    line = forms.ChoiceField(
        label="Ligne de commande concernée", choices=[("", "choisir")], required=False, help_text=_LINE_HELP
    )
    places = whole_number_field("Places accordées", required=False)
    hours = whole_number_field("Heures accordées", required=False, most=5_000_000)
    on = day_field("Décidé le", initial=today)
    why = reason_field("Motif de la réponse")

    def __init__(self, *args: Any, provider_request: ProviderRequest, lines: list[OrderItem], **kwargs: Any) -> None:
        super().__init__(*args, choices={"line": [(str(each.pk), _line_text(each)) for each in lines]}, **kwargs)
        if len(lines) == 1:
            self.fields["line"].initial = str(lines[0].pk)
        for name, count, unit in (
            ("places", provider_request.places, "place"),
            ("hours", provider_request.hours, "heure"),
        ):
            if count:
                self.fields[name].help_text = f"Vide : ce qui est demandé, {pluralise(count, unit)}."
            else:
                del self.fields[name]
        if ProviderRequestKind(provider_request.kind) not in _PAID_KINDS:
            del self.fields["line"]


def _line_text(line: OrderItem) -> str:
    """« BC-2020-0412 : action 3, pacte »."""
    payer = f"action {line.plan_action.number}, " if line.plan_action else ""
    return f"{line.order.number} : {payer}{FUND_LABELS[Fund(line.fund)]}"


class SettleDifferenceForm(forms.Form):
    on = day_field("Depuis le", initial=today)
    cause = enum_field("Motif codé, si le fichier a raison", CAUSE_LABELS, required=False)
    decided_by = enum_field("Qui a décidé, si la date recule", DECIDED_BY_LABELS, required=False)
    why = reason_field("Motif, ou question à l’organisme")


class DifferenceReplyForm(forms.Form):
    why = reason_field("Votre réponse")


class ProviderRequestPage(OfferFormPage):
    """A request, with the answer of the buyer. Its provider takes it back."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.asked = provider_request_by_id(actor=self.actor, request_id=kwargs["identifier"])
        self.row, session = ProviderRequestRow(self.asked), self.asked.session
        self.crumb = f"Demande {self.row.number}"
        self.may_answer = can_on_session(actor=self.actor, act="offer.answer", session=session)
        self.may_withdraw = can_on_session(actor=self.actor, act="offer.ask", session=session)

    def form_arguments(self) -> dict[str, Any]:
        self.lines = payable_lines(actor=self.actor, session=self.asked.session, order=self.asked.order)
        return {"provider_request": self.asked, "lines": self.lines}

    def context(self) -> dict[str, Any]:
        return {
            "line": self.row,
            "is_open": self.asked.state == ProviderRequestState.ASKED,
            "may_answer": self.may_answer,
            "may_withdraw": self.may_withdraw,
            "facts": _request_facts(self.row),
            "title": "Que répondre à cette demande ?" if self.may_answer else "Où en est ma demande ?",
            "answer": _request_answer(self.row),
        }

    def post(self, request: Request) -> HttpResponseBase:
        if self.may_withdraw and request.POST.get("act") == "withdraw":
            withdraw_request(actor=self.actor, request=self.asked)
            messages.success(request, "Demande retirée.")
            return HttpResponseRedirect(self.success_url)
        refuse_unless_on_session(actor=self.actor, act="offer.answer", session=self.asked.session)
        return super().post(request)


@ProviderRequestPage.view(template_name="sessions/request.html", form_class=AnswerRequestForm, back="sessions:home")
def provider_request_page(page: ProviderRequestPage, data: dict[str, Any]) -> str:
    act = page.request.POST.get("act")
    if act not in ("accept", "refuse"):
        raise ValidationError("act_unknown", "Cette page n’attend pas cette réponse.", hint="Acceptez ou refusez.")
    answer = RequestAnswer(
        act == "accept",
        data["why"],
        data["on"],
        line=next((each for each in page.lines if str(each.pk) == data.get("line")), None),
        places=data.get("places"),
        hours=data.get("hours"),
    )
    preparation = answer_request(
        actor=page.actor,
        request=page.asked,
        answer=answer,
        address=page.absolute_url("sessions:request", page.asked.pk),
        signing_address=page.absolute_url("sessions:signatures"),
    )
    if preparation is not None and preparation.state != PreparationState.SIGNED:
        waits = "l’avenant attend la signature d’un autre acheteur, et la demande avec lui"
        return f"Demande {page.row.number} acceptée : {waits}."
    return f"Demande {page.row.number} {'acceptée' if answer.accepted else 'refusée'} ; l’organisme est averti."


def _request_answer(row: ProviderRequestRow) -> str:
    provider_request = row.request
    if provider_request.state == ProviderRequestState.ASKED:
        late = " Elle est en retard." if row.is_late(today()) else ""
        return (
            f"{provider_request.provider.name} demande : {row.label}. Réponse attendue avant le "
            f"{format_day(provider_request.due_on)}.{late}"
        )
    answer_text = f" « {provider_request.answer} »" if provider_request.answer else ""
    return f"{row.label.capitalize()} : {row.state_label}.{answer_text}"


def _request_facts(row: ProviderRequestRow) -> list[dict[str, str]]:
    provider_request = row.request
    return fact_list(
        [
            ("Session", provider_request.session.training.title, session_url(provider_request.session.triplet)),
            ("Places", pluralise(provider_request.places, "place") if provider_request.places else "", ""),
            ("Heures", f"{format_number(provider_request.hours)} h" if provider_request.hours else "", ""),
            ("Nouveau début", format_day(provider_request.starts_on) if provider_request.starts_on else "", ""),
            ("Nouvelle fin", format_day(provider_request.ends_on) if provider_request.ends_on else "", ""),
            ("Motif", " : ".join(part for part in (row.cause_label, provider_request.reason) if part), ""),
            ("Demandée par", f"{provider_request.asked_by_name}, le {format_day(provider_request.asked_at)}", ""),
            ("Commande", provider_request.order.number if provider_request.order else "", ""),
            ("Répondu par", provider_request.answered_by_name, ""),
        ],
        "url",
    )


_SETTLED_MESSAGES = {
    "accept": "Le fichier a raison : le registre est changé.",
    "keep": "Le registre est gardé ; le même fichier ne reposera pas la question.",
    "ask": "Question posée à l’organisme.",
}


class LedgerDifferencePage(OfferFormPage):
    """A difference between a file and the ledger: the buyer settles it, the provider says who is right."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.difference = ledger_difference_by_id(actor=self.actor, difference_id=kwargs["identifier"])
        self.row, session = LedgerDifferenceRow(self.difference), self.difference.session
        self.crumb = self.row.label.capitalize()
        self.may_reply = can_on_session(actor=self.actor, act="offer.ask", session=session)
        self.may_settle = can_on_session(actor=self.actor, act="offer.settle", session=session)
        self.form_class = SettleDifferenceForm if self.may_settle else DifferenceReplyForm

    def context(self) -> dict[str, Any]:
        row = self.row
        file_says = f"le fichier de l’organisme « {row.file_text} »"
        return {
            "line": row,
            "is_open": self.difference.state in (LedgerDifferenceState.OPEN, LedgerDifferenceState.ASKED),
            "may_settle": self.may_settle,
            "may_reply": self.may_reply,
            "facts": _difference_facts(row),
            "title": "Qui a raison, le fichier ou le registre ?",
            "answer": f"{row.label.capitalize()} : le registre dit « {row.ledger_text} », {file_says}.",
        }

    def post(self, request: Request) -> HttpResponseBase:
        if not self.may_reply:
            refuse_unless_on_session(actor=self.actor, act="offer.settle", session=self.difference.session)
        return super().post(request)


@LedgerDifferencePage.view(template_name="sessions/difference.html", back="sessions:home")
def difference_page(page: LedgerDifferencePage, data: dict[str, Any]) -> str:
    act, actor, difference, why = page.request.POST.get("act"), page.actor, page.difference, data["why"]
    if act == "accept":
        accept_file(
            actor=actor,
            difference=difference,
            reason=why,
            on=data.get("on") or today(),
            cause=data.get("cause") or ChangeCause.OTHER,
            decided_by=data.get("decided_by") or DecidedBy.PROVIDER,
        )
    elif act == "keep":
        keep_ledger(actor=actor, difference=difference, reason=why)
    elif act == "ask":
        address = page.absolute_url("sessions:difference", difference.pk)
        ask_provider(actor=actor, difference=difference, question=why, address=address)
    else:
        reply_to_difference(actor=actor, difference=difference, reply=why)
    return _SETTLED_MESSAGES.get(act or "", "Réponse envoyée à l’acheteur.")


def _difference_facts(row: LedgerDifferenceRow) -> list[dict[str, str]]:
    difference = row.difference
    return fact_list(
        [
            ("Session", difference.session.training.title, session_url(difference.session.triplet)),
            ("Organisme", difference.provider.name, ""),
            ("Trouvée le", format_day(difference.found_at), ""),
            ("État", row.state_label, ""),
            ("Question posée", difference.question, ""),
            ("Réponse de l’organisme", difference.reply, ""),
            (
                "Réglée par",
                f"{difference.settled_by_name} : {difference.reason}" if difference.settled_by_name else "",
                "",
            ),
        ],
        "url",
    )
