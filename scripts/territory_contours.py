"""Contours with shared borders: polygons of communes become arcs, each arc is simplified once.

Two neighbours keep the very same border after simplification, and a group of communes is drawn by leaving out
the arcs that two of its members share. Used by ``build_territory.py`` only; standard library only.
"""

from __future__ import annotations

import math
import struct
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

GRID = 10_000
"""Steps in a degree of the coordinates written: about 11 metres north to south."""

_FINE = 100_000

Point = tuple[int, int]
Ring = list[Point]


def rings_of_wkb(blob: bytes) -> list[Ring]:
    """Rings of a little-endian WKB MultiPolygon, on a grid of 1e-5 degree, closing point left out."""
    position = 9
    (polygons,) = struct.unpack_from("<I", blob, 5)
    found: list[Ring] = []
    for _ in range(polygons):
        (ring_count,) = struct.unpack_from("<I", blob, position + 5)
        position += 9
        for _ in range(ring_count):
            (size,) = struct.unpack_from("<I", blob, position)
            flat = struct.unpack_from(f"<{2 * size}d", blob, position + 4)
            position += 4 + 16 * size
            ring = _without_repeats(
                [(round(x * _FINE), round(y * _FINE)) for x, y in zip(flat[::2], flat[1::2], strict=True)]
            )
            if len(ring) > 2:
                found.append(ring)
    return found


def point_of_wkb(blob: bytes) -> tuple[float, float] | None:
    """Longitude and latitude of a little-endian WKB point; None for an empty one."""
    longitude, latitude = struct.unpack_from("<2d", blob, 5)
    return None if math.isnan(longitude) else (longitude, latitude)


def _without_repeats(ring: Ring) -> Ring:
    kept = [point for index, point in enumerate(ring) if index == 0 or point != ring[index - 1]]
    while len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return kept


def area(ring: Sequence[Point]) -> float:
    """Signed, in squared degrees of longitude and latitude, on whatever grid the ring has."""
    following = [*ring[1:], ring[0]]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, following, strict=True)) / 2


def inside_point(rings: Sequence[Ring]) -> tuple[float, float]:
    """Longitude and latitude of the middle of the widest west-east chord at mid-height: always inside."""
    largest = max(rings, key=lambda ring: abs(area(ring)))
    heights = sorted({y for _, y in largest})
    level = (heights[0] + heights[-1]) / 2 + 0.25
    crossings = sorted(
        ax + (level - ay) * (bx - ax) / (by - ay)
        for ring in rings
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (ay < level) != (by < level)
    )
    west, east = max(zip(crossings[::2], crossings[1::2], strict=False), key=lambda pair: pair[1] - pair[0])
    return (west + east) / 2 / _FINE, level / _FINE


class Topology:
    """All communes of France cut in arcs; ``rings`` names those of each commune, ``~n`` when reversed."""

    def __init__(self, shapes: dict[str, list[Ring]]) -> None:
        self.arcs: list[list[Point]] = []
        self.rings: dict[str, list[list[int]]] = {}
        self._known: dict[tuple[Point, ...], int] = {}
        nodes = _nodes(shapes.values())
        for code, rings in shapes.items():
            self.rings[code] = [self._cut(ring, nodes) for ring in rings]

    def _cut(self, ring: Ring, nodes: set[Point]) -> list[int]:
        starts = [index for index, point in enumerate(ring) if point in nodes]
        if not starts:
            low = ring.index(min(ring))
            return [self._arc([*ring[low:], *ring[: low + 1]])]
        turned = [*ring[starts[0] :], *ring[: starts[0] + 1]]
        cuts = [index for index, point in enumerate(turned) if point in nodes]
        return [self._arc(turned[a : b + 1]) for a, b in pairwise(cuts)]

    def _arc(self, points: list[Point]) -> int:
        forward, backward = tuple(points), tuple(reversed(points))
        if forward in self._known:
            return self._known[forward]
        if backward in self._known:
            return ~self._known[backward]
        self._known[forward] = len(self.arcs)
        self.arcs.append(points)
        return self._known[forward]

    def simplify(self, tolerance: float) -> None:
        """Thins arcs to ``tolerance`` degrees of latitude; a ring that would collapse keeps finer arcs."""
        tolerances = [tolerance] * len(self.arcs)
        twins = self._twins()
        thin = [_thinned(arc, tolerance, n in twins) for n, arc in enumerate(self.arcs)]
        for _ in range(5):
            flat = {~n if n < 0 else n for rings in self.rings.values() for n in _collapsed(rings, thin)}
            for n in flat:
                tolerances[n] /= 3
                thin[n] = _thinned(self.arcs[n], tolerances[n], n in twins)
        self.arcs = thin
        for code, rings in self.rings.items():
            self.rings[code] = _worth_drawing(rings, thin)

    def _twins(self) -> set[int]:
        """Arcs that would fall on one another if all became straight: same ends as another arc, or a loop."""
        by_ends: dict[frozenset[Point], list[int]] = defaultdict(list)
        for n, arc in enumerate(self.arcs):
            by_ends[frozenset((arc[0], arc[-1]))].append(n)
        return {n for ends, group in by_ends.items() if len(group) > 1 or len(ends) == 1 for n in group}


