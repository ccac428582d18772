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
from pacte.web.form_fields import LineField, reason
from pacte.web.pages.partners.frame import actor_in, frame, moment
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.interop.models import InboundMessage


class SettleForm(forms.Form):
    session = forms.CharField(
        label="Numéro de session", max_length=60, required=False,
        help_text="Vide : celui du message, par exemple quand la session est entrée dans l’offre depuis.",
    )  # fmt: skip
    action = LineField(label="Numéro d’action", max_length=60, required=False)


class DismissForm(forms.Form):
    why = reason("Pourquoi l’écarter ?")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, identifier: int) -> HttpResponse:
    actor = actor_in(request)
    found, behind = inbound_message_detail(actor=actor, identifier=identifier)
    may_act = may_correct(actor=actor, host_id=found.organisation_id)
    sent = request.method == "POST"
    if sent and not may_act:
        raise PermissionDenied("liaison_settle", "Vous lisez les échanges ; les régler revient à la Région.")
    act = request.POST.get("act", "dismiss") if sent else ""
    settle = SettleForm(request.POST if act == "settle" else None)
    dismissing = DismissForm(request.POST if act == "dismiss" else None)
    back = reverse("partners:partner", args=[found.partner.slug])
    if act == "dismiss" and dismissing.is_valid():
        dismiss_message(actor=actor, identifier=identifier, reason=dismissing.cleaned_data["why"])
        messages.success(request, "Message écarté : les suivants de ce dossier peuvent être appliqués.")
        return HttpResponseRedirect(back)
    if act == "settle" and settle.is_valid():
        given = settle.cleaned_data
        session = SessionInput(given["session"], given["action"]) if given["session"] or given["action"] else None
        try:
            resolve_message(actor=actor, identifier=identifier, session=session)
        except Conflict as error:
            settle.add_error(None, str(error))
        else:
            messages.success(request, "Message appliqué.")
            return HttpResponseRedirect(back)
    is_open = found.state == InboundState.TO_SETTLE and may_act
    context = frame((found.partner.name, back), (found.dossier, "")) | {
        "title": "Que faire de ce message reçu ?" if is_open else "Où en est ce message reçu ?",
        "answer": _answer(found, behind),
        "facts": _facts(found),
        "settle": settle if is_open else None,
        "dismissing": dismissing if is_open else None,
        "failed": settle if act == "settle" else dismissing,
    }
    return render(request, "partners/inbound.html", context, status=422 if sent else 200)


def _answer(found: InboundMessage, behind: int) -> str:
    why = f". {found.reason}" if found.reason else "."
    held = f" {pluralise(behind, 'message attend', 'messages attendent')} derrière lui." if behind else ""
    return f"{INBOUND_LABELS[InboundState(found.state)]}{why}{held}"


def _facts(found: InboundMessage) -> list[dict[str, Any]]:
    said = inbound_orientation_act(found.partner, found)
    status = f"{ACT_LABELS[said.status]}, {format_day(said.on)}" if said else found.status or "illisible"
    session = (said.session.numbers_text if said else found.session_words) or "aucune"
    return [
        {"label": "Ce qu’il dit", "value": status},
        {"label": "Session", "value": session},
        {"label": "Dossier du partenaire", "value": found.dossier},
        {"label": "Clé", "value": found.key},
        {"label": "Reçu", "value": f"{moment(found.received_at)}, {pluralise(found.times, 'fois', 'fois')}"},
        {"label": "Réglé", "value": f"{moment(found.settled_at)} {found.settled_by}".strip()},
    ]
