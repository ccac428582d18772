"""One received message that could not be applied: its content, why it is pending, and the actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.exchange.inbox.messages import dismiss_message, inbound_orientation_act, resolve_message
from pacte.interop.queries.dashboard import inbound_message_detail, may_correct
from pacte.interop.records import ACT_LABELS, INBOUND_LABELS, InboundState, SessionInput
from pacte.kernel.errors import Conflict, PermissionDenied
from pacte.kernel.french import format_day, pluralise
from pacte.web.form_fields import SingleLineField, reason_field
from pacte.web.pages.partners.page_context import moment_or_never, partners_page_context, request_actor
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.interop.models import InboundMessage


class SettleInboundForm(forms.Form):
    session = forms.CharField(
        label="Numéro de session", max_length=60, required=False,
        help_text="Vide : celui du message, par exemple quand la session est entrée dans l’offre depuis.",
    )  # fmt: skip
    action = SingleLineField(label="Numéro d’action", max_length=60, required=False)


class DismissInboundForm(forms.Form):
    why = reason_field("Pourquoi l’écarter ?")


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, identifier: int) -> HttpResponse:
    actor = request_actor(request)
    inbound, queued_count = inbound_message_detail(actor=actor, identifier=identifier)
    may_act = may_correct(actor=actor, host_id=inbound.organisation_id)
    is_post = request.method == "POST"
    if is_post and not may_act:
        raise PermissionDenied("interop_settle", "Vous lisez les échanges ; les régler revient à la Région.")
    act = request.POST.get("act", "dismiss") if is_post else ""
    settle_form = SettleInboundForm(request.POST if act == "settle" else None)
    dismiss_form = DismissInboundForm(request.POST if act == "dismiss" else None)
    back = reverse("partners:partner", args=[inbound.partner.slug])
    if act == "dismiss" and dismiss_form.is_valid():
        dismiss_message(actor=actor, identifier=identifier, reason=dismiss_form.cleaned_data["why"])
        messages.success(request, "Message écarté : les suivants de ce dossier peuvent être appliqués.")
        return HttpResponseRedirect(back)
    if act == "settle" and settle_form.is_valid():
        form_data = settle_form.cleaned_data
        session = (
            SessionInput(form_data["session"], form_data["action"])
            if form_data["session"] or form_data["action"]
            else None
        )
        try:
            resolve_message(actor=actor, identifier=identifier, session=session)
        except Conflict as error:
            settle_form.add_error(None, str(error))
        else:
            messages.success(request, "Message appliqué.")
            return HttpResponseRedirect(back)
    is_open = inbound.state == InboundState.TO_SETTLE and may_act
    context = partners_page_context((inbound.partner.name, back), (inbound.dossier, "")) | {
        "title": "Que faire de ce message reçu ?" if is_open else "Où en est ce message reçu ?",
        "answer": _answer(inbound, queued_count),
        "facts": _facts(inbound),
        "settle": settle_form if is_open else None,
        "dismissing": dismiss_form if is_open else None,
        "failed": settle_form if act == "settle" else dismiss_form,
    }
    return render(request, "partners/inbound.html", context, status=422 if is_post else 200)


def _answer(inbound: InboundMessage, queued_count: int) -> str:
    why = f". {inbound.reason}" if inbound.reason else "."
    queue_note = (
        f" {pluralise(queued_count, 'message attend', 'messages attendent')} derrière lui." if queued_count else ""
    )
    return f"{INBOUND_LABELS[InboundState(inbound.state)]}{why}{queue_note}"


def _facts(inbound: InboundMessage) -> list[dict[str, Any]]:
    orientation_act = inbound_orientation_act(inbound.partner, inbound)
    status = (
        f"{ACT_LABELS[orientation_act.status]}, {format_day(orientation_act.on)}"
        if orientation_act
        else inbound.status or "illisible"
    )
    session = (orientation_act.session.numbers_text if orientation_act else inbound.session_words) or "aucune"
    return [
        {"label": "Ce qu’il dit", "value": status},
        {"label": "Session", "value": session},
        {"label": "Dossier du partenaire", "value": inbound.dossier},
        {"label": "Clé", "value": inbound.key},
        {
            "label": "Reçu",
            "value": f"{moment_or_never(inbound.received_at)}, {pluralise(inbound.times, 'fois', 'fois')}",
        },
        {"label": "Réglé", "value": f"{moment_or_never(inbound.settled_at)} {inbound.settled_by}".strip()},
    ]
