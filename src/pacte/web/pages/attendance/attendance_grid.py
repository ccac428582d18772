"""Attendance of a week as a grid: displayed values and form parsing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pacte.journeys.rules.attendance import ATTENDED, HALF_DAYS, PRESENCE_LABELS, Presence, Week, week_defects
from pacte.journeys.rules.billable_hours import hours_words
from pacte.journeys.rules.hours_input import format_hours, parse_hours
from pacte.kernel.french import format_day
from pacte.workflows.sign_attendance import AttendanceInputRow

if TYPE_CHECKING:
    from pacte.journeys.queries.session_attendance import AttendanceRow

DAY_NAMES = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
LEGEND = tuple((mark.value, label) for mark, label in PRESENCE_LABELS.items())
_MARKS = {mark.value for mark in Presence}


@dataclass(frozen=True, slots=True)
class AttendanceFormRow:
    """Form values of one person. ``error``: why they are invalid; ``row`` is None in that case, or when empty."""

    marks: tuple[str, ...]
    hours: str
    row: AttendanceInputRow | None = None
    error: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(self.marks) and not self.hours


def parse_attendance_form(
    data: Mapping[str, Any], attendance_rows: list[AttendanceRow], monday: date
) -> dict[str, AttendanceFormRow]:
    """By the key of each person of the week."""
    return {
        str(attendance_row.person.key): _parse_row(data, attendance_row, monday) for attendance_row in attendance_rows
    }


def _parse_row(data: Mapping[str, Any], attendance_row: AttendanceRow, monday: date) -> AttendanceFormRow:
    key = str(attendance_row.person.key)
    marks = tuple(str(data.get(f"m-{key}-{rank}", "")).strip().upper()[:2] for rank in range(HALF_DAYS))
    hours = str(data.get(f"h-{key}", "")).strip()[:12]
    input_row = AttendanceFormRow(marks, hours)
    if input_row.is_empty:
        return input_row
    unknown_mark = next((mark for mark in marks if mark and mark not in _MARKS), "")
    if unknown_mark:
        return AttendanceFormRow(
            marks, hours, error=f"« {unknown_mark} » n’est pas une présence. Écrivez P, D, E, A ou -."
        )
    attended = sum(bool(mark) and Presence(mark) in ATTENDED for mark in marks)
    minutes = parse_hours(hours) if hours else (None if attended else 0)
    if minutes is None:
        problem = f"« {hours} » n’est pas une durée." if hours else "Il manque les heures réalisées."
        return AttendanceFormRow(marks, hours, error=f"{problem} Écrivez par exemple 35, 34,5 ou 34:30.")
    week = Week(monday, "".join(mark or Presence.NOT_PLANNED for mark in marks), minutes)
    if week_defects(week):
        problem = f"{hours_words(minutes)} ne tiennent pas dans {attended} demi-journées de présence."
        return AttendanceFormRow(marks, hours, error=f"{problem} Corrigez la durée ou les présences.")
    return AttendanceFormRow(
        marks, hours, AttendanceInputRow(attendance_row.person.key, week, attendance_row.person.name)
    )


def grid_rows(
    attendance_rows: list[AttendanceRow],
    monday: date,
    inputs_by_key: Mapping[str, AttendanceFormRow] | None,
    errors: Mapping[str, str],
    *,
    fill: bool,
) -> list[dict[str, Any]]:
    """A row a person: as typed, as signed, or (``fill``) as suggested by the previous week."""
    return [
        _grid_row(attendance_row, monday, (inputs_by_key or {}).get(str(attendance_row.person.key)), errors, fill=fill)
        for attendance_row in attendance_rows
    ]


def _grid_row(
    attendance_row: AttendanceRow,
    monday: date,
    input_row: AttendanceFormRow | None,
    errors: Mapping[str, str],
    *,
    fill: bool,
) -> dict[str, Any]:
    key, name = str(attendance_row.person.key), attendance_row.person.name or "Dossier effacé"
    marks, hours = _shown_values(attendance_row, input_row, fill=fill)
    error = errors.get(key, input_row.error if input_row else "")
    return {
        "key": key,
        "name": name,
        "note": _row_note(attendance_row),
        "error": error,
        "cells": [
            {
                "name": f"m-{key}-{rank}",
                "value": marks[rank],
                "label": f"{name}, {DAY_NAMES[rank // 2]} {'après-midi' if rank % 2 else 'matin'}",
                "is_weekend": rank >= 10,
            }
            for rank in range(HALF_DAYS)
        ],
        "hours": {"name": f"h-{key}", "value": hours, "label": f"{name}, heures de la semaine"},
    }


def _shown_values(
    attendance_row: AttendanceRow, input_row: AttendanceFormRow | None, *, fill: bool
) -> tuple[tuple[str, ...], str]:
    if input_row is not None:
        return input_row.marks, input_row.hours
    if attendance_row.signed is not None:
        return tuple(attendance_row.signed.marks), format_hours(attendance_row.signed.minutes)
    if fill and attendance_row.before is not None:
        return _suggested_values(attendance_row.before)
    return ("",) * HALF_DAYS, ""


def _suggested_values(before: Week) -> tuple[tuple[str, ...], str]:
    """Half-days planned in the previous week, all present: exceptions are then typed over."""
    planned = [mark != Presence.NOT_PLANNED for mark in before.marks]
    attended = sum(Presence(mark) in ATTENDED for mark in before.marks)
    minutes = round(before.minutes / attended * sum(planned)) if attended else 0
    marks = tuple(Presence.PRESENT.value if each else Presence.NOT_PLANNED.value for each in planned)
    return marks, format_hours(minutes) if minutes else ""


def _row_note(attendance_row: AttendanceRow) -> str:
    if attendance_row.signed is not None:
        return f"signée, {hours_words(attendance_row.signed.minutes)}"
    if attendance_row.person.entered_on is None:
        return "pas encore entrée : la première présence fait l’entrée"
    if attendance_row.person.ended_on is not None:
        return f"formation finie le {format_day(attendance_row.person.ended_on)}"
    return "à signer"


def week_header(monday: date) -> list[dict[str, str]]:
    """The seven days of the week, with their number."""
    return [
        {"short": name[:3], "number": str((monday + timedelta(days=rank)).day), "name": name}
        for rank, name in enumerate(DAY_NAMES)
    ]
