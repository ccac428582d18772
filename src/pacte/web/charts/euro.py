"""One euro, from its buyer to a job: columns whose heights are cents; the same as flat bars; a part and its interval.

Full: useful. Grey hatch: lost. Dots: unknown. White: nothing follows. Every part is written beside its bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from textwrap import shorten

from pacte.web.charts.svg import Markup, described_svg, element, group, row_svg, svg_percent

_WIDTH, _TOP, _BAR = 1200, 40, 28
# Left edges of the drawing of the need, of each column of the euro, and of the places to come.
_NEED_X, _COLUMNS, _NEXT_X = 0, (186, 404, 622, 862), 1072
_SCALE = 1.7
# A part is written on two lines, however few cents it has.
_SLOT, _GAP = 36, 8
_DOT, _DOTS_A_ROW, _MAX_DOTS = 15, 7, 70
_SEAT, _SEATS_A_ROW, _MAX_SEATS = 20, 5, 30
# Longer words would reach the next column; the table gives them whole.
_MAX_LETTERS = 31


class EuroFill(StrEnum):
    """How a part is drawn. ``PARTLY``: useful in part."""

    USEFUL = "useful"
    SECOND = "second"
    THIRD = "third"
    PARTLY = "partly"
    LOST = "lost"
    UNKNOWN = "unknown"
    BLANK = "blank"


_PATTERNS = {
    EuroFill.LOST: "url(#hatch-lost)",
    EuroFill.PARTLY: "url(#hatch-likely)",
    EuroFill.UNKNOWN: "url(#dots-unknown)",
}


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """``goes_on``: the next column divides it."""

    fill: EuroFill
    cents: int
    amount: str
    text: str
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class DrawnStage:
    """``carried``: what did not reach this stage; only flat bars show it again."""

    heading: str
    parts: tuple[DrawnPart, ...]
    carried: tuple[DrawnPart, ...] = ()

    @property
    def whole(self) -> tuple[DrawnPart, ...]:
        return self.parts + self.carried


@dataclass(frozen=True, slots=True)
class DrawnNeed:
    """``full`` of ``total`` dots; the caller says how many projects a dot is worth."""

    heading: str
    full: int
    total: int
    text: str


@dataclass(frozen=True, slots=True)
class DrawnPlaces:
    """Places of the next session, by state: (taken, likely, free, lost)."""

    heading: str
    states: tuple[int, int, int, int]
    text: str


@dataclass(frozen=True, slots=True)
class EuroChart:
    title: str
    description: str
    stages: tuple[DrawnStage, ...]
    need: DrawnNeed | None = None
    coming: DrawnPlaces | None = None


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a part is: the top and the height of its bar, the baseline of its text."""

    part: DrawnPart
    top: float
    height: float
    text_y: float


def euro_svg(chart: EuroChart, identifier: str) -> Markup:
    """The columns side by side, for a wide screen and for paper."""
    columns = [_slots(stage, is_stacked=rank == 0) for rank, stage in enumerate(chart.stages)]
    shapes: list[Markup] = []
    for rank in range(len(columns) - 1):
        shapes += _ribbons(columns[rank], columns[rank + 1], _COLUMNS[rank], _COLUMNS[rank + 1], is_stacked=rank == 0)
    for x, stage, slots in zip(_COLUMNS, chart.stages, columns, strict=False):
        shapes.append(element("text", stage.heading, x=x, y=16, class_="euro-heading"))
        shapes += [_drawn_part(slot, x) for slot in slots]
    if chart.need:
        shapes += _dots(chart.need)
    if chart.coming:
        shapes += _seats(chart.coming)
    bottom = max((slot.text_y + 20 for slots in columns for slot in slots), default=0.0)
    height = round(max(bottom, _TOP + 10 * (_DOT + 3) + 40))
    return described_svg(
        identifier, chart.title, chart.description, *shapes, class_="euro-wide", width=_WIDTH, height=height,
        viewBox=f"0 0 {_WIDTH} {height}",
    )  # fmt: skip


def _slots(stage: DrawnStage, *, is_stacked: bool) -> list[_Slot]:
    """``is_stacked``: the bars touch each other, and a text that would cover the one above moves down."""
    slots: list[_Slot] = []
    top = text_y = float(_TOP)
    for part in stage.parts:
        height = max(part.cents * _SCALE, 1.0)
        text_y = max(top + 12, text_y if slots else 0)
        slots.append(_Slot(part, top, height, text_y))
        text_y += _SLOT
        top += height if is_stacked else max(height, _SLOT) + _GAP
    return slots


def _drawn_part(slot: _Slot, x: float) -> Markup:
    part = slot.part
    box = {"x": x, "y": slot.top, "width": _BAR, "height": slot.height}
    bars = [element("rect", class_=f"euro-part euro-{part.fill.value}", **box)]
    if part.fill in _PATTERNS:
        bars.append(element("rect", fill=_PATTERNS[part.fill], **box))
    text_x = x + _BAR + 9
    return group(
        *bars,
        element("text", part.amount, x=text_x, y=slot.text_y, class_="euro-amount"),
        element(
            "text", shorten(part.text, _MAX_LETTERS, placeholder="…"), x=text_x, y=slot.text_y + 16, class_="euro-text"
        ),
    )


