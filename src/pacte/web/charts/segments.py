"""Training, job, training again: one strip, full for training, hatched for a job, empty between the two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pacte.journeys.rules.segments import SEGMENT_LABELS, Segment, SegmentKind
from pacte.kernel.french import format_day
from pacte.web.charts.day_strip import DayStrip
from pacte.web.charts.svg import Markup


def segments_svg(segments: Sequence[Segment], *, on: date, identifier: str) -> Markup:
    """Returns the SVG of the segments on one scale of days. The table beside it gives the same days."""
    strip = DayStrip(segments[0].first_on, max(segment.last_on or on for segment in segments))
    shapes = [
        shape
        for each in segments
        for shape in strip.box(
            each.first_on, each.last_on or on, f"segment segment-{each.kind.value}",
            is_hatched=each.kind is SegmentKind.JOB,
        )
    ]  # fmt: skip
    words = ", ".join(f"{SEGMENT_LABELS[each.kind].lower()} dès le {format_day(each.first_on)}" for each in segments)
    return strip.svg(identifier, "Formation, emploi, formation", f"{words}.", *shapes)
