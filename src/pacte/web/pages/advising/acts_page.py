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
from pacte.web.checked_file import owner_of
from pacte.web.pages.advising.acts_apart import apart_answer
from pacte.web.pages.advising.acts_forms import TOOLS, ActsForm, code_choices, column_choices, columns_said
from pacte.web.pages.advising.frame import actor_in, bodies_of, frame
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.interop.models import ActFile
    from pacte.kernel.actor import Actor

_SHOWN = 300
_LINES = (
    {"label": "Ligne", "kind": "num"}, {"label": "Colonne"}, {"label": "Ce qu’il y a à voir"}, {"label": "Suite"},
)  # fmt: skip
_FILES = (
    {"label": "Fichier"},
    {"label": "Reçu le", "kind": "day"},
    {"label": "Ce qu’il a apporté"},
    {"label": "À voir"},
)
_LEVELS = {
    RowIssueLevel.ERROR: "à corriger dans l’outil, puis à redéposer",
    RowIssueLevel.TO_SETTLE: "n’entre pas : à régler",
    RowIssueLevel.ADVICE: "entre quand même",
}
_ORDER = tuple(_LEVELS)
_BROUGHT = (
    ("new", "acte nouveau", "actes nouveaux"),
    ("changed", "corrige une date", "corrigent une date"),
    ("same", "déjà connu", "déjà connus"),
    ("double", "en double dans le fichier", "en double dans le fichier"),
)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """« act=check » does a dry run and stores the file; « act=apply » writes its valid rows, or queues a long file; «
    act=apart-csv » and « act=apart-xlsx » download the rejected rows.

    Raises ``NotFound`` when the actor is not an adviser.
    """
    actor = actor_in(request)
    body, host = bodies_of(actor)
    sent = request.method == "POST"
    form = ActsForm(
        request.POST if sent else None, request.FILES if sent else None, owner=owner_of(actor, "acts", body.pk)
    )
    trial: DryRunReport | None = None
    said = ActFileColumns()
    kept: dict[str, str] = {}
    if sent and form.is_valid():
        said = columns_said(request.POST, _saved(actor, body, form.cleaned_data["tool"]))
        try:
            if request.POST.get("act") == "apply":
                return _applied(request, actor, body, host, form, said)
            trial = _rehearsed(actor, body, host, form, said)
            if (extension := request.POST.get("act", "").removeprefix("apart-")) in MEDIA_TYPES:
                return apart_answer(form.cleaned_data["file"], trial.lines, extension)
            kept = form.set_aside()
        except (ValidationError, Conflict, UnreadableFile) as error:
            form.add_error("file", str(error))
    values = _values(actor, body, form, trial, said, kept, request.GET.get("depuis", ""))
    return render(request, "advising/acts.html", values, status=422 if sent and trial is None else 200)


def _saved(actor: Actor, body: Organisation, tool: str) -> ActFileColumns:
    """Column mapping saved from the last file of that tool, if the network uploaded one."""
    found = next(
        (each for each in saved_column_mappings(actor=actor, body_id=body.pk) if each.name == TOOLS[tool]), None
    )
    return ActFileColumns(found.columns, found.codes) if found else ActFileColumns()


def _rehearsed(
    actor: Actor, body: Organisation, host: Organisation, form: ActsForm, said: ActFileColumns
) -> DryRunReport:
    file = form.cleaned_data["file"]
    return dry_run_orientation_file(
        actor=actor, host=host, body=body, stream=file, file_name=safe_file_name(file.name),
        source=form.cleaned_data["tool"], columns=said, synthetic=settings.INSTANCE.name == "demo",
    )  # fmt: skip


def _applied(
    request: HttpRequest, actor: Actor, body: Organisation, host: Organisation, form: ActsForm, said: ActFileColumns
) -> HttpResponse:
    """Write the valid rows, and save the column mapping for the next file of that tool."""
    file, tool = form.cleaned_data["file"], form.cleaned_data["tool"]
    trial = read_without_applying(file, columns=said)
    refuse_too_long(trial)
    if not trial.counts["rows"]:
        raise ValidationError("file", trial.lines[0].text if trial.lines else "Ce fichier n’a pas de ligne.")
    if is_too_long_for_dry_run(trial):
        return _queued(request, actor, body, host, form, trial, said)
    done = apply_orientation_file(
        actor=actor, host=host, body=body, stream=file, file_name=safe_file_name(file.name), source=tool, columns=said,
        synthetic=settings.INSTANCE.name == "demo",
    )  # fmt: skip
    if done.layout == OWN_LAYOUT:
        save_act_columns(actor=actor, host=host, body=body, name=TOOLS[tool], columns=trial.chosen, codes=said.codes)
    form.forget()
    messages.success(request, f"Fichier lu : {brought(done.counts)}.")
    return HttpResponseRedirect(reverse("partners:file", args=[done.file_id]))


