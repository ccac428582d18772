"""Maps of a region: shades by zone, places found over the départements; their projection, and where a label fits.

Over one region the earth is flat enough: longitudes are scaled by the cosine of the middle latitude.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from math import cos, radians

from pacte.kernel.french import format_number
from pacte.web.charts.curve import round_step
from pacte.web.charts.svg import Markup, described_svg, element, group, svg_number

Point = tuple[float, float]
Ring = tuple[Point, ...]
COLOUR_CLASS_COUNT = 5
_MASKED = "url(#hatch-lost)"
_LABEL_HEIGHT = 27.0
# The top of the name above the middle of its label.
_NAME_TOP = _LABEL_HEIGHT / 2
_CHARACTER_WIDTH = 6.4
# On a phone the drawing is two thirds as wide, so that its words are written larger: fewer of them fit.
_PHONE_CHARACTER_WIDTH = 9.6
_WIDE_ONLY = " map-wide-only"
_KM_PER_DEGREE = 111.195
_MARGIN = 4.0
_SCAN_LINES = 15
# Every map of a Region draws the same zones.
_DRAWN_ZONES = 256


@dataclass(frozen=True, slots=True)
class MapProjection:
    west: float
    north: float
    longitude_scale: float
    scale: float
    width: float
    height: float

    @property
    def view_box(self) -> str:
        return f"0 0 {svg_number(self.width)} {svg_number(self.height)}"

    def project(self, ring: Sequence[Point]) -> list[Point]:
        return [
            (
                _MARGIN + (longitude - self.west) * self.longitude_scale * self.scale,
                _MARGIN + (self.north - latitude) * self.scale,
            )
            for longitude, latitude in ring
        ]

    def path(self, line: Sequence[Point], places: int = 1) -> str:
        return "M" + "L".join(f"{x:.{places}f} {y:.{places}f}" for x, y in self.project(line))


def fit_projection(rings: Sequence[Ring], width: float) -> MapProjection:
    """Returns the projection that fits all ``rings`` in ``width``. Raises ``ValueError`` when there is no point."""
    points = [point for ring in rings for point in ring]
    if not points:
        raise ValueError("no outline to draw")
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    longitude_scale = cos(radians((south + north) / 2))
    scale = (width - 2 * _MARGIN) / (((east - west) * longitude_scale) or 1.0)
    return MapProjection(west, north, longitude_scale, scale, width, (north - south) * scale + 2 * _MARGIN)


def label_point(rings: Sequence[Sequence[Point]], *, height: float = 0.0) -> tuple[Point, float]:
    """Returns the middle of the widest place for a label in the largest ring, and the width of that place.

    It is inside the ring at its own height and ``height`` above. Places near the middle height are preferred to wider
    ones at the ends.
    """
    ring = max(rings, key=ring_area)
    low, high = min(y for _, y in ring), max(y for _, y in ring)
    best: tuple[float, Point, float] = (-1.0, ring[0], 0.0)
    for rank in range(1, _SCAN_LINES):
        y = low + (high - low) * rank / _SCAN_LINES
        centred = 1 - abs(2 * rank / _SCAN_LINES - 1) ** 2
        for start, end in _overlaps(_cuts(ring, y), _cuts(ring, y - height)):
            score = (end - start) * centred
            if score > best[0]:
                best = (score, ((start + end) / 2, y), end - start)
    return best[1], best[2]


def _overlaps(some: Sequence[tuple[float, float]], others: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Returns the intervals that are in both."""
    both = [(max(one[0], other[0]), min(one[1], other[1])) for one in some for other in others]
    return [(start, end) for start, end in both if start < end]


def ring_area(ring: Sequence[Point]) -> float:
    following = [*ring[1:], ring[0]]
    return abs(sum(x * after_y - after_x * y for (x, y), (after_x, after_y) in zip(ring, following, strict=True))) / 2


def _cuts(ring: Sequence[Point], y: float) -> list[tuple[float, float]]:
    """Returns the (start, end) intervals of the horizontal line ``y`` inside the ring."""
    crossings = sorted(
        one[0] + (y - one[1]) / (other[1] - one[1]) * (other[0] - one[0])
        for one, other in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (one[1] > y) != (other[1] > y)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=True))


@dataclass(frozen=True, slots=True)
class MapZone:
    """``rings`` are outlines in degrees (longitude, latitude). ``value`` None: unknown, or masked for ``reason``.

    ``is_near``: chance alone may set it apart from the whole, so that it is grey.
    """

    code: str
    label: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    value: Decimal | None = None
    masked: bool = False
    reason: str = ""
    numerator: int | None = None
    denominator: int | None = None
    address: str = ""
    is_near: bool = False


