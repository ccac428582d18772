"""Data of a timeline of actions, and its text equivalent.

Drawn by ``timeline``. ``timeline_row_text`` is used by screen readers, printed tables and copies to spreadsheets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from pacte.kernel.french import format_day
from pacte.kernel.period import Period
from pacte.plan.records import Placement, Schedule


class TimelineMilestoneState(StrEnum):
    REACHED = "reached"
    COMING = "coming"
    OVERDUE = "overdue"


MILESTONE_STATE_LABELS = {
    TimelineMilestoneState.REACHED: "atteint",
    TimelineMilestoneState.COMING: "à venir",
    TimelineMilestoneState.OVERDUE: "dépassé",
}


@dataclass(frozen=True, slots=True)
class TimelineMilestone:
    on: date
    label: str
    state: TimelineMilestoneState = TimelineMilestoneState.COMING


@dataclass(frozen=True, slots=True)
class TimelineColumns:
    """The period columns of a plan, and the date of the page (None: no vertical line, everything is to come)."""

    periods: tuple[Period, ...]
    as_of: date | None = None

    @property
    def first_on(self) -> date:
        return date(self.periods[0].first_year, 1, 1)

    @property
    def after_on(self) -> date:
        return date(self.periods[-1].last_year + 1, 1, 1)

    def place(self, on: date) -> float:
        """Position of a day: 0 on the first day of the plan, 1 after its last."""
        return (on - self.first_on).days / (self.after_on - self.first_on).days

    def span(self, period: Period) -> tuple[float, float]:
        return self.place(date(period.first_year, 1, 1)), self.place(date(period.last_year + 1, 1, 1))

    @property
    def now(self) -> float:
        """Position of ``as_of``, clamped between 0 and 1. The whole day counts as elapsed."""
        return 0.0 if self.as_of is None else min(max(self.place(self.as_of + timedelta(days=1)), 0.0), 1.0)

    @property
    def shows_now(self) -> bool:
        return self.as_of is not None and self.first_on <= self.as_of < self.after_on


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One action on the timeline. ``marks`` has one text per column: "" (nothing), « X », « ? », « X (TH) »."""

    axis: int
    placement: Placement
    marks: tuple[str, ...] = ()
    unplaced: int = 0
    rows: int = 1
    milestones: tuple[TimelineMilestone, ...] = ()


def build_timeline_row(
    schedules: Iterable[Schedule],
    periods: tuple[Period, ...],
    axis: int,
    milestones: tuple[TimelineMilestone, ...] = (),
) -> TimelineRow:
    """Builds the row of an action from the schedules of its plan rows: the most certain, else the unplaced count."""
    row_schedules = tuple(schedules)
    order = (Placement.CERTAIN, Placement.ASSUMED, Placement.UNKNOWN, Placement.NONE)
    best = min(row_schedules, key=lambda each: order.index(each.placement), default=Schedule())
    alike = sum(1 for each in row_schedules if each.placement is best.placement)
    marks = {flag.period: flag.mark for flag in best.flags}
    return TimelineRow(
        axis=axis,
        placement=best.placement,
        marks=tuple(marks.get(period.code, "") for period in periods),
        unplaced=best.flag_count,
        rows=alike,
        milestones=milestones,
    )


@lru_cache(maxsize=1024)
def timeline_row_text(line: TimelineRow, columns: TimelineColumns) -> str:
    """Returns the drawing as one line of text, read aloud and copied to spreadsheets."""
    text = _placement_text(line, columns)
    if line.milestones:
        text += " ; " + " ; ".join(
            f"jalon {MILESTONE_STATE_LABELS[each.state]} : {each.label}, {format_day(each.on)}"
            for each in line.milestones
        )
    return text


def timeline_header_text(columns: TimelineColumns) -> str:
    """« Calendrier : 2019, 2020, 2021-2022, vu au 24 novembre 2020 »."""
    names = ", ".join(period.code for period in columns.periods)
    return f"Calendrier : {names}" + (f", vu au {format_day(columns.as_of)}" if columns.as_of else "")


def unplaced_text(line: TimelineRow, columns: int) -> str:
    if line.rows > 1:
        return f"{line.rows} lignes, non placées"
    if line.unplaced > 1:
        return f"{line.unplaced} croix sur {columns}, non placées"
    return f"{line.unplaced or 1} croix sur {columns}, non placée"


def _placement_text(line: TimelineRow, columns: TimelineColumns) -> str:
    if line.placement is Placement.NONE:
        return "aucune date imprimée"
    if line.placement is Placement.UNKNOWN:
        return unplaced_text(line, len(columns.periods))
    named = [
        f"{period.code}{_annotation(mark)}" for period, mark in zip(columns.periods, line.marks, strict=True) if mark
    ]
    if not named:
        return "aucune date imprimée"
    text = ", ".join(named)
    return f"{text} : colonnes supposées" if line.placement is Placement.ASSUMED else text


def _annotation(mark: str) -> str:
    """Text of a mark. « X » adds nothing to its column; « ? » and « X (TH) » do."""
    rest = mark.strip().removeprefix("X").strip()
    return f" {rest}" if rest else ""
