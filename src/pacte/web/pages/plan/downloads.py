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
from pacte.web.heavy import heavy_when_made, in_turn
from pacte.web.pages.plan.reading import Shown, shown


@require_safe
@heavy_when_made
def whole(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    """The complete plan. Raises ``NotFound`` for an unknown format."""
    if extension not in EXTENSIONS:
        raise NotFound
    return _file(request, allowed(request, code), extension)


@require_safe
@heavy_when_made
def action_sheet(request: HttpRequest, code: str, number: ActionCode) -> HttpResponse:
    seen = allowed(request, code)
    if number not in seen.content.numbers:
        raise NotFound
    return _file(request, seen, "pdf", number)


def allowed(request: HttpRequest, code: str) -> Shown:
    """The requested plan, when the actor may export it. Raises ``PermissionDenied``."""
    seen = shown(request, code)
    if not seen.may_export:
        raise PermissionDenied(
            "plan_export",
            "Ce projet ne se télécharge pas avec votre fonction.",
            "Un projet non voté reste entre ceux qui l’écrivent.",
            "Téléchargez la version en vigueur, ou demandez au pilote du pacte.",
        )
    return seen


def _file(request: HttpRequest, seen: Shown, extension: str, number: ActionCode | None = None) -> HttpResponse:
    data = _made(request, seen, extension, number)
    response = HttpResponse(data, content_type=CONTENT_TYPES[extension])
    part = "" if number is None else f"_action-{number}"
    name = f"{seen.plan.code}_v{seen.version.number}{part}_{seen.on:%Y-%m-%d}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _made(request: HttpRequest, seen: Shown, extension: str, number: ActionCode | None) -> bytes:
    """A version in force is immutable: its PDF is generated once, then cached. A draft is never cached."""
    is_kept = extension == "pdf" and not seen.is_draft
    keep = PdfCache(settings.DOCUMENTS_FOLDER, lambda: in_turn(request)) if is_kept else None
    with nullcontext() if is_kept else in_turn(request):
        return write_plan_file(
            seen.content,
            extension=extension,
            as_of=seen.on,
            version_label=version_label(seen),
            number=number,
            synthetic=settings.INSTANCE.name == "demo",
            keep_in=keep,
        )


def version_label(seen: Shown) -> str:
    """« Plan initial, en vigueur depuis le 19 novembre 2018 », « Projet d’avenant 1, non voté »."""
    version = seen.version
    if seen.is_draft:
        return f"{version.label}, non voté"
    if version.in_force_from:
        return f"{version.label}, en vigueur depuis le {format_day(version.in_force_from)}"
    return version.label
