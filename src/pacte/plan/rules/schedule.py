"""Schedule of a row: planned periods, certainty and lateness."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import apply_french_spacing
from pacte.kernel.period import Period
from pacte.plan.records import FigureKind, Placement, PlanContent, PlanRow, Schedule

_YEARS = range(1900, 2200)


class CalendarSlotState(StrEnum):
    """State of one period column for one row. ``POSSIBLE``: marks exist, but in an unknown column."""

    PLANNED = "planned"
    ASSUMED = "assumed"
    UNCERTAIN = "asked"
    POSSIBLE = "possible"
    EMPTY = "empty"


class CalendarStage(StrEnum):
    """Stage of a row by its calendar alone, whatever was done."""

    UNKNOWN = "unknown"
    TO_COME = "to_come"
    RUNNING = "running"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class CalendarSlot:
    period: Period
    mark: str
    state: CalendarSlotState


@dataclass(frozen=True, slots=True)
class Deadline:
    """Last day allowed by a figure of kind « deadline »."""

    on: date
    what: str


def elapsed_share(first_year: int, last_year: int, on: date) -> Decimal:
    """Return the share of days elapsed at the start of ``on``: 0 before the first year, 1 after the last."""
    first, after_last = date(first_year, 1, 1), date(last_year, 12, 31) + timedelta(days=1)
    days = max((after_last - first).days, 1)
    return min(max(Decimal((on - first).days) / days, Decimal(0)), Decimal(1))


def calendar_slots(row: PlanRow, periods: Iterable[Period]) -> tuple[CalendarSlot, ...]:
    """Return one slot per period column, in order."""
    marks = {period: flag.mark for flag in row.schedule.flags if (period := _period(flag.period))}
    return tuple(
        CalendarSlot(period, marks.get(period, ""), _slot_state(row.schedule, marks.get(period))) for period in periods
    )


def schedule_doubt_label(schedule: Schedule, columns: int = 3) -> str:
    """Return a short reason why the calendar is uncertain, "" when it is certain."""
    labels = []
    if schedule.placement is Placement.NONE:
        labels.append("aucune date imprimée")
    elif schedule.placement is Placement.UNKNOWN:
        labels.append(_unplaced_label(schedule.flag_count, columns))
    elif schedule.placement is Placement.ASSUMED:
        labels.append("place supposée")
    if any("?" in flag.mark for flag in schedule.flags):
        labels.append("la source dit ?")
    return apply_french_spacing(" ; ".join(labels))


def row_starts_on(row: PlanRow) -> date | None:
    """Return the first day of the first planned or assumed period, or None."""
    periods = _planned(row)
    return date(min(period.first_year for period in periods), 1, 1) if periods else None


def row_ends_on(row: PlanRow) -> date | None:
    """Return the last day of the last planned or assumed period, or None."""
    periods = _planned(row)
    return date(max(period.last_year for period in periods), 12, 31) if periods else None


def row_deadlines(row: PlanRow) -> tuple[Deadline, ...]:
    """Return the deadlines of the row that are years, the nearest first."""
    unsorted = [
        Deadline(date(int(figure.value), 12, 31), figure.what)
        for figure in row.figures
        if figure.kind is FigureKind.DEADLINE and figure.value is not None and figure.value in _YEARS
    ]
    return tuple(sorted(unsorted, key=lambda each: each.on))


def row_due_on(row: PlanRow) -> date | None:
    """Return the date by which evidence is expected: the first deadline, else the end of the periods."""
    deadlines = row_deadlines(row)
    return deadlines[0].on if deadlines else row_ends_on(row)


def calendar_stage(row: PlanRow, on: date) -> CalendarStage:
    start, end = row_starts_on(row), row_ends_on(row)
    if start is None or end is None:
        return CalendarStage.UNKNOWN
    if on < start:
        return CalendarStage.TO_COME
    return CalendarStage.RUNNING if on <= end else CalendarStage.OVER


def is_row_late(row: PlanRow, on: date, *, has_evidence: bool) -> bool | None:
    """Return whether the due date has passed without evidence. None when the plan gives no date."""
    due = row_due_on(row)
    if due is None:
        return None
    return on > due and not has_evidence


def is_action_late(content: PlanContent, number: ActionCode, on: date, *, has_evidence: bool) -> bool | None:
    """Return whether one of the action's rows is late. None when no row has a due date."""
    answers = {is_row_late(row, on, has_evidence=has_evidence) for row in content.rows_of(number)}
    return True if True in answers else False if False in answers else None


def _planned(row: PlanRow) -> list[Period]:
    """Return the marked periods, except question marks: the source itself is unsure of these."""
    return [period for flag in row.schedule.flags if "?" not in flag.mark and (period := _period(flag.period))]


def _slot_state(schedule: Schedule, mark: str | None) -> CalendarSlotState:
    if mark is None:
        return CalendarSlotState.POSSIBLE if schedule.placement is Placement.UNKNOWN else CalendarSlotState.EMPTY
    if "?" in mark:
        return CalendarSlotState.UNCERTAIN
    return CalendarSlotState.PLANNED if schedule.placement is Placement.CERTAIN else CalendarSlotState.ASSUMED


def _unplaced_label(count: int, columns: int) -> str:
    if not count:
        return "croix non placées"
    return f"{count} croix sur {columns}, non placée{'s' if count > 1 else ''}"


def _period(text: str) -> Period | None:
    try:
        return Period.parse(text)
    except ValidationError:
        return None
