"""Line chart of a figure over time: a dot per period, the 12-month rolling value as a heavy line, the target as a band.

A dot is hollow when the denominator is small: it does not stretch the scale, and stands at its edge when beyond it. A
cross on the axis marks a suppressed value. A dotted line marks a break in the series. The sparkline is the same as
small as a word, with the band of its target when there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor, log10

from pacte.kernel.french import format_number
from pacte.web.charts.svg import Markup, described_svg, element, group, svg_number

WIDTH, HEIGHT = 760, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 96.0, 14.0, 42.0
_TICKS = 5
SPARK_WIDTH, SPARK_HEIGHT = 150, 28
_SPARK_MARGIN = 4


@dataclass(frozen=True, slots=True)
class CurveChartPoint:
    """``value`` is None when unknown, and ``state`` gives the reason. ``tick`` is the axis label, "" for none."""

    label: str
    value: Decimal | None = None
    rolling: Decimal | None = None
    state: str = ""
    is_few: bool = False
    is_hidden: bool = False
    tick: str = ""
    ratio: str = ""


@dataclass(frozen=True, slots=True)
class CurveChartBreak:
    """Values before the point of that rank are not comparable with those from it on."""

    rank: int
    label: str


@dataclass(frozen=True, slots=True)
class CurveChart:
    """``places`` is the number of decimals shown. ``band_from`` and ``band_to`` bound the target.

    ``end_label`` stands at the end of the heavy line; ``value_label`` heads the column of values, the unit by default.
    ``at_most_from``: the axis starts there or lower, so that charts side by side have the same. ``is_joined``: the line
    of values passes over those that are hidden.
    """

    title: str
    points: tuple[CurveChartPoint, ...]
    unit: str = ""
    places: int = 1
    period_label: str = "Mois"
    point_label: str = "mois"
    rolling_label: str = "12 mois glissants"
    end_label: str = "12 mois"
    value_label: str = ""
    at_most_from: Decimal | None = None
    is_joined: bool = False
    band_from: Decimal | None = None
    band_to: Decimal | None = None
    band_label: str = ""
    breaks: tuple[CurveChartBreak, ...] = ()

    @property
    def has_rolling(self) -> bool:
        return any(each.rolling is not None for each in self.points)

    @property
    def starts_at(self) -> str:
        """The first value of the axis when it is not zero, else ""."""
        low = _scale(self).ticks[0]
        return "" if low == 0 else format_number(low, 0 if low == low.to_integral_value() else max(self.places, 1))

    @property
    def has_few(self) -> bool:
        return any(each.is_few for each in self.points)

    @property
    def has_beyond(self) -> bool:
        scale = _scale(self)
        return any(each.value is not None and not scale.holds(each.value) for each in self.points)

    @property
    def has_hidden(self) -> bool:
        return any(each.is_hidden for each in self.points)

    def written(self, value: Decimal | None) -> str:
        return "" if value is None else format_number(value, self.places)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From the rank of a point and its value to places on the drawing. ``ticks`` go from the lowest to the highest."""

    count: int
    ticks: list[Decimal]

    def across(self, rank: int) -> float:
        return _LEFT + 12 + rank * (WIDTH - _LEFT - _RIGHT - 24) / max(self.count - 1, 1)

    def holds(self, value: Decimal) -> bool:
        return self.ticks[0] <= value <= self.ticks[-1]

    def up(self, value: Decimal) -> float:
        low, top = self.ticks[0], self.ticks[-1]
        value = min(max(value, low), top)
        return HEIGHT - _BOTTOM - float((value - low) / (top - low)) * (HEIGHT - _TOP - _BOTTOM)


def curve_svg(chart: CurveChart, identifier: str) -> Markup:
    """Returns the SVG. The table of all values follows it in the page."""
    scale = _scale(chart)
    parts = [
        *_grid(chart, scale),
        *_band(chart, scale),
        *_breaks(chart, scale),
        *_line([each.value for each in chart.points], scale, "cv-line", is_joined=chart.is_joined),
        *(_point_mark(each, rank, scale) for rank, each in enumerate(chart.points)),
        *_line([each.rolling for each in chart.points], scale, "cv-rolling"),
        *_last_value(chart, scale),
    ]
    return described_svg(
        identifier, chart.title, _description(chart), *parts, class_="cv", viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH, height=HEIGHT,
    )  # fmt: skip


