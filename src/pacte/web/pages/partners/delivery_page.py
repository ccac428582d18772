"""One sent message: why it was refused, its content, and the actions: correct, resend, set aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.exchange.outbox.envelopes import partner_message_body
from pacte.exchange.outbox.mappings import mapping_of_partner
from pacte.exchange.partner_mapping import pivot_field_named
from pacte.exchange.pivot import PIVOT_FIELDS
from pacte.interop.queries.dashboard import delivery_detail, may_correct
from pacte.interop.records import (
    DELIVERY_EVENT_LABELS,
    DELIVERY_LABELS,
    PIVOT_EVENT_LABELS,
    DeliveryEventKind,
    DeliveryState,
    PivotEventKind,
)
from pacte.interop.services.corrections import (
    REPLAYABLE_STATES,
    STATES_TO_SET_ASIDE,
    correct_delivery,
    replay_delivery,
    set_delivery_aside,
)
from pacte.kernel.actor import system_actor
from pacte.kernel.errors import PermissionDenied, ValidationError
from pacte.kernel.french import format_day, pluralise
from pacte.notifications.services.system_access import as_system
from pacte.web.form_fields import SingleLineField, reason_field
from pacte.web.pages.partners.page_context import moment_or_never, partners_page_context, request_actor
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.exchange.partner_mapping import PartnerMapping
    from pacte.interop.models import Delivery, DeliveryEvent
    from pacte.kernel.actor import Actor

_FIELD_COLUMNS = ({"label": "Champ"}, {"label": "Nom envoyé"}, {"label": "Valeur"})
_TRACE_COLUMNS = ({"label": "Quand"}, {"label": "Ce qui s’est passé"}, {"label": "Détail"}, {"label": "Par"})
_S = DeliveryState


class CorrectDeliveryForm(forms.Form):
    field = forms.ChoiceField(label="Champ à corriger", required=False)
    value = SingleLineField(label="Valeur juste", max_length=200, required=False)
    note = forms.CharField(
        label="Ou ce qui a été corrigé dans le dossier", max_length=300, required=False,
        help_text="Une donnée de la personne se corrige dans son dossier, par son référent ou son organisme.",
    )  # fmt: skip

    def __init__(self, *args: Any, mapping: PartnerMapping, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_names = [each.field for each in mapping.outbound_fields if not PIVOT_FIELDS[each.field].is_personal]
        self.fields["field"].choices = [("", "—"), *((name, PIVOT_FIELDS[name].label) for name in field_names)]


class SetDeliveryAsideForm(forms.Form):
    why = reason_field("Pourquoi ne partira-t-il pas ?")


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, identifier: int) -> HttpResponse:
    actor = request_actor(request)
    delivery, traces, queued_count = delivery_detail(actor=actor, identifier=identifier)
    may_act = may_correct(actor=actor, host_id=delivery.organisation_id)
    is_post = request.method == "POST"
    if is_post and not may_act:
        raise PermissionDenied("interop_correct", "Vous lisez les échanges ; les corriger revient à la Région.")
    act = request.POST.get("act", "mend") if is_post else ""
    mapping = mapping_of_partner(delivery.partner.code)
    field_at_fault = pivot_field_named(mapping, delivery.field)
    initial = {"field": field_at_fault if field_at_fault and not PIVOT_FIELDS[field_at_fault].is_personal else ""}
    correction_form = CorrectDeliveryForm(request.POST if act == "mend" else None, mapping=mapping, initial=initial)
    aside_form = SetDeliveryAsideForm(request.POST if act == "aside" else None)
    if act == "replay":
        return _run_and_redirect(
            request, lambda: replay_delivery(actor=actor, identifier=identifier), "Le message partira de nouveau."
        )
    if act == "aside" and aside_form.is_valid():
        why = aside_form.cleaned_data["why"]
        return _run_and_redirect(
            request, lambda: set_delivery_aside(actor=actor, identifier=identifier, reason=why),
            "Message mis de côté : les suivants de ce dossier peuvent partir.",
        )  # fmt: skip
    if act == "mend" and correction_form.is_valid():
        form_data = correction_form.cleaned_data
        values = {form_data["field"]: form_data["value"]} if form_data["field"] else {}
        try:
            return _run_and_redirect(
                request,
                lambda: correct_delivery(actor=actor, identifier=identifier, values=values, note=form_data["note"]),
                "Corrigé : le message repartira dans la minute.",
            )
        except ValidationError as error:
            correction_form.add_error("value", str(error))
    state = _S(delivery.state)
    context = partners_page_context(
        (delivery.partner.name, reverse("partners:partner", args=[delivery.partner.slug])), (delivery.key, "")
    ) | {
        "title": "Que faire de ce message refusé ?" if state is _S.REJECTED else "Où en est ce message ?",
        "answer": _answer(delivery, queued_count),
        "facts": _facts(delivery),
        "fields": _field_rows(actor, delivery, mapping),
        "field_columns": _FIELD_COLUMNS,
        "traces": [_trace_cells(each) for each in traces],
        "trace_columns": _TRACE_COLUMNS,
        "mend": correction_form if state is _S.REJECTED and may_act else None,
        "aside": aside_form if state in STATES_TO_SET_ASIDE and may_act else None,
        "may_replay": state in REPLAYABLE_STATES and may_act,
        "failed": aside_form if act == "aside" else correction_form,
    }
    return render(request, "partners/delivery.html", context, status=422 if is_post else 200)


def _run_and_redirect(request: HttpRequest, act: Callable[[], Delivery], message: str) -> HttpResponse:
    delivery = act()
    messages.success(request, message)
    return HttpResponseRedirect(reverse("partners:partner", args=[delivery.partner.slug]))


def _answer(delivery: Delivery, queued_count: int) -> str:
    state = DELIVERY_LABELS[_S(delivery.state)]
    why = f" : « {delivery.reason.rstrip('.')} »" if delivery.reason else ""
    queue_note = (
        f" {pluralise(queued_count, 'message attend', 'messages attendent')} derrière lui." if queued_count else ""
    )
    return f"{state}{why}.{queue_note}"


def _facts(delivery: Delivery) -> list[dict[str, Any]]:
    corrected_fields = ", ".join(PIVOT_FIELDS[name].label for name in delivery.mended if name in PIVOT_FIELDS)
    return [
        {
            "label": "Événement",
            "value": f"{PIVOT_EVENT_LABELS[PivotEventKind(delivery.event)]}, {format_day(delivery.happened_on)}",
        },
        {"label": "Rang dans le dossier", "value": str(delivery.rank)},
        {"label": "Clé", "value": delivery.key},
        {"label": "Révision", "value": str(delivery.revision)},
        {"label": "Dû depuis", "value": moment_or_never(delivery.owed_at)},
        {"label": "Premier envoi", "value": moment_or_never(delivery.first_sent_at)},
        {"label": "Champs corrigés ici", "value": corrected_fields or "aucun"},
    ]


def _field_rows(actor: Actor, delivery: Delivery, mapping: PartnerMapping) -> list[list[Any]]:
    """The message as it would be sent now. Personal values are shown as present or absent only."""
    with as_system(actor):
        body = partner_message_body(actor=system_actor(actor.name), delivery=delivery, mapping=mapping)
    if body is None:
        return []
    return [
        [
            PIVOT_FIELDS[each.field].label,
            each.effective_name,
            _shown_value(body.get(each.effective_name), is_personal=PIVOT_FIELDS[each.field].is_personal),
        ]
        for each in mapping.outbound_fields
    ]


def _shown_value(value: object, *, is_personal: bool) -> str:
    if value is None:
        return "absent"
    return "présent, réservé au référent" if is_personal else str(value)


def _trace_cells(each: DeliveryEvent) -> list[Any]:
    return [
        moment_or_never(each.at),
        DELIVERY_EVENT_LABELS[DeliveryEventKind(each.kind)],
        each.detail,
        each.person_name or "la machine",
    ]
