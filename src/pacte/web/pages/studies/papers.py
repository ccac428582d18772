"""Documents of a case: adds one, downloads one."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from pacte.kernel.clock import today
from pacte.procedures.queries import case_by_number, case_document
from pacte.procedures.rules.document_types import MAX_DOCUMENT_SIZE
from pacte.procedures.services import add_document
from pacte.procedures.services.guards import refuse_unless
from pacte.web.pages.studies.file_page import trail_of
from pacte.web.pages.studies.forms import DocumentForm
from pacte.web.pages.studies.opening import STYLE
from pacte.web.plan_act import ActPage, act_page
from pacte.web.plan_seen import frame_of, plan_seen
from pacte.web.signed_in import signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str, number: int) -> HttpResponse:
    seen = plan_seen(request, code)
    read = case_by_number(actor=seen.actor, plan=seen.plan, number=number, on=today())
    refuse_unless(seen.actor, "procedures.write", read.scope)
    posted = request.method == "POST"
    form = DocumentForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        procedure=read.procedure,
        deliverables=[(str(each.rank), each.title) for each in read.deliverables],
    )

    def run(given: dict[str, Any]) -> str:
        sent = given.pop("file")
        rank = given.pop("deliverable", "")
        # Reading one byte more than the limit detects an oversized file without reading it all.
        data = sent.read(MAX_DOCUMENT_SIZE + 1) if sent else None
        made = add_document(
            actor=seen.actor,
            case=read.case,
            name=sent.name if sent else "",
            data=data,
            deliverable=next((each for each in read.deliverables if str(each.rank) == rank), None),
            **given,
        )
        return f"« {made.title} » est au dossier."

    back = seen.url("studies:file", number)
    said = ActPage("Quelle pièce ajoute-t-on ?", "Ajouter la pièce", back, stylesheet=STYLE)
    context = frame_of(
        request, seen, trail=trail_of(seen, read.summary.title, "Ajouter une pièce", url=back), dated=False
    )
    return act_page(request, said, form, run, context)


@signed_in
@require_safe
def give(request: HttpRequest, code: str, number: int, identifier: int) -> HttpResponse:
    """The bytes as uploaded, always as an attachment: a browser never renders them on our origin."""
    seen = plan_seen(request, code)
    found = case_document(actor=seen.actor, plan=seen.plan, number=number, document_id=identifier, on=today())
    response = HttpResponse(bytes(found.data or b""), content_type=found.media_type or "text/plain")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name or 'piece.txt')}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
