"""« Quel fichier de série importer ? »: a file of a public source is checked without writing, then imported."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.http import HttpResponse

from pacte.exchange.sandbox.launcher import safe_file_name
from pacte.exchange.series_files.importer import (
    SeriesImportResult,
    SeriesPreview,
    import_series,
    preview_series,
    read_series_file,
)
from pacte.exchange.series_files.reading import series_sources
from pacte.exchange.series_records import SeriesReading, SeriesSource
from pacte.indicators.queries.series import series_imports
from pacte.kernel.clock import paris_date
from pacte.kernel.defects import Defect
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.web.form_fields import file_field
from pacte.web.page import UNPROCESSABLE_STATUS
from pacte.web.pages.figures.series_page import SeriesPage
from pacte.web.request import Request
from pacte.web.tables import Column, Table, cell, day_column, number_column
from pacte.web.upload_form import CheckedUploadForm, upload_owner_key

_MAX_BYTES = 20 * 1024**2
_MAX_DEFECTS, _MAX_IMPORTS = 200, 20


class SeriesFileForm(CheckedUploadForm):
    file = file_field(
        "Fichier",
        missing="Choisissez le fichier .xlsx, .ods ou .csv, tel que la source le publie.",
        largest=_MAX_BYTES,
        too_large="Ce fichier dépasse 20 Mo. Gardez-y les lignes de votre région, puis déposez-le de nouveau.",
    )


class SeriesFilePage(SeriesPage):
    """« act=check » reads the file and stores it; « act=write » imports its valid rows, and leaves the others aside."""

    http_method_names = ("get", "head", "post")
    template_name = "figures/series_file.html"
    title = "Quel fichier de série importer ?"
    reading: SeriesReading | None = None
    previews: tuple[SeriesPreview, ...] = ()
    stored_file: Mapping[str, str] = MappingProxyType({})

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.crumb = "Importer un fichier"
        sent = (self.request.POST, self.request.FILES) if self.request.method == "POST" else ()
        self.form = SeriesFileForm(*sent, owner=upload_owner_key(self.actor, "series", self.host.pk))

    def breadcrumb(self) -> list[tuple[str, str]]:
        catalogue, own = super().breadcrumb()
        return [catalogue, (SeriesPage.crumb, self.url("figures:series")), own]

    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        return self.render(self.context())

    def post(self, request: Request, **kwargs: Any) -> HttpResponse:
        if self.form.is_valid():
            file = self.form.cleaned_data["file"]
            data, name = file.read(), safe_file_name(file.name)
            if request.POST.get("act") == "write":
                result = import_series(actor=self.actor, host=self.host, data=data, name=name)
                if result.written is not None:
                    self.form.discard_upload()
                    return self.redirect(self.url("figures:series"), _written_sentence(result))
                self.reading = result.reading
            else:
                self._check(data, name)
        is_unread = self.reading is None or not self.previews
        return self.render(self.context(), status=UNPROCESSABLE_STATUS if is_unread else 200)

    def _check(self, data: bytes, name: str) -> None:
        self.reading = read_series_file(data, name=name)
        self.previews = tuple(preview_series(actor=self.actor, host=self.host, reading=self.reading))
        if self.previews:
            self.stored_file = self.form.store_upload()

    def context(self) -> dict[str, Any]:
        defects = self.reading.defects if self.reading else ()
        return {
            "title": self.title,
            "answer": _answer(self.reading, self.previews),
            "form": self.form,
            "kept": self.stored_file,
            "source": _source_text(self.reading),
            "previews": _preview_table(self.previews) if self.previews else None,
            "defects": _defect_table(defects) if defects else None,
            "more": max(len(defects) - _MAX_DEFECTS, 0),
            "sources": _source_table(),
            "imports": self._import_table(),
        }

    def _import_table(self) -> Table[Any]:
        return Table(
            series_imports(actor=self.actor, host_id=self.host.pk)[:_MAX_IMPORTS],
            Column("Fichier", lambda each: cell(each.file_name, note=each.source_label)),
            Column("Période", lambda each: each.edition),
            day_column("Importé le", lambda each: format_day(paris_date(each.imported_at))),
            Column("Par", lambda each: each.person_name),
            number_column("Valeurs nouvelles", lambda each: format_number(int(each.counts.get("added", 0)))),
            number_column("Corrigées", lambda each: format_number(int(each.counts.get("corrected", 0)))),
            id="imports-table",
            caption="Fichiers importés",
            empty="Aucun fichier n’a encore été importé.",
        )


def _answer(reading: SeriesReading | None, previews: tuple[SeriesPreview, ...]) -> str:
    if reading is None:
        return "Déposez le fichier tel que la source le publie : la page dit ce qu’il apporterait, sans rien écrire."
    if not previews:
        return "Ce fichier n’apporte aucune valeur : rien n’est écrit. La raison est plus bas."
    added, corrected = sum(each.result.added for each in previews), sum(each.result.corrected for each in previews)
    wrong = pluralise(len(reading.errors), "ligne restera", "lignes resteront")
    aside = f" {wrong} de côté." if reading.errors else ""
    if not added and not corrected:
        return f"Toutes ses valeurs sont déjà connues.{aside} Rien n’est à écrire."
    news = pluralise(added, "valeur nouvelle", "valeurs nouvelles")
    return f"{news}, {pluralise(corrected, 'corrigée')}.{aside} Rien n’est encore écrit."


def _source_text(reading: SeriesReading | None) -> str:
    if reading is None or reading.source is None:
        return ""
    outside = pluralise(reading.outside, "valeur") + " hors de la région" if reading.outside else ""
    parts = (reading.source.label, reading.edition, reading.source.licence, outside)
    return ", ".join(part for part in parts if part)


def _written_sentence(result: SeriesImportResult) -> str:
    written = result.written
    if written is None or result.was_known or not written.added + written.corrected:
        return "Ce fichier était déjà connu : rien n’a changé."
    wrong = len(result.reading.errors)
    aside = f" ; {pluralise(wrong, 'ligne laissée', 'lignes laissées')} de côté" if wrong else ""
    news = pluralise(written.added, "valeur nouvelle", "valeurs nouvelles")
    return f"{news}, {pluralise(written.corrected, 'corrigée')}{aside}."


def _preview_table(previews: tuple[SeriesPreview, ...]) -> Table[SeriesPreview]:
    return Table(
        previews,
        Column("Série", lambda each: each.label),
        number_column("Valeurs lues", lambda each: format_number(each.values)),
        number_column("Nouvelles", lambda each: format_number(each.result.added)),
        number_column("Corrigées", lambda each: format_number(each.result.corrected)),
        number_column("Déjà connues", lambda each: format_number(each.result.known)),
        number_column("Gardées secrètes par la source", lambda each: format_number(each.hidden)),
        id="apports-table",
        caption="Ce que le fichier apporterait",
    )


def _defect_table(defects: tuple[Defect, ...]) -> Table[Defect]:
    return Table(
        defects[:_MAX_DEFECTS],
        Column("Où", lambda each: str(each.cell) if each.cell else "le fichier"),
        Column("Ce qui ne va pas", lambda each: each.message),
        Column("Quoi faire", lambda each: each.hint),
        Column("Suite", lambda each: "laissée de côté" if each.is_error else "gardée, pour information"),
        id="defauts-table",
        caption="Ce qui ne va pas",
    )


def _source_table() -> Table[SeriesSource]:
    return Table(
        series_sources().values(),
        Column("Source", lambda each: cell(each.label, note=each.licence)),
        Column("Ce qu’elle donne", lambda each: " ; ".join(series.label for series in each.series)),
        Column("Reconnue à ses titres", lambda each: ", ".join(each.headings)),
        id="sources-table",
        caption="Sources reconnues",
    )
