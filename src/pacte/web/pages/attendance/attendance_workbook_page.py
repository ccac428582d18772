"""Attendance in Excel: download the prefilled sheet of a week or a month, and upload it back."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

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
from pacte.web.pages.attendance.attendance_page import WEEK_PARAM, report_signatures, week_from_request
from pacte.web.pages.attendance.page_context import (
    attendance_page_context,
    attendance_page_url,
    request_actor,
    trainable_session,
)
from pacte.web.require_login import require_login
from pacte.workflows.sign_attendance import AttendanceInputRow, AttendanceSigningResult, sign_attendance

if TYPE_CHECKING:
    from pacte.exchange.presence_reading import PresenceWorkbook
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session

_MAX_BYTES = 5 * 1024**2
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DEFECT_COLUMNS = (
    {"label": "Cellule"}, {"label": "Feuille"}, {"label": "Ce qui a été lu"}, {"label": "Ce qui ne va pas"},
    {"label": "Quoi faire"},
)  # fmt: skip


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


@require_login
@require_safe
@heavy_view
def download(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    """« ?semaine=2021-01-11 » or « ?mois=2021-01 »."""
    actor = request_actor(request)
    training_session = trainable_session(actor, training, action, session)
    weeks = _requested_weeks(request, actor, training_session)
    rows = [
        PresenceRow(str(attendance_row.person.key), attendance_row.person.name, monday, attendance_row.signed)
        for monday in weeks
        for attendance_row in attendance_of_week(actor=actor, session=training_session, monday=monday)
    ]
    on = today()
    title = presence_xlsx.presence_title(training_session.training.title, weeks[0], weeks[-1])
    data = presence_xlsx.write(rows, title=title, as_of=on, synthetic=settings.INSTANCE.name == "demo")
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


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    """« act=check » previews; « act=write » signs the valid rows and reports the problems of the others."""
    actor = request_actor(request)
    training_session = trainable_session(actor, training, action, session)
    is_post = request.method == "POST"
    form = AttendanceWorkbookForm(request.POST if is_post else None, request.FILES if is_post else None)
    if not form.is_valid():
        return _render_page(request, actor, training_session, form, status=422 if is_post else 200)
    file = form.cleaned_data["file"]
    try:
        workbook = presence_reading.read_presence_workbook(file.read(), name=safe_file_name(file.name))
    except ValidationError as error:
        form.add_error("file", str(error))
        return _render_page(request, actor, training_session, form, status=422)
    is_written = request.POST.get("act") == "write"
    signing_result = _sign(
        actor, training_session, workbook, correct=form.cleaned_data["corriger"], is_written=is_written
    )
    defects = _defect_rows(workbook, signing_result)
    if is_written:
        report_signatures(request, signing_result)
        if not defects:
            return HttpResponseRedirect(attendance_page_url(training_session, "presences"))
    return _render_page(
        request, actor, training_session, form, signing_result=signing_result, defects=defects, is_written=is_written
    )


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


def _render_page(
    request: HttpRequest,
    actor: Actor,
    session: Session,
    form: AttendanceWorkbookForm,
    *,
    signing_result: AttendanceSigningResult | None = None,
    defects: list[list[str]] | None = None,
    is_written: bool = False,
    status: int = 200,
) -> HttpResponse:
    presences = attendance_page_url(session, "presences")
    values = attendance_page_context(actor, session, ("Présences", presences), ("Classeur", "")) | {
        "title": "Que dit ce classeur de présences ?",
        "answer": _answer(signing_result, defects or [], is_written=is_written),
        "form": form,
        "defects": defects or [],
        "defect_columns": _DEFECT_COLUMNS,
        "file_week": attendance_page_url(session, "presences_file") + f"?{WEEK_PARAM}={today()}",
        "presences": presences,
    }
    return render(request, "training/presences_in.html", values, status=422 if defects else status)


def _answer(signing_result: AttendanceSigningResult | None, defects: list[list[str]], *, is_written: bool) -> str:
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
