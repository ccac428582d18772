"""Attendance in Excel: download the prefilled sheet of a week or a month, and upload it back."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from pacte.exchange import presence_reading
from pacte.exchange.documents import presence_xlsx
from pacte.exchange.documents.presence_xlsx import PresenceRow
from pacte.exchange.sandbox.launcher import safe_file_name
from pacte.journeys.queries.session_attendance import attendance_of_week, weeks_of_session
from pacte.journeys.records import StepSource
from pacte.journeys.rules.attendance_limits import mondays
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import pluralise
from pacte.web.heavy_views import heavy_view
from pacte.web.page import Crumb, FormPage
from pacte.web.pages.attendance.attendance_page import WEEK_PARAM, report_signatures, week_from_request
from pacte.web.pages.attendance.page_context import TraineesPage, attendance_page_url
from pacte.web.tables import Column, Table
from pacte.workflows.sign_attendance import AttendanceInputRow, AttendanceSigningResult, sign_attendance

if TYPE_CHECKING:
    from pacte.exchange.presence_reading import PresenceWorkbook
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session

_MAX_BYTES = 5 * 1024**2
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DEFECT_LABELS = ("Cellule", "Feuille", "Ce qui a été lu", "Ce qui ne va pas", "Quoi faire")


class AttendanceWorkbookForm(forms.Form):
    file = forms.FileField(
        label="Classeur",
        max_length=255,
        error_messages={
            "required": "Choisissez le classeur .xlsx que vous avez rempli.",
            "empty": "Ce fichier est vide. Vérifiez que vous avez choisi le bon.",
            "max_length": "Le nom de ce fichier est trop long. Renommez-le, puis déposez-le de nouveau.",
        },
    )
    corriger = forms.BooleanField(required=False)

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > _MAX_BYTES:
            raise forms.ValidationError("Ce fichier dépasse 5 Mo. Déposez le classeur téléchargé ici.")
        return upload


class _DryRun(Exception):
    """Roll back the dry run."""


@TraineesPage.view(decorators=(heavy_view,))
def download(page: TraineesPage) -> HttpResponse:
    """« ?semaine=2021-01-11 » or « ?mois=2021-01 »."""
    weeks = _requested_weeks(page.request, page.actor, page.session)
    rows = [
        PresenceRow(str(attendance_row.person.key), attendance_row.person.name, monday, attendance_row.signed)
        for monday in weeks
        for attendance_row in attendance_of_week(actor=page.actor, session=page.session, monday=monday)
    ]
    title = presence_xlsx.presence_title(page.session.training.title, weeks[0], weeks[-1])
    data = presence_xlsx.write(rows, title=title, as_of=today(), synthetic=settings.INSTANCE.name == "demo")
    response = HttpResponse(data, content_type=presence_xlsx.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="presences_{weeks[0]:%Y-%m-%d}.xlsx"'
    return response


def _requested_weeks(request: HttpRequest, actor: Actor, session: Session) -> list[date]:
    month_text = request.GET.get("mois", "").strip()
    if not month_text:
        on = today()
        return [week_from_request(request, weeks_of_session(actor=actor, session=session, on=on), on)]
    match = _MONTH.fullmatch(month_text)
    year, month = (int(match[1]), int(match[2])) if match else (0, 0)
    if not (1 <= month <= 12 and 2000 <= year <= 2100):
        raise ValidationError(
            "month_shape", f"« {month_text[:40]} » n’est pas un mois.", hint="Écrivez par exemple « 2021-01 »."
        )
    return mondays(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


class AttendanceWorkbookPage(TraineesPage, FormPage):
    """« act=check » previews; « act=write » signs the valid rows and reports the problems of the others."""

    form_class, template_name, crumb = AttendanceWorkbookForm, "attendance/presences_in.html", "Classeur"

    @property
    def back_url(self) -> str:
        return attendance_page_url(self.session, "presences")

    def breadcrumb(self) -> Sequence[Crumb]:
        *above, own = super().breadcrumb()
        return [*above, ("Présences", self.back_url), own]

    def render_form(self, form: forms.BaseForm) -> HttpResponse:
        return self.render_result(form, status=422 if form.is_bound else 200)

    def save(self, data: dict[str, Any]) -> HttpResponseBase:
        file = data["file"]
        try:
            workbook = presence_reading.read_presence_workbook(file.read(), name=safe_file_name(file.name))
        except ValidationError as error:
            self.form.add_error("file", str(error))
            return self.render_form(self.form)
        is_written = self.request.POST.get("act") == "write"
        result = _sign(self.actor, self.session, workbook, correct=data["corriger"], is_written=is_written)
        defects = _defect_rows(workbook, result)
        if is_written:
            report_signatures(self.request, result)
        if is_written and not defects:
            return HttpResponseRedirect(self.back_url)
        return self.render_result(self.form, result, defects, is_written=is_written, status=422 if defects else 200)

    def render_result(
        self,
        form: forms.BaseForm,
        result: AttendanceSigningResult | None = None,
        defects: Sequence[list[str]] = (),
        *,
        is_written: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        columns = (Column(label, itemgetter(rank)) for rank, label in enumerate(_DEFECT_LABELS))
        values = {
            "title": "Que dit ce classeur de présences ?",
            "answer": _answer(result, defects, is_written=is_written),
            "form": form,
            "defects": Table(defects, *columns, id="defauts-table", caption="Défauts du classeur"),
            "file_week": attendance_page_url(self.session, "presences_file") + f"?{WEEK_PARAM}={today()}",
            "presences": self.back_url,
        }
        return self.render(values, status=status)


def _sign(
    actor: Actor, session: Session, workbook: PresenceWorkbook, *, correct: bool, is_written: bool
) -> AttendanceSigningResult:
    """Same calls for a dry run and for a write: refusals are known in advance."""
    rows = [AttendanceInputRow(each.key, each.week, f"{each.sheet}!{each.row}") for each in workbook.weeks]
    try:
        with transaction.atomic():
            signing_result = sign_attendance(
                actor=actor, session=session, rows=rows, correct=correct, source=StepSource.FILE
            )
            if not is_written:
                raise _DryRun
    except _DryRun:
        pass
    return signing_result


def _defect_rows(workbook: PresenceWorkbook, signing_result: AttendanceSigningResult) -> list[list[str]]:
    read_defects = [
        [f"{each.column}{each.row}", each.sheet, each.value, each.message, each.fix] for each in workbook.defects
    ]
    refused_rows = []
    for each in signing_result.refused:
        sheet, _, row = each.row.place.rpartition("!")
        refused_rows.append(
            [f"ligne {row}", sheet, each.row.week.marks, each.reason, "Corrigez la ligne, ou retirez-la."]
        )
    return read_defects + refused_rows


def _answer(signing_result: AttendanceSigningResult | None, defects: Sequence[list[str]], *, is_written: bool) -> str:
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
    end = "" if is_written else " Rien n’est encore écrit : déposez de nouveau le classeur pour signer."
    return f"{', '.join(part for part in parts if part)}.{end}"
