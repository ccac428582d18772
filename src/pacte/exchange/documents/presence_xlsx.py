"""Attendance of a session as a workbook: one row per person and week, marks typed in the tinted columns."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import xlsxwriter

from pacte.exchange.documents.xlsx_cells import DOUBT_FILL, HEAD_FILL, Sheet, footer
from pacte.journeys.rules.attendance import PRESENCE_LABELS, Presence, Week
from pacte.journeys.rules.hours_input import format_hours
from pacte.kernel.french import format_day

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
HALF_DAY_HEADINGS = tuple(f"{name} {half}" for name in _DAYS for half in ("matin", "après-midi"))
KEYS = ("Dossier", "Semaine du")
HOURS = "Heures"
HEADINGS = (KEYS[0], "Nom", KEYS[1], *HALF_DAY_HEADINGS, HOURS)
_TYPED = frozenset((*HALF_DAY_HEADINGS, HOURS))
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class PresenceRow:
    """``week`` is None when nothing is signed yet; the marks are then empty."""

    key: str
    name: str
    monday: date
    week: Week | None


def write(rows: Sequence[PresenceRow], *, title: str, as_of: date, synthetic: bool = False) -> bytes:
    """The workbook. The same rows on the same day give the same bytes."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        workbook.set_properties({"title": title, "created": datetime.combine(as_of, time(), tzinfo=UTC)})
        out = Sheet(workbook, "Présences")
        bold = out.look(bold=True, text_wrap=False)
        out.put(0, 0, f"Données fictives · {title}" if synthetic else title, bold)
        out.put(1, 0, _legend(), out.look(text_wrap=False))
        head = out.look(bold=True, bg_color=HEAD_FILL, border=1, valign="vcenter")
        tinted = out.look(bold=True, bg_color=DOUBT_FILL, border=1, valign="vcenter")
        out.line(2, HEADINGS, [tinted if each in _TYPED else head for each in HEADINGS])
        plain, cell = out.look(num_format="@"), out.look(bg_color=DOUBT_FILL, num_format="@", align="center")
        for rank, row in enumerate(rows, start=3):
            marks = tuple(row.week.marks) if row.week else ("",) * len(HALF_DAY_HEADINGS)
            hours = format_hours(row.week.minutes) if row.week else ""
            values = (row.key, row.name, row.monday.isoformat(), *marks, hours)
            out.line(rank, values, [cell if heading in _TYPED else plain for heading in HEADINGS])
        if rows:
            out.sheet.data_validation(
                3, 3, 2 + len(rows), 2 + len(HALF_DAY_HEADINGS),
                {"validate": "list", "source": [mark.value for mark in Presence], "ignore_blank": True,
                 "error_title": "Présence", "error_message": _legend()[:255]},
            )  # fmt: skip
        out.widths((38, 24, 12, *(8,) * len(HALF_DAY_HEADINGS), 9))
        out.sheet.freeze_panes(3, 3)
        out.sheet.set_landscape()
        out.sheet.fit_to_pages(1, 0)
        out.sheet.repeat_rows(2)
        out.sheet.set_footer(footer(synthetic, title))
    return stream.getvalue()


def title_of(training: str, first: date, last: date) -> str:
    return f"Présences : {training}, semaines du {format_day(first)} au {format_day(last)}"


def _legend() -> str:
    return " · ".join(f"{mark.value} : {PRESENCE_LABELS[mark]}" for mark in Presence)
