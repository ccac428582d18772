"""The plan as tagged PDF (PDF/UA-1), in French: the whole plan or one action.

The same plan gives the same bytes on every machine.
"""

from __future__ import annotations

from datetime import date

from pacte.exchange.documents.pdf_cache import PdfCache, cached_pdf
from pacte.exchange.documents.pdf_plan import action_document_data, whole_plan_data
from pacte.exchange.documents.pdf_rendering import render_pdf
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import hide_unless
from pacte.plan.records import PlanContent

MEDIA_TYPE = "application/pdf"


def write_plan_pdf(
    content: PlanContent, *, as_of: date, version_label: str, synthetic: bool = False, cache: PdfCache | None = None
) -> bytes:
    """The whole plan: money by axis, actions and their schedule, then each axis and each action on its own page.

    ``cache``: where public documents are cached.
    """
    data = whole_plan_data(content, as_of=as_of, version_label=version_label, synthetic=synthetic)
    return cached_pdf(cache, "plan.typ", data, as_of) if cache else render_pdf("plan.typ", data, as_of)


def write_action_pdf(
    content: PlanContent,
    number: ActionCode,
    *,
    as_of: date,
    version_label: str,
    synthetic: bool = False,
    cache: PdfCache | None = None,
) -> bytes:
    """The document of one action. Raises ``NotFound`` when the plan has no such number."""
    hide_unless(content.rows_of(number))
    data = action_document_data(content, number, as_of=as_of, version_label=version_label, synthetic=synthetic)
    return cached_pdf(cache, "action.typ", data, as_of) if cache else render_pdf("action.typ", data, as_of)
