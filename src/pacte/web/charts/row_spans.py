"""Bars and dots of the rows of one table, on the scale they share: steps of a change, distances to a mean.

The numbers are in the same row, so each drawing is hidden from screen readers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pacte.web.charts.svg import Markup, element, row_svg, svg_percent

_HEIGHT, _MIDDLE = 20, 10


@dataclass(frozen=True, slots=True)
class RowScale:
    """From the lowest to the highest value that the rows draw."""

    low: float
    high: float

    @classmethod
    def over(cls, values: Iterable[float]) -> RowScale:
        drawn = list(values)
        return cls(min(drawn), max(drawn)) if drawn else cls(0.0, 1.0)

    def at(self, value: float) -> float:
        return 0.04 + 0.92 * (value - self.low) / ((self.high - self.low) or 1.0)


def step_svg(scale: RowScale, start: float, end: float) -> Markup:
    """From the value before a cause to the value after it: solid when it rises, hatched when it falls."""
    left, right = sorted((scale.at(start), scale.at(end)))
    is_rise = end >= start
    bar = {"x": svg_percent(left), "width": svg_percent(max(right - left, 0.006)), "y": 4, "height": 12}
    shape = (
        element("rect", class_="span-rise", **bar)
        if is_rise
        else element("rect", class_="span-fall", fill="url(#hatch-lost)", **bar)
    )
    return row_svg(_ground(), shape, class_="span", height=_HEIGHT)


def value_dot_svg(scale: RowScale, value: float, *, mean: float | None = None, is_near: bool = False) -> Markup:
    """The value as a dot, tied to the ``mean`` of the whole when there is one; hollow when it ``is_near`` it."""
    x, shapes = svg_percent(scale.at(value)), [_ground()]
    if mean is not None:
        middle = svg_percent(scale.at(mean))
        shapes += [
            element("line", x1=middle, x2=middle, y1=0, y2=_HEIGHT, class_="span-mean"),
            element("line", x1=middle, x2=x, y1=_MIDDLE, y2=_MIDDLE, class_="span-tie"),
        ]
    dot = "span-dot span-near" if is_near else "span-dot"
    return row_svg(*shapes, element("circle", cx=x, cy=_MIDDLE, r=4.5, class_=dot), class_="span", height=_HEIGHT)


def _ground() -> Markup:
    return element("line", x1="0%", x2="100%", y1=_MIDDLE, y2=_MIDDLE, class_="span-ground")