def _description(chart: CurveChart) -> str:
    known = [each for each in chart.points if each.value is not None]
    if not known:
        return "Aucune valeur connue."
    first, last = known[0], known[-1]
    return f"De {chart.written(first.value)} ({first.label}) à {chart.written(last.value)} {chart.unit} ({last.label})."


def _scale(chart: CurveChart) -> _Scale:
    solid = [each for each in chart.points if not each.is_few] or chart.points
    drawn = [value for each in solid for value in (each.value, each.rolling)]
    drawn += [each.rolling for each in chart.points]
    values = [value for value in (*drawn, chart.band_from, chart.band_to, chart.at_most_from) if value is not None]
    low, high = (min(values), max(values)) if values else (Decimal(0), Decimal(1))
    if low >= 0 and low <= high / 2:
        low = Decimal(0)
    step = round_step((high - low) / (_TICKS - 1))
    low = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    ticks = [low]
    while ticks[-1] < high or len(ticks) < 2:
        ticks.append(ticks[-1] + step)
    return _Scale(len(chart.points), ticks)


def round_step(minimum: Decimal) -> Decimal:
    """Returns the round step (1, 2, 2.5, 5 or 10 times a power of ten) that is at least ``minimum``."""
    if minimum <= 0:
        return Decimal(1)
    power = Decimal(10) ** floor(log10(minimum))
    return next(power * factor for factor in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
                if power * factor >= minimum)  # fmt: skip


def _grid(chart: CurveChart, scale: _Scale) -> list[Markup]:
    are_whole = all(each == each.to_integral_value() for each in scale.ticks)
    parts = []
    for value in scale.ticks:
        y = scale.up(value)
        parts.append(element("line", x1=_LEFT, x2=WIDTH - _RIGHT, y1=y, y2=y, class_="cv-grid"))
        words = format_number(value, 0 if are_whole else max(chart.places, 1))
        parts.append(element("text", words, x=_LEFT - 8, y=y + 4, text_anchor="end", class_="cv-tick"))
    for rank, each in enumerate(chart.points):
        if each.tick:
            x = scale.across(rank)
            ground = HEIGHT - _BOTTOM
            parts.append(element("line", x1=x, x2=x, y1=ground, y2=ground + 5, class_="cv-axis"))
            parts.append(element("text", each.tick, x=x, y=ground + 19, text_anchor="middle", class_="cv-tick"))
    return [group(*parts, aria_hidden="true")]


def _band(chart: CurveChart, scale: _Scale) -> list[Markup]:
    bounds = [each for each in (chart.band_from, chart.band_to) if each is not None]
    if not bounds:
        return []
    top, bottom = scale.up(max(bounds)), scale.up(min(bounds))
    box = {"x": _LEFT, "width": WIDTH - _LEFT - _RIGHT, "y": top, "height": max(bottom - top, 2.0)}
    parts = [element("rect", class_="cv-band", **box), element("rect", fill="url(#hatch-likely)", **box)]
    if chart.band_label:
        parts.append(
            element("text", chart.band_label, x=WIDTH - _RIGHT - 4, y=top - 5, text_anchor="end", class_="cv-target")
        )
    return parts


def _breaks(chart: CurveChart, scale: _Scale) -> list[Markup]:
    parts = []
    for each in chart.breaks:
        x = (scale.across(max(each.rank - 1, 0)) + scale.across(each.rank)) / 2
        parts.append(element("line", x1=x, x2=x, y1=_TOP, y2=HEIGHT - _BOTTOM, class_="cv-break"))
        parts.append(element("text", "rupture", x=x + 4, y=_TOP + 10, class_="cv-tick"))
    return parts


def _line(values: Sequence[Decimal | None], scale: _Scale, css_class: str, *, is_joined: bool = False) -> list[Markup]:
    points = [
        (scale.across(rank), scale.up(each)) if each is not None and scale.holds(each) else None
        for rank, each in enumerate(values)
    ]
    path = _path([each for each in points if each] if is_joined else points)
    return [element("path", d=path, class_=css_class)] if path else []