@dataclass(frozen=True, slots=True)
class ZoneMap:
    """``limits`` are the four bounds of the five classes. ``borders`` are drawn over the zones (départements).

    ``is_count``: whole numbers, whose classes are written with both ends; a zone without anything has no label.
    ``is_linked``: each zone leads to its address, so that the drawing is a group of links and no longer one picture.
    """

    title: str
    zones: tuple[MapZone, ...]
    limits: tuple[Decimal, ...]
    unit: str = ""
    places: int = 1
    borders: tuple[tuple[tuple[float, float], ...], ...] = ()
    width: int = 480
    is_count: bool = False
    is_linked: bool = False

    @property
    def has_masked(self) -> bool:
        return any(zone.masked for zone in self.zones)

    @property
    def has_near(self) -> bool:
        return any(zone.is_near for zone in self.zones)

    def step(self, value: Decimal) -> int:
        """Returns the class of a value, from 1 (lightest) to 5 (darkest)."""
        return bisect_right(self.limits, value) + 1

    def written(self, zone: MapZone) -> str:
        if zone.masked:
            return "masqué"
        return "non connu" if zone.value is None else format_number(zone.value, self.places)


def map_legend(chart: ZoneMap) -> list[tuple[int, str]]:
    """Returns the legend, rank and label of each class: « moins de 65 », « 65 à 70 », … « 80 et plus »."""
    if chart.is_count:
        return list(enumerate(_count_classes(chart.limits), start=1))
    bounds = [format_number(limit, 0 if limit == int(limit) else chart.places) for limit in chart.limits]
    between = [f"{low} à {high}" for low, high in pairwise(bounds)]
    return list(enumerate([f"moins de {bounds[0]}", *between, f"{bounds[-1]} et plus"], start=1))


def _count_classes(limits: Sequence[Decimal]) -> list[str]:
    """« aucun », « 1 », « 2 à 4 », « 5 à 9 », « 10 et plus » for 1, 2, 5 and 10."""
    between = [
        format_number(low) if high - low == 1 else f"{format_number(low)} à {format_number(high - 1)}"
        for low, high in pairwise(limits)
    ]
    return ["aucun", *between, f"{format_number(limits[-1])} et plus"]