def ring_points(ring: Iterable[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    """Points of a ring of arcs, closing point left out."""
    points: list[Point] = []
    for n in ring:
        points += list(arcs[n])[:-1] if n >= 0 else list(reversed(arcs[~n]))[:-1]
    return points


def _nodes(shapes: Iterable[list[Ring]]) -> set[Point]:
    """Points where more than two border lines meet."""
    neighbours: dict[Point, tuple[Point, Point]] = {}
    nodes: set[Point] = set()
    for rings in shapes:
        for ring in rings:
            for before, point, after in zip([ring[-1], *ring], ring, [*ring[1:], ring[0]], strict=False):
                pair = (before, after) if before < after else (after, before)
                if neighbours.setdefault(point, pair) != pair:
                    nodes.add(point)
    return nodes


def _collapsed(rings: list[list[int]], arcs: Sequence[Sequence[Point]]) -> list[int]:
    """Arcs of the largest ring when it has no surface left."""
    largest = max(rings, key=lambda ring: abs(area(ring_points(ring, arcs))))
    points = ring_points(largest, arcs)
    return largest if len(set(points)) < 3 or abs(area(points)) < 4 else []


def _worth_drawing(rings: list[list[int]], arcs: Sequence[Sequence[Point]]) -> list[list[int]]:
    """The largest ring, and the others unless they are islets smaller than about 0.1 square kilometre."""
    areas = [abs(area(ring_points(ring, arcs))) for ring in rings]
    largest = areas.index(max(areas))
    return [
        ring for n, ring in enumerate(rings) if n == largest or (areas[n] > 0 and (len(ring) > 1 or areas[n] >= 1_200))
    ]


def _thinned(points: list[Point], tolerance: float, keep_belly: bool) -> list[Point]:
    """Douglas-Peucker on the fine grid, then rounded to ``GRID``. ``keep_belly``: never a straight line."""
    kept = {0, len(points) - 1}
    shrink = math.cos(math.radians(points[0][1] / _FINE))
    limit = tolerance * _FINE
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        farthest, distance = _farthest(points, first, last, shrink)
        loop = points[first] == points[last] or (keep_belly and first == 0 and last == len(points) - 1)
        if farthest and (distance > limit or loop):
            kept.add(farthest)
            stack += [(first, farthest), (farthest, last)]
    if points[0] == points[-1] and len(kept) < 4:
        kept |= _third_corner(points, kept, shrink)
    step = _FINE // GRID
    coarse = [(round(points[n][0] / step), round(points[n][1] / step)) for n in sorted(kept)]
    slim = [point for n, point in enumerate(coarse) if n == 0 or point != coarse[n - 1]]
    return slim if len(slim) > 1 else [coarse[0], coarse[-1]]


def _third_corner(points: list[Point], kept: set[int], shrink: float) -> set[int]:
    """A loop needs three corners: the point farthest from the line between the two kept."""
    ordered = sorted(kept)
    best = max((_farthest(points, a, b, shrink) for a, b in pairwise(ordered)), key=lambda found: found[1])
    return {best[0]} if best[0] else set()


def _farthest(points: list[Point], first: int, last: int, shrink: float) -> tuple[int, float]:
    """Index and distance of the point between ``first`` and ``last`` that is farthest from their line."""
    (ax, ay), (bx, by) = points[first], points[last]
    dx, dy = (bx - ax) * shrink, by - ay
    length = math.hypot(dx, dy)
    best, distance = 0, -1.0
    for n in range(first + 1, last):
        px, py = (points[n][0] - ax) * shrink, points[n][1] - ay
        away = abs(px * dy - py * dx) / length if length else math.hypot(px, py)
        if away > distance:
            best, distance = n, away
    return best, distance