def _queued(
    request: HttpRequest, actor: Actor, body: Organisation, host: Organisation, form: ActsForm, trial: DryRunReport,
    said: ActFileColumns,
) -> HttpResponse:  # fmt: skip
    """The queue writes the rows; the page of the file shows its progress."""
    tool, kept = form.cleaned_data["tool"], form.set_aside()
    if not kept["token"]:
        raise ValidationError(
            "file", "Il n’y a plus de place pour garder ce fichier.", hint="Recommencez demain, ou coupez-le."
        )
    read_as = ActFileColumns(trial.chosen, said.codes) if trial.layout == OWN_LAYOUT else said
    number_of = queue_file_reading(
        actor=actor, host=host, body=body, owner=form.owner, token=kept["token"], file_name=kept["name"], source=tool,
        columns=read_as, synthetic=settings.INSTANCE.name == "demo",
    )  # fmt: skip
    if trial.layout == OWN_LAYOUT:
        save_act_columns(actor=actor, host=host, body=body, name=TOOLS[tool], columns=trial.chosen, codes=said.codes)
    messages.success(
        request, "Le fichier est reçu. Ses lignes s’écrivent l’une après l’autre ; un avis vous dira la fin."
    )
    return HttpResponseRedirect(reverse("partners:file", args=[number_of]))


def brought(counts: Mapping[str, int]) -> str:
    """« 12 actes nouveaux, 3 déjà connus »."""
    return ", ".join(pluralise(counts[name], one, many) for name, one, many in _BROUGHT if counts.get(name)) or "rien"


def _values(
    actor: Actor, body: Organisation, form: ActsForm, trial: DryRunReport | None, said: ActFileColumns, kept: dict[str, str],
    asked: str,
) -> dict[str, Any]:  # fmt: skip
    files = [each for each in act_files(actor=actor) if each.body_id == body.pk]
    lines = sorted(trial.lines, key=lambda each: (_ORDER.index(each.level), each.row)) if trial else []
    is_own = trial is not None and trial.layout == OWN_LAYOUT
    good = _good(trial) if trial else 0
    return frame(("Actes faits ailleurs", "")) | {
        "title": "Qu’apporte ce fichier d’actes ?" if trial else "Quels actes avez-vous faits dans un autre outil ?",
        "answer": _answer(trial),
        "form": form,
        "kept": kept,
        "tool": form.cleaned_data.get("tool", "") if form.is_bound and form.is_valid() else "",
        "layout": rows_formats()[trial.layout].label if trial and trial.layout else "",
        "place": _place(kept.get("name", ""), trial.sheet) if trial else "",
        "columns": column_choices(trial.headings, trial.chosen) if trial and is_own else [],
        "codes": code_choices(list(trial.unknown), said.codes) if trial and is_own else [],
        "apply_verb": f"Appliquer {pluralise(good, 'acte')}" if good > 1 else "Appliquer l’acte",
        "has_good": good > 0,
        "has_wrong": any(each.level is not RowIssueLevel.ADVICE for each in lines),
        "is_checked": trial is not None,
        "lines": [_line(each) for each in lines[:_SHOWN]],
        "more": max(len(lines) - _SHOWN, 0),
        "line_columns": _LINES,
        "files": [_file(each) for each in files[:20]],
        "file_columns": _FILES,
        "most_rows": format_number(MAX_QUEUED_ROWS),
        "most_at_once": format_number(MAX_DRY_RUN_ROWS),
        "tools": TOOLS.items(),
        "since": _since(asked),
    }


def _since(asked: str) -> str:
    """Day named in a notification, else a week ago."""
    try:
        return parse_iso_day(asked).isoformat()
    except ValueError:
        return (today() - timedelta(days=7)).isoformat()


def _good(trial: DryRunReport) -> int:
    """Number of rows that would change something; for a long file, number of well-formed rows."""
    return trial.counts["act"] if is_too_long_for_dry_run(trial) else trial.counts["new"] + trial.counts["changed"]


def _answer(trial: DryRunReport | None) -> str:
    if trial is None:
        return (
            "Déposez l’extraction de votre outil : chaque ligne devient une étape, une seule fois. Le fichier suivant "
            "met à jour, il ne double rien."
        )
    if not trial.counts["rows"]:
        return "Ce fichier ne peut pas encore être lu : dites quelle colonne est laquelle, ou corrigez-le."
    counts = trial.counts
    wrong = counts["error"] + counts["to_settle"]
    aside = f" {pluralise(wrong, 'ligne reste', 'lignes restent')} de côté." if wrong else ""
    if is_too_long_for_dry_run(trial):
        good = pluralise(counts["act"], "ligne bien écrite", "lignes bien écrites")
        return (
            f"{format_number(counts['rows'])} lignes lues : {good}.{aside} Rien n’est encore écrit. Le fichier est long : ce "
            "que chaque ligne change sera dit à mesure qu’elle s’écrit."
        )
    return (
        f"{pluralise(counts['rows'], 'ligne lue', 'lignes lues')} : {brought(counts)}.{aside} Rien n’est encore écrit."
    )


def _place(name: str, sheet: str) -> str:
    return f"{name}, feuille « {sheet} »" if sheet else name


def _line(each: FileRowIssue) -> list[Any]:
    return [format_number(each.row), each.column, each.text, _LEVELS[each.level]]


def _file(each: ActFile) -> list[Any]:
    wrong = int(each.counts.get("error", 0)) + int(each.counts.get("to_settle", 0))
    done = each.state == ActFileState.DONE
    return [
        {"text": each.file_name, "url": reverse("partners:file", args=[each.pk]), "note": TOOLS.get(each.source, "")},
        format_day(each.received_at.astimezone(PARIS).date()),
        brought(each.counts) if done else "lecture interrompue : redéposez-le",
        pluralise(wrong, "ligne") if wrong else "rien",
    ]