def round_class_limits(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Four round bounds that split the values into five classes."""
    low, high = (min(values), max(values)) if values else (Decimal(0), Decimal(COLOUR_CLASS_COUNT))
    step = round_step((high - low) / COLOUR_CLASS_COUNT)
    start = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    return tuple((start + step * rank).normalize() + Decimal(0) for rank in range(1, COLOUR_CLASS_COUNT))


def zone_map_svg(chart: ZoneMap, identifier: str) -> Markup:
    """Returns the SVG of the map; its table is next to it. Raises ``ValueError`` when no zone has an outline."""
    projection = fit_projection([ring for zone in chart.zones for ring in zone.rings], chart.width)
    known = [zone for zone in chart.zones if zone.value is not None and not zone.masked]
    description = f"{len(chart.zones)} zones. " + "; ".join(f"{zone.label} {chart.written(zone)}" for zone in known)
    areas = [_linked_area(zone, chart, projection) for zone in chart.zones]
    borders = [element("path", d=projection.path(line), class_="map-border") for line in chart.borders]
    labels = [label for zone in chart.zones if (label := _label(zone, chart, projection))]
    return described_svg(
        identifier, chart.title, description, *areas, *borders, *labels, class_="map", viewBox=projection.view_box,
        role="group" if chart.is_linked else "img",
    )  # fmt: skip


@lru_cache(maxsize=_DRAWN_ZONES)
def _zone_path(rings: tuple[Ring, ...], projection: MapProjection) -> str:
    return "".join(projection.path(ring) + "Z" for ring in rings)


@lru_cache(maxsize=_DRAWN_ZONES)
def _label_place(rings: tuple[Ring, ...], projection: MapProjection) -> tuple[Point, float]:
    return label_point([projection.project(ring) for ring in rings], height=_NAME_TOP)


def _linked_area(zone: MapZone, chart: ZoneMap, projection: MapProjection) -> Markup:
    area = _area(zone, chart, projection)
    if not chart.is_linked or not zone.address:
        return area
    return element("a", area, href=zone.address, aria_label=f"{zone.label} : {chart.written(zone)}")


def _area(zone: MapZone, chart: ZoneMap, projection: MapProjection) -> Markup:
    title = element("title", f"{zone.label} : {chart.written(zone)}")
    path = _zone_path(zone.rings, projection)
    if zone.masked:
        return element("path", title, d=path, fill=_MASKED, class_="map-zone")
    if zone.value is None:
        return element("path", title, d=path, class_="map-zone map-without")
    shade = "near" if zone.is_near else chart.step(zone.value)
    return element("path", title, d=path, class_=f"map-zone map-{shade}")


def _label(zone: MapZone, chart: ZoneMap, projection: MapProjection) -> Markup | None:
    """Draws the value, with the name above it, where they fit. The value of a small zone is in the table only.

    What fits on a wide screen alone says so by its class.
    """
    if zone.masked or zone.value is None or not zone.rings or (chart.is_count and not zone.value):
        return None
    position, width = _label_place(zone.rings, projection)
    value = chart.written(zone)
    if width < len(value) * _CHARACTER_WIDTH + 4:
        return None
    dark = chart.step(zone.value) >= 4 and not zone.is_near
    value_class = "map-value" + _wide_only(value, width - 4)
    parts = [_text(value, position, 4.0, value_class)]
    if width >= len(zone.label) * _CHARACTER_WIDTH:
        name = _text(zone.label, position, -_LABEL_HEIGHT / 2 + 9, "map-name" + _wide_only(zone.label, width))
        parts = [name, _text(value, position, _LABEL_HEIGHT / 2 - 1, value_class)]
    return group(*parts, class_="map-label map-label-dark" if dark else "map-label", aria_hidden="true")


def _wide_only(words: str, width: float) -> str:
    return _WIDE_ONLY if width < len(words) * _PHONE_CHARACTER_WIDTH else ""


def _text(words: str, position: Point, shift: float, css_class: str) -> Markup:
    return element("text", words, x=position[0], y=position[1] + shift, text_anchor="middle", class_=css_class)


@dataclass(frozen=True, slots=True)
class PlaceMarker:
    """``ranks`` are the positions of the results at this place in the list; empty when the page does not list it."""

    latitude: float
    longitude: float
    label: str
    ranks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RadiusCircle:
    latitude: float
    longitude: float
    kilometres: float
    label: str


@dataclass(frozen=True, slots=True)
class BaseMap:
    """Part of the map that is the same for every search: outlines with their names."""

    projection: MapProjection
    outlines_svg: Markup


def base_map(outlines: Sequence[tuple[str, Sequence[Ring]]], width: int = 480) -> BaseMap:
    """Raises ``ValueError`` when there is no outline."""
    projection = fit_projection([ring for _, rings in outlines for ring in rings], width)
    parts = []
    for name, rings in outlines:
        path = "".join(projection.path(ring, 0) + "Z" for ring in rings)
        position, _ = label_point([projection.project(ring) for ring in rings])
        parts.append(element("path", d=path, class_="map-zone map-ground"))
        parts.append(element("text", name, x=position[0], y=position[1], text_anchor="middle", class_="map-name"))
    return BaseMap(projection, group(*parts, aria_hidden="true"))


def places_map_svg(
    background: BaseMap, spots: Sequence[PlaceMarker], circle: RadiusCircle | None, *, identifier: str, title: str
) -> Markup:
    """Returns the SVG. The list next to it gives the same information as text."""
    listed = [spot for spot in spots if spot.ranks]
    description = f"{len(spots)} lieux. " + "; ".join(f"{_ranks(spot)} : {spot.label}" for spot in listed)
    parts = [_circle(circle, background.projection)] if circle else []
    parts += [_small_marker(spot, background.projection) for spot in spots if not spot.ranks]
    parts += [_numbered_marker(spot, background.projection) for spot in reversed(listed)]
    return described_svg(
        identifier, title, description, background.outlines_svg, *parts, class_="map places-map",
        viewBox=background.projection.view_box,
    )  # fmt: skip


def _circle(circle: RadiusCircle, projection: MapProjection) -> Markup:
    ((x, y),) = projection.project([(circle.longitude, circle.latitude)])
    radius = circle.kilometres / _KM_PER_DEGREE * projection.scale
    return element("circle", element("title", circle.label), cx=x, cy=y, r=radius, class_="map-radius")


def _small_marker(spot: PlaceMarker, projection: MapProjection) -> Markup:
    ((x, y),) = projection.project([(spot.longitude, spot.latitude)])
    return element("circle", element("title", spot.label), cx=x, cy=y, r=4.5, class_="map-spot")


def _numbered_marker(spot: PlaceMarker, projection: MapProjection) -> Markup:
    ((x, y),) = projection.project([(spot.longitude, spot.latitude)])
    return group(
        element("title", f"{_ranks(spot)} : {spot.label}"),
        element("circle", cx=x, cy=y, r=11.0, class_="map-number"),
        element("text", str(spot.ranks[0]), x=x, y=y + 4.5, text_anchor="middle", class_="map-number-text"),
        aria_hidden="true",
    )


def _ranks(spot: PlaceMarker) -> str:
    return ", ".join(map(str, spot.ranks))
