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

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
LEGEND = tuple((mark.value, said) for mark, said in PRESENCE_LABELS.items())
_MARKS = {mark.value for mark in Presence}


@dataclass(frozen=True, slots=True)
class TypedRow:
    """Form values of one person. ``error``: why they are invalid; ``row`` is None in that case, or when empty."""

    marks: tuple[str, ...]
    hours: str
    row: AttendanceInputRow | None = None
    error: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(self.marks) and not self.hours


def typed_rows(data: Mapping[str, Any], lines: list[AttendanceRow], monday: date) -> dict[str, TypedRow]:
    """By the key of each person of the week."""
    return {str(line.person.key): _typed(data, line, monday) for line in lines}


def _typed(data: Mapping[str, Any], line: AttendanceRow, monday: date) -> TypedRow:
    key = str(line.person.key)
    marks = tuple(str(data.get(f"m-{key}-{rank}", "")).strip().upper()[:2] for rank in range(HALF_DAYS))
    hours = str(data.get(f"h-{key}", "")).strip()[:12]
    found = TypedRow(marks, hours)
    if found.is_empty:
        return found
    wrong = next((mark for mark in marks if mark and mark not in _MARKS), "")
    if wrong:
        return TypedRow(marks, hours, error=f"« {wrong} » n’est pas une présence. Écrivez P, D, E, A ou -.")
    attended = sum(bool(mark) and Presence(mark) in ATTENDED for mark in marks)
    minutes = parse_hours(hours) if hours else (None if attended else 0)
    if minutes is None:
        said = f"« {hours} » n’est pas une durée." if hours else "Il manque les heures réalisées."
        return TypedRow(marks, hours, error=f"{said} Écrivez par exemple 35, 34,5 ou 34:30.")
    week = Week(monday, "".join(mark or Presence.NOT_PLANNED for mark in marks), minutes)
    if week_defects(week):
        said = f"{hours_words(minutes)} ne tiennent pas dans {attended} demi-journées de présence."
        return TypedRow(marks, hours, error=f"{said} Corrigez la durée ou les présences.")
    return TypedRow(marks, hours, AttendanceInputRow(line.person.key, week, line.person.name))


def grid(
    lines: list[AttendanceRow],
    monday: date,
    given: Mapping[str, TypedRow] | None,
    errors: Mapping[str, str],
    *,
    fill: bool,
) -> list[dict[str, Any]]:
    """A row a person: as typed, as signed, or (``fill``) as suggested by the previous week."""
    return [_row(line, monday, (given or {}).get(str(line.person.key)), errors, fill=fill) for line in lines]


def _row(
    line: AttendanceRow, monday: date, given: TypedRow | None, errors: Mapping[str, str], *, fill: bool
) -> dict[str, Any]:
    key, name = str(line.person.key), line.person.name or "Dossier effacé"
    marks, hours = _shown(line, given, fill=fill)
    error = errors.get(key, given.error if given else "")
    return {
        "key": key,
        "name": name,
        "note": _note(line),
        "error": error,
        "cells": [
            {
                "name": f"m-{key}-{rank}",
                "value": marks[rank],
                "label": f"{name}, {DAYS[rank // 2]} {'après-midi' if rank % 2 else 'matin'}",
                "is_weekend": rank >= 10,
            }
            for rank in range(HALF_DAYS)
        ],
        "hours": {"name": f"h-{key}", "value": hours, "label": f"{name}, heures de la semaine"},
    }


def _shown(line: AttendanceRow, given: TypedRow | None, *, fill: bool) -> tuple[tuple[str, ...], str]:
    if given is not None:
        return given.marks, given.hours
    if line.signed is not None:
        return tuple(line.signed.marks), format_hours(line.signed.minutes)
    if fill and line.before is not None:
        return _suggested(line.before)
    return ("",) * HALF_DAYS, ""


def _suggested(before: Week) -> tuple[tuple[str, ...], str]:
    """Half-days planned in the previous week, all present: exceptions are then typed over."""
    planned = [mark != Presence.NOT_PLANNED for mark in before.marks]
    attended = sum(Presence(mark) in ATTENDED for mark in before.marks)
    minutes = round(before.minutes / attended * sum(planned)) if attended else 0
    marks = tuple(Presence.PRESENT.value if each else Presence.NOT_PLANNED.value for each in planned)
    return marks, format_hours(minutes) if minutes else ""


def _note(line: AttendanceRow) -> str:
    if line.signed is not None:
        return f"signée, {hours_words(line.signed.minutes)}"
    if line.person.entered_on is None:
        return "pas encore entrée : la première présence fait l’entrée"
    if line.person.ended_on is not None:
        return f"formation finie le {format_day(line.person.ended_on)}"
    return "à signer"


def head(monday: date) -> list[dict[str, str]]:
    """The seven days of the week, with their number."""
    return [
        {"short": name[:3], "number": str((monday + timedelta(days=rank)).day), "name": name}
        for rank, name in enumerate(DAYS)
    ]
