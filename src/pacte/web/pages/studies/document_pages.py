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
from pacte.web.dated_plan import dated_plan_page_context, load_dated_plan
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.studies.case_page import case_breadcrumb
from pacte.web.pages.studies.forms import CaseDocumentForm
from pacte.web.pages.studies.open_page import STUDIES_STYLESHEET
from pacte.web.require_login import require_login


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def add_document_page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    dated_plan = load_dated_plan(request, code)
    case_detail = case_by_number(actor=dated_plan.actor, plan=dated_plan.plan, number=number, on=today())
    refuse_unless(dated_plan.actor, "procedures.write", case_detail.scope)
    is_post = request.method == "POST"
    form = CaseDocumentForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        procedure=case_detail.procedure,
        deliverables=[(str(each.rank), each.title) for each in case_detail.deliverables],
    )

    def on_valid(values: dict[str, Any]) -> str:
        uploaded_file = values.pop("file")
        rank = values.pop("deliverable", "")
        # Reading one byte more than the limit detects an oversized file without reading it all.
        data = uploaded_file.read(MAX_DOCUMENT_SIZE + 1) if uploaded_file else None
        document = add_document(
            actor=dated_plan.actor,
            case=case_detail.case,
            name=uploaded_file.name if uploaded_file else "",
            data=data,
            deliverable=next((each for each in case_detail.deliverables if str(each.rank) == rank), None),
            **values,
        )
        return f"« {document.title} » est au dossier."

    back = dated_plan.url("studies:file", number)
    page_spec = FormPage("Quelle pièce ajoute-t-on ?", "Ajouter la pièce", back, stylesheet=STUDIES_STYLESHEET)
    context = dated_plan_page_context(
        request,
        dated_plan,
        breadcrumb=case_breadcrumb(dated_plan, case_detail.summary.title, "Ajouter une pièce", url=back),
        dated=False,
    )
    return form_page(request, page_spec, form, on_valid, context)


@require_login
@require_safe
def download_document(request: HttpRequest, code: str, number: int, identifier: int) -> HttpResponse:
    """The bytes as uploaded, always as an attachment: a browser never renders them on our origin."""
    dated_plan = load_dated_plan(request, code)
    document = case_document(
        actor=dated_plan.actor, plan=dated_plan.plan, number=number, document_id=identifier, on=today()
    )
    response = HttpResponse(bytes(document.data or b""), content_type=document.media_type or "text/plain")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(document.name or 'piece.txt')}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
