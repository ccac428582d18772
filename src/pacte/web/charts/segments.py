"""Training, job, training again: one strip, full for training, hatched for a job, empty between the two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pacte.journeys.rules.segments import SEGMENT_LABELS, Segment, SegmentKind
from pacte.kernel.french import format_day
from pacte.web.charts.svg import Markup, described_svg, element

_WIDTH, _HEIGHT, _MARGIN = 720, 26, 1


def segments_svg(segments: Sequence[Segment], *, on: date, identifier: str) -> Markup:
    """Returns the SVG of the segments on one scale of days. The table beside it gives the same days."""
    first = segments[0].first_on
    span = max(((segment.last_on or on) - first).days for segment in segments) or 1
    shapes = [shape for segment in segments for shape in _shapes(segment, first, span, on)]
    words = ", ".join(f"{SEGMENT_LABELS[each.kind].lower()} dès le {format_day(each.first_on)}" for each in segments)
    return described_svg(
        identifier, "Formation, emploi, formation", f"{words}.", *shapes, class_="segments", width=_WIDTH,
        height=_HEIGHT + 2, viewBox=f"0 0 {_WIDTH + 2} {_HEIGHT + 2}", preserveAspectRatio="none",
    )  # fmt: skip


def _shapes(segment: Segment, first: date, span: int, on: date) -> list[Markup]:
    start = (segment.first_on - first).days / span * _WIDTH
    box = {"x": _MARGIN + start, "y": _MARGIN, "width": max(2.0, segment.days(on) / span * _WIDTH), "height": _HEIGHT}
    shapes = [element("rect", class_=f"segment segment-{segment.kind.value}", **box)]
    if segment.kind is SegmentKind.JOB:
        shapes.append(element("rect", fill="url(#hatch-likely)", **box))
    return shapes
