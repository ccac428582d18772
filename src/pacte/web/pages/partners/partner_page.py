"""One partner: messages to correct or resolve, differences, its format; its secret, and the switch that stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from pacte.exchange.outbox.mappings import mapping_of_partner
from pacte.exchange.partner_mapping import CERTAINTY_LABELS, OutboundField, PartnerMapping, pivot_field_named
from pacte.exchange.pivot import PIVOT_FIELDS
from pacte.interop.queries.dashboard import (
    FieldCompleteness,
    PartnerFigures,
    deliveries_to_correct,
    field_completeness,
    figures_of_partners,
    inbound_messages_to_settle,
    open_differences,
)
from pacte.interop.queries.partners import may_configure, partner_by_slug
from pacte.interop.records import (
    DELIVERY_LABELS,
    DIFFERENCE_LABELS,
    PIVOT_EVENT_LABELS,
    DeliveryState,
    MessageDifferenceKind,
)
from pacte.interop.records import PivotEventKind as Event
from pacte.interop.services.partners import renew_secret, resume_partner, stop_partner
from pacte.kernel.errors import hide_unless
from pacte.kernel.french import format_day, format_number, format_percent, pluralise
from pacte.web.form_fields import reason_field
from pacte.web.pages.partners.dossier_section import dossier_context
from pacte.web.pages.partners.exchange_pages import (
    ExchangeFormsPage,
    ExchangePage,
    acceptance_text,
    delay_text,
    moment_or_never,
)
from pacte.web.tables import Cell, Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.interop.models import Delivery, InboundMessage, MessageDifference

MAX_PARTNER_ROWS = 100


class PartnerPage(ExchangePage):
    """The partner of the URL."""

    template_name = "partners/partner.html"

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.partner = partner_by_slug(actor=self.actor, slug=kwargs["slug"])
        self.crumb = self.partner.name
        self.mapping = mapping_of_partner(self.partner.code)

    def context(self) -> dict[str, Any]:
        (figures,) = figures_of_partners(actor=self.actor, partners=[self.partner])
        may_set = may_configure(actor=self.actor, partner=self.partner)
        return {
            "partner": self.partner,
            "settings_url": self.url("partners:settings", self.partner.slug) if may_set else "",
            "title": f"Les échanges avec {self.partner.name} passent-ils ?",
            "answer": _answer(figures),
            "figures": _figures(figures),
            "source": self.mapping.source,
            "correct": self._rejected_table(),
            "settle": self._pending_table(),
            "differ": self._difference_table(),
            "compared": f"dernière comparaison : {moment_or_never(figures.reconciled_at)}",
            "fields": _field_table(self.mapping, field_completeness(actor=self.actor, partner=self.partner)),
        } | dossier_context(self.actor, self.partner, self.mapping)

    def _rejected_table(self) -> Table[Delivery]:
        return Table(
            deliveries_to_correct(actor=self.actor, partner=self.partner, limit=MAX_PARTNER_ROWS),
            Column(
                "Message",
                lambda row: cell(
                    row.key,
                    url=self.url("partners:delivery", row.pk),
                    note=DELIVERY_LABELS[DeliveryState(row.state)],
                ),
            ),
            Column(
                "Événement",
                lambda row: cell(PIVOT_EVENT_LABELS[Event(row.event)], note=format_day(row.happened_on)),
            ),
            Column("Motif du refus", _refusal_text),
            Column("Champ", lambda row: _field_cell(self.mapping, row.field)),
            Column("Depuis", lambda row: moment_or_never(row.settled_at or row.first_sent_at)),
            id="corriger-table",
            caption="Messages à corriger",
            empty="Aucun message n’est à corriger.",
        )

    def _pending_table(self) -> Table[InboundMessage]:
        return Table(
            inbound_messages_to_settle(actor=self.actor, partner=self.partner, limit=MAX_PARTNER_ROWS),
            Column(
                "Dossier du partenaire",
                lambda row: cell(row.dossier, url=self.url("partners:inbound", row.pk), note=row.key),
            ),
            Column("Session", lambda row: row.session_words),
            Column("Pourquoi", lambda row: row.reason),
            Column("Reçu", lambda row: moment_or_never(row.received_at)),
            id="regler-table",
            caption="Messages reçus à régler",
            empty="Aucun message reçu n’est à régler.",
        )

    def _difference_table(self) -> Table[MessageDifference]:
        return Table(
            open_differences(actor=self.actor, partner=self.partner, limit=MAX_PARTNER_ROWS),
            Column(
                "Message",
                lambda row: cell(
                    row.key, url=self.url("partners:delivery", row.delivery_id) if row.delivery_id else ""
                ),
            ),
            Column("Différence", lambda row: DIFFERENCE_LABELS[MessageDifferenceKind(row.kind)]),
            Column("Chez nous", lambda row: DELIVERY_LABELS[DeliveryState(row.ours)] if row.ours else "inconnu"),
            Column("Chez le partenaire", lambda row: row.theirs or "absent"),
            Column("Vu", lambda row: moment_or_never(row.found_at)),
            id="differences-table",
            caption="Différences",
            empty="Aucune différence.",
        )


def _answer(each: PartnerFigures) -> str:
    if not each.sent and not each.received:
        return "Rien n’a encore été échangé."
    if not each.to_correct and not each.to_settle and not each.difference_count:
        return f"Oui : {pluralise(each.accepted, 'message accepté', 'messages acceptés')}, rien n’attend."
    return (
        f"{pluralise(each.to_correct, 'message')} à corriger, "
        f"{pluralise(each.to_settle, 'message reçu', 'messages reçus')} "
        f"à régler, {pluralise(each.difference_count, 'différence')}."
    )


def _figures(each: PartnerFigures) -> list[dict[str, Any]]:
    return [
        {
            "label": "Taux d’accord",
            "value": acceptance_text(each),
            "ratio": f"{format_number(each.accepted)} acceptés / "
            f"{format_number(each.accepted + each.rejected)} décidés",
            "definition": "Messages acceptés, rapportés aux messages acceptés ou refusés et non encore corrigés.",
        },
        {
            "label": "Délai médian",
            "value": delay_text(each.median_hours),
            "definition": "De l’enregistrement de l’étape à l’accord du partenaire, sur les messages acceptés.",
        },
        {
            "label": "En attente",
            "value": format_number(each.waiting),
            "ratio": f"{format_number(each.owed)} messages dus en tout",
        },
        {
            "label": "Corrigés puis renvoyés",
            "value": format_number(each.corrected),
            "ratio": f"{format_number(each.set_aside)} mis de côté",
        },
    ]


def _refusal_text(row: Delivery) -> str:
    if row.state == DeliveryState.SILENT:
        return f"{pluralise(row.tries, 'essai')} sans réponse"
    return row.reason or "sans motif"


def _field_cell(mapping: PartnerMapping, name: str) -> Cell:
    """Our label of the field at fault, with the partner's name of it as a note."""
    field_code = pivot_field_named(mapping, name)
    label = PIVOT_FIELDS[field_code].label if field_code else name
    return cell(label, note=name if field_code and name != label else "")


