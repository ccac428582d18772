"""The attendance sheet of a week or a month, prefilled, to fill in and to send back by the road of files."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from django.conf import settings
from django.http import HttpResponse

from pacte.exchange.documents import presence_pdf, presence_xlsx
from pacte.exchange.documents.presence_xlsx import PresenceRow
from pacte.journeys.queries.session_attendance import attendance_of_week, weeks_of_session
from pacte.journeys.rules.attendance_limits import mondays
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.web.downloads import file_response
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.attendance.attendance_page import week_from_request
from pacte.web.pages.attendance.page_context import TraineesPage

_MONTH = re.compile(r"(\d{4})-(\d{2})")


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


@TraineesPage.view(decorators=(heavy_view,))
def paper_sheet(page: TraineesPage) -> HttpResponse:
    """A sheet to sign where there is no network, a prison for one; it is typed later, with the days of its week."""
    monday = _requested_weeks(page)[0]
    names = [each.person.name for each in attendance_of_week(actor=page.actor, session=page.session, monday=monday)]
    data = presence_pdf.write(
        names, session=page.session, monday=monday, as_of=today(), synthetic=settings.INSTANCE.name == "demo"
    )  # fmt: skip
    return file_response(data, presence_pdf.MEDIA_TYPE, f"feuille_{monday:%Y-%m-%d}.pdf")


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
