"""Acts made in another tool: what changed, to be entered there, and the way to drop what that tool recorded."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse

from pacte.exchange.documents import changes_file
from pacte.intake.catalog import file_kind
from pacte.intake.queries import received_files
from pacte.intake.records import STATE_LABELS, FileState
from pacte.interop.queries.outbound_changes import outbound_changes
from pacte.interop.records import ACT_TOOLS
from pacte.kernel.clock import PARIS, now, paris_date, today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_day, pluralise
from pacte.web.downloads import file_response
from pacte.web.filter_form import FilterForm
from pacte.web.pages.advisers.adviser_pages import NetworkPage
from pacte.web.reauthentication import requires_reauthentication
from pacte.web.tables import Column, Table, cell, day_column

_KIND = "acts"
_SHOWN_FILES = 20
_MAX_PERIOD = timedelta(days=366)


class ChangesFilterForm(FilterForm):
    """Changes to enter in a tool: since a day, for one tool or for all, as CSV or as a workbook."""

    depuis = forms.DateField(input_formats=["%Y-%m-%d"])
    outil = forms.ChoiceField(choices=list(ACT_TOOLS.items()), initial="")
    format = forms.ChoiceField(choices=[("csv", "csv")], initial="xlsx")

    @property
    def since(self) -> date:
        """Default: a week ago."""
        day: date | None = self.values["depuis"]
        return day or today() - timedelta(days=7)


@NetworkPage.view(template_name="advisers/acts.html", crumb="Actes faits ailleurs")
def acts(page: NetworkPage) -> dict[str, Any]:
    filters = ChangesFilterForm(page.request.GET)
    return {
        "title": "Quels actes passent d’un outil à l’autre ?",
        "answer": "Reportez dans votre outil ce qui a changé ici ; déposez ici ce que votre outil a noté.",
        "since": filters.since.isoformat(),
        "tools": [
            {"value": value, "label": label, "chosen": value == filters.values["outil"]}
            for value, label in ACT_TOOLS.items()
        ],
        "drop_url": page.url("intake:drop", _KIND),
        "files": _file_table(page),
    }


def _file_table(page: NetworkPage) -> Table[Any]:
    files = received_files(actor=page.actor, kinds=[file_kind(_KIND)])[:_SHOWN_FILES]
    return Table(
        list(files),
        Column(
            "Fichier",
            lambda each: cell(
                each.file_name,
                url=page.url("intake:file", _KIND, each.pk),
                note=ACT_TOOLS.get(each.options.get("tool", ""), ""),
            ),
        ),
        day_column("Déposé le", lambda each: format_day(paris_date(each.received_at))),
        Column("État", lambda each: STATE_LABELS[FileState(each.state)]),
        Column(
            "Lignes refusées",
            lambda each: pluralise(each.waiting_count, "attend", "attendent") if each.waiting_count else "",
        ),
        id="recus-table",
        caption="Fichiers d’actes déposés",
        empty="Aucun fichier n’a encore été déposé.",
    )


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
