"""Annual report to the State, for readers of the money and the figures of the pact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.exchange.documents.state_report_xlsx import MEDIA_TYPE, state_report_file_name, write
from pacte.indicators.queries.store import read_manifest
from pacte.kernel.errors import NotFound
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.plan.money import may_see_money
from pacte.web.pages.plan.plan_context import load_plan_context
from pacte.web.require_login import require_login
from pacte.workflows.state_report import state_report

if TYPE_CHECKING:
    from pacte.web.pages.plan.plan_context import PlanContext

REPORT_LABEL = "Rapport annuel à l’État (.xlsx)"


@require_login
@require_safe
@heavy_view
def download(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """As known on the requested day. Raises ``NotFound`` without the right, ``ValidationError`` for another year."""
    plan_context = load_plan_context(request, code)
    if not may_see_money(plan_context):
        raise NotFound
    report = state_report(
        actor=plan_context.actor,
        plan=plan_context.plan,
        year=year,
        as_of=plan_context.on,
        synthetic=settings.INSTANCE.name == "demo",
    )
    response = HttpResponse(write(report), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{state_report_file_name(report)}"'
    return response


def state_report_link(plan_context: PlanContext, year: int) -> list[dict[str, str]]:
    """Link next to the other files of a year that has begun, for actors who may read the report."""
    if not may_see_money(plan_context) or year > plan_context.on.year or not read_manifest().built_at:
        return []
    day = f"?au={plan_context.params.on.isoformat()}" if plan_context.params.on else ""
    return [{"label": REPORT_LABEL, "url": reverse("plan:state_report", args=[plan_context.plan.code, year]) + day}]
