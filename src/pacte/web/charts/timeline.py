"""Timeline of the actions of a plan on the columns of its calendar, uncertainty included, as a drawing and as text.

Solid: printed and certain. Dashed and hatched, « supposée ? »: column assumed. Dotted box with the number of crosses:
period unknown. « ? » in boxes: the source says « ? ». Dotted line: nothing printed. Full: elapsed; tinted: to come.
Every drawing stretches with its cell (positions in percent, heights in pixels). ``timeline_row_text`` says the same to
screen readers, printed tables and copies to spreadsheets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from pacte.kernel.french import SHORT_MONTHS, format_day
from pacte.kernel.period import Period
from pacte.plan.records import Placement, Schedule
from pacte.web.charts.svg import (
    Markup,
    axis_class,
    axis_pattern,
    concatenate_markup,
    element,
    group,
    row_svg,
    svg_number,
    svg_percent,
)

HEIGHT = 27
_HEADER_HEIGHT = 40
_BAR = 10
_BOX = 17  # Tall enough for text.
_TOP = (HEIGHT - _BAR) / 2
_BASELINE = HEIGHT / 2 + 4
_GAP = 0.0035  # Half of the white space between two columns, as a share of the width.
_NOTE_WIDTH = 0.22  # Width of « supposées ? » next to the bars, as a share of the width.
RowShapes = tuple[list[Markup], list[Markup]]  # Shapes, then the text drawn over them.


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


@lru_cache(maxsize=1024)
def timeline_row_svg(line: TimelineRow, columns: TimelineColumns) -> Markup:
    """Returns the SVG of one action, as wide as its cell. Hidden from screen readers, for ``timeline_row_text``."""
    shapes, notes = _row_shapes(line, columns)
    parts = [_grid(columns), *shapes]
    if columns.shows_now:
        parts.append(_vertical_line(columns.now, "tl-now"))
    parts.extend(notes)  # Over the line of today: the text must stay readable.
    parts.extend(_diamond(each, columns) for each in line.milestones)
    return row_svg(*parts, class_=f"tl {axis_class(line.axis)}", height=HEIGHT)


def timeline_header_svg(columns: TimelineColumns) -> Markup:
    """Draws the column names, and below them the date of the vertical line."""
    parts = [
        element("text", period.code, x=svg_percent(columns.span(period)[0]), dx=1, y=14, class_="tl-period")
        for period in columns.periods
    ]
    if columns.as_of and columns.shows_now:
        at, ends = svg_percent(columns.now), columns.now > 0.7
        label = f"{columns.as_of.day} {SHORT_MONTHS[columns.as_of.month - 1]} {columns.as_of.year}"
        dx, anchor = (-5, "end") if ends else (5, None)
        parts += [
            element("line", x1=at, x2=at, y1=23, y2=_HEADER_HEIGHT, class_="tl-now"),
            element("text", label, x=at, dx=dx, y=34, text_anchor=anchor, class_="tl-day"),
        ]
    return row_svg(*parts, class_="tl tl-head", height=_HEADER_HEIGHT)


def _grid(columns: TimelineColumns) -> Markup:
    """Draws hairlines between columns, and fainter ones between the years of one column."""
    lines = []
    for index, period in enumerate(columns.periods):
        if index:
            lines.append(_vertical_line(columns.span(period)[0], "tl-column"))
        lines.extend(
            _vertical_line(columns.place(date(year, 1, 1)), "tl-year")
            for year in range(period.first_year + 1, period.last_year + 1)
        )
    return concatenate_markup(lines)


def _vertical_line(at: float, css_class: str) -> Markup:
    return element("line", x1=svg_percent(at), x2=svg_percent(at), y1=0, y2=HEIGHT, class_=css_class)


def _row_shapes(line: TimelineRow, columns: TimelineColumns) -> RowShapes:
    if line.placement is Placement.UNKNOWN:
        return [_box(_GAP, 1 - _GAP)], [_note(unplaced_text(line, len(columns.periods)), 0, 8)]
    marks = () if line.placement is Placement.NONE else zip(columns.periods, line.marks, strict=True)
    marked = [(period, mark) for period, mark in marks if mark]
    if not marked:
        middle = HEIGHT / 2
        nothing = element("line", x1=svg_percent(_GAP), x2="100%", y1=middle, y2=middle, class_="tl-none")
        return [nothing], [_note("aucune date imprimée", 0, 8)]
    assumed = line.placement is Placement.ASSUMED
    shapes: list[Markup] = []
    notes: list[Markup] = []
    for period, mark in marked:
        first, last = columns.span(period)
        start, end = first + _GAP, last - _GAP
        if mark.strip().startswith("?"):
            middle = (start + end) / 2
            shapes.append(_box(start, end))
            notes.append(
                element("text", "?", x=svg_percent(middle), y=_BASELINE, text_anchor="middle", class_="tl-ask")
            )
        else:
            shapes.extend(_bar(start, end, columns.now, line.axis, assumed=assumed))
    if assumed:
        notes.append(_assumed_note(marked, columns))
    return shapes, notes


def _bar(start: float, end: float, now: float, axis: int, *, assumed: bool) -> list[Markup]:
    """Draws the elapsed part solid (hatched when assumed), the rest tinted, with one outline around both."""
    outline = "tl-outline tl-assumed" if assumed else "tl-outline"
    cut = min(max(now, start), end)
    parts = [_rect(start, end, "tl-rest")]
    if cut > start:
        parts.append(_rect(start, cut, "tl-hatched", axis_pattern(axis)) if assumed else _rect(start, cut, "tl-done"))
    parts.append(_rect(start, end, outline))
    return parts


def _rect(start: float, end: float, css_class: str, fill: str | None = None) -> Markup:
    return element(
        "rect", x=svg_percent(start), y=_TOP, width=svg_percent(end - start), height=_BAR, class_=css_class, fill=fill
    )


def _box(start: float, end: float) -> Markup:
    return element(
        "rect",
        x=svg_percent(start),
        y=(HEIGHT - _BOX) / 2,
        width=svg_percent(end - start),
        height=_BOX,
        class_="tl-unknown",
    )


def _assumed_note(marked: list[tuple[Period, str]], columns: TimelineColumns) -> Markup:
    """Writes « supposée ? » in the free columns: before the first bar, else after the last, else over it."""
    text = "supposée ?" if len(marked) == 1 else "supposées ?"
    first, last = columns.span(marked[0][0])[0], columns.span(marked[-1][0])[1]
    if first >= _NOTE_WIDTH:
        return _note(text, first, -7, anchor="end")
    return _note(text, last, 7) if 1 - last >= _NOTE_WIDTH else _note(text, first, 6)


def _note(text: str, at: float, shift: int, anchor: str | None = None) -> Markup:
    """Text on the drawing, with a background stroke behind each letter for contrast."""
    return element("text", text, x=svg_percent(at), dx=shift, y=_BASELINE, text_anchor=anchor, class_="tl-note")


def _diamond(milestone: TimelineMilestone, columns: TimelineColumns) -> Markup:
    at = min(max(columns.place(milestone.on), 0.012), 0.988)
    size = 7.5 if milestone.state is TimelineMilestoneState.OVERDUE else 5
    middle = HEIGHT / 2
    top, bottom = svg_number(middle - size), svg_number(middle + size)
    path = f"M0 {top}L{svg_number(size)} {svg_number(middle)}L0 {bottom}L{svg_number(-size)} {svg_number(middle)}Z"
    parts = [
        element("title", f"{milestone.label}, {format_day(milestone.on)}, {MILESTONE_STATE_LABELS[milestone.state]}"),
        element("path", d=path, class_="tl-halo"),
        element("path", d=path, class_=f"tl-{milestone.state.value}"),
    ]
    if milestone.state is TimelineMilestoneState.OVERDUE:
        parts.append(
            element("path", d=f"M0 {svg_number(middle - 3.5)}v4M0 {svg_number(middle + 2.2)}v1.4", class_="tl-bang")
        )
    return element("svg", group(*parts), x=svg_percent(at), y=0, overflow="visible", class_="tl-mark")
