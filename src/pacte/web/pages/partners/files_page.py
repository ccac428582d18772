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
from pacte.web.pages.partners.frame import actor_in, frame, moment
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.interop.models import ActFile, ActFileIssue
    from pacte.kernel.actor import Actor

_FILES = ({"label": "Fichier"}, {"label": "De qui"}, {"label": "Reçu"}, {"label": "Lignes", "kind": "num"},
          {"label": "Ce qu’il a apporté"}, {"label": "À voir", "kind": "num"})  # fmt: skip
_LINES = ({"label": "Ligne", "kind": "num"}, {"label": "Colonne"}, {"label": "Ce qu’il y a à voir"}, {"label": "Suite"})
_LEVELS = {"error": "à corriger dans l’outil", "to_settle": "à régler", "advice": "gardée, pour information"}
_BROUGHT = (("new", "nouveau", "nouveaux"), ("changed", "corrigé", "corrigés"), ("same", "déjà connu", "déjà connus"))


@signed_in
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Raises ``NotFound`` when the actor may not read files."""
    actor = actor_in(request)
    if not any(may(actor, "liaison.read_files", InteropScope(post.host_id, post.organisation_id))
               for post in actor.memberships):  # fmt: skip
        raise NotFound
    found = act_files(actor=actor)
    to_see = sum(_to_see(each) for each in found)
    names = organisation_names(on=today())
    context = _frame(actor, ("Fichiers", "")) | {
        "title": "Quels fichiers d’actes sont arrivés ?",
        "answer": f"{pluralise(len(found), 'fichier')}, {pluralise(to_see, 'ligne')} à voir."
        if found
        else "Aucun fichier n’est encore arrivé.",
        "columns": _FILES,
        "rows": [_row(each, names) for each in found],
    }
    return render(request, "partners/files.html", context)


@signed_in
@require_safe
def file(request: HttpRequest, identifier: int) -> HttpResponse:
    actor = actor_in(request)
    found = act_file_by_id(actor=actor, identifier=identifier)
    lines = act_file_issues(actor=actor, file=found)
    if (extension := request.GET.get("format", "")) in MEDIA_TYPES:
        return _lines_file(found, act_file_issues(actor=actor, file=found, limit=MAX_LISTED_ISSUES), extension)
    context = _frame(actor, ("Fichiers", reverse("partners:files")), (found.file_name, "")) | {
        "title": "Qu’a apporté ce fichier ?",
        "answer": f"{format_number(found.counts.get('rows', 0))} lignes lues : {_brought(found)}. "
        f"{pluralise(_to_see(found), 'ligne')} à voir.",
        "columns": _LINES,
        "rows": [_line(each) for each in lines],
        "is_running": found.state == ActFileState.RUNNING,
        "position": format_number(found.position),
        "downloads": [f".{each}" for each in MEDIA_TYPES] if lines else [],
    }
    return render(request, "partners/file.html", context)


def _lines_file(found: ActFile, lines: Sequence[ActFileIssue], extension: str) -> HttpResponse:
    """Lines to check, by line number in the file: no personal data was stored."""
    headings = [each["label"] for each in _LINES]
    rows = [[str(each.row), *_line(each)[1:]] for each in lines]
    content = write_rejected_rows(headings, rows, extension=extension, synthetic=settings.INSTANCE.name == "demo")
    headers = {"Content-Disposition": f'attachment; filename="lignes-a-voir_{found.pk}.{extension}"'}
    return HttpResponse(content, content_type=MEDIA_TYPES[extension], headers=headers)


def _frame(actor: Actor, *trail: tuple[str, str]) -> dict[str, Any]:
    """A network comes from its upload page: the list of partners is for the Region."""
    if not actor.has_role(Role.ADVISER):
        return frame(*trail)
    steps = (("Actes faits ailleurs", reverse("advising:acts")), *trail)
    return {
        "nav": "people",
        "trail": [{"label": label, "url": url} if url else {"label": label} for label, url in steps],
    }


def _to_see(found: ActFile) -> int:
    return int(found.counts.get("error", 0)) + int(found.counts.get("to_settle", 0))


def _brought(found: ActFile) -> str:
    said = [pluralise(int(found.counts[name]), one, many) for name, one, many in _BROUGHT if found.counts.get(name)]
    return ", ".join(said) or "rien de nouveau"


def _row(each: ActFile, names: Mapping[int, str]) -> list[Any]:
    layout = rows_formats().get(each.format)
    return [
        {"text": each.file_name, "url": reverse("partners:file", args=[each.pk]),
         "note": layout.label if layout else each.format},
        names.get(each.body_id, "") if each.body_id else "Région",
        moment(each.received_at),
        format_number(int(each.counts.get("rows", 0))),
        _brought(each) if each.state == ActFileState.DONE else f"lecture en cours, ligne {format_number(each.position)}",
        format_number(_to_see(each)),
    ]  # fmt: skip


def _line(each: ActFileIssue) -> list[Any]:
    return [format_number(each.row), each.column, each.text, _LEVELS.get(each.level, each.level)]
