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
from pacte.web.heavy import heavy
from pacte.web.pages.plan.money import follows_money
from pacte.web.pages.plan.reading import shown
from pacte.web.signed_in import signed_in
from pacte.workflows.state_report import state_report

if TYPE_CHECKING:
    from pacte.web.pages.plan.reading import Shown

LABEL = "Rapport annuel à l’État (.xlsx)"


@signed_in
@require_safe
@heavy
def download(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """As known on the requested day. Raises ``NotFound`` without the right, ``ValidationError`` for another year."""
    seen = shown(request, code)
    if not follows_money(seen):
        raise NotFound
    report = state_report(
        actor=seen.actor, plan=seen.plan, year=year, as_of=seen.on, synthetic=settings.INSTANCE.name == "demo"
    )
    response = HttpResponse(write(report), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{state_report_file_name(report)}"'
    return response


def link(seen: Shown, year: int) -> list[dict[str, str]]:
    """Link next to the other files of a year that has begun, for actors who may read the report."""
    if not follows_money(seen) or year > seen.on.year or not read_manifest().built_at:
        return []
    day = f"?au={seen.asked.on.isoformat()}" if seen.asked.on else ""
    return [{"label": LABEL, "url": reverse("plan:state_report", args=[seen.plan.code, year]) + day}]
