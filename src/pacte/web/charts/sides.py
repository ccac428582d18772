"""Trainings inside, hatched, and outside, full, on one scale of days; a line at each release."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pacte.journeys.queries.bridges import BridgeStage
from pacte.journeys.rules.custody import SIDE_LABELS, Side
from pacte.kernel.french import format_day
from pacte.web.charts.day_strip import DayStrip
from pacte.web.charts.svg import Markup


def sides_svg(stages: Sequence[BridgeStage], *, releases: Sequence[date], on: date, identifier: str) -> Markup:
    """Returns the SVG of the trainings that were entered. The table beside it gives the same days."""
    entered = [each for each in stages if each.is_entered]
    last_days = [on, *releases, *(each.journey.ended_on or on for each in entered)]
    strip = DayStrip(min([*(each.on for each in entered), *releases]), max(last_days))
    shapes = [shape for each in entered for shape in _bar(strip, each, on)]
    shapes += [strip.line(left_on, "segment-release") for left_on in releases]
    words = [f"{SIDE_LABELS[each.side]} dès le {format_day(each.on)}" for each in entered]
    words += [f"sortie le {format_day(left_on)}" for left_on in releases]
    return strip.svg(identifier, "Dedans, dehors", f"{', '.join(words)}.", *shapes)


def _bar(strip: DayStrip, stage: BridgeStage, on: date) -> list[Markup]:
    is_inside = stage.side is Side.INSIDE
    class_ = "segment segment-job" if is_inside else "segment segment-training"
    return strip.box(stage.on, stage.journey.ended_on or on, class_, is_hatched=is_inside)
