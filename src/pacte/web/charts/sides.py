"""Trainings inside, hatched, and outside, full, on one scale of days; a line at each release."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pacte.journeys.queries.bridges import BridgeStage
from pacte.journeys.rules.custody import SIDE_LABELS, Side
from pacte.kernel.french import format_day
from pacte.web.charts.svg import Markup, described_svg, element

_WIDTH, _HEIGHT, _MARGIN = 720, 26, 1


def sides_svg(stages: Sequence[BridgeStage], *, releases: Sequence[date], on: date, identifier: str) -> Markup:
    """Returns the SVG of the trainings that were entered. The table beside it gives the same days."""
    entered = [each for each in stages if each.is_entered]
    first = min([*(each.on for each in entered), *releases])
    last = max([on, *releases, *(each.journey.ended_on or on for each in entered)])
    span = max(1, (last - first).days)
    shapes = [shape for each in entered for shape in _bar(each, first, span, on)]
    shapes += [_line(left_on, first, span) for left_on in releases]
    words = [f"{SIDE_LABELS[each.side]} dès le {format_day(each.on)}" for each in entered]
    words += [f"sortie le {format_day(left_on)}" for left_on in releases]
    return described_svg(
        identifier, "Dedans, dehors", f"{', '.join(words)}.", *shapes, class_="segments", width=_WIDTH,
        height=_HEIGHT + 2, viewBox=f"0 0 {_WIDTH + 2} {_HEIGHT + 2}", preserveAspectRatio="none",
    )  # fmt: skip


def _bar(stage: BridgeStage, first: date, span: int, on: date) -> list[Markup]:
    last = stage.journey.ended_on or on
    box = {
        "x": _MARGIN + (stage.on - first).days / span * _WIDTH,
        "y": _MARGIN,
        "width": max(2.0, (last - stage.on).days / span * _WIDTH),
        "height": _HEIGHT,
    }
    if stage.side is not Side.INSIDE:
        return [element("rect", class_="segment segment-training", **box)]
    return [element("rect", class_="segment segment-job", **box), element("rect", fill="url(#hatch-likely)", **box)]


def _line(day: date, first: date, span: int) -> Markup:
    x = _MARGIN + (day - first).days / span * _WIDTH
    return element("line", class_="segment-release", x1=x, x2=x, y1=0, y2=_HEIGHT + 2)
