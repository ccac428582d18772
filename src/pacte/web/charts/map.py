"""Choropleth map by zone: five shades of one hue, the value written in each large zone, hatching where suppressed."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from pacte.kernel.french import format_number
from pacte.web.charts.projection import Frame, Point, Ring, frame_of, label_point
from pacte.web.charts.svg import Markup, described, element, group, plain

STEPS = 5
_MASKED = "url(#hatch-lost)"
_LABEL_HEIGHT = 27.0
_SIGN_WIDTH = 6.4


@dataclass(frozen=True, slots=True)
class Zone:
    """``rings`` are outlines in degrees (longitude, latitude). ``value`` None: unknown, or masked for ``reason``."""

    code: str
    label: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    value: Decimal | None = None
    masked: bool = False
    reason: str = ""
    numerator: int | None = None
    denominator: int | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class ZoneMap:
    """``limits`` are the four bounds of the five classes. ``borders`` are drawn over the zones (départements)."""

    title: str
    zones: tuple[Zone, ...]
    limits: tuple[Decimal, ...]
    unit: str = ""
    places: int = 1
    borders: tuple[tuple[tuple[float, float], ...], ...] = ()
    width: int = 480

    def step(self, value: Decimal) -> int:
        """Returns the class of a value, from 1 (lightest) to 5 (darkest)."""
        return bisect_right(self.limits, value) + 1

    def written(self, zone: Zone) -> str:
        if zone.masked:
            return "masqué"
        return "non connu" if zone.value is None else format_number(zone.value, self.places)


@dataclass(frozen=True, slots=True)
class Step:
    rank: int
    words: str


def scale(chart: ZoneMap) -> list[Step]:
    """Returns the legend: « moins de 65 », « 65 à 70 », … « 80 et plus »."""
    bounds = [format_number(limit, 0 if limit == int(limit) else chart.places) for limit in chart.limits]
    words = [f"moins de {bounds[0]}"]
    words += [f"{low} à {high}" for low, high in pairwise(bounds)]
    return [Step(rank, said) for rank, said in enumerate([*words, f"{bounds[-1]} et plus"], start=1)]


def drawing(chart: ZoneMap, identifier: str) -> Markup:
    """Returns the SVG of the map; its table is next to it. Raises ``ValueError`` when no zone has an outline."""
    frame = frame_of([ring for zone in chart.zones for ring in zone.rings], chart.width)
    known = [zone for zone in chart.zones if zone.value is not None and not zone.masked]
    said = f"{len(chart.zones)} zones. " + "; ".join(f"{zone.label} {chart.written(zone)}" for zone in known)
    title, roles = described(identifier, chart.title, said)
    areas = [_area(zone, chart, frame) for zone in chart.zones]
    borders = [element("path", d=_track(line, frame), class_="map-border") for line in chart.borders]
    labels = [label for zone in chart.zones if (label := _label(zone, chart, frame))]
    box = {"viewBox": f"0 0 {plain(frame.width)} {plain(frame.height)}"}
    return element("svg", title, *areas, *borders, *labels, class_="map", focusable="false", **box, **roles)


def _area(zone: Zone, chart: ZoneMap, frame: Frame) -> Markup:
    title = element("title", f"{zone.label} : {chart.written(zone)}")
    path = _path(zone.rings, frame)
    if zone.masked:
        return element("path", title, d=path, fill=_MASKED, class_="map-zone")
    if zone.value is None:
        return element("path", title, d=path, class_="map-zone map-without")
    return element("path", title, d=path, class_=f"map-zone map-{chart.step(zone.value)}")


def _label(zone: Zone, chart: ZoneMap, frame: Frame) -> Markup | None:
    """Draws the value, with the name above it, where they fit. The value of a small zone is in the table only."""
    if zone.masked or zone.value is None or not zone.rings:
        return None
    where, room = label_point([frame.placed(ring) for ring in zone.rings])
    value = chart.written(zone)
    if room < len(value) * _SIGN_WIDTH + 4:
        return None
    dark = chart.step(zone.value) >= 4
    parts = []
    shift = 4.0
    if room >= len(zone.label) * _SIGN_WIDTH:
        parts.append(_text(zone.label, where, -_LABEL_HEIGHT / 2 + 9, "map-name"))
        shift = _LABEL_HEIGHT / 2 - 1
    parts.append(_text(value, where, shift, "map-value"))
    return group(*parts, class_="map-label map-label-dark" if dark else "map-label", aria_hidden="true")


def _text(words: str, where: Point, shift: float, look: str) -> Markup:
    return element("text", words, x=where[0], y=where[1] + shift, text_anchor="middle", class_=look)


def _path(rings: tuple[Ring, ...] | list[Ring], frame: Frame) -> str:
    return "".join(_track(ring, frame) + "Z" for ring in rings)


def _track(line: Ring, frame: Frame) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in frame.placed(line))
