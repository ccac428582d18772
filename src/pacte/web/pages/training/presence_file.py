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
from pacte.web.heavy import heavy
from pacte.web.pages.training.frame import actor_in, frame, page_url, trained_session
from pacte.web.pages.training.presence_page import WEEK, asked_week, say
from pacte.web.signed_in import signed_in
from pacte.workflows.sign_attendance import AttendanceInputRow, AttendanceSigningResult, sign_attendance

if TYPE_CHECKING:
    from pacte.exchange.presence_reading import PresenceWorkbook
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session

_MOST_BYTES = 5 * 1024**2
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DEFECTS = (
    {"label": "Cellule"}, {"label": "Feuille"}, {"label": "Ce qui a été lu"}, {"label": "Ce qui ne va pas"},
    {"label": "Quoi faire"},
)  # fmt: skip


class DropForm(forms.Form):
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
        found = self.cleaned_data["file"]
        if found.size > _MOST_BYTES:
            raise forms.ValidationError("Ce fichier dépasse 5 Mo. Déposez le classeur téléchargé ici.")
        return found


class _DryRun(Exception):
    """Roll back the dry run."""


@signed_in
@require_safe
@heavy
def download(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    """« ?semaine=2021-01-11 » or « ?mois=2021-01 »."""
    actor = actor_in(request)
    found = trained_session(actor, training, action, session)
    weeks = _weeks(request, actor, found)
    rows = [
        PresenceRow(str(line.person.key), line.person.name, monday, line.signed)
        for monday in weeks
        for line in attendance_of_week(actor=actor, session=found, monday=monday)
    ]
    on = today()
    title = presence_xlsx.presence_title(found.training.title, weeks[0], weeks[-1])
    data = presence_xlsx.write(rows, title=title, as_of=on, synthetic=settings.INSTANCE.name == "demo")
    response = HttpResponse(data, content_type=presence_xlsx.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="presences_{weeks[0]:%Y-%m-%d}.xlsx"'
    return response


def _weeks(request: HttpRequest, actor: Actor, session: Session) -> list[date]:
    asked = request.GET.get("mois", "").strip()
    if not asked:
        on = today()
        return [asked_week(request, weeks_of_session(actor=actor, session=session, on=on), on)]
    shape = _MONTH.fullmatch(asked)
    year, month = (int(shape[1]), int(shape[2])) if shape else (0, 0)
    if not (1 <= month <= 12 and 2000 <= year <= 2100):
        raise ValidationError(
            "month_shape", f"« {asked[:40]} » n’est pas un mois.", hint="Écrivez par exemple « 2021-01 »."
        )
    return mondays(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    """« act=check » previews; « act=write » signs the valid rows and reports the problems of the others."""
    actor = actor_in(request)
    found = trained_session(actor, training, action, session)
    sent = request.method == "POST"
    form = DropForm(request.POST if sent else None, request.FILES if sent else None)
    if not form.is_valid():
        return _shown(request, actor, found, form, status=422 if sent else 200)
    file = form.cleaned_data["file"]
    try:
        book = presence_reading.read_presence_workbook(file.read(), name=safe_file_name(file.name))
    except ValidationError as error:
        form.add_error("file", str(error))
        return _shown(request, actor, found, form, status=422)
    is_written = request.POST.get("act") == "write"
    signed = _sign(actor, found, book, correct=form.cleaned_data["corriger"], is_written=is_written)
    defects = _defects(book, signed)
    if is_written:
        say(request, signed)
        if not defects:
            return HttpResponseRedirect(page_url(found, "presences"))
    return _shown(request, actor, found, form, signed=signed, defects=defects, is_written=is_written)


def _sign(
    actor: Actor, session: Session, book: PresenceWorkbook, *, correct: bool, is_written: bool
) -> AttendanceSigningResult:
    """Same calls for a dry run and for a write: refusals are known in advance."""
    rows = [AttendanceInputRow(each.key, each.week, f"{each.sheet}!{each.row}") for each in book.weeks]
    try:
        with transaction.atomic():
            done = sign_attendance(actor=actor, session=session, rows=rows, correct=correct, source=StepSource.FILE)
            if not is_written:
                raise _DryRun
    except _DryRun:
        pass
    return done


def _defects(book: PresenceWorkbook, signed: AttendanceSigningResult) -> list[list[str]]:
    read = [[f"{each.column}{each.row}", each.sheet, each.value, each.message, each.fix] for each in book.defects]
    refused = []
    for each in signed.refused:
        sheet, _, row = each.row.place.rpartition("!")
        refused.append([f"ligne {row}", sheet, each.row.week.marks, each.reason, "Corrigez la ligne, ou retirez-la."])
    return read + refused


def _shown(
    request: HttpRequest, actor: Actor, session: Session, form: DropForm, *, signed: AttendanceSigningResult | None = None,
    defects: list[list[str]] | None = None, is_written: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    presences = page_url(session, "presences")
    values = frame(actor, session, ("Présences", presences), ("Classeur", "")) | {
        "title": "Que dit ce classeur de présences ?",
        "answer": _answer(signed, defects or [], is_written=is_written),
        "form": form,
        "defects": defects or [],
        "defect_columns": _DEFECTS,
        "file_week": page_url(session, "presences_file") + f"?{WEEK}={today()}",
        "presences": presences,
    }
    return render(request, "training/presences_in.html", values, status=422 if defects else status)


def _answer(signed: AttendanceSigningResult | None, defects: list[list[str]], *, is_written: bool) -> str:
    if signed is None:
        return (
            "Téléchargez la feuille de la semaine ou du mois, remplissez les cases teintées, déposez le classeur : "
            "les bonnes lignes sont gardées, les autres sont montrées cellule par cellule."
        )
    verb = "signées" if is_written else "à signer"
    parts = [
        f"{pluralise(len(signed.new), 'semaine')} {verb}",
        f"{pluralise(len(signed.corrected), 'semaine')} {'corrigées' if is_written else 'à corriger'}"
        if signed.corrected
        else "",
        f"{pluralise(len(signed.same), 'semaine')} sans changement" if signed.same else "",
        pluralise(len(defects), "défaut") if defects else "",
    ]
    end = "" if is_written else " Rien n’est encore écrit : déposez de nouveau le classeur pour signer."
    return f"{', '.join(part for part in parts if part)}.{end}"
