"""Received files of acts and trainees: what each changed, and its lines to check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse

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
from pacte.web.downloads import file_response
from pacte.web.page import Crumb
from pacte.web.pages.partners.exchange_pages import ExchangePage, moment_or_never
from pacte.web.tables import Cell, Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.interop.models import ActFile, ActFileIssue

_LEVEL_LABELS = {"error": "à corriger dans l’outil", "to_settle": "à régler", "advice": "gardée, pour information"}
_CHANGE_LABELS = (
    ("new", "nouveau", "nouveaux"),
    ("changed", "corrigé", "corrigés"),
    ("same", "déjà connu", "déjà connus"),
)


class PartnerActFilePage(ExchangePage):
    """A page about files. A network comes from its upload page: the list of partners is for the Region."""

    # Name of a file, whose page is under the list of files.
    file_name: str = ""
    crumb = "Fichiers"

    def load(self, *args: Any, **kwargs: Any) -> None:
        if self.actor.has_role(Role.ADVISER):
            self.nav = "people"

    def breadcrumb(self) -> Sequence[Crumb]:
        above = super().breadcrumb()[0]
        if self.actor.has_role(Role.ADVISER):
            above = ("Actes faits ailleurs", self.url("advisers:acts"))
        files = (self.crumb, self.url("partners:files") if self.file_name else "")
        return [above, files, *([(self.file_name, "")] if self.file_name else [])]


@PartnerActFilePage.view(template_name="partners/files.html")
def page(page: PartnerActFilePage) -> dict[str, Any]:
    """Raises ``NotFound`` when the actor may not read files."""
    if not any(may(page.actor, "liaison.read_files", InteropScope(post.host_id, post.organisation_id))
               for post in page.actor.memberships):  # fmt: skip
        raise NotFound
    files = act_files(actor=page.actor)
    to_see = sum(_to_see_count(each) for each in files)
    return {
        "title": "Quels fichiers d’actes sont arrivés ?",
        "answer": f"{pluralise(len(files), 'fichier')}, {pluralise(to_see, 'ligne')} à voir."
        if files
        else "Aucun fichier n’est encore arrivé.",
        "files": _file_table(files, page),
    }


@PartnerActFilePage.view(
    template_name="partners/file.html",
)
def file_page(page: PartnerActFilePage, identifier: int) -> dict[str, Any] | HttpResponse:
    act_file = act_file_by_id(actor=page.actor, identifier=identifier)
    lines = act_file_issues(actor=page.actor, file=act_file)
    if (extension := page.request.GET.get("format", "")) in MEDIA_TYPES:
        return _lines_download(
            act_file, act_file_issues(actor=page.actor, file=act_file, limit=MAX_LISTED_ISSUES), extension
        )
    page.file_name = act_file.file_name
    return {
        "title": "Qu’a apporté ce fichier ?",
        "answer": f"{format_number(act_file.counts.get('rows', 0))} lignes lues : {_changes_sentence(act_file)}. "
        f"{pluralise(_to_see_count(act_file), 'ligne')} à voir.",
        "lines": _line_table(lines),
        "is_running": act_file.state == ActFileState.RUNNING,
        "position": format_number(act_file.position),
        "downloads": [f".{each}" for each in MEDIA_TYPES] if lines else [],
    }


def _lines_download(act_file: ActFile, lines: Sequence[ActFileIssue], extension: str) -> HttpResponse:
    """Lines to check, by line number in the file: no personal data was stored."""
    headings, *rows = _line_table(lines).records()
    content = write_rejected_rows(headings, rows, extension=extension, synthetic=settings.INSTANCE.name == "demo")
    return file_response(content, MEDIA_TYPES[extension], f"lignes-a-voir_{act_file.pk}.{extension}")


def _to_see_count(act_file: ActFile) -> int:
    return int(act_file.counts.get("error", 0)) + int(act_file.counts.get("to_settle", 0))


def _changes_sentence(act_file: ActFile) -> str:
    parts = [
        pluralise(int(act_file.counts[name]), one, many)
        for name, one, many in _CHANGE_LABELS
        if act_file.counts.get(name)
    ]
    return ", ".join(parts) or "rien de nouveau"


def _file_table(files: Sequence[ActFile], page: PartnerActFilePage) -> Table[ActFile]:
    names, layouts = organisation_names(on=today()), rows_formats()

    def name_cell(row: ActFile) -> Cell:
        note = layouts[row.format].label if row.format in layouts else row.format
        return cell(row.file_name, url=page.url("partners:file", row.pk), note=note)

    def outcome_text(row: ActFile) -> str:
        is_done = row.state == ActFileState.DONE
        return _changes_sentence(row) if is_done else f"lecture en cours, ligne {format_number(row.position)}"

    return Table(
        files,
        Column("Fichier", name_cell),
        Column("De qui", lambda row: names.get(row.body_id, "") if row.body_id else "Région"),
        Column("Reçu", lambda row: moment_or_never(row.received_at)),
        number_column("Lignes", lambda row: format_number(int(row.counts.get("rows", 0)))),
        Column("Ce qu’il a apporté", outcome_text),
        number_column("À voir", lambda row: format_number(_to_see_count(row))),
        id="fichiers-table",
        caption="Fichiers reçus",
        empty="Aucun fichier reçu.",
    )


def _next_step(line: ActFileIssue) -> str:
    if line.code == "status_unknown":
        return "à traduire en redéposant le fichier"
    return _LEVEL_LABELS.get(line.level, line.level)


def _line_table(lines: Sequence[ActFileIssue]) -> Table[ActFileIssue]:
    return Table(
        lines,
        number_column("Ligne", lambda line: cell(format_number(line.row), value=line.row)),
        Column("Colonne", lambda line: line.column),
        Column("Ce qu’il y a à voir", lambda line: line.text),
        Column("Suite", _next_step),
        id="lignes-table",
        caption="Lignes à voir",
        empty="Aucune ligne à voir.",
    )
