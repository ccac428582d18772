"""« Qu’apporte ce fichier d’actes ? »: acts recorded in Kairos, Ouiform or i-Milo are imported from a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

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
from pacte.kernel.clock import PARIS, today
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.kernel.user_input import parse_iso_day
from pacte.web.pages.advisers.act_file_forms import TOOLS, ActFileForm, code_choices, column_choices, columns_from_form
from pacte.web.pages.advisers.page_context import adviser_and_region, advisers_page_context, request_actor
from pacte.web.pages.advisers.rejected_rows_download import rejected_rows_response
from pacte.web.require_login import require_login
from pacte.web.upload_form import upload_owner_key

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.interop.models import ActFile
    from pacte.kernel.actor import Actor

_SHOWN = 300
_LINE_COLUMNS = (
    {"label": "Ligne", "kind": "num"}, {"label": "Colonne"}, {"label": "Ce qu’il y a à voir"}, {"label": "Suite"},
)  # fmt: skip
_FILE_COLUMNS = (
    {"label": "Fichier"},
    {"label": "Reçu le", "kind": "day"},
    {"label": "Ce qu’il a apporté"},
    {"label": "À voir"},
)
_LEVEL_LABELS = {
    RowIssueLevel.ERROR: "à corriger dans l’outil, puis à redéposer",
    RowIssueLevel.TO_SETTLE: "n’entre pas : à régler",
    RowIssueLevel.ADVICE: "entre quand même",
}
_LEVEL_ORDER = tuple(_LEVEL_LABELS)
_CHANGE_LABELS = (
    ("new", "acte nouveau", "actes nouveaux"),
    ("changed", "corrige une date", "corrigent une date"),
    ("same", "déjà connu", "déjà connus"),
    ("double", "en double dans le fichier", "en double dans le fichier"),
)


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """« act=check » does a dry run and stores the file; « act=apply » writes its valid rows, or queues a long file; «
    act=apart-csv » and « act=apart-xlsx » download the rejected rows.

    Raises ``NotFound`` when the actor is not an adviser.
    """
    actor = request_actor(request)
    body, host = adviser_and_region(actor)
    is_post = request.method == "POST"
    form = ActFileForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        owner=upload_owner_key(actor, "acts", body.pk),
    )
    report: DryRunReport | None = None
    columns = ActFileColumns()
    stored_file: dict[str, str] = {}
    if is_post and form.is_valid():
        columns = columns_from_form(request.POST, _saved_columns(actor, body, form.cleaned_data["tool"]))
        try:
            if request.POST.get("act") == "apply":
                return _apply_file(request, actor, body, host, form, columns)
            report = _dry_run(actor, body, host, form, columns)
            if (extension := request.POST.get("act", "").removeprefix("apart-")) in MEDIA_TYPES:
                return rejected_rows_response(form.cleaned_data["file"], report.lines, extension)
            stored_file = form.store_upload()
        except (ValidationError, Conflict, UnreadableFile) as error:
            form.add_error("file", str(error))
    values = _page_values(actor, body, form, report, columns, stored_file, request.GET.get("depuis", ""))
    return render(request, "advising/acts.html", values, status=422 if is_post and report is None else 200)


def _saved_columns(actor: Actor, body: Organisation, tool: str) -> ActFileColumns:
    """Column mapping saved from the last file of that tool, if the network uploaded one."""
    saved_mapping = next(
        (each for each in saved_column_mappings(actor=actor, body_id=body.pk) if each.name == TOOLS[tool]), None
    )
    return ActFileColumns(saved_mapping.columns, saved_mapping.codes) if saved_mapping else ActFileColumns()


def _dry_run(
    actor: Actor, body: Organisation, host: Organisation, form: ActFileForm, columns: ActFileColumns
) -> DryRunReport:
    file = form.cleaned_data["file"]
    return dry_run_orientation_file(
        actor=actor, host=host, body=body, stream=file, file_name=safe_file_name(file.name),
        source=form.cleaned_data["tool"], columns=columns, synthetic=settings.INSTANCE.name == "demo",
    )  # fmt: skip


def _apply_file(
    request: HttpRequest,
    actor: Actor,
    body: Organisation,
    host: Organisation,
    form: ActFileForm,
    columns: ActFileColumns,
) -> HttpResponse:
    """Write the valid rows, and save the column mapping for the next file of that tool."""
    file, tool = form.cleaned_data["file"], form.cleaned_data["tool"]
    report = read_without_applying(file, columns=columns)
    refuse_too_long(report)
    if not report.counts["rows"]:
        raise ValidationError("file", report.lines[0].text if report.lines else "Ce fichier n’a pas de ligne.")
    if is_too_long_for_dry_run(report):
        return _queue_file(request, actor, body, host, form, report, columns)
    result = apply_orientation_file(
        actor=actor,
        host=host,
        body=body,
        stream=file,
        file_name=safe_file_name(file.name),
        source=tool,
        columns=columns,
        synthetic=settings.INSTANCE.name == "demo",
    )
    if result.layout == OWN_LAYOUT:
        save_act_columns(
            actor=actor, host=host, body=body, name=TOOLS[tool], columns=report.chosen, codes=columns.codes
        )
    form.discard_upload()
    messages.success(request, f"Fichier lu : {act_counts_sentence(result.counts)}.")
    return HttpResponseRedirect(reverse("partners:file", args=[result.file_id]))


def _queue_file(
    request: HttpRequest, actor: Actor, body: Organisation, host: Organisation, form: ActFileForm, report: DryRunReport,
    columns: ActFileColumns,
) -> HttpResponse:  # fmt: skip
    """The queue writes the rows; the page of the file shows its progress."""
    tool, stored_file = form.cleaned_data["tool"], form.store_upload()
    if not stored_file["token"]:
        raise ValidationError(
            "file", "Il n’y a plus de place pour garder ce fichier.", hint="Recommencez demain, ou coupez-le."
        )
    mapped_columns = ActFileColumns(report.chosen, columns.codes) if report.layout == OWN_LAYOUT else columns
    file_id = queue_file_reading(
        actor=actor,
        host=host,
        body=body,
        owner=form.owner,
        token=stored_file["token"],
        file_name=stored_file["name"],
        source=tool,
        columns=mapped_columns,
        synthetic=settings.INSTANCE.name == "demo",
    )
    if report.layout == OWN_LAYOUT:
        save_act_columns(
            actor=actor, host=host, body=body, name=TOOLS[tool], columns=report.chosen, codes=columns.codes
        )
    messages.success(
        request, "Le fichier est reçu. Ses lignes s’écrivent l’une après l’autre ; un avis vous dira la fin."
    )
    return HttpResponseRedirect(reverse("partners:file", args=[file_id]))


def act_counts_sentence(counts: Mapping[str, int]) -> str:
    """« 12 actes nouveaux, 3 déjà connus »."""
    return (
        ", ".join(pluralise(counts[name], one, many) for name, one, many in _CHANGE_LABELS if counts.get(name))
        or "rien"
    )


def _page_values(
    actor: Actor,
    body: Organisation,
    form: ActFileForm,
    report: DryRunReport | None,
    columns: ActFileColumns,
    stored_file: dict[str, str],
    since_text: str,
) -> dict[str, Any]:
    files = [each for each in act_files(actor=actor) if each.body_id == body.pk]
    lines = sorted(report.lines, key=lambda each: (_LEVEL_ORDER.index(each.level), each.row)) if report else []
    is_own = report is not None and report.layout == OWN_LAYOUT
    applicable_count = _applicable_count(report) if report else 0
    return advisers_page_context(("Actes faits ailleurs", "")) | {
        "title": "Qu’apporte ce fichier d’actes ?" if report else "Quels actes avez-vous faits dans un autre outil ?",
        "answer": _answer(report),
        "form": form,
        "kept": stored_file,
        "tool": form.cleaned_data.get("tool", "") if form.is_bound and form.is_valid() else "",
        "layout": rows_formats()[report.layout].label if report and report.layout else "",
        "place": _file_place(stored_file.get("name", ""), report.sheet) if report else "",
        "columns": column_choices(report.headings, report.chosen) if report and is_own else [],
        "codes": code_choices(list(report.unknown), columns.codes) if report and is_own else [],
        "apply_verb": f"Appliquer {pluralise(applicable_count, 'acte')}"
        if applicable_count > 1
        else "Appliquer l’acte",
        "has_good": applicable_count > 0,
        "has_wrong": any(each.level is not RowIssueLevel.ADVICE for each in lines),
        "is_checked": report is not None,
        "lines": [_line_cells(each) for each in lines[:_SHOWN]],
        "more": max(len(lines) - _SHOWN, 0),
        "line_columns": _LINE_COLUMNS,
        "files": [_file_cells(each) for each in files[:20]],
        "file_columns": _FILE_COLUMNS,
        "most_rows": format_number(MAX_QUEUED_ROWS),
        "most_at_once": format_number(MAX_DRY_RUN_ROWS),
        "tools": TOOLS.items(),
        "since": _since_day(since_text),
    }


def _since_day(since_text: str) -> str:
    """Day named in a notification, else a week ago."""
    try:
        return parse_iso_day(since_text).isoformat()
    except ValueError:
        return (today() - timedelta(days=7)).isoformat()


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


def _file_place(name: str, sheet: str) -> str:
    return f"{name}, feuille « {sheet} »" if sheet else name


def _line_cells(each: FileRowIssue) -> list[Any]:
    return [format_number(each.row), each.column, each.text, _LEVEL_LABELS[each.level]]


def _file_cells(each: ActFile) -> list[Any]:
    wrong = int(each.counts.get("error", 0)) + int(each.counts.get("to_settle", 0))
    done = each.state == ActFileState.DONE
    return [
        {"text": each.file_name, "url": reverse("partners:file", args=[each.pk]), "note": TOOLS.get(each.source, "")},
        format_day(each.received_at.astimezone(PARIS).date()),
        act_counts_sentence(each.counts) if done else "lecture interrompue : redéposez-le",
        pluralise(wrong, "ligne") if wrong else "rien",
    ]
