"""Sparkline: a curve as small as a word, with the band of its target when there is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from pacte.web.charts.svg import Markup, accessible_title, element, svg_number

WIDTH, HEIGHT = 150, 28
_MARGIN = 4


@dataclass(frozen=True, slots=True)
class Sparkline:
    """``values`` in time order, None where unknown: the curve breaks there."""

    label: str
    values: tuple[Decimal | None, ...]
    words: str
    band_from: Decimal | None = None
    band_to: Decimal | None = None


def sparkline_svg(chart: Sparkline, identifier: str) -> Markup:
    """Returns the SVG of the curve; ``words`` is its accessible description."""
    title, roles = accessible_title(identifier, chart.label, chart.words)
    scale = _scale(chart)
    parts = [title]
    if chart.band_from is not None and chart.band_to is not None:
        top, bottom = scale(chart.band_to), scale(chart.band_from)
        parts.append(element("rect", x=0, y=top, width=WIDTH, height=max(bottom - top, 1.0), class_="sp-band"))
    points = [
        (_MARGIN + index * (WIDTH - 2 * _MARGIN) / max(len(chart.values) - 1, 1), scale(value))
        for index, value in enumerate(chart.values)
        if value is not None
    ]
    known = [index for index, value in enumerate(chart.values) if value is not None]
    if points:
        parts.append(element("path", d=_path(points, known), class_="sp-line"))
        parts.append(element("circle", cx=points[-1][0], cy=points[-1][1], r=3.5, class_="sp-last"))
    box = {"width": WIDTH, "height": HEIGHT, "viewBox": f"0 0 {WIDTH} {HEIGHT}"}
    return element("svg", *parts, class_="sp", focusable="false", **box, **roles)


def _path(points: list[tuple[float, float]], known: list[int]) -> str:
    steps = []
    for rank, (x, y) in enumerate(points):
        follows = rank and known[rank] == known[rank - 1] + 1
        steps.append(f"{'L' if follows else 'M'}{svg_number(x)} {svg_number(y)}")
    return "".join(steps)


def _scale(chart: Sparkline) -> Callable[[Decimal], float]:
    values = [value for value in (*chart.values, chart.band_from, chart.band_to) if value is not None]
    low, high = (float(min(values)), float(max(values))) if values else (0.0, 1.0)
    span = (high - low) or 1.0

    def at(value: Decimal) -> float:
        return HEIGHT - _MARGIN - (float(value) - low) / span * (HEIGHT - 2 * _MARGIN)

    return at
