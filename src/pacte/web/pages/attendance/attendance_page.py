"""« Qui était là cette semaine ? »: one session, one week, fourteen half-days a person; usable by keyboard only."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from pacte.journeys.queries.session_attendance import attendance_of_week, weeks_of_session
from pacte.journeys.rules.attendance_limits import monday_of
from pacte.journeys.rules.billable_hours import hours_words
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_day, pluralise
from pacte.kernel.user_input import parse_iso_day
from pacte.web.pages.attendance import attendance_grid
from pacte.web.pages.attendance.page_context import TraineesPage, attendance_page_url
from pacte.web.request import Request
from pacte.workflows.sign_attendance import AttendanceSigningResult, sign_attendance

if TYPE_CHECKING:
    from pacte.journeys.queries.session_attendance import AttendanceRow, WeekSignatures
    from pacte.offer.models import Session

WEEK_PARAM = "semaine"
_EMPTY_MESSAGE = "Rien n’est rempli : écrivez les présences d’au moins une personne, puis signez."


class WeekAttendancePage(TraineesPage):
    """Valid rows are signed; invalid ones are shown again with the problem."""

    http_method_names = ("get", "head", "post")
    template_name, crumb = "attendance/presences.html", "Présences"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.weeks = weeks_of_session(actor=self.actor, session=self.session, on=today())
        self.monday = week_from_request(self.request, self.weeks, today())

    def rows(self) -> list[AttendanceRow]:
        return attendance_of_week(actor=self.actor, session=self.session, monday=self.monday)

    def get(self, request: Request) -> HttpResponseBase:
        return self.render_grid(None, {}, [])

    def post(self, request: Request) -> HttpResponseBase:
        attendance_rows, corrects = self.rows(), request.POST.get("corriger") == "oui"
        inputs_by_key = attendance_grid.parse_attendance_form(request.POST, attendance_rows, self.monday)
        rows = [each.row for each in inputs_by_key.values() if each.row is not None]
        result = sign_attendance(actor=self.actor, session=self.session, rows=rows, correct=corrects)
        errors = {str(each.row.key): each.reason for each in result.refused}
        errors |= {key: each.error for key, each in inputs_by_key.items() if each.error}
        report_signatures(request, result)
        if not errors and rows:
            url = attendance_page_url(self.session, "presences")
            return HttpResponseRedirect(f"{url}?{WEEK_PARAM}={self.monday}")
        return self.render_grid(inputs_by_key, errors, _problems(attendance_rows, errors))

    def render_grid(
        self,
        inputs_by_key: dict[str, attendance_grid.AttendanceFormRow] | None,
        errors: dict[str, str],
        problems: list[dict[str, str]],
    ) -> HttpResponse:
        rows, fill = self.rows(), self.request.GET.get("remplir") == "oui"
        values = _week_context(self.session, rows, self.monday, self.weeks, today()) | {
            "rows": attendance_grid.grid_rows(rows, self.monday, inputs_by_key, errors, fill=fill),
            "problems": problems,
            "corrects": self.request.POST.get("corriger") == "oui",
        }
        return self.render(values, status=422 if problems else 200)


def _problems(attendance_rows: list[AttendanceRow], errors: dict[str, str]) -> list[dict[str, str]]:
    """Problems by row, each with a link to it."""
    names = {str(each.person.key): each.person.name for each in attendance_rows}
    problems = [{"message": f"{names.get(key, '')} : {why}", "field": f"h-{key}"} for key, why in errors.items()]
    return problems or [{"message": _EMPTY_MESSAGE}]


def week_from_request(request: HttpRequest, weeks: list[WeekSignatures], on: date) -> date:
    """« ?semaine=2021-01-11 », any day of the week; default: the oldest unsigned week. Raises ``ValidationError``."""
    week_text = (request.POST.get(WEEK_PARAM) or request.GET.get(WEEK_PARAM) or "").strip()
    if week_text:
        try:
            return monday_of(parse_iso_day(week_text))
        except (ValueError, OverflowError) as error:
            raise ValidationError(
                "week_shape", f"« {week_text[:40]} » n’est pas une date.", hint="Écrivez par exemple « 2021-01-11 »."
            ) from error
    first_unsigned = next((each.monday for each in weeks if each.signed < each.expected and each.monday <= on), None)
    return first_unsigned or (weeks[-1].monday if weeks else monday_of(on))


def report_signatures(request: HttpRequest, signing_result: AttendanceSigningResult) -> None:
    """Report what was written, one message for each kind of change."""
    if signing_result.new:
        messages.success(request, f"{pluralise(len(signing_result.new), 'semaine signée', 'semaines signées')}.")
    if signing_result.corrected:
        count_text = pluralise(len(signing_result.corrected), "semaine corrigée", "semaines corrigées")
        messages.success(request, f"{count_text} : la ligne remplacée reste écrite.")
    if signing_result.entered:
        count_text = pluralise(len(signing_result.entered), "entrée notée", "entrées notées")
        names = ", ".join(each.place for each in signing_result.entered if each.place)
        messages.info(request, f"{count_text} à la première demi-journée de présence : {names}.")
    if signing_result.same and not (signing_result.new or signing_result.corrected):
        messages.info(request, "Rien n’a changé : ces semaines étaient déjà signées ainsi.")


def _week_context(
    session: Session, attendance_rows: list[AttendanceRow], monday: date, weeks: list[WeekSignatures], on: date
) -> dict[str, Any]:
    url = attendance_page_url(session, "presences")
    return {
        "title": "Qui était là cette semaine ?",
        "answer": _answer(attendance_rows, monday),
        "monday": monday,
        "head": attendance_grid.week_header(monday),
        "legend": attendance_grid.LEGEND,
        "before": f"{url}?{WEEK_PARAM}={monday - timedelta(weeks=1)}",
        "after": f"{url}?{WEEK_PARAM}={monday + timedelta(weeks=1)}" if monday + timedelta(weeks=1) <= on else "",
        "fill": f"{url}?{WEEK_PARAM}={monday}&remplir=oui"
        if any(each.before and not each.signed for each in attendance_rows)
        else "",
        "file_week": f"{attendance_page_url(session, 'presences_file')}?{WEEK_PARAM}={monday}",
        "file_month": f"{attendance_page_url(session, 'presences_file')}?mois={monday:%Y-%m}",
        "drop": attendance_page_url(session, "presences_in"),
        "weeks": [_week_link(each, url, monday) for each in reversed(weeks)],
        "can_correct": any(each.signed for each in attendance_rows),
    }


def _answer(attendance_rows: list[AttendanceRow], monday: date) -> str:
    when = f"Semaine du {format_day(monday)}"
    if not attendance_rows:
        return f"{when} : personne n’est admis ni entré dans cette session."
    signed_weeks = [each.signed for each in attendance_rows if each.signed]
    minutes = sum(each.minutes for each in signed_weeks)
    return f"{when} : {len(signed_weeks)} signée sur {len(attendance_rows)}, {hours_words(minutes)} réalisées.".replace(
        "signée", "signée" if len(signed_weeks) < 2 else "signées"
    )


def _week_link(each: WeekSignatures, url: str, monday: date) -> dict[str, Any]:
    return {
        "label": format_day(each.monday),
        "url": f"{url}?{WEEK_PARAM}={each.monday}",
        "note": f"{each.signed} / {each.expected}",
        "is_on": each.monday == monday,
        "is_whole": each.signed >= each.expected,
    }
