"""Attendance by half-day, week by week, and the trainee hours. Pure.

A week covers one learner: 14 half-days from Monday morning, each present, excused, absent or not planned. A remote
half-day counts by the attested activity, in minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

HALF_DAYS = 14


class Presence(StrEnum):
    """One letter a half-day: a week is fourteen letters in the database and in a file."""

    PRESENT = "P"
    DISTANCE = "D"
    EXCUSED = "E"
    ABSENT = "A"
    NOT_PLANNED = "-"


ATTENDED = frozenset({Presence.PRESENT, Presence.DISTANCE})
PRESENCE_LABELS = {
    Presence.PRESENT: "présente, feuille signée",
    Presence.DISTANCE: "à distance, activité attestée",
    Presence.EXCUSED: "absence excusée",
    Presence.ABSENT: "absence",
    Presence.NOT_PLANNED: "rien de prévu",
}


@dataclass(frozen=True, slots=True)
class Week:
    """``monday`` and fourteen marks; ``minutes`` is the signed duration of the week."""

    monday: date
    marks: str
    minutes: int


def week_defects(week: Week, *, planned_minutes: int | None = None) -> tuple[str, ...]:
    """Error codes: "monday", "marks", "minutes", "minutes_without_presence", "over_planned"."""
    codes = []
    if week.monday.weekday() != 0:
        codes.append("monday")
    if len(week.marks) != HALF_DAYS or not set(week.marks) <= {mark.value for mark in Presence}:
        codes.append("marks")
        return tuple(codes)
    attended = sum(Presence(mark) in ATTENDED for mark in week.marks)
    if week.minutes < 0 or week.minutes > attended * 6 * 60:
        codes.append("minutes" if attended else "minutes_without_presence")
    if planned_minutes is not None and week.minutes > planned_minutes:
        codes.append("over_planned")
    return tuple(codes)


def suggested_week(before: Week) -> tuple[str, int]:
    """Marks and minutes of a week like the one ``before``: its planned half-days, all of them attended."""
    planned = [mark != Presence.NOT_PLANNED for mark in before.marks]
    attended = sum(Presence(mark) in ATTENDED for mark in before.marks)
    marks = "".join(Presence.PRESENT if each else Presence.NOT_PLANNED for each in planned)
    return marks, round(before.minutes / attended * sum(planned)) if attended else 0


def half_days(week: Week) -> tuple[tuple[date, bool, Presence], ...]:
    """(day, is afternoon, mark) for each planned half-day."""
    return tuple(
        (week.monday + timedelta(days=rank // 2), bool(rank % 2), Presence(mark))
        for rank, mark in enumerate(week.marks)
        if mark != Presence.NOT_PLANNED
    )


def minutes_realised(weeks: Sequence[Week]) -> int:
    return sum(week.minutes for week in weeks)
