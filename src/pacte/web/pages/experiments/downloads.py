"""Experiments as files: one as PDF, all of them as a spreadsheet."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pacte.evaluation.queries import experiment_by_number, experiment_summaries
from pacte.exchange.documents import experiment_pdf, experiments_xlsx
from pacte.plan.queries.stakeholders import action_titles_by_number, lead_names_by_action
from pacte.web.dated_plan import load_dated_plan
from pacte.web.heavy_views import heavy_view
from pacte.web.require_login import require_login


@require_login
@require_safe
@heavy_view
def experiments_file(request: HttpRequest, code: str) -> HttpResponse:
    dated_plan = load_dated_plan(request, code)
    data = experiments_xlsx.write(
        experiment_summaries(actor=dated_plan.actor, plan=dated_plan.plan, on=dated_plan.on),
        plan_title=dated_plan.plan.title,
        names=action_titles_by_number(actor=dated_plan.actor, plan=dated_plan.plan, on=dated_plan.on),
        leads=lead_names_by_action(actor=dated_plan.actor, plan=dated_plan.plan, on=dated_plan.on),
        as_of=dated_plan.on,
        synthetic=settings.INSTANCE.name == "demo",
    )
    return _file_response(
        data, experiments_xlsx.MEDIA_TYPE, f"{dated_plan.plan.code}_experimentations_{dated_plan.on:%Y-%m-%d}.xlsx"
    )


@require_login
@require_safe
@heavy_view
def experiment_file(request: HttpRequest, code: str, number: int) -> HttpResponse:
    dated_plan = load_dated_plan(request, code)
    experiment_detail = experiment_by_number(
        actor=dated_plan.actor, plan=dated_plan.plan, number=number, on=dated_plan.on
    )
    names = action_titles_by_number(actor=dated_plan.actor, plan=dated_plan.plan, on=dated_plan.on)
    data = experiment_pdf.write(
        experiment_detail,
        plan_title=dated_plan.plan.title,
        action=f"Action {experiment_detail.summary.action_number} · "
        f"{names.get(experiment_detail.summary.action_number, '')}",
        as_of=dated_plan.on,
        synthetic=settings.INSTANCE.name == "demo",
    )
    return _file_response(
        data, experiment_pdf.MEDIA_TYPE, f"{dated_plan.plan.code}_experimentation-{number}_{dated_plan.on:%Y-%m-%d}.pdf"
    )


def _file_response(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
