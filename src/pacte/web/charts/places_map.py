"""Map of places over the départements: numbered markers for listed places, small dots for the rest, a radius circle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pacte.web.charts.projection import Frame, Ring, frame_of, label_point
from pacte.web.charts.svg import Markup, described, element, group, plain

_KM_PER_DEGREE = 111.195


@dataclass(frozen=True, slots=True)
class Spot:
    """``ranks`` are the positions of the results at this place in the list; empty when the page does not list it."""

    latitude: float
    longitude: float
    label: str
    ranks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Circle:
    latitude: float
    longitude: float
    kilometres: float
    label: str


@dataclass(frozen=True, slots=True)
class Ground:
    """Part of the map that is the same for every search: outlines with their names."""

    frame: Frame
    drawn: Markup


def ground_of(outlines: Sequence[tuple[str, Sequence[Ring]]], width: int = 480) -> Ground:
    """Raises ``ValueError`` when there is no outline."""
    frame = frame_of([ring for _, rings in outlines for ring in rings], width)
    parts = []
    for name, rings in outlines:
        path = "".join("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in frame.placed(ring)) + "Z" for ring in rings)
        where, _ = label_point([frame.placed(ring) for ring in rings])
        parts.append(element("path", d=path, class_="map-zone map-ground"))
        parts.append(element("text", name, x=where[0], y=where[1], text_anchor="middle", class_="map-name"))
    return Ground(frame, group(*parts, aria_hidden="true"))


def drawing(ground: Ground, spots: Sequence[Spot], circle: Circle | None, *, identifier: str, title: str) -> Markup:
    """Returns the SVG. The list next to it gives the same information as text."""
    listed = [spot for spot in spots if spot.ranks]
    said = f"{len(spots)} lieux. " + "; ".join(f"{_ranks(spot)} : {spot.label}" for spot in listed)
    head, roles = described(identifier, title, said)
    parts = [_circle(circle, ground.frame)] if circle else []
    parts += [_small(spot, ground.frame) for spot in spots if not spot.ranks]
    parts += [_numbered(spot, ground.frame) for spot in reversed(listed)]
    box = {"viewBox": f"0 0 {plain(ground.frame.width)} {plain(ground.frame.height)}"}
    return element("svg", head, ground.drawn, *parts, class_="map places-map", focusable="false", **box, **roles)


def _circle(circle: Circle, frame: Frame) -> Markup:
    ((x, y),) = frame.placed([(circle.longitude, circle.latitude)])
    radius = circle.kilometres / _KM_PER_DEGREE * frame.factor
    return element("circle", element("title", circle.label), cx=x, cy=y, r=radius, class_="map-radius")


def _small(spot: Spot, frame: Frame) -> Markup:
    ((x, y),) = frame.placed([(spot.longitude, spot.latitude)])
    return element("circle", element("title", spot.label), cx=x, cy=y, r=4.5, class_="map-spot")


def _numbered(spot: Spot, frame: Frame) -> Markup:
    ((x, y),) = frame.placed([(spot.longitude, spot.latitude)])
    return group(
        element("title", f"{_ranks(spot)} : {spot.label}"),
        element("circle", cx=x, cy=y, r=11.0, class_="map-number"),
        element("text", str(spot.ranks[0]), x=x, y=y + 4.5, text_anchor="middle", class_="map-number-text"),
        aria_hidden="true",
    )


def _ranks(spot: Spot) -> str:
    return ", ".join(map(str, spot.ranks))