def _field_table(mapping: PartnerMapping, shares: list[FieldCompleteness]) -> Table[OutboundField]:
    """All the fields that the mapping sends, emptiest first; fields never composed have no share."""
    share_of = {share.field: share for share in shares}
    order = {share.field: rank for rank, share in enumerate(shares)}

    def count_text(row: OutboundField) -> str:
        share = share_of.get(row.field)
        return f"{format_number(share.filled)} / {format_number(share.expected)}" if share else ""

    def share_text(row: OutboundField) -> str:
        share = share_of.get(row.field)
        return format_percent(share.filled / share.expected, 0) if share else ""

    return Table(
        sorted(mapping.outbound_fields, key=lambda row: order.get(row.field, len(order))),
        Column(
            "Champ",
            lambda row: cell(PIVOT_FIELDS[row.field].label, note="obligatoire" if row.is_required else ""),
        ),
        Column(
            "Nom chez le partenaire",
            lambda row: cell(row.name or "nom inconnu", note=CERTAINTY_LABELS[row.certainty]),
        ),
        number_column("Rempli", count_text),
        number_column("Part", share_text),
        Column("Source du nom", lambda row: row.source),
        id="champs-table",
        caption="Champs envoyés, le plus vide d’abord",
    )


class RenewSecretForm(forms.Form):
    sure = forms.BooleanField(
        label="Le secret d’avant n’ouvrira plus rien : le partenaire est prévenu",
        error_messages={"required": "Cochez cette case : ses messages seront refusés jusqu’à ce qu’il ait le nouveau."},
    )


class SwitchPartnerForm(forms.Form):
    why = reason_field("Pourquoi ?")


class PartnerSettingsPage(ExchangeFormsPage):
    """Raises ``NotFound`` when the actor may not configure exchanges."""

    template_name = "partners/settings.html"
    decorators = (never_cache,)
    crumb = "Réglages"
    form_classes = {"renew": RenewSecretForm, "switch": SwitchPartnerForm}

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.partner = partner_by_slug(actor=self.actor, slug=kwargs["slug"])
        hide_unless(may_configure(actor=self.actor, partner=self.partner))

    def context(self) -> dict[str, Any]:
        partner = self.partner
        return {
            "title": "Que régler avec ce partenaire ?",
            "answer": "Il est en service : ses messages entrent, les nôtres partent."
            if partner.is_active
            else "Il est arrêté : rien ne part, et sa porte répond comme si elle n’existait pas.",
            "partner": partner,
            "renew": self.forms["renew"],
            "switch": self.forms["switch"],
            "facts": [
                {"label": "Adresse", "value": partner.url or "aucune : rien ne lui est encore envoyé"},
                {"label": "Nom court", "value": partner.slug},
                {"label": "Secret", "value": f"le {partner.generation}ᵉ" if partner.generation > 1 else "le premier"},
                {"label": "Relié", "value": moment_or_never(partner.created_at)},
            ],
        }

    def save(self, data: dict[str, Any]) -> str | HttpResponse:
        if self.act == "renew":
            secret = renew_secret(actor=self.actor, partner=self.partner)
            return self.render(self.context() | {"form": self.form, "secret": secret})
        change = stop_partner if self.partner.is_active else resume_partner
        change(actor=self.actor, partner=self.partner, reason=data["why"])
        return f"{self.partner.name} est {'de nouveau en service' if self.partner.is_active else 'arrêté'}."