def _path(points: Iterable[tuple[float, float] | None]) -> str:
    """A line through the points, which breaks at an unknown one. "" when none is known."""
    steps, letter = [], "M"
    for point in points:
        if point:
            steps.append(f"{letter}{svg_number(point[0])} {svg_number(point[1])}")
        letter = "L" if point else "M"
    return "".join(steps)


def _point_mark(each: CurveChartPoint, rank: int, scale: _Scale) -> Markup:
    x = scale.across(rank)
    if each.value is not None:
        css_class = "cv-dot cv-few" if each.is_few else "cv-dot"
        if not scale.holds(each.value):
            return _beyond_mark(each, x, scale)
        return element("circle", cx=x, cy=scale.up(each.value), r=3.4, class_=css_class)
    ground = HEIGHT - _BOTTOM
    if each.is_hidden:
        d = f"M{svg_number(x - 4)} {svg_number(ground - 8)}l8 8m0 -8l-8 8"
        return element("path", d=d, class_="cv-hidden")
    return element("line", x1=x, x2=x, y1=ground - 4, y2=ground, class_="cv-axis")


def _beyond_mark(each: CurveChartPoint, x: float, scale: _Scale) -> Markup:
    """A small number out of the scale: an arrow at the edge, towards where it would be; the table has its value."""
    value = each.value or Decimal(0)
    y, way = scale.up(value), 1 if value < scale.ticks[0] else -1
    d = f"M{svg_number(x - 4)} {svg_number(y - 7.0 * way)}h8l-4 {7 * way}z"
    return element("path", element("title", f"{each.label} : {format_number(value, 1)}"), d=d, class_="cv-dot cv-few")


def _last_value(chart: CurveChart, scale: _Scale) -> list[Markup]:
    """Draws the last known value at the end of its line."""
    values = [each.rolling if chart.has_rolling else each.value for each in chart.points]
    known = [(rank, value) for rank, value in enumerate(values) if value is not None]
    if not known:
        return []
    rank, value = known[-1]
    x, y = scale.across(rank), scale.up(value)
    words = f"{chart.written(value)} {chart.unit}" if chart.unit == "%" else chart.written(value)
    shapes = [
        element("circle", cx=x, cy=y, r=5.0, class_="cv-end"),
        element("text", words, x=x + 10, y=y + 5, class_="cv-value"),
    ]
    if chart.has_rolling:
        shapes.append(element("text", chart.end_label, x=x + 10, y=y + 21, class_="cv-tick"))
    return [group(*shapes, aria_hidden="true")]


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
    count, scale = max(len(chart.values) - 1, 1), _spark_scale(chart)
    parts = []
    if chart.band_from is not None and chart.band_to is not None:
        top, bottom = scale(chart.band_to), scale(chart.band_from)
        parts.append(element("rect", x=0, y=top, width=SPARK_WIDTH, height=max(bottom - top, 1.0), class_="sp-band"))
    points = [
        None if value is None else (_SPARK_MARGIN + index * (SPARK_WIDTH - 2 * _SPARK_MARGIN) / count, scale(value))
        for index, value in enumerate(chart.values)
    ]
    if known := [point for point in points if point]:
        parts.append(element("path", d=_path(points), class_="sp-line"))
        parts.append(element("circle", cx=known[-1][0], cy=known[-1][1], r=3.5, class_="sp-last"))
    return described_svg(
        identifier, chart.label, chart.words, *parts, class_="sp", width=SPARK_WIDTH, height=SPARK_HEIGHT,
        viewBox=f"0 0 {SPARK_WIDTH} {SPARK_HEIGHT}",
    )  # fmt: skip


def _spark_scale(chart: Sparkline) -> Callable[[Decimal], float]:
    values = [value for value in (*chart.values, chart.band_from, chart.band_to) if value is not None]
    low, high = (float(min(values)), float(max(values))) if values else (0.0, 1.0)
    span = (high - low) or 1.0
    return lambda value: SPARK_HEIGHT - _SPARK_MARGIN - (float(value) - low) / span * (SPARK_HEIGHT - 2 * _SPARK_MARGIN)
