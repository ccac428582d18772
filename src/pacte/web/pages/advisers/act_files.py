"""Files exchanged with the tool of a network: the forms of an act file, and the downloads.

A form asks for the file and its tool, the mapping of headings to columns, the meaning of each status word. A download
gives the changes to enter in the tool, or the rejected rows of a file that came from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from django import forms
from django.conf import settings
from django.http import HttpResponse

from pacte.exchange.documents import changes_file
from pacte.exchange.documents.rejected_rows_file import MEDIA_TYPES, write_rejected_rows
from pacte.exchange.formats.orientation_acts import COLUMNS
from pacte.exchange.orientation.reading import ActFileColumns
from pacte.exchange.orientation.rejected_rows import collect_rejected_rows
from pacte.interop.queries.outbound_changes import outbound_changes
from pacte.interop.records import ACT_LABELS, ActStatus
from pacte.interop.services.act_files import FileRowIssue
from pacte.kernel.clock import PARIS, now, today
from pacte.kernel.errors import ValidationError
from pacte.web.downloads import file_response
from pacte.web.filter_form import FilterForm, select_choices
from pacte.web.form_fields import file_field
from pacte.web.pages.advisers.adviser_pages import NetworkPage
from pacte.web.reauthentication import requires_reauthentication
from pacte.web.upload_form import CheckedUploadForm

MAX_ACT_FILE_BYTES = 10 * 1024**2
TOOLS = {"kairos": "Kairos", "ouiform": "Ouiform", "imilo": "i-Milo", "reseau": "un autre outil"}
_MAX_CODES = 60
_MAX_PERIOD = timedelta(days=366)


class ActFileForm(CheckedUploadForm):
    file = file_field(
        "Fichier d’actes",
        missing="Choisissez le fichier que votre outil a donné : .csv, .txt, .xlsx ou .ods.",
        largest=MAX_ACT_FILE_BYTES,
        too_large="Ce fichier dépasse 10 Mo. Coupez-le en plusieurs fichiers.",
    )
    tool = forms.ChoiceField(
        label="D’où vient-il ?", choices=[("", "choisir"), *TOOLS.items()],
        error_messages={"required": "Dites de quel outil vient ce fichier."},
    )  # fmt: skip


class ChangesFilterForm(FilterForm):
    """Changes to enter in a tool: since a day, for one tool or for all, as CSV or as a workbook."""

    depuis = forms.DateField(input_formats=["%Y-%m-%d"])
    outil = forms.ChoiceField(choices=list(TOOLS.items()), initial="")
    format = forms.ChoiceField(choices=[("csv", "csv")], initial="xlsx")

    @property
    def since(self) -> date:
        """Default: a week ago."""
        day: date | None = self.values["depuis"]
        return day or today() - timedelta(days=7)


def columns_from_form(data: Mapping[str, str], saved: ActFileColumns) -> ActFileColumns:
    """Mapping given by the form, or the saved one when the form gives none. An omitted column is recorded as absent."""
    headings = {column.field: data[f"col_{column.field}"][:200] for column in COLUMNS if f"col_{column.field}" in data}
    codes = {
        data[f"word_{rank}"][:80]: data[f"code_{rank}"]
        for rank in range(_MAX_CODES)
        if data.get(f"code_{rank}") in set(ActStatus) and data.get(f"word_{rank}")
    }
    return ActFileColumns(headings or saved.headings, {**saved.codes, **codes})


def column_choices(headings: Sequence[str], chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    """For each of our columns, a select of the headings of the file: parameters of the component « field »."""
    options = [("", "pas dans ce fichier"), *((each, each) for each in headings)]
    return [
        {
            "id": f"col-{column.field}",
            "name": f"col_{column.field}",
            "label": column.heading,
            "choices": select_choices(options, chosen.get(column.field) or ""),
            "required": not column.is_absent_allowed,
        }
        for column in COLUMNS
    ]


def code_choices(unknown: Sequence[str], codes: Mapping[str, str]) -> list[dict[str, Any]]:
    """For each unknown status word, a select of statuses: mapped words first, then unmapped ones."""
    options = [
        ("", "je ne sais pas : laisser ces lignes de côté"),
        *((each.value, ACT_LABELS[each]) for each in ActStatus),
    ]
    words = [*codes, *(word for word in unknown if word not in codes)][:_MAX_CODES]
    return [
        {
            "id": f"code-{rank}",
            "name": f"code_{rank}",
            "label": f"« {word} » veut dire",
            "choices": select_choices(options, codes.get(word, "")),
            "word": word,
        }
        for rank, word in enumerate(words)
    ]


@NetworkPage.view(decorators=(requires_reauthentication,))
def changes_file_download(page: NetworkPage) -> HttpResponse:
    """« ?depuis=2021-01-04&outil=kairos&format=csv ». Default: the last week, for any tool, as a workbook.

    Raises ``ValidationError`` for anything but a day of the past year.
    """
    filters = ChangesFilterForm(page.request.GET)
    since, extension = filters.since, filters.values["format"]
    if "depuis" in filters.errors or not today() - _MAX_PERIOD <= since <= today():
        text = filters.data["depuis"]
        raise ValidationError(
            "since", f"« {text[:40]} » n’est pas un jour des douze derniers mois.", hint="Choisissez-en un autre."
        )
    rows = outbound_changes(
        actor=page.actor, host_id=page.region.pk, body_id=page.body.pk, source=filters.values["outil"],
        since=datetime.combine(since, time(), tzinfo=PARIS), until=now(),
    )  # fmt: skip
    write = changes_file.write_changes_csv if extension == "csv" else changes_file.write_changes_xlsx
    data = write(rows, since=since, as_of=today(), synthetic=settings.INSTANCE.name == "demo")
    name = f"changements_{since:%Y-%m-%d}_{today():%Y-%m-%d}.{extension}"
    return file_response(data, changes_file.MEDIA_TYPES[extension], name)


def rejected_rows_response(stream: IO[bytes], lines: Iterable[FileRowIssue], extension: str) -> HttpResponse:
    """The rejected rows of a checked file, with the reason for each. Raises ``UnreadableFile``."""
    rejected_rows = collect_rejected_rows(stream, lines=lines)
    synthetic = settings.INSTANCE.name == "demo"
    content = write_rejected_rows(rejected_rows.headings, rejected_rows.rows, extension=extension, synthetic=synthetic)
    return file_response(content, MEDIA_TYPES[extension], f"lignes-de-cote_{today():%Y-%m-%d}.{extension}")
