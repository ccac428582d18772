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
from pacte.web.form_fields import LineField, reason
from pacte.web.pages.partners.frame import actor_in, frame, moment
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.exchange.partner_mapping import PartnerMapping
    from pacte.interop.models import Delivery, DeliveryEvent
    from pacte.kernel.actor import Actor

_FIELDS = ({"label": "Champ"}, {"label": "Nom envoyé"}, {"label": "Valeur"})
_TRACES = ({"label": "Quand"}, {"label": "Ce qui s’est passé"}, {"label": "Détail"}, {"label": "Par"})
_S = DeliveryState


class MendForm(forms.Form):
    field = forms.ChoiceField(label="Champ à corriger", required=False)
    value = LineField(label="Valeur juste", max_length=200, required=False)
    note = forms.CharField(
        label="Ou ce qui a été corrigé dans le dossier", max_length=300, required=False,
        help_text="Une donnée de la personne se corrige dans son dossier, par son référent ou son organisme.",
    )  # fmt: skip

    def __init__(self, *positional: Any, mapping: PartnerMapping, **named: Any) -> None:
        super().__init__(*positional, **named)
        open_ones = [each.field for each in mapping.outbound_fields if not PIVOT_FIELDS[each.field].is_personal]
        self.fields["field"].choices = [("", "—"), *((name, PIVOT_FIELDS[name].label) for name in open_ones)]


class AsideForm(forms.Form):
    why = reason("Pourquoi ne partira-t-il pas ?")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, identifier: int) -> HttpResponse:
    actor = actor_in(request)
    delivery, traces, behind = delivery_detail(actor=actor, identifier=identifier)
    may_act = may_correct(actor=actor, host_id=delivery.organisation_id)
    sent = request.method == "POST"
    if sent and not may_act:
        raise PermissionDenied("liaison_correct", "Vous lisez les échanges ; les corriger revient à la Région.")
    act = request.POST.get("act", "mend") if sent else ""
    mapping = mapping_of_partner(delivery.partner.code)
    wrong = pivot_field_named(mapping, delivery.field)
    initial = {"field": wrong if wrong and not PIVOT_FIELDS[wrong].is_personal else ""}
    mend = MendForm(request.POST if act == "mend" else None, mapping=mapping, initial=initial)
    aside = AsideForm(request.POST if act == "aside" else None)
    if act == "replay":
        return _done(
            request, lambda: replay_delivery(actor=actor, identifier=identifier), "Le message partira de nouveau."
        )
    if act == "aside" and aside.is_valid():
        why = aside.cleaned_data["why"]
        return _done(
            request, lambda: set_delivery_aside(actor=actor, identifier=identifier, reason=why),
            "Message mis de côté : les suivants de ce dossier peuvent partir.",
        )  # fmt: skip
    if act == "mend" and mend.is_valid():
        given = mend.cleaned_data
        values = {given["field"]: given["value"]} if given["field"] else {}
        try:
            return _done(
                request,
                lambda: correct_delivery(actor=actor, identifier=identifier, values=values, note=given["note"]),
                "Corrigé : le message repartira dans la minute.",
            )
        except ValidationError as error:
            mend.add_error("value", str(error))
    state = _S(delivery.state)
    context = frame(
        (delivery.partner.name, reverse("partners:partner", args=[delivery.partner.slug])), (delivery.key, "")
    ) | {
        "title": "Que faire de ce message refusé ?" if state is _S.REJECTED else "Où en est ce message ?",
        "answer": _answer(delivery, behind),
        "facts": _facts(delivery),
        "fields": _values(actor, delivery, mapping),
        "field_columns": _FIELDS,
        "traces": [_trace(each) for each in traces],
        "trace_columns": _TRACES,
        "mend": mend if state is _S.REJECTED and may_act else None,
        "aside": aside if state in STATES_TO_SET_ASIDE and may_act else None,
        "may_replay": state in REPLAYABLE_STATES and may_act,
        "failed": aside if act == "aside" else mend,
    }
    return render(request, "partners/delivery.html", context, status=422 if sent else 200)


def _done(request: HttpRequest, act: Callable[[], Delivery], said: str) -> HttpResponse:
    delivery = act()
    messages.success(request, said)
    return HttpResponseRedirect(reverse("partners:partner", args=[delivery.partner.slug]))


def _answer(delivery: Delivery, behind: int) -> str:
    state = DELIVERY_LABELS[_S(delivery.state)]
    why = f" : « {delivery.reason.rstrip('.')} »" if delivery.reason else ""
    held = f" {pluralise(behind, 'message attend', 'messages attendent')} derrière lui." if behind else ""
    return f"{state}{why}.{held}"


def _facts(delivery: Delivery) -> list[dict[str, Any]]:
    mended = ", ".join(PIVOT_FIELDS[name].label for name in delivery.mended if name in PIVOT_FIELDS)
    return [
        {
            "label": "Événement",
            "value": f"{PIVOT_EVENT_LABELS[PivotEventKind(delivery.event)]}, {format_day(delivery.happened_on)}",
        },
        {"label": "Rang dans le dossier", "value": str(delivery.rank)},
        {"label": "Clé", "value": delivery.key},
        {"label": "Révision", "value": str(delivery.revision)},
        {"label": "Dû depuis", "value": moment(delivery.owed_at)},
        {"label": "Premier envoi", "value": moment(delivery.first_sent_at)},
        {"label": "Champs corrigés ici", "value": mended or "aucun"},
    ]


def _values(actor: Actor, delivery: Delivery, mapping: PartnerMapping) -> list[list[Any]]:
    """The message as it would be sent now. Personal values are shown as present or absent only."""
    with as_system(actor):
        body = partner_message_body(actor=system_actor(actor.name), delivery=delivery, mapping=mapping)
    if body is None:
        return []
    return [
        [
            PIVOT_FIELDS[each.field].label,
            each.effective_name,
            _shown(body.get(each.effective_name), is_personal=PIVOT_FIELDS[each.field].is_personal),
        ]
        for each in mapping.outbound_fields
    ]


def _shown(value: object, *, is_personal: bool) -> str:
    if value is None:
        return "absent"
    return "présent, réservé au référent" if is_personal else str(value)


def _trace(each: DeliveryEvent) -> list[Any]:
    return [
        moment(each.at),
        DELIVERY_EVENT_LABELS[DeliveryEventKind(each.kind)],
        each.detail,
        each.person_name or "la machine",
    ]
