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
from pacte.web.pages.partners.frame import actor_in, delay, frame
from pacte.web.signed_in import signed_in

COLUMNS = (
    {"label": "Partenaire"}, {"label": "Envoyés", "kind": "num"}, {"label": "Acceptés", "kind": "num"},
    {"label": "À corriger", "kind": "num"}, {"label": "Taux d’accord", "kind": "num"}, {"label": "Délai médian"},
    {"label": "Reçus", "kind": "num"}, {"label": "À régler", "kind": "num"}, {"label": "Différences", "kind": "num"},
)  # fmt: skip


@signed_in
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Raises ``NotFound`` when the actor may not read exchanges."""
    actor = actor_in(request)
    found = partner_figures(actor=actor)
    context = frame() | {
        "title": "Les échanges avec les outils partenaires passent-ils ?",
        "answer": _answer(found),
        "columns": COLUMNS,
        "rows": [_row(each) for each in found],
        "stopped": [
            {"name": each.name, "url": reverse("partners:partner", args=[each.slug])}
            for each in stopped_partners(actor=actor)
        ],
        "simulated": [each.partner.name for each in found if each.partner.is_simulated],
    }
    return render(request, "partners/list.html", context)


def _answer(found: Sequence[PartnerFigures]) -> str:
    if not found:
        return "Aucun partenaire n’est encore relié."
    wrong, settle = sum(each.to_correct for each in found), sum(each.to_settle for each in found)
    differing = sum(each.difference_count for each in found)
    if not wrong and not settle and not differing:
        return "Oui : rien n’attend de correction."
    parts = [
        f"{pluralise(wrong, 'message envoyé', 'messages envoyés')} à corriger",
        f"{pluralise(settle, 'message reçu', 'messages reçus')} à régler",
        pluralise(differing, "différence entre nos listes et celles des partenaires",
               "différences entre nos listes et celles des partenaires"),
    ]  # fmt: skip
    return f"Pas tous : {', '.join(parts)}."


def _row(each: PartnerFigures) -> list[Any]:
    partner = each.partner
    return [
        {
            "text": partner.name,
            "url": reverse("partners:partner", args=[partner.slug]),
            "note": "simulé, données fictives" if partner.is_simulated else "",
        },
        _count(each.sent),
        _count(each.accepted),
        _count(each.to_correct),
        format_percent(each.acceptance) if each.acceptance is not None else "sans objet",
        delay(each.median_hours),
        _count(each.received),
        _count(each.to_settle),
        _count(each.difference_count),
    ]


def _count(value: int) -> dict[str, str]:
    return {"text": format_number(value), "value": str(value)}
