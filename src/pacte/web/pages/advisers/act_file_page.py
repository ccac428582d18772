"""« Qu’apporte ce fichier d’actes ? »: acts recorded in Kairos, Ouiform or i-Milo are imported from a file."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from pacte.exchange.documents.rejected_rows_file import MEDIA_TYPES
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.orientation.dry_run import (
    MAX_DRY_RUN_ROWS,
    MAX_QUEUED_ROWS,
    dry_run_orientation_file,
    is_too_long_for_dry_run,
    refuse_too_long,
)
from pacte.exchange.orientation.file_application import apply_orientation_file
from pacte.exchange.orientation.layouts import OWN_LAYOUT, rows_formats
from pacte.exchange.orientation.reading import ActFileColumns, DryRunReport, read_without_applying
from pacte.exchange.orientation.tasks import queue_file_reading
from pacte.exchange.sandbox.launcher import safe_file_name
from pacte.interop.queries.act_files import act_files, saved_column_mappings
from pacte.interop.records import ActFileState, RowIssueLevel
from pacte.interop.services.act_files import FileRowIssue, save_act_columns
from pacte.kernel.clock import paris_date
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.web.page import UNPROCESSABLE_STATUS
from pacte.web.pages.advisers.act_files import (
    TOOLS,
    ActFileForm,
    ChangesFilterForm,
    code_choices,
    column_choices,
    columns_from_form,
    rejected_rows_response,
)
from pacte.web.pages.advisers.adviser_pages import NetworkPage
from pacte.web.request import Request
from pacte.web.tables import Column, Table, cell, day_column, number_column
from pacte.web.upload_form import upload_owner_key

_SHOWN = 300
_LEVEL_LABELS = {
    RowIssueLevel.ERROR: "à corriger dans l’outil, puis à redéposer",
    RowIssueLevel.TO_SETTLE: "n’entre pas : à régler",
    RowIssueLevel.ADVICE: "entre quand même",
}
_UNKNOWN_WORD_LABEL = "à traduire plus bas, dans « Les mots de votre outil »"
_LEVEL_ORDER = tuple(_LEVEL_LABELS)
_CHANGE_LABELS = (
    ("new", "acte nouveau", "actes nouveaux"),
    ("changed", "corrige une date", "corrigent une date"),
    ("same", "déjà connu", "déjà connus"),
    ("double", "en double dans le fichier", "en double dans le fichier"),
)


class ActFilePage(NetworkPage):
    """« act=check » does a dry run and stores the file; « act=apply » writes its valid rows, or queues a long file.

    « act=apart-csv » and « act=apart-xlsx » download the rejected rows. ``report`` is that of the dry run.
    """

    http_method_names = ("get", "head", "post")
    template_name = "advisers/acts.html"
    crumb = "Actes faits ailleurs"
    columns = ActFileColumns()
    report: DryRunReport | None = None
    stored_file: Mapping[str, str] = MappingProxyType({})

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        sent = (self.request.POST, self.request.FILES) if self.request.method == "POST" else ()
        self.form = ActFileForm(*sent, owner=upload_owner_key(self.actor, "acts", self.body.pk))

    def post(self, request: Request) -> HttpResponse:
        act = request.POST.get("act", "")
        if self.form.is_valid():
            self.file, self.tool = self.form.cleaned_data["file"], self.form.cleaned_data["tool"]
            self.columns = columns_from_form(request.POST, self._saved_columns())
            try:
                if act == "apply":
                    return self._apply_file()
                self.report = self._dry_run()
                if (extension := act.removeprefix("apart-")) in MEDIA_TYPES:
                    return rejected_rows_response(self.file, self.report.lines, extension)
                self.stored_file = self.form.store_upload()
            except (ValidationError, Conflict, UnreadableFile) as error:
                self.form.add_error("file", str(error))
        return self.render(self.context(), status=UNPROCESSABLE_STATUS if self.report is None else 200)

    def _saved_columns(self) -> ActFileColumns:
        """Column mapping saved from the last file of that tool, if the network uploaded one."""
        mappings = saved_column_mappings(actor=self.actor, body_id=self.body.pk)
        saved = next((each for each in mappings if each.name == TOOLS[self.tool]), None)
        return ActFileColumns(saved.columns, saved.codes) if saved else ActFileColumns()

    def _dry_run(self) -> DryRunReport:
        return dry_run_orientation_file(
            actor=self.actor, host=self.region, body=self.body, stream=self.file,
            file_name=safe_file_name(self.file.name), source=self.tool, columns=self.columns,
            synthetic=settings.INSTANCE.name == "demo",
        )  # fmt: skip

    def _apply_file(self) -> HttpResponse:
        """Write the valid rows, or queue a long file, and save the column mapping for the next file of that tool."""
        report = read_without_applying(self.file, columns=self.columns)
        refuse_too_long(report)
        if not report.counts["rows"]:
            raise ValidationError("file", report.lines[0].text if report.lines else "Ce fichier n’a pas de ligne.")
        file_id, message = self._queue_rows(report) if is_too_long_for_dry_run(report) else self._write_rows()
        if report.layout == OWN_LAYOUT:
            save_act_columns(
                actor=self.actor, host=self.region, body=self.body, name=TOOLS[self.tool], columns=report.chosen,
                codes=self.columns.codes,
            )  # fmt: skip
        return self.redirect(self.url("partners:file", file_id), message)

    def _write_rows(self) -> tuple[int, str]:
        """Identifier of the file, and the message of success."""
        result = apply_orientation_file(
            actor=self.actor, host=self.region, body=self.body, stream=self.file,
            file_name=safe_file_name(self.file.name), source=self.tool, columns=self.columns,
            synthetic=settings.INSTANCE.name == "demo",
        )  # fmt: skip
        self.form.discard_upload()
        return result.file_id, f"Fichier lu : {act_counts_sentence(result.counts)}."

    def _queue_rows(self, report: DryRunReport) -> tuple[int, str]:
        """The queue writes the rows; the page of the file shows its progress."""
        stored_file = self.form.store_upload()
        if not stored_file["token"]:
            raise ValidationError(
                "file", "Il n’y a plus de place pour garder ce fichier.", hint="Recommencez demain, ou coupez-le."
            )
        is_own = report.layout == OWN_LAYOUT
        file_id = queue_file_reading(
            actor=self.actor, host=self.region, body=self.body, owner=self.form.owner, token=stored_file["token"],
            file_name=stored_file["name"], source=self.tool,
            columns=ActFileColumns(report.chosen, self.columns.codes) if is_own else self.columns,
            synthetic=settings.INSTANCE.name == "demo",
        )  # fmt: skip
        return file_id, "Le fichier est reçu. Ses lignes s’écrivent l’une après l’autre ; un avis vous dira la fin."

    def context(self) -> dict[str, Any]:
        files = [each for each in act_files(actor=self.actor) if each.body_id == self.body.pk]
        return self._report_values(self.report or DryRunReport()) | {
            "title": "Qu’apporte ce fichier d’actes ?"
            if self.report
            else "Quels actes avez-vous faits dans un autre outil ?",
            "answer": _answer(self.report),
            "form": self.form,
            "kept": self.stored_file,
            "tool": self.form.cleaned_data.get("tool", "") if self.form.is_bound and self.form.is_valid() else "",
            "is_checked": self.report is not None,
            "files": Table(
                files[:20],
                Column(
                    "Fichier",
                    lambda each: cell(
                        each.file_name, url=self.url("partners:file", each.pk), note=TOOLS.get(each.source, "")
                    ),
                ),
                day_column("Reçu le", lambda each: format_day(paris_date(each.received_at))),
                Column(
                    "Ce qu’il a apporté",
                    lambda each: (
                        act_counts_sentence(each.counts)
                        if each.state == ActFileState.DONE
                        else "lecture interrompue : redéposez-le"
                    ),
                ),
                Column("À voir", lambda each: _wrong_rows_text(each.counts)),
                id="recus-table",
                caption="Fichiers d’actes déposés",
                empty="Aucun fichier n’a encore été déposé.",
            ),
            "most_rows": format_number(MAX_QUEUED_ROWS),
            "most_at_once": format_number(MAX_DRY_RUN_ROWS),
            "tools": TOOLS.items(),
            "since": ChangesFilterForm(self.request.GET).since.isoformat(),
        }

    def _report_values(self, report: DryRunReport) -> dict[str, Any]:
        lines = sorted(report.lines, key=lambda each: (_LEVEL_ORDER.index(each.level), each.row))
        is_own, good, name = report.layout == OWN_LAYOUT, _applicable_count(report), self.stored_file.get("name", "")
        return {
            "layout": rows_formats()[report.layout].label if report.layout else "",
            "place": f"{name}, feuille « {report.sheet} »" if report.sheet else name,
            "columns": column_choices(report.headings, report.chosen) if is_own else [],
            "codes": code_choices(list(report.unknown), self.columns.codes) if is_own else [],
            "apply_verb": f"Appliquer {pluralise(good, 'acte')}" if good > 1 else "Appliquer l’acte",
            "has_good": good > 0,
            "has_wrong": any(each.level is not RowIssueLevel.ADVICE for each in lines),
            "lines": Table(
                lines[:_SHOWN],
                number_column("Ligne", lambda each: format_number(each.row)),
                Column("Colonne", lambda each: each.column),
                Column("Ce qu’il y a à voir", lambda each: each.text),
                Column("Suite", _next_step),
                id="lignes-table",
                caption="Lignes à voir avant d’appliquer",
                empty="Aucune ligne n’est à voir : tout peut entrer.",
            ),
            "more": max(len(lines) - _SHOWN, 0),
        }


def _next_step(issue: FileRowIssue) -> str:
    return _UNKNOWN_WORD_LABEL if issue.code == "status_unknown" else _LEVEL_LABELS[issue.level]


def _wrong_rows_text(counts: Mapping[str, int]) -> str:
    wrong = int(counts.get("error", 0)) + int(counts.get("to_settle", 0))
    return pluralise(wrong, "ligne") if wrong else "rien"


def act_counts_sentence(counts: Mapping[str, int]) -> str:
    """« 12 actes nouveaux, 3 déjà connus »."""
    return (
        ", ".join(pluralise(counts[name], one, many) for name, one, many in _CHANGE_LABELS if counts.get(name))
        or "rien"
    )


def _applicable_count(report: DryRunReport) -> int:
    """Number of rows that would change something; for a long file, number of well-formed rows."""
    return report.counts["act"] if is_too_long_for_dry_run(report) else report.counts["new"] + report.counts["changed"]


def _answer(report: DryRunReport | None) -> str:
    if report is None:
        return (
            "Déposez l’extraction de votre outil : chaque ligne devient une étape, une seule fois. Le fichier suivant "
            "met à jour, il ne double rien."
        )
    if not report.counts["rows"]:
        return "Ce fichier ne peut pas encore être lu : dites quelle colonne est laquelle, ou corrigez-le."
    counts = report.counts
    wrong = counts["error"] + counts["to_settle"]
    aside = f" {pluralise(wrong, 'ligne reste', 'lignes restent')} de côté." if wrong else ""
    if is_too_long_for_dry_run(report):
        good = pluralise(counts["act"], "ligne bien écrite", "lignes bien écrites")
        return (
            f"{format_number(counts['rows'])} lignes lues : {good}.{aside} Rien n’est encore écrit. Le "
            f"fichier est long : ce "
            "que chaque ligne change sera dit à mesure qu’elle s’écrit."
        )
    return (
        f"{pluralise(counts['rows'], 'ligne lue', 'lignes lues')} : "
        f"{act_counts_sentence(counts)}.{aside} Rien n’est encore écrit."
    )