def _ribbons(
    before: Sequence[_Slot], after: Sequence[_Slot], left: float, right: float, *, is_stacked: bool
) -> list[Markup]:
    """From what goes on to its parts: one ribbon a part; a single one when several parts apart go on."""
    sources = [each for each in before if each.part.goes_on and each.part.cents]
    targets = [each for each in after if each.part.cents]
    if not sources or not targets:
        return []
    first, last = sources[0], sources[-1]
    if len(sources) > 1 and not is_stacked:
        end = targets[-1].top + targets[-1].height
        return [_ribbon(left, (first.top, last.top + last.height), right, (targets[0].top, end), "euro-flow")]
    starts = accumulate((each.height for each in targets), initial=first.top)
    return [
        _ribbon(
            left, (start, start + each.height), right, (each.top, each.top + each.height),
            "euro-flow-lost" if each.part.fill is EuroFill.LOST else "euro-flow",
        )
        for start, each in zip(starts, targets, strict=False)
    ]  # fmt: skip


def _ribbon(left: float, start: tuple[float, float], right: float, end: tuple[float, float], css_class: str) -> Markup:
    x1, x2 = left + _BAR, right
    middle = (x1 + x2) / 2
    path = (
        f"M{x1} {start[0]:.1f}C{middle} {start[0]:.1f} {middle} {end[0]:.1f} {x2} {end[0]:.1f}V{end[1]:.1f}"
        f"C{middle} {end[1]:.1f} {middle} {start[1]:.1f} {x1} {start[1]:.1f}Z"
    )
    return element("path", d=path, class_=css_class)


def _dots(need: DrawnNeed) -> list[Markup]:
    shapes = [element("text", need.heading, x=_NEED_X, y=16, class_="euro-heading")]
    total = min(need.total, _MAX_DOTS)
    for rank in range(total):
        x = _NEED_X + 7 + rank % _DOTS_A_ROW * (_DOT + 3)
        y = _TOP + 7 + rank // _DOTS_A_ROW * (_DOT + 3)
        css_class = "dot-full" if rank < need.full else "dot-empty"
        shapes.append(element("circle", cx=x, cy=y, r=6, class_=css_class))
    below = _TOP + -(-total // _DOTS_A_ROW) * (_DOT + 3) + 18
    return [*shapes, element("text", need.text, x=_NEED_X, y=below, class_="euro-text")]


def _seats(coming: DrawnPlaces) -> list[Markup]:
    shapes = [element("text", coming.heading, x=_NEXT_X, y=16, class_="euro-heading")]
    states = [
        state
        for state, number in zip(("taken", "likely", "free", "lost"), coming.states, strict=True)
        for _ in range(number)
    ][:_MAX_SEATS]
    for rank, state in enumerate(states):
        x = _NEXT_X + rank % _SEATS_A_ROW * (_SEAT + 2)
        y = _TOP + rank // _SEATS_A_ROW * (_SEAT + 5)
        shapes.append(_seat(state, x, y))
    below = _TOP + -(-len(states) // _SEATS_A_ROW) * (_SEAT + 5) + 16
    return [*shapes, element("text", coming.text, x=_NEXT_X, y=below, class_="euro-text")]


def _seat(state: str, x: float, y: float) -> Markup:
    box = {"x": x, "y": y, "width": _SEAT - 2, "height": _SEAT - 2}
    signs = {
        "taken": element("path", d=f"M{x + 4} {y + 9}l4 4l6-7", class_="euro-tick"),
        "likely": element("rect", fill="url(#hatch-likely)", **(box | {"y": y + 9, "height": 9})),
        "lost": element("path", d=f"M{x + 5} {y + 5}l8 8m0-8l-8 8", class_="euro-cross"),
    }
    square = element("rect", class_=f"euro-seat euro-seat-{state}", **box)
    return group(square, signs[state]) if state in signs else square


def euro_bar_svg(stage: DrawnStage) -> Markup:
    """One stage as a flat bar of a hundred cents, for a phone. Its parts are written under it."""
    starts = accumulate((each.cents for each in stage.whole), initial=0)
    shapes: list[Markup] = []
    for start, part in zip(starts, stage.whole, strict=False):
        shapes += _flat_part(part, start)
    return row_svg(*shapes, class_="euro-flat", height=28)


def euro_swatch_svg(part: DrawnPart) -> Markup:
    """A small square filled like the part."""
    whole = DrawnPart(part.fill, 100, "", "")
    return row_svg(*_flat_part(whole, 0, height=12), class_="euro-swatch", width=14, height=14)


def _flat_part(part: DrawnPart, start: int, *, height: int = 26) -> list[Markup]:
    box = {"x": svg_percent(start / 100), "y": 1, "width": svg_percent(part.cents / 100), "height": height}
    bars = [element("rect", class_=f"euro-part euro-{part.fill.value}", **box)]
    return [*bars, element("rect", fill=_PATTERNS[part.fill], **box)] if part.fill in _PATTERNS else bars


def interval_svg(value: float, low: float, high: float, *, mark: float | None, scale: float) -> Markup:
    """A dot with its interval, on a scale from 0 to ``scale`` shared by all rows; ``mark``: the value of the whole."""

    def at(share: float) -> str:
        return svg_percent(0.02 + 0.96 * min(share / scale, 1.0))

    shapes = [element("line", x1=at(low), x2=at(high), y1=9, y2=9, class_="euro-interval")]
    if mark is not None:
        shapes.append(element("line", x1=at(mark), x2=at(mark), y1=1, y2=17, class_="euro-whole"))
    return row_svg(*shapes, element("circle", cx=at(value), cy=9, r=4.5, class_="euro-dot"), class_="gap", height=18)
