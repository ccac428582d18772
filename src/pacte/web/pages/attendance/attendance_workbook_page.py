"""Attendance in Excel: download the prefilled sheet of a week or a month, and upload it back."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect

from pacte.exchange import presence_reading
from pacte.exchange.documents import presence_xlsx
from pacte.exchange.documents.presence_xlsx import PresenceRow
from pacte.exchange.presence_reading import PresenceDefect
from pacte.exchange.sandbox.launcher import safe_file_name
from pacte.journeys.queries.session_attendance import attendance_of_week, weeks_of_session
from pacte.journeys.records import StepSource
from pacte.journeys.rules.attendance_limits import mondays
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import pluralise
from pacte.web.downloads import file_response
from pacte.web.form_fields import file_field
from pacte.web.heavy_views import heavy_view
from pacte.web.page import UNPROCESSABLE_STATUS, Crumb, FormPage
from pacte.web.pages.attendance.attendance_page import WEEK_PARAM, report_signatures, week_from_request
from pacte.web.pages.attendance.page_context import TraineesPage
from pacte.web.tables import Column, Table
from pacte.web.upload_form import CheckedUploadForm, upload_owner_key
from pacte.workflows.sign_attendance import AttendanceInputRow, AttendanceSigningResult, sign_attendance

if TYPE_CHECKING:
    from pacte.exchange.presence_reading import PresenceWorkbook
    from pacte.workflows.sign_attendance import RefusedAttendanceRow

_SUMMARISED = 5
_MONTH = re.compile(r"(\d{4})-(\d{2})")


class AttendanceWorkbookForm(CheckedUploadForm):
    """Once cleaned, ``workbook`` holds what was read in the file."""

    workbook: PresenceWorkbook

    file = file_field(
        "Classeur",
        missing="Choisissez le classeur .xlsx que vous avez rempli.",
        largest=5 * 1024**2,
        too_large="Ce fichier dépasse 5 Mo. Déposez le classeur téléchargé ici.",
    )
    corriger = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if file := cleaned.get("file"):
            try:
                self.workbook = presence_reading.read_presence_workbook(file.read(), name=safe_file_name(file.name))
            except ValidationError as error:
                self.add_error("file", str(error))
        return cleaned


@TraineesPage.view(decorators=(heavy_view,))
def download(page: TraineesPage) -> HttpResponse:
    """« ?semaine=2021-01-11 » or « ?mois=2021-01 »."""
    weeks = _requested_weeks(page)
    rows = [
        PresenceRow(str(attendance_row.person.key), attendance_row.person.name, monday, attendance_row.signed)
        for monday in weeks
        for attendance_row in attendance_of_week(actor=page.actor, session=page.session, monday=monday)
    ]
    title = presence_xlsx.presence_title(page.session.training.title, weeks[0], weeks[-1])
    data = presence_xlsx.write(rows, title=title, as_of=today(), synthetic=settings.INSTANCE.name == "demo")
    return file_response(data, presence_xlsx.MEDIA_TYPE, f"presences_{weeks[0]:%Y-%m-%d}.xlsx")


def _requested_weeks(page: TraineesPage) -> list[date]:
    month_text, on = page.request.GET.get("mois", "").strip(), today()
    if not month_text:
        weeks = weeks_of_session(actor=page.actor, session=page.session, on=on)
        return [week_from_request(page.request, weeks, on)]
    match = _MONTH.fullmatch(month_text)
    year, month = (int(match[1]), int(match[2])) if match else (0, 0)
    if not (1 <= month <= 12 and 2000 <= year <= 2100):
        raise ValidationError(
            "month_shape", f"« {month_text[:40]} » n’est pas un mois.", hint="Écrivez par exemple « 2021-01 »."
        )
    return mondays(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


class AttendanceWorkbookPage(TraineesPage, FormPage):
    """« act=check » previews and keeps the file; « act=write » signs the valid rows and says what others lack."""

    form_class, template_name, crumb = AttendanceWorkbookForm, "attendance/presences_in.html", "Classeur"
    is_written: bool = False
    result: AttendanceSigningResult | None = None
    defects: Sequence[PresenceDefect] = ()
    stored_file: Mapping[str, str] = MappingProxyType({})

    def form_arguments(self) -> dict[str, Any]:
        """Only the same person, for the same session, may sign the checked file."""
        return {"owner": upload_owner_key(self.actor, "presences", self.session.pk)}

    @property
    def back_url(self) -> str:
        return self.session_url("attendance:presences")

    def breadcrumb(self) -> Sequence[Crumb]:
        *above, own = super().breadcrumb()
        return [*above, ("Présences", self.back_url), own]

    @property
    def signed_count(self) -> int:
        """Weeks that the checked file signs or corrects."""
        return len(self.result.new) + len(self.result.corrected) if self.result else 0

    def context(self) -> dict[str, Any]:
        return {
            "title": "Que dit ce classeur de présences ?",
            "answer": _answer(self.result, self.defects, is_written=self.is_written),
            "kept": self.stored_file,
            "drop_kind": "secondary" if self.stored_file.get("token") else "primary",
            "sign_verb": f"Signer {pluralise(self.signed_count, 'semaine')}",
            "problems": [
                {"message": f"{each.column}{each.row}, feuille {each.sheet} : {each.message}"}
                for each in self.defects[:_SUMMARISED]
            ],
            "defects": Table(
                self.defects,
                Column("Cellule", lambda each: f"{each.column}{each.row}"),
                Column("Feuille", lambda each: each.sheet),
                Column("Ce qui a été lu", lambda each: each.value),
                Column("Ce qui ne va pas", lambda each: each.message),
                Column("Quoi faire", lambda each: each.fix),
                id="defauts-table",
                caption="Défauts du classeur",
            ),
            "file_week": self.session_url("attendance:presences_file") + f"?{WEEK_PARAM}={today()}",
        }

    def save(self, data: dict[str, Any]) -> HttpResponseBase:
        """A dry run makes the same calls as a write: refusals are known in advance."""
        workbook, self.is_written = self.form.workbook, self.request.POST.get("act") == "write"
        rows = [AttendanceInputRow(each.key, each.week, f"{each.sheet}!{each.row}") for each in workbook.weeks]
        with transaction.atomic():
            self.result = sign_attendance(
                actor=self.actor, session=self.session, rows=rows, correct=data["corriger"], source=StepSource.FILE
            )
            if not self.is_written:
                transaction.set_rollback(True)
        self.defects = [*workbook.defects, *map(_refused_row, self.result.refused)]
        if self.is_written:
            self.form.discard_upload()
            report_signatures(self.request, self.result)
        elif self.signed_count:
            self.stored_file = self.form.store_upload()
        if self.is_written and not self.defects:
            return HttpResponseRedirect(self.back_url)
        status = UNPROCESSABLE_STATUS if self.defects else 200
        return self.render({"form": self.form, **self.context()}, status=status)


def _refused_row(refused: RefusedAttendanceRow) -> PresenceDefect:
    sheet, _, row = refused.row.place.rpartition("!")
    marks = refused.row.week.marks
    return PresenceDefect(sheet, int(row), "ligne ", marks, refused.reason, "Corrigez la ligne, ou retirez-la.")


def _answer(
    signing_result: AttendanceSigningResult | None, defects: Sequence[PresenceDefect], *, is_written: bool
) -> str:
    if signing_result is None:
        return (
            "Téléchargez la feuille de la semaine ou du mois, remplissez les cases teintées, déposez le classeur : "
            "les bonnes lignes sont gardées, les autres sont montrées cellule par cellule."
        )
    verb = "signées" if is_written else "à signer"
    parts = [
        f"{pluralise(len(signing_result.new), 'semaine')} {verb}",
        f"{pluralise(len(signing_result.corrected), 'semaine')} {'corrigées' if is_written else 'à corriger'}"
        if signing_result.corrected
        else "",
        f"{pluralise(len(signing_result.same), 'semaine')} sans changement" if signing_result.same else "",
        pluralise(len(defects), "défaut") if defects else "",
    ]
    end = "" if is_written else " Rien n’est encore écrit."
    return f"{', '.join(part for part in parts if part)}.{end}"
