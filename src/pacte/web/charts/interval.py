"""A difference and its interval on one axis, with the line of « no difference »."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from pacte.kernel.french import format_signed
from pacte.web.charts.svg import Markup, described_svg, element, svg_percent

_HEIGHT, _AXIS, _STEP = 58, 22, 10


@dataclass(frozen=True, slots=True)
class IntervalChart:
    """In points."""

    difference: float
    low: float
    high: float
    label: str

    @property
    def reach(self) -> int:
        """The axis goes from minus that to that: whole tens, so that zero is in the middle."""
        return max(_STEP, ceil(max(abs(self.low), abs(self.high)) / _STEP) * _STEP)


def interval_svg(chart: IntervalChart, identifier: str) -> Markup:
    """The interval as a bar, the difference as a dot; both ends and zero are written under the axis."""

    def at(value: float) -> str:
        return svg_percent(0.04 + 0.92 * (value + chart.reach) / (2 * chart.reach))

    shapes = [
        element("line", x1="0%", x2="100%", y1=_AXIS, y2=_AXIS, class_="interval-axis"),
        element("line", x1=at(0), x2=at(0), y1=4, y2=_AXIS + 16, class_="interval-zero"),
        element("line", x1=at(chart.low), x2=at(chart.high), y1=_AXIS, y2=_AXIS, class_="interval-bar"),
        *(
            element("line", x1=at(end), x2=at(end), y1=_AXIS - 6, y2=_AXIS + 6, class_="interval-end")
            for end in (chart.low, chart.high)
        ),
        element("circle", cx=at(chart.difference), cy=_AXIS, r=6, class_="interval-dot"),
        *(
            element("text", format_signed(value), x=where, y=_HEIGHT - 4, class_=f"interval-label interval-{side}")
            for value, side, where in (
                (-chart.reach, "first", "0%"),
                (0, "middle", at(0)),
                (chart.reach, "last", "100%"),
            )
        ),
    ]
    described = (
        f"{format_signed(chart.difference, 1)} points, entre {format_signed(chart.low, 1)} "
        f"et {format_signed(chart.high, 1)}."
    )
    return described_svg(identifier, chart.label, described, *shapes, class_="interval", width="100%", height=_HEIGHT)
