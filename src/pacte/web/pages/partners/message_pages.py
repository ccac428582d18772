"""One message, sent or received: its content, why it is pending, and what one may do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms

from pacte.exchange.inbox.messages import dismiss_message, inbound_orientation_act, resolve_message
from pacte.exchange.outbox.envelopes import partner_message_body
from pacte.exchange.outbox.mappings import mapping_of_partner
from pacte.exchange.partner_mapping import OutboundField, pivot_field_named
from pacte.exchange.pivot import PIVOT_FIELDS
from pacte.interop.queries.dashboard import delivery_detail, inbound_message_detail, may_correct
from pacte.interop.records import (
    ACT_LABELS,
    DELIVERY_EVENT_LABELS,
    DELIVERY_LABELS,
    INBOUND_LABELS,
    PIVOT_EVENT_LABELS,
    DeliveryEventKind,
    DeliveryState,
    InboundState,
    PivotEventKind,
    SessionInput,
)
from pacte.interop.services.corrections import (
    REPLAYABLE_STATES,
    STATES_TO_SET_ASIDE,
    correct_delivery,
    replay_delivery,
    set_delivery_aside,
)
from pacte.kernel.actor import system_actor
from pacte.kernel.errors import PermissionDenied
from pacte.kernel.french import format_day, pluralise
from pacte.notifications.services.system_access import as_system
from pacte.web.form_fields import ChoicesForm, SingleLineField, reason_field
from pacte.web.pages.partners.exchange_pages import ExchangeFormsPage, moment_or_never
from pacte.web.tables import Column, Table

if TYPE_CHECKING:
    from pacte.interop.models import Delivery, InboundMessage


class CorrectDeliveryForm(ChoicesForm):
    field = forms.ChoiceField(label="Champ à corriger", required=False, choices=[("", "—")])
    value = SingleLineField(label="Valeur juste", max_length=200, required=False)
    note = forms.CharField(
        label="Ou ce qui a été corrigé dans le dossier", max_length=300, required=False,
        help_text="Une donnée de la personne se corrige dans son dossier, par son référent ou son organisme.",
    )  # fmt: skip


class SetDeliveryAsideForm(forms.Form):
    why = reason_field("Pourquoi ne partira-t-il pas ?")


class DeliveryPage(ExchangeFormsPage):
    """A sent message. Who may not correct only reads it."""

    template_name = "partners/delivery.html"
    form_classes = {"mend": CorrectDeliveryForm, "aside": SetDeliveryAsideForm, "replay": forms.Form}
    error_fields = {"interop_nothing_mended": "value"}

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.delivery, self.events, self.queued_count = delivery_detail(actor=self.actor, **kwargs)
        self.partner, self.crumb = self.delivery.partner, self.delivery.key
        self.may_act = may_correct(actor=self.actor, host_id=self.delivery.organisation_id)
        if self.request.method == "POST" and not self.may_act:
            raise PermissionDenied("interop_correct", "Vous lisez les échanges ; les corriger revient à la Région.")
        self.mapping = mapping_of_partner(self.partner.code)

    def arguments_of(self, act: str) -> dict[str, Any]:
        if act != "mend":
            return {}
        shown = [each.field for each in self.mapping.outbound_fields if not PIVOT_FIELDS[each.field].is_personal]
        at_fault = pivot_field_named(self.mapping, self.delivery.field)
        is_shown = at_fault and not PIVOT_FIELDS[at_fault].is_personal
        return {
            "choices": {"field": [(name, PIVOT_FIELDS[name].label) for name in shown]},
            "initial": {"field": at_fault if is_shown else ""},
        }

    def context(self) -> dict[str, Any]:
        state = DeliveryState(self.delivery.state)
        is_rejected = state is DeliveryState.REJECTED
        return {
            "title": "Que faire de ce message refusé ?" if is_rejected else "Où en est ce message ?",
            "answer": _delivery_answer(self.delivery, self.queued_count),
            "facts": _delivery_facts(self.delivery),
            "fields": self._field_table(),
            "events": Table(
                self.events,
                Column("Quand", lambda event: moment_or_never(event.at)),
                Column("Ce qui s’est passé", lambda event: DELIVERY_EVENT_LABELS[DeliveryEventKind(event.kind)]),
                Column("Détail", lambda event: event.detail),
                Column("Par", lambda event: event.person_name or "la machine"),
                id="histoire-table",
                caption="Histoire du message",
                empty="Rien encore.",
            ),
            "mend": self.forms["mend"] if is_rejected and self.may_act else None,
            "aside": self.forms["aside"] if state in STATES_TO_SET_ASIDE and self.may_act else None,
            "may_replay": state in REPLAYABLE_STATES and self.may_act,
        }

    def save(self, data: dict[str, Any]) -> str:
        identifier = self.delivery.pk
        if self.act == "replay":
            replay_delivery(actor=self.actor, identifier=identifier)
            return "Le message partira de nouveau."
        if self.act == "aside":
            set_delivery_aside(actor=self.actor, identifier=identifier, reason=data["why"])
            return "Message mis de côté : les suivants de ce dossier peuvent partir."
        values = {data["field"]: data["value"]} if data["field"] else {}
        correct_delivery(actor=self.actor, identifier=identifier, values=values, note=data["note"])
        return "Corrigé : le message repartira dans la minute."

    def _field_table(self) -> Table[OutboundField]:
        """The message as it would be sent now. Personal values are shown as present or absent only."""
        with as_system(self.actor):
            system = system_actor(self.actor.name)
            body = partner_message_body(actor=system, delivery=self.delivery, mapping=self.mapping)
        return Table(
            self.mapping.outbound_fields if body is not None else (),
            Column("Champ", lambda field: PIVOT_FIELDS[field.field].label),
            Column("Nom envoyé", lambda field: field.effective_name),
            Column("Valeur", lambda field: _shown_value(field, body or {})),
            id="valeurs-table",
            caption="Champs du message",
            empty="Le dossier a été effacé.",
        )


def _delivery_answer(delivery: Delivery, queued_count: int) -> str:
    why = f" : « {delivery.reason.rstrip('.')} »" if delivery.reason else ""
    return f"{DELIVERY_LABELS[DeliveryState(delivery.state)]}{why}.{_queue_note(queued_count)}"


def _queue_note(queued_count: int) -> str:
    """Sentence about the messages of the same dossier that wait for this one; "" without any."""
    if not queued_count:
        return ""
    return f" {pluralise(queued_count, 'message attend', 'messages attendent')} derrière lui."


def _delivery_facts(delivery: Delivery) -> list[dict[str, Any]]:
    corrected = [PIVOT_FIELDS[name].label for name in delivery.mended if name in PIVOT_FIELDS]
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
        {"label": "Champs corrigés ici", "value": ", ".join(corrected) or "aucun"},
    ]


def _shown_value(field: OutboundField, body: Mapping[str, object]) -> str:
    value = body.get(field.effective_name)
    if value is None:
        return "absent"
    return "présent, réservé au référent" if PIVOT_FIELDS[field.field].is_personal else str(value)


class SettleInboundForm(forms.Form):
    session = forms.CharField(
        label="Numéro de session", max_length=60, required=False,
        help_text="Vide : celui du message, par exemple quand la session est entrée dans l’offre depuis.",
    )  # fmt: skip
    action = SingleLineField(label="Numéro d’action", max_length=60, required=False)


class DismissInboundForm(forms.Form):
    why = reason_field("Pourquoi l’écarter ?")


class InboundPage(ExchangeFormsPage):
    """A received message. Who may not correct only reads it."""

    template_name = "partners/inbound.html"
    form_classes = {"dismiss": DismissInboundForm, "settle": SettleInboundForm}

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.inbound, self.queued_count = inbound_message_detail(actor=self.actor, **kwargs)
        self.partner, self.crumb = self.inbound.partner, self.inbound.dossier
        self.may_act = may_correct(actor=self.actor, host_id=self.inbound.organisation_id)
        if self.request.method == "POST" and not self.may_act:
            raise PermissionDenied("interop_settle", "Vous lisez les échanges ; les régler revient à la Région.")

    def context(self) -> dict[str, Any]:
        is_open = self.inbound.state == InboundState.TO_SETTLE and self.may_act
        return {
            "title": "Que faire de ce message reçu ?" if is_open else "Où en est ce message reçu ?",
            "answer": _inbound_answer(self.inbound, self.queued_count),
            "facts": _inbound_facts(self.inbound),
            "settle": self.forms["settle"] if is_open else None,
            "dismissing": self.forms["dismiss"] if is_open else None,
        }

    def save(self, data: dict[str, Any]) -> str:
        identifier = self.inbound.pk
        if self.act == "dismiss":
            dismiss_message(actor=self.actor, identifier=identifier, reason=data["why"])
            return "Message écarté : les suivants de ce dossier peuvent être appliqués."
        session = SessionInput(data["session"], data["action"]) if data["session"] or data["action"] else None
        self.shows_conflicts = True
        resolve_message(actor=self.actor, identifier=identifier, session=session)
        return "Message appliqué."


def _inbound_answer(inbound: InboundMessage, queued_count: int) -> str:
    why = f". {inbound.reason}" if inbound.reason else "."
    return f"{INBOUND_LABELS[InboundState(inbound.state)]}{why}{_queue_note(queued_count)}"


def _inbound_facts(inbound: InboundMessage) -> list[dict[str, Any]]:
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
