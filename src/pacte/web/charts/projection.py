"""Map projection from degrees to drawing units, and placement of a label inside a shape.

Over one region the earth is flat enough: longitudes are scaled by the cosine of the middle latitude.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

Point = tuple[float, float]
Ring = tuple[Point, ...]
_MARGIN = 4.0
_SCAN_LINES = 15


@dataclass(frozen=True, slots=True)
class MapProjection:
    west: float
    north: float
    longitude_scale: float
    scale: float
    width: float
    height: float

    def project(self, ring: Sequence[Point]) -> list[Point]:
        return [
            (
                _MARGIN + (longitude - self.west) * self.longitude_scale * self.scale,
                _MARGIN + (self.north - latitude) * self.scale,
            )
            for longitude, latitude in ring
        ]


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


def label_point(rings: Sequence[Sequence[Point]]) -> tuple[Point, float]:
    """Returns the middle of the widest horizontal cut through the largest ring, and the width of that cut.

    Cuts near the middle height are preferred to wider ones at the ends, so that a label of two lines fits.
    """
    ring = max(rings, key=ring_area)
    low, high = min(y for _, y in ring), max(y for _, y in ring)
    best: tuple[float, Point, float] = (-1.0, ring[0], 0.0)
    for rank in range(1, _SCAN_LINES):
        y = low + (high - low) * rank / _SCAN_LINES
        centred = 1 - abs(2 * rank / _SCAN_LINES - 1) ** 2
        for start, end in _cuts(ring, y):
            score = (end - start) * centred
            if score > best[0]:
                best = (score, ((start + end) / 2, y), end - start)
    return best[1], best[2]


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
