"""« Que sait-on de moi ? »: data by kind with purpose, readers and retention; log of sensitive reads; export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.exchange.documents import my_data_pdf
from pacte.journeys.queries.learner_portal import my_learner, my_sensitive_reads
from pacte.journeys.queries.learner_recommendations import my_advice
from pacte.journeys.queries.personal_data import export_personal_data
from pacte.journeys.records import PURPOSE_LABELS, SENSITIVE_LABELS, Purpose, SensitiveKind
from pacte.journeys.rules.personal_data_wording import FIELD_LABELS, personal_data_text
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.web.pages.learner_portal.recommendation_reasons import recommendation_items
from pacte.web.pages.learner_portal.token_access import require_journey_link

if TYPE_CHECKING:
    from pacte.journeys.queries.personal_data import PersonalDataTable
    from pacte.journeys.services import OpenedLink

_SHOWN = 3
_HIDDEN_FIELDS = frozenset({FIELD_LABELS["id"], FIELD_LABELS["key"]})
_REQUEST_LINKS = (
    ("corriger", "Demander une correction"),
    ("opposer", "M’opposer à un usage"),
    ("effacer", "Demander l’effacement"),
)


@require_journey_link
@require_safe
def page(request: HttpRequest, link: OpenedLink, secret: str) -> HttpResponse:
    on = today()
    learner = my_learner(actor=link.actor)
    values = {
        "bar": "Mes données",
        "secret": secret,
        "tables": [_table_summary(each) for each in export_personal_data(actor=link.actor, on=on)],
        "reads": [
            {
                "at": row.at,
                "who": body or "un organisme",
                "what": ", ".join(_sensitive_label(kind) for kind in row.kinds.split(",") if kind) or "aucune",
                "why": PURPOSE_LABELS[Purpose(row.purpose)] if row.purpose in set(Purpose) else row.purpose,
            }
            for row, body in my_sensitive_reads(actor=link.actor, on=on)
        ],
        "advice": recommendation_items(my_advice(actor=link.actor)),
        "purge_on": learner.purge_on,
        "asks": [{"url": reverse("mine:ask", args=[secret, kind]), "label": label} for kind, label in _REQUEST_LINKS],
        "back": reverse("mine:journey", args=[secret]),
        "is_fictive": learner.is_synthetic,
    }
    return render(request, "mine/data.html", values)


@require_journey_link
@require_safe
def export(request: HttpRequest, link: OpenedLink, secret: str, extension: str) -> HttpResponse:
    """Complete export: JSON for a program, PDF for reading. Raises ``NotFound`` for another extension."""
    on = today()
    learner = my_learner(actor=link.actor)
    tables = export_personal_data(actor=link.actor, on=on)
    if extension == "json":
        content = my_data_pdf.write_my_data_json(tables, as_of=on, synthetic=learner.is_synthetic)
    elif extension == "pdf":
        contact = getattr(learner, "contact", None)
        name = f"{contact.first_name} {contact.last_name}" if contact else ""
        content = my_data_pdf.write_my_data_pdf(tables, name=name, as_of=on, synthetic=learner.is_synthetic)
    else:
        raise NotFound
    kind = my_data_pdf.JSON_TYPE if extension == "json" else my_data_pdf.PDF_TYPE
    headers = {"Content-Disposition": f'attachment; filename="mes-donnees.{extension}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def _table_summary(each: PersonalDataTable) -> dict[str, Any]:
    """First rows as text; the files give all the rows, with record numbers."""
    lines = [
        " · ".join(f"{word} : {personal_data_text(value)}" for word, value in row if word not in _HIDDEN_FIELDS)
        for row in each.rows[:_SHOWN]
    ]
    lines = [line for line in lines if line]
    return {"words": each.words, "count": len(each.rows), "lines": lines, "more": max(0, len(each.rows) - _SHOWN)}


def _sensitive_label(kind: str) -> str:
    return SENSITIVE_LABELS[SensitiveKind(kind)] if kind in set(SensitiveKind) else kind
