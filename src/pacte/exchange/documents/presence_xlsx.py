"""Attendance of a session as a workbook: one row per person and week, marks typed in the tinted columns."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pacte.exchange.documents.xlsx_worksheet import (
    DOUBT_FILL,
    HEAD_FILL,
    MEDIA_TYPE,
    WorksheetWriter,
    creation_time,
    new_workbook,
    page_footer,
)
from pacte.journeys.rules.attendance import PRESENCE_LABELS, Presence, Week
from pacte.journeys.rules.hours_input import format_hours
from pacte.kernel.french import format_day

__all__ = [
    "HALF_DAY_HEADINGS",
    "HEADINGS",
    "HOURS_HEADING",
    "KEY_HEADINGS",
    "MEDIA_TYPE",
    "PresenceRow",
    "presence_title",
    "write",
]


_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
HALF_DAY_HEADINGS = tuple(f"{name} {half}" for name in _DAYS for half in ("matin", "après-midi"))
KEY_HEADINGS = ("Dossier", "Semaine du")
HOURS_HEADING = "Heures"
HEADINGS = (KEY_HEADINGS[0], "Nom", KEY_HEADINGS[1], *HALF_DAY_HEADINGS, HOURS_HEADING)
_INPUT_HEADINGS = frozenset((*HALF_DAY_HEADINGS, HOURS_HEADING))


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
    with new_workbook(stream, title=title, created=creation_time(as_of)) as workbook:
        out = WorksheetWriter(workbook, "Présences")
        bold = out.cell_format(bold=True, text_wrap=False)
        out.write_cell(0, 0, f"Données fictives · {title}" if synthetic else title, bold)
        out.write_cell(1, 0, _legend(), out.cell_format(text_wrap=False))
        head = out.cell_format(bold=True, bg_color=HEAD_FILL, border=1, valign="vcenter")
        tinted = out.cell_format(bold=True, bg_color=DOUBT_FILL, border=1, valign="vcenter")
        out.write_row(2, HEADINGS, [tinted if each in _INPUT_HEADINGS else head for each in HEADINGS])
        plain, cell = (
            out.cell_format(num_format="@"),
            out.cell_format(bg_color=DOUBT_FILL, num_format="@", align="center"),
        )
        for rank, row in enumerate(rows, start=3):
            marks = tuple(row.week.marks) if row.week else ("",) * len(HALF_DAY_HEADINGS)
            hours = format_hours(row.week.minutes) if row.week else ""
            values = (row.key, row.name, row.monday.isoformat(), *marks, hours)
            out.write_row(rank, values, [cell if heading in _INPUT_HEADINGS else plain for heading in HEADINGS])
        if rows:
            out.sheet.data_validation(
                3, 3, 2 + len(rows), 2 + len(HALF_DAY_HEADINGS),
                {"validate": "list", "source": [mark.value for mark in Presence], "ignore_blank": True,
                 "error_title": "Présence", "error_message": _legend()[:255]},
            )  # fmt: skip
        out.widths((38, 24, 12, *(8,) * len(HALF_DAY_HEADINGS), 9))
        out.sheet.freeze_panes(3, 3)
        out.sheet.repeat_rows(2)
        out.set_print(page_footer(synthetic, title))
    return stream.getvalue()


def presence_title(training: str, first: date, last: date) -> str:
    return f"Présences : {training}, semaines du {format_day(first)} au {format_day(last)}"


def _legend() -> str:
    return " · ".join(f"{mark.value} : {PRESENCE_LABELS[mark]}" for mark in Presence)
