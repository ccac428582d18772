"""« Qui était là cette semaine ? »: one session, one week, fourteen half-days a person; usable by keyboard only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from pacte.journeys.queries.session_attendance import (
    AttendanceRow,
    WeekSignatures,
    attendance_of_week,
    weeks_of_session,
)
from pacte.journeys.records import StepSource
from pacte.journeys.rules.attendance import (
    ATTENDED,
    HALF_DAYS,
    PRESENCE_LABELS,
    Presence,
    Week,
    suggested_week,
    week_defects,
)
from pacte.journeys.rules.attendance_limits import monday_of
from pacte.journeys.rules.billable_hours import hours_words
from pacte.journeys.rules.hours_input import format_hours, parse_hours
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import WEEKDAYS, format_day, pluralise
from pacte.kernel.user_input import parse_iso_day
from pacte.web.form_fields import first_error
from pacte.web.page import UNPROCESSABLE_STATUS
from pacte.web.pages.attendance.page_context import TraineesPage
from pacte.web.request import Request
from pacte.workflows.sign_attendance import AttendanceInputRow, AttendanceSigningResult, sign_attendance

WEEK_PARAM = "semaine"
_EMPTY_MESSAGE = "Rien n’est rempli : écrivez les présences d’au moins une personne, puis signez."


class MarksWidget(forms.MultiWidget):
    """Fourteen inputs, one a half-day; the template reads the ``label`` of each."""

    def __init__(self) -> None:
        labels = [f"{day} {half}" for day in WEEKDAYS for half in ("matin", "après-midi")]
        super().__init__([forms.TextInput({"label": label}) for label in labels])

    def decompress(self, value: str | None) -> list[str]:
        return list(value or "")


class MarksField(forms.Field):
    """Fourteen letters as one string, a blank one for nothing planned; "" when all are blank."""

    widget = MarksWidget

    def clean(self, value: Sequence[str | None]) -> str:
        marks = [str(each or "").strip().upper()[:2] for each in value]
        unknown_mark = next((mark for mark in marks if mark and mark not in set(Presence)), "")
        if unknown_mark:
            raise forms.ValidationError(f"« {unknown_mark} » n’est pas une présence. Écrivez P, D, E, A ou -.")
        return "".join(mark or Presence.NOT_PLANNED for mark in marks) if any(marks) else ""


class PersonWeekForm(forms.Form):
    """The week of one person. A blank form signs nothing: ``input_row`` stays None."""

    marks = MarksField()
    hours = forms.CharField(required=False)
    input_row: AttendanceInputRow | None = None

    def __init__(self, *args: Any, row: AttendanceRow, monday: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.monday = row, monday
        self.name = row.person.name or "Dossier effacé"

    def clean(self) -> None:
        marks, typed = self.cleaned_data.get("marks"), self.cleaned_data["hours"][:12]
        if marks is None or not (marks or typed):
            return
        attended = sum(Presence(mark) in ATTENDED for mark in marks)
        minutes = parse_hours(typed) if typed else (None if attended else 0)
        if minutes is None:
            problem = f"« {typed} » n’est pas une durée." if typed else "Il manque les heures réalisées."
            raise forms.ValidationError(f"{problem} Écrivez par exemple 35, 34,5 ou 34:30.")
        week = Week(self.monday, marks or Presence.NOT_PLANNED * HALF_DAYS, minutes)
        if week_defects(week):
            problem = f"{hours_words(minutes)} ne tiennent pas dans {attended} demi-journées de présence."
            raise forms.ValidationError(f"{problem} Corrigez la durée ou les présences.")
        self.input_row = AttendanceInputRow(self.row.person.key, week, self.row.person.name)

    @property
    def error(self) -> str:
        return first_error(self)

    @property
    def note(self) -> str:
        person, signed = self.row.person, self.row.signed
        if signed is not None:
            where = "signée sur papier" if self.row.is_on_paper else "signée"
            return f"{where}, {hours_words(signed.minutes)}"
        if person.entered_on is None:
            return "pas encore entrée : la première présence fait l’entrée"
        return f"formation finie le {format_day(person.ended_on)}" if person.ended_on else "à signer"


class BaseWeekFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """One form for each person of the week, whose fields bear their key: no row is ever signed for somebody else.

    ``form_kwargs`` hold the ``rows``, the ``monday`` and whether to ``fill`` them. The people are those of the week
    when it is sent, so that no management form is needed.
    """

    def total_form_count(self) -> int:
        return len(self.form_kwargs["rows"])

    initial_form_count = total_form_count

    def add_prefix(self, index: Any) -> str:
        return str(self.form_kwargs["rows"][index].person.key)

    def get_form_kwargs(self, index: Any) -> dict[str, Any]:
        row, fill = self.form_kwargs["rows"][index], self.form_kwargs["fill"]
        return {"row": row, "monday": self.form_kwargs["monday"], "initial": _initial_week(row, fill=fill)}


WeekFormSet = forms.formset_factory(PersonWeekForm, formset=BaseWeekFormSet)


def _initial_week(row: AttendanceRow, *, fill: bool) -> dict[str, str]:
    """The week as signed; else, when asked, half-days planned in the previous one, all present, to be typed over."""
    if row.signed is not None:
        return {"marks": row.signed.marks, "hours": format_hours(row.signed.minutes)}
    if not fill or row.before is None:
        return {}
    marks, minutes = suggested_week(row.before)
    return {"marks": marks, "hours": format_hours(minutes) if minutes else ""}


class WeekAttendancePage(TraineesPage):
    """Valid rows are signed; invalid ones are shown again with the problem."""

    http_method_names = ("get", "head", "post")
    template_name, crumb = "attendance/presences.html", "Présences"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.weeks = weeks_of_session(actor=self.actor, session=self.session, on=today())
        self.monday = week_from_request(self.request, self.weeks, today())

    def build_formset(self, data: Mapping[str, Any] | None = None) -> Any:
        rows = attendance_of_week(actor=self.actor, session=self.session, monday=self.monday)
        fill = self.request.GET.get("remplir") == "oui"
        return WeekFormSet(data, form_kwargs={"rows": rows, "monday": self.monday, "fill": fill})

    def get(self, request: Request) -> HttpResponseBase:
        return self.render_grid(self.build_formset())

    def post(self, request: Request) -> HttpResponseBase:
        week = self.build_formset(request.POST)
        rows = [form.input_row for form in week if form.is_valid() and form.input_row]
        corrects = request.POST.get("corriger") == "oui"
        source = StepSource.PAPER if request.POST.get("papier") == "oui" else StepSource.TYPED
        result = sign_attendance(actor=self.actor, session=self.session, rows=rows, correct=corrects, source=source)
        report_signatures(request, result)
        if rows and not result.refused and all(form.is_valid() for form in week):
            return HttpResponseRedirect(self.week_url(self.monday))
        # Read again: the good rows are signed by now.
        week = self.build_formset(request.POST)
        reasons = {each.row.key: each.reason for each in result.refused}
        for form in week:
            if form.row.person.key in reasons:
                form.add_error(None, reasons[form.row.person.key])
        return self.render_grid(week)

    def week_url(self, monday: date, page: str = "attendance:presences") -> str:
        return f"{self.session_url(page)}?{WEEK_PARAM}={monday}"

    def render_grid(self, week: Any) -> HttpResponse:
        """Above the grid, each problem links to its row."""
        monday, rows, following = self.monday, [form.row for form in week], self.monday + timedelta(weeks=1)
        problems = [
            {"message": f"{form.row.person.name} : {form.error}", "field": form["hours"].html_name}
            for form in week
            if form.error
        ]
        if week.is_bound and not problems:
            problems = [{"message": _EMPTY_MESSAGE}]
        values = {
            "title": "Qui était là cette semaine ?",
            "answer": _answer(rows, monday),
            "monday": monday,
            "head": [(name, monday + timedelta(days=rank)) for rank, name in enumerate(WEEKDAYS)],
            "legend": [(mark.value, label) for mark, label in PRESENCE_LABELS.items()],
            "before": self.week_url(monday - timedelta(weeks=1)),
            "after": self.week_url(following) if following <= today() else "",
            "fill": f"{self.week_url(monday)}&remplir=oui"
            if any(each.before and not each.signed for each in rows)
            else "",
            "file_week": self.week_url(monday, "attendance:presences_file"),
            "file_month": f"{self.session_url('attendance:presences_file')}?mois={monday:%Y-%m}",
            "drop": f"{self.url('intake:drop', 'presence')}?session={self.session.pk}",
            "weeks": [(each, self.week_url(each.monday)) for each in reversed(self.weeks)],
            "can_correct": any(each.signed for each in rows),
            "week": week,
            "problems": problems,
            "corrects": self.request.POST.get("corriger") == "oui",
            "is_on_paper": self.request.POST.get("papier") == "oui",
            "paper": self.week_url(monday, "attendance:paper_sheet"),
        }
        return self.render(values, status=UNPROCESSABLE_STATUS if problems else 200)


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


def _answer(rows: Sequence[AttendanceRow], monday: date) -> str:
    when = f"Semaine du {format_day(monday)}"
    if not rows:
        return f"{when} : personne n’est admis ni entré dans cette session."
    signed_weeks = [each.signed for each in rows if each.signed]
    signed_text = f"{len(signed_weeks)} {'signées' if len(signed_weeks) > 1 else 'signée'} sur {len(rows)}"
    return f"{when} : {signed_text}, {hours_words(sum(each.minutes for each in signed_weeks))} réalisées."
