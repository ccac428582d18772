"""The plan as a file, complete or one action: the same version as the page shows."""

from __future__ import annotations

from contextlib import nullcontext

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pacte.exchange.documents.pdf_cache import PdfCache
from pacte.exchange.plan_files.writing import CONTENT_TYPES, EXTENSIONS, write_plan_file
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import NotFound, PermissionDenied
from pacte.kernel.french import format_day
from pacte.web.heavy_views import concurrency_slot, heavy_if_uncached
from pacte.web.pages.plan.plan_context import PlanContext, load_plan_context


@require_safe
@heavy_if_uncached
def whole(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    """The complete plan. Raises ``NotFound`` for an unknown format."""
    if extension not in EXTENSIONS:
        raise NotFound
    return _file_response(request, exportable_plan_context(request, code), extension)


@require_safe
@heavy_if_uncached
def action_sheet(request: HttpRequest, code: str, number: ActionCode) -> HttpResponse:
    plan_context = exportable_plan_context(request, code)
    if number not in plan_context.content.numbers:
        raise NotFound
    return _file_response(request, plan_context, "pdf", number)


def exportable_plan_context(request: HttpRequest, code: str) -> PlanContext:
    """The requested plan, when the actor may export it. Raises ``PermissionDenied``."""
    plan_context = load_plan_context(request, code)
    if not plan_context.may_export:
        raise PermissionDenied(
            "plan_export",
            "Ce projet ne se télécharge pas avec votre fonction.",
            "Un projet non voté reste entre ceux qui l’écrivent.",
            "Téléchargez la version en vigueur, ou demandez au pilote du pacte.",
        )
    return plan_context


def _file_response(
    request: HttpRequest, plan_context: PlanContext, extension: str, number: ActionCode | None = None
) -> HttpResponse:
    data = _write_file(request, plan_context, extension, number)
    response = HttpResponse(data, content_type=CONTENT_TYPES[extension])
    part = "" if number is None else f"_action-{number}"
    name = f"{plan_context.plan.code}_v{plan_context.version.number}{part}_{plan_context.on:%Y-%m-%d}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _write_file(request: HttpRequest, plan_context: PlanContext, extension: str, number: ActionCode | None) -> bytes:
    """A version in force is immutable: its PDF is generated once, then cached. A draft is never cached."""
    is_cached = extension == "pdf" and not plan_context.is_draft
    pdf_cache = PdfCache(settings.DOCUMENTS_FOLDER, lambda: concurrency_slot(request)) if is_cached else None
    with nullcontext() if is_cached else concurrency_slot(request):
        return write_plan_file(
            plan_context.content,
            extension=extension,
            as_of=plan_context.on,
            version_label=version_title(plan_context),
            number=number,
            synthetic=settings.INSTANCE.name == "demo",
            keep_in=pdf_cache,
        )


def version_title(plan_context: PlanContext) -> str:
    """« Plan initial, en vigueur depuis le 19 novembre 2018 », « Projet d’avenant 1, non voté »."""
    version = plan_context.version
    if plan_context.is_draft:
        return f"{version.label}, non voté"
    if version.in_force_from:
        return f"{version.label}, en vigueur depuis le {format_day(version.in_force_from)}"
    return version.label
