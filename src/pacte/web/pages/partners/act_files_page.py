"""Received files of acts and trainees: what each changed, and its lines to check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.accounts.queries import organisation_names
from pacte.exchange.documents.rejected_rows_file import MEDIA_TYPES, write_rejected_rows
from pacte.exchange.orientation.layouts import rows_formats
from pacte.interop.permissions import InteropScope, may
from pacte.interop.queries.act_files import act_file_by_id, act_file_issues, act_files
from pacte.interop.records import ActFileState
from pacte.interop.services.act_files import MAX_LISTED_ISSUES
from pacte.kernel.actor import Role
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_number, pluralise
from pacte.web.pages.partners.page_context import moment_or_never, partners_page_context, request_actor
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.interop.models import ActFile, ActFileIssue
    from pacte.kernel.actor import Actor

_FILE_COLUMNS = ({"label": "Fichier"}, {"label": "De qui"}, {"label": "Reçu"}, {"label": "Lignes", "kind": "num"},
          {"label": "Ce qu’il a apporté"}, {"label": "À voir", "kind": "num"})  # fmt: skip
_LINE_COLUMNS = (
    {"label": "Ligne", "kind": "num"},
    {"label": "Colonne"},
    {"label": "Ce qu’il y a à voir"},
    {"label": "Suite"},
)
_LEVEL_LABELS = {"error": "à corriger dans l’outil", "to_settle": "à régler", "advice": "gardée, pour information"}
_CHANGE_LABELS = (
    ("new", "nouveau", "nouveaux"),
    ("changed", "corrigé", "corrigés"),
    ("same", "déjà connu", "déjà connus"),
)


@require_login
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Raises ``NotFound`` when the actor may not read files."""
    actor = request_actor(request)
    if not any(may(actor, "liaison.read_files", InteropScope(post.host_id, post.organisation_id))
               for post in actor.memberships):  # fmt: skip
        raise NotFound
    files = act_files(actor=actor)
    to_see = sum(_to_see_count(each) for each in files)
    names = organisation_names(on=today())
    context = _page_context(actor, ("Fichiers", "")) | {
        "title": "Quels fichiers d’actes sont arrivés ?",
        "answer": f"{pluralise(len(files), 'fichier')}, {pluralise(to_see, 'ligne')} à voir."
        if files
        else "Aucun fichier n’est encore arrivé.",
        "columns": _FILE_COLUMNS,
        "rows": [_file_cells(each, names) for each in files],
    }
    return render(request, "partners/files.html", context)


@require_login
@require_safe
def file_page(request: HttpRequest, identifier: int) -> HttpResponse:
    actor = request_actor(request)
    act_file = act_file_by_id(actor=actor, identifier=identifier)
    lines = act_file_issues(actor=actor, file=act_file)
    if (extension := request.GET.get("format", "")) in MEDIA_TYPES:
        return _lines_download(
            act_file, act_file_issues(actor=actor, file=act_file, limit=MAX_LISTED_ISSUES), extension
        )
    context = _page_context(actor, ("Fichiers", reverse("partners:files")), (act_file.file_name, "")) | {
        "title": "Qu’a apporté ce fichier ?",
        "answer": f"{format_number(act_file.counts.get('rows', 0))} lignes lues : {_changes_sentence(act_file)}. "
        f"{pluralise(_to_see_count(act_file), 'ligne')} à voir.",
        "columns": _LINE_COLUMNS,
        "rows": [_line_cells(each) for each in lines],
        "is_running": act_file.state == ActFileState.RUNNING,
        "position": format_number(act_file.position),
        "downloads": [f".{each}" for each in MEDIA_TYPES] if lines else [],
    }
    return render(request, "partners/file.html", context)


def _lines_download(act_file: ActFile, lines: Sequence[ActFileIssue], extension: str) -> HttpResponse:
    """Lines to check, by line number in the file: no personal data was stored."""
    headings = [each["label"] for each in _LINE_COLUMNS]
    rows = [[str(each.row), *_line_cells(each)[1:]] for each in lines]
    content = write_rejected_rows(headings, rows, extension=extension, synthetic=settings.INSTANCE.name == "demo")
    headers = {"Content-Disposition": f'attachment; filename="lignes-a-voir_{act_file.pk}.{extension}"'}
    return HttpResponse(content, content_type=MEDIA_TYPES[extension], headers=headers)


def _page_context(actor: Actor, *breadcrumb: tuple[str, str]) -> dict[str, Any]:
    """A network comes from its upload page: the list of partners is for the Region."""
    if not actor.has_role(Role.ADVISER):
        return partners_page_context(*breadcrumb)
    trail = (("Actes faits ailleurs", reverse("advising:acts")), *breadcrumb)
    return {
        "nav": "people",
        "trail": [{"label": label, "url": url} if url else {"label": label} for label, url in trail],
    }


def _to_see_count(act_file: ActFile) -> int:
    return int(act_file.counts.get("error", 0)) + int(act_file.counts.get("to_settle", 0))


def _changes_sentence(act_file: ActFile) -> str:
    parts = [
        pluralise(int(act_file.counts[name]), one, many)
        for name, one, many in _CHANGE_LABELS
        if act_file.counts.get(name)
    ]
    return ", ".join(parts) or "rien de nouveau"


def _file_cells(each: ActFile, names: Mapping[int, str]) -> list[Any]:
    layout = rows_formats().get(each.format)
    return [
        {
            "text": each.file_name,
            "url": reverse("partners:file", args=[each.pk]),
            "note": layout.label if layout else each.format,
        },
        names.get(each.body_id, "") if each.body_id else "Région",
        moment_or_never(each.received_at),
        format_number(int(each.counts.get("rows", 0))),
        _changes_sentence(each)
        if each.state == ActFileState.DONE
        else f"lecture en cours, ligne {format_number(each.position)}",
        format_number(_to_see_count(each)),
    ]


def _line_cells(each: ActFileIssue) -> list[Any]:
    return [format_number(each.row), each.column, each.text, _LEVEL_LABELS.get(each.level, each.level)]
