"""Experiments as files: one as PDF, all of them as a spreadsheet."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pacte.evaluation.queries import experiment_by_number, experiment_summaries
from pacte.exchange.documents import experiment_pdf, experiments_xlsx
from pacte.plan.queries.stakeholders import action_titles_by_number, lead_names_by_action
from pacte.web.heavy import heavy
from pacte.web.plan_seen import plan_seen
from pacte.web.signed_in import signed_in


@signed_in
@require_safe
@heavy
def table(request: HttpRequest, code: str) -> HttpResponse:
    seen = plan_seen(request, code)
    data = experiments_xlsx.write(
        experiment_summaries(actor=seen.actor, plan=seen.plan, on=seen.on),
        plan_title=seen.plan.title,
        names=action_titles_by_number(actor=seen.actor, plan=seen.plan, on=seen.on),
        leads=lead_names_by_action(actor=seen.actor, plan=seen.plan, on=seen.on),
        as_of=seen.on,
        synthetic=settings.INSTANCE.name == "demo",
    )
    return _file(data, experiments_xlsx.MEDIA_TYPE, f"{seen.plan.code}_experimentations_{seen.on:%Y-%m-%d}.xlsx")


@signed_in
@require_safe
@heavy
def sheet(request: HttpRequest, code: str, number: int) -> HttpResponse:
    seen = plan_seen(request, code)
    read = experiment_by_number(actor=seen.actor, plan=seen.plan, number=number, on=seen.on)
    names = action_titles_by_number(actor=seen.actor, plan=seen.plan, on=seen.on)
    data = experiment_pdf.write(
        read,
        plan_title=seen.plan.title,
        action=f"Action {read.summary.action_number} · {names.get(read.line.action_number, '')}",
        as_of=seen.on,
        synthetic=settings.INSTANCE.name == "demo",
    )
    return _file(data, experiment_pdf.MEDIA_TYPE, f"{seen.plan.code}_experimentation-{number}_{seen.on:%Y-%m-%d}.pdf")


def _file(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
