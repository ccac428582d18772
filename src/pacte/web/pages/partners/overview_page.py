"""« Les échanges avec les outils partenaires passent-ils ? »: one row a partner, pending work first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.interop.queries.dashboard import PartnerFigures, partner_figures
from pacte.interop.queries.partners import stopped_partners
from pacte.kernel.french import format_number, format_percent, pluralise
from pacte.web.pages.partners.page_context import delay_text, partners_page_context, request_actor
from pacte.web.require_login import require_login

PARTNER_OVERVIEW_COLUMNS = (
    {"label": "Partenaire"}, {"label": "Envoyés", "kind": "num"}, {"label": "Acceptés", "kind": "num"},
    {"label": "À corriger", "kind": "num"}, {"label": "Taux d’accord", "kind": "num"}, {"label": "Délai médian"},
    {"label": "Reçus", "kind": "num"}, {"label": "À régler", "kind": "num"}, {"label": "Différences", "kind": "num"},
)  # fmt: skip


@require_login
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Raises ``NotFound`` when the actor may not read exchanges."""
    actor = request_actor(request)
    figures = partner_figures(actor=actor)
    context = partners_page_context() | {
        "title": "Les échanges avec les outils partenaires passent-ils ?",
        "answer": _answer(figures),
        "columns": PARTNER_OVERVIEW_COLUMNS,
        "rows": [_partner_cells(each) for each in figures],
        "stopped": [
            {"name": each.name, "url": reverse("partners:partner", args=[each.slug])}
            for each in stopped_partners(actor=actor)
        ],
        "simulated": [each.partner.name for each in figures if each.partner.is_simulated],
    }
    return render(request, "partners/list.html", context)


def _answer(figures: Sequence[PartnerFigures]) -> str:
    if not figures:
        return "Aucun partenaire n’est encore relié."
    to_correct, to_settle = sum(each.to_correct for each in figures), sum(each.to_settle for each in figures)
    difference_count = sum(each.difference_count for each in figures)
    if not to_correct and not to_settle and not difference_count:
        return "Oui : rien n’attend de correction."
    parts = [
        f"{pluralise(to_correct, 'message envoyé', 'messages envoyés')} à corriger",
        f"{pluralise(to_settle, 'message reçu', 'messages reçus')} à régler",
        pluralise(difference_count, "différence entre nos listes et celles des partenaires",
               "différences entre nos listes et celles des partenaires"),
    ]  # fmt: skip
    return f"Pas tous : {', '.join(parts)}."


def _partner_cells(each: PartnerFigures) -> list[Any]:
    partner = each.partner
    return [
        {
            "text": partner.name,
            "url": reverse("partners:partner", args=[partner.slug]),
            "note": "simulé, données fictives" if partner.is_simulated else "",
        },
        _number_cell(each.sent),
        _number_cell(each.accepted),
        _number_cell(each.to_correct),
        format_percent(each.acceptance) if each.acceptance is not None else "sans objet",
        delay_text(each.median_hours),
        _number_cell(each.received),
        _number_cell(each.to_settle),
        _number_cell(each.difference_count),
    ]


def _number_cell(value: int) -> dict[str, str]:
    return {"text": format_number(value), "value": str(value)}
