"""One partner: messages to correct, messages to resolve, differences, empty fields, certainty of its format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.exchange.outbox.mappings import mapping_of_partner
from pacte.exchange.partner_mapping import CERTAINTY_LABELS, PartnerMapping, pivot_field_named
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
from pacte.kernel.french import format_day, format_number, format_percent, pluralise
from pacte.web.pages.partners.page_context import delay_text, moment_or_never, partners_page_context, request_actor
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.interop.models import Delivery, InboundMessage, MessageDifference, Partner
    from pacte.kernel.actor import Actor

MAX_PARTNER_ROWS = 100
_CORRECT_COLUMNS = ({"label": "Message"}, {"label": "Événement"}, {"label": "Motif du refus"}, {"label": "Champ"},
            {"label": "Depuis"})  # fmt: skip
_SETTLE_COLUMNS = ({"label": "Dossier du partenaire"}, {"label": "Session"}, {"label": "Pourquoi"}, {"label": "Reçu"})
_DIFFERENCE_COLUMNS = (
    {"label": "Message"},
    {"label": "Différence"},
    {"label": "Chez nous"},
    {"label": "Chez le partenaire"},
    {"label": "Vu"},
)
_FIELD_COLUMNS = ({"label": "Champ"}, {"label": "Nom chez le partenaire"}, {"label": "Rempli", "kind": "num"},
           {"label": "Part", "kind": "num"}, {"label": "Source du nom"})  # fmt: skip


@require_login
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    actor = request_actor(request)
    partner = partner_by_slug(actor=actor, slug=slug)
    (figures,) = figures_of_partners(actor=actor, partners=[partner])
    mapping = mapping_of_partner(partner.code)
    context = partners_page_context((partner.name, "")) | {
        "partner": partner,
        "settings_url": _settings_url(actor, partner),
        "title": f"Les échanges avec {partner.name} passent-ils ?",
        "answer": _answer(figures),
        "figures": _figures(figures),
        "source": mapping.source,
        "correct_columns": _CORRECT_COLUMNS,
        "correct": [
            _to_correct_cells(each, mapping)
            for each in deliveries_to_correct(actor=actor, partner=partner, limit=MAX_PARTNER_ROWS)
        ],
        "settle_columns": _SETTLE_COLUMNS,
        "settle": [
            _to_settle_cells(each)
            for each in inbound_messages_to_settle(actor=actor, partner=partner, limit=MAX_PARTNER_ROWS)
        ],
        "differ_columns": _DIFFERENCE_COLUMNS,
        "differ": [
            _difference_cells(each) for each in open_differences(actor=actor, partner=partner, limit=MAX_PARTNER_ROWS)
        ],
        "compared": f"dernière comparaison : {moment_or_never(figures.reconciled_at)}",
        "field_columns": _FIELD_COLUMNS,
        "fields": _field_rows(mapping, field_completeness(actor=actor, partner=partner)),
    }
    return render(request, "partners/partner.html", context)


def _settings_url(actor: Actor, partner: Partner) -> str:
    """Empty when the actor may not configure exchanges."""
    if not may_configure(actor=actor, partner=partner):
        return ""
    return reverse("partners:settings", args=[partner.slug])


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
    rate = format_percent(each.acceptance) if each.acceptance is not None else "sans objet"
    return [
        {
            "label": "Taux d’accord",
            "value": rate,
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


def _to_correct_cells(each: Delivery, mapping: PartnerMapping) -> list[Any]:
    silent = each.state == DeliveryState.SILENT
    return [
        {"text": each.key, "url": reverse("partners:delivery", args=[each.pk]),
         "note": DELIVERY_LABELS[DeliveryState(each.state)]},
        {"text": PIVOT_EVENT_LABELS[Event(each.event)], "note": format_day(each.happened_on)},
        pluralise(each.tries, "essai") + " sans réponse" if silent else each.reason or "sans motif",
        _field_cell(mapping, each.field),
        moment_or_never(each.settled_at or each.first_sent_at),
    ]  # fmt: skip


def _field_cell(mapping: PartnerMapping, name: str) -> dict[str, str]:
    """Our label of the field at fault, with the partner's name of it as a note."""
    field_code = pivot_field_named(mapping, name)
    label = PIVOT_FIELDS[field_code].label if field_code else name
    return {"text": label, "note": name if field_code and name != label else ""}


def _to_settle_cells(each: InboundMessage) -> list[Any]:
    return [
        {"text": each.dossier, "url": reverse("partners:inbound", args=[each.pk]), "note": each.key},
        each.session_words,
        each.reason,
        moment_or_never(each.received_at),
    ]


def _difference_cells(each: MessageDifference) -> list[Any]:
    ours = DELIVERY_LABELS[DeliveryState(each.ours)] if each.ours else "inconnu"
    url = reverse("partners:delivery", args=[each.delivery_id]) if each.delivery_id else ""
    first = {"text": each.key, "url": url} if url else each.key
    return [
        first,
        DIFFERENCE_LABELS[MessageDifferenceKind(each.kind)],
        ours,
        each.theirs or "absent",
        moment_or_never(each.found_at),
    ]


def _field_rows(mapping: PartnerMapping, shares: list[FieldCompleteness]) -> list[list[Any]]:
    """All the fields that the mapping sends, emptiest first; fields never composed have no share."""
    share_by_field = {share.field: share for share in shares}
    order = {share.field: rank for rank, share in enumerate(shares)}
    rows = []
    for mapped_field in sorted(mapping.outbound_fields, key=lambda each: order.get(each.field, len(order))):
        share = share_by_field.get(mapped_field.field)
        rows.append(
            [
                {
                    "text": PIVOT_FIELDS[mapped_field.field].label,
                    "note": "obligatoire" if mapped_field.is_required else "",
                },
                {"text": mapped_field.name or "nom inconnu", "note": CERTAINTY_LABELS[mapped_field.certainty]},
                f"{format_number(share.filled)} / {format_number(share.expected)}" if share else "",
                format_percent(share.filled / share.expected, 0) if share else "",
                mapped_field.source,
            ]
        )
    return rows
