"""Timeline of the actions of a plan on the columns of its calendar, uncertainty included.

Solid: printed and certain. Dashed and hatched, « supposée ? »: column assumed. Dotted box with the number of crosses:
period unknown. « ? » in boxes: the source says « ? ». Dotted line: nothing printed. Full: elapsed; tinted: to come.
Every drawing stretches with its cell (positions in percent, heights in pixels).
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from pacte.kernel.french import format_day
from pacte.kernel.period import Period
from pacte.plan.records import Placement
from pacte.web.charts.svg import Markup, axis_class, axis_pattern, element, group, joined, plain, share
from pacte.web.charts.timeline_values import STATE_WORDS, Columns, Line, Milestone, MilestoneState, unplaced_words

HEIGHT = 27
_HEAD_HEIGHT = 40
_BAR = 10
_BOX = 17  # Tall enough for text.
_TOP = (HEIGHT - _BAR) / 2
_BASELINE = HEIGHT / 2 + 4
_GAP = 0.0035  # Half of the white space between two columns, as a share of the width.
_ROOM = 0.22  # Width of « supposées ? » next to the bars, as a share of the width.
_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
Drawn = tuple[list[Markup], list[Markup]]  # Shapes, then the text drawn over them.


@lru_cache(maxsize=1024)
def row(line: Line, columns: Columns) -> Markup:
    """Returns the SVG of one action, as wide as its cell. Hidden from screen readers, for ``timeline_row_text``."""
    match line.placement:
        case Placement.NONE:
            shapes, notes = _nothing()
        case Placement.UNKNOWN:
            shapes, notes = _unplaced(line, columns)
        case _:
            shapes, notes = _bars(line, columns)
    parts = [_grid(columns), *shapes]
    if columns.shows_now:
        now = share(columns.now)
        parts.append(element("line", x1=now, x2=now, y1=0, y2=HEIGHT, class_="tl-now"))
    parts.extend(notes)  # Over the line of today: the text must stay readable.
    parts.extend(_diamond(each, columns) for each in line.milestones)
    return _canvas(parts, HEIGHT, f"tl {axis_class(line.axis)}")


def head(columns: Columns) -> Markup:
    """Draws the column names, and below them the date of the vertical line."""
    parts = [
        element("text", period.code, x=share(columns.ends(period)[0]), dx=1, y=14, class_="tl-period")
        for period in columns.periods
    ]
    if columns.as_of and columns.shows_now:
        now = columns.now
        ends = now > 0.7
        label = f"{columns.as_of.day} {_MONTHS[columns.as_of.month - 1]} {columns.as_of.year}"
        parts.append(element("line", x1=share(now), x2=share(now), y1=23, y2=_HEAD_HEIGHT, class_="tl-now"))
        parts.append(
            element("text", label, x=share(now), dx=-5 if ends else 5, y=34,
                    text_anchor="end" if ends else None, class_="tl-day")
        )  # fmt: skip
    return _canvas(parts, _HEAD_HEIGHT, "tl tl-head")


def _canvas(parts: list[Markup], height: int, look: str) -> Markup:
    return element("svg", *parts, class_=look, width="100%", height=height, aria_hidden="true", focusable="false")


def _grid(columns: Columns) -> Markup:
    """Draws hairlines between columns, and fainter ones between the years of one column."""
    lines = []
    for index, period in enumerate(columns.periods):
        if index:
            lines.append(_upright(columns.ends(period)[0], "tl-column"))
        lines.extend(
            _upright(columns.place(date(year, 1, 1)), "tl-year")
            for year in range(period.first_year + 1, period.last_year + 1)
        )
    return joined(lines)


def _upright(at: float, look: str) -> Markup:
    return element("line", x1=share(at), x2=share(at), y1=0, y2=HEIGHT, class_=look)


def _bars(line: Line, columns: Columns) -> Drawn:
    marked = [(period, mark) for period, mark in zip(columns.periods, line.marks, strict=True) if mark]
    if not marked:
        return _nothing()
    assumed = line.placement is Placement.ASSUMED
    shapes: list[Markup] = []
    notes: list[Markup] = []
    for period, mark in marked:
        start, end = _trimmed(period, columns)
        if mark.strip().startswith("?"):
            shapes.append(_box(start, end))
            middle = share((start + end) / 2)
            notes.append(element("text", "?", x=middle, y=_BASELINE, text_anchor="middle", class_="tl-ask"))
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


def _rect(start: float, end: float, look: str, fill: str | None = None) -> Markup:
    return element("rect", x=share(start), y=_TOP, width=share(end - start), height=_BAR, class_=look, fill=fill)


def _box(start: float, end: float) -> Markup:
    return element(
        "rect", x=share(start), y=(HEIGHT - _BOX) / 2, width=share(end - start), height=_BOX, class_="tl-unknown"
    )


def _unplaced(line: Line, columns: Columns) -> Drawn:
    return [_box(_GAP, 1 - _GAP)], [_note(unplaced_words(line, len(columns.periods)), 0, 8)]


def _nothing() -> Drawn:
    middle = HEIGHT / 2
    dots = element("line", x1=share(_GAP), x2="100%", y1=middle, y2=middle, class_="tl-none")
    return [dots], [_note("aucune date imprimée", 0, 8)]


def _assumed_note(marked: list[tuple[Period, str]], columns: Columns) -> Markup:
    """Writes « supposée ? » in the free columns: before the first bar, else after the last, else over it."""
    said = "supposée ?" if len(marked) == 1 else "supposées ?"
    first, last = columns.ends(marked[0][0])[0], columns.ends(marked[-1][0])[1]
    if first >= _ROOM:
        return _note(said, first, -7, anchor="end")
    return _note(said, last, 7) if 1 - last >= _ROOM else _note(said, first, 6)


def _note(said: str, at: float, shift: int, anchor: str | None = None) -> Markup:
    """Text on the drawing, with a background stroke behind each letter for contrast."""
    return element("text", said, x=share(at), dx=shift, y=_BASELINE, text_anchor=anchor, class_="tl-note")


def _diamond(milestone: Milestone, columns: Columns) -> Markup:
    at = min(max(columns.place(milestone.on), 0.012), 0.988)
    size = 7.5 if milestone.state is MilestoneState.OVERDUE else 5
    middle = HEIGHT / 2
    top, bottom = plain(middle - size), plain(middle + size)
    path = f"M0 {top}L{plain(size)} {plain(middle)}L0 {bottom}L{plain(-size)} {plain(middle)}Z"
    parts = [
        element("title", f"{milestone.label}, {format_day(milestone.on)}, {STATE_WORDS[milestone.state]}"),
        element("path", d=path, class_="tl-halo"),
        element("path", d=path, class_=f"tl-{milestone.state.value}"),
    ]
    if milestone.state is MilestoneState.OVERDUE:
        parts.append(element("path", d=f"M0 {plain(middle - 3.5)}v4M0 {plain(middle + 2.2)}v1.4", class_="tl-bang"))
    return element("svg", group(*parts), x=share(at), y=0, overflow="visible", class_="tl-mark")


def _trimmed(period: Period, columns: Columns) -> tuple[float, float]:
    start, end = columns.ends(period)
    return start + _GAP, end - _GAP
