"""Map of places over the départements: numbered markers for listed places, small dots for the rest, a radius circle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pacte.web.charts.projection import MapProjection, Ring, fit_projection, label_point
from pacte.web.charts.svg import Markup, accessible_title, element, group, svg_number

_KM_PER_DEGREE = 111.195


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
        path = "".join("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in projection.project(ring)) + "Z" for ring in rings)
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
    head, roles = accessible_title(identifier, title, description)
    parts = [_circle(circle, background.projection)] if circle else []
    parts += [_small_marker(spot, background.projection) for spot in spots if not spot.ranks]
    parts += [_numbered_marker(spot, background.projection) for spot in reversed(listed)]
    box = {"viewBox": f"0 0 {svg_number(background.projection.width)} {svg_number(background.projection.height)}"}
    return element(
        "svg", head, background.outlines_svg, *parts, class_="map places-map", focusable="false", **box, **roles
    )


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
