"""Choropleth map by zone: five shades of one hue, the value written in each large zone, hatching where suppressed."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from pacte.kernel.french import format_number
from pacte.web.charts.projection import MapProjection, Point, Ring, fit_projection, label_point
from pacte.web.charts.svg import Markup, accessible_title, element, group, svg_number

COLOUR_CLASS_COUNT = 5
_MASKED = "url(#hatch-lost)"
_LABEL_HEIGHT = 27.0
_CHARACTER_WIDTH = 6.4


@dataclass(frozen=True, slots=True)
class MapZone:
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
    zones: tuple[MapZone, ...]
    limits: tuple[Decimal, ...]
    unit: str = ""
    places: int = 1
    borders: tuple[tuple[tuple[float, float], ...], ...] = ()
    width: int = 480

    def step(self, value: Decimal) -> int:
        """Returns the class of a value, from 1 (lightest) to 5 (darkest)."""
        return bisect_right(self.limits, value) + 1

    def written(self, zone: MapZone) -> str:
        if zone.masked:
            return "masqué"
        return "non connu" if zone.value is None else format_number(zone.value, self.places)


@dataclass(frozen=True, slots=True)
class MapLegendItem:
    rank: int
    words: str


def map_legend(chart: ZoneMap) -> list[MapLegendItem]:
    """Returns the legend: « moins de 65 », « 65 à 70 », … « 80 et plus »."""
    bounds = [format_number(limit, 0 if limit == int(limit) else chart.places) for limit in chart.limits]
    labels = [f"moins de {bounds[0]}"]
    labels += [f"{low} à {high}" for low, high in pairwise(bounds)]
    return [MapLegendItem(rank, label) for rank, label in enumerate([*labels, f"{bounds[-1]} et plus"], start=1)]


def zone_map_svg(chart: ZoneMap, identifier: str) -> Markup:
    """Returns the SVG of the map; its table is next to it. Raises ``ValueError`` when no zone has an outline."""
    projection = fit_projection([ring for zone in chart.zones for ring in zone.rings], chart.width)
    known = [zone for zone in chart.zones if zone.value is not None and not zone.masked]
    description = f"{len(chart.zones)} zones. " + "; ".join(f"{zone.label} {chart.written(zone)}" for zone in known)
    title, roles = accessible_title(identifier, chart.title, description)
    areas = [_area(zone, chart, projection) for zone in chart.zones]
    borders = [element("path", d=_track(line, projection), class_="map-border") for line in chart.borders]
    labels = [label for zone in chart.zones if (label := _label(zone, chart, projection))]
    box = {"viewBox": f"0 0 {svg_number(projection.width)} {svg_number(projection.height)}"}
    return element("svg", title, *areas, *borders, *labels, class_="map", focusable="false", **box, **roles)


def _area(zone: MapZone, chart: ZoneMap, projection: MapProjection) -> Markup:
    title = element("title", f"{zone.label} : {chart.written(zone)}")
    path = _path(zone.rings, projection)
    if zone.masked:
        return element("path", title, d=path, fill=_MASKED, class_="map-zone")
    if zone.value is None:
        return element("path", title, d=path, class_="map-zone map-without")
    return element("path", title, d=path, class_=f"map-zone map-{chart.step(zone.value)}")


def _label(zone: MapZone, chart: ZoneMap, projection: MapProjection) -> Markup | None:
    """Draws the value, with the name above it, where they fit. The value of a small zone is in the table only."""
    if zone.masked or zone.value is None or not zone.rings:
        return None
    position, width = label_point([projection.project(ring) for ring in zone.rings])
    value = chart.written(zone)
    if width < len(value) * _CHARACTER_WIDTH + 4:
        return None
    dark = chart.step(zone.value) >= 4
    parts = []
    shift = 4.0
    if width >= len(zone.label) * _CHARACTER_WIDTH:
        parts.append(_text(zone.label, position, -_LABEL_HEIGHT / 2 + 9, "map-name"))
        shift = _LABEL_HEIGHT / 2 - 1
    parts.append(_text(value, position, shift, "map-value"))
    return group(*parts, class_="map-label map-label-dark" if dark else "map-label", aria_hidden="true")


def _text(words: str, position: Point, shift: float, css_class: str) -> Markup:
    return element("text", words, x=position[0], y=position[1] + shift, text_anchor="middle", class_=css_class)


def _path(rings: tuple[Ring, ...] | list[Ring], projection: MapProjection) -> str:
    return "".join(_track(ring, projection) + "Z" for ring in rings)


def _track(line: Ring, projection: MapProjection) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in projection.project(line))
