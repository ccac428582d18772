"""« Qui était là cette semaine ? »: one session, one week, fourteen half-days a person; usable by keyboard only."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from pacte.journeys.queries.session_attendance import attendance_of_week, weeks_of_session
from pacte.journeys.rules.attendance_limits import monday_of
from pacte.journeys.rules.billable_hours import hours_words
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_day, pluralise
from pacte.kernel.user_input import parse_iso_day
from pacte.web.pages.training import presence_grid
from pacte.web.pages.training.frame import actor_in, frame, page_url, trained_session
from pacte.web.signed_in import signed_in
from pacte.workflows.sign_attendance import AttendanceSigningResult, sign_attendance

if TYPE_CHECKING:
    from pacte.journeys.queries.session_attendance import AttendanceRow, WeekSignatures
    from pacte.offer.models import Session

WEEK = "semaine"
_NOTHING = "Rien n’est rempli : écrivez les présences d’au moins une personne, puis signez."


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    """Valid rows are signed; invalid ones are shown again with the problem."""
    actor = actor_in(request)
    found = trained_session(actor, training, action, session)
    on = today()
    weeks = weeks_of_session(actor=actor, session=found, on=on)
    monday = asked_week(request, weeks, on)
    lines = attendance_of_week(actor=actor, session=found, monday=monday)
    given: dict[str, presence_grid.TypedRow] | None = None
    errors: dict[str, str] = {}
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        given = presence_grid.typed_rows(request.POST, lines, monday)
        rows = [each.row for each in given.values() if each.row is not None]
        signed = sign_attendance(actor=actor, session=found, rows=rows, correct=request.POST.get("corriger") == "oui")
        errors = {str(each.row.key): each.reason for each in signed.refused}
        errors |= {key: each.error for key, each in given.items() if each.error}
        say(request, signed)
        if not errors and rows:
            return HttpResponseRedirect(f"{page_url(found, 'presences')}?{WEEK}={monday}")
        problems = _problems(lines, errors)
        lines = attendance_of_week(actor=actor, session=found, monday=monday)
    values = frame(actor, found, ("Présences", "")) | _said(found, lines, monday, weeks, on) | {
        "rows": presence_grid.grid(lines, monday, given, errors, fill=request.GET.get("remplir") == "oui"),
        "problems": problems,
        "corrects": request.POST.get("corriger") == "oui",
    }  # fmt: skip
    return render(request, "training/presences.html", values, status=422 if problems else 200)


def _problems(lines: list[AttendanceRow], errors: dict[str, str]) -> list[dict[str, str]]:
    """Problems by row, each with a link to it."""
    names = {str(each.person.key): each.person.name for each in lines}
    found = [{"message": f"{names.get(key, '')} : {why}", "field": f"h-{key}"} for key, why in errors.items()]
    return found or [{"message": _NOTHING}]


def asked_week(request: HttpRequest, weeks: list[WeekSignatures], on: date) -> date:
    """« ?semaine=2021-01-11 », any day of the week; default: the oldest unsigned week. Raises ``ValidationError``."""
    asked = (request.POST.get(WEEK) or request.GET.get(WEEK) or "").strip()
    if asked:
        try:
            return monday_of(parse_iso_day(asked))
        except (ValueError, OverflowError) as fault:
            raise ValidationError(
                "week_shape", f"« {asked[:40]} » n’est pas une date.", hint="Écrivez par exemple « 2021-01-11 »."
            ) from fault
    lacking = next((each.monday for each in weeks if each.signed < each.expected and each.monday <= on), None)
    return lacking or (weeks[-1].monday if weeks else monday_of(on))


def say(request: HttpRequest, signed: AttendanceSigningResult) -> None:
    """Report what was written, one message for each kind of change."""
    if signed.new:
        messages.success(request, f"{pluralise(len(signed.new), 'semaine signée', 'semaines signées')}.")
    if signed.corrected:
        said = pluralise(len(signed.corrected), "semaine corrigée", "semaines corrigées")
        messages.success(request, f"{said} : la ligne remplacée reste écrite.")
    if signed.entered:
        said = pluralise(len(signed.entered), "entrée notée", "entrées notées")
        names = ", ".join(each.place for each in signed.entered if each.place)
        messages.info(request, f"{said} à la première demi-journée de présence : {names}.")
    if signed.same and not (signed.new or signed.corrected):
        messages.info(request, "Rien n’a changé : ces semaines étaient déjà signées ainsi.")


def _said(
    session: Session, lines: list[AttendanceRow], monday: date, weeks: list[WeekSignatures], on: date
) -> dict[str, Any]:
    url = page_url(session, "presences")
    return {
        "title": "Qui était là cette semaine ?",
        "answer": _answer(lines, monday),
        "monday": monday,
        "head": presence_grid.head(monday),
        "legend": presence_grid.LEGEND,
        "before": f"{url}?{WEEK}={monday - timedelta(weeks=1)}",
        "after": f"{url}?{WEEK}={monday + timedelta(weeks=1)}" if monday + timedelta(weeks=1) <= on else "",
        "fill": f"{url}?{WEEK}={monday}&remplir=oui" if any(each.before and not each.signed for each in lines) else "",
        "file_week": f"{page_url(session, 'presences_file')}?{WEEK}={monday}",
        "file_month": f"{page_url(session, 'presences_file')}?mois={monday:%Y-%m}",
        "drop": page_url(session, "presences_in"),
        "weeks": [_week(each, url, monday) for each in reversed(weeks)],
        "can_correct": any(each.signed for each in lines),
    }


def _answer(lines: list[AttendanceRow], monday: date) -> str:
    when = f"Semaine du {format_day(monday)}"
    if not lines:
        return f"{when} : personne n’est admis ni entré dans cette session."
    signed = [each.signed for each in lines if each.signed]
    minutes = sum(each.minutes for each in signed)
    return f"{when} : {len(signed)} signée sur {len(lines)}, {hours_words(minutes)} réalisées.".replace(
        "signée", "signée" if len(signed) < 2 else "signées"
    )


def _week(each: WeekSignatures, url: str, monday: date) -> dict[str, Any]:
    return {
        "label": format_day(each.monday),
        "url": f"{url}?{WEEK}={each.monday}",
        "note": f"{each.signed} / {each.expected}",
        "is_on": each.monday == monday,
        "is_whole": each.signed >= each.expected,
    }
