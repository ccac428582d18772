"""Builds rings from arcs, for one commune or for a group (without the borders its members share). Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pacte.reference.records import Ring

Arc = list[tuple[float, float]]
ArcRing = Sequence[int]


def decode_arcs(encoded_arcs: Iterable[Sequence[int]], grid: int) -> list[Arc]:
    """Decode arcs to degrees from start points and steps on a grid of ``1 / grid`` degree."""
    arcs: list[Arc] = []
    for numbers in encoded_arcs:
        x, y = numbers[0], numbers[1]
        arc = [(x / grid, y / grid)]
        for index in range(2, len(numbers), 2):
            x += numbers[index]
            y += numbers[index + 1]
            arc.append((x / grid, y / grid))
        arcs.append(arc)
    return arcs


def rings_from_arcs(arc_rings: Iterable[ArcRing], arcs: Sequence[Arc]) -> list[Ring]:
    """Return closed rings in degrees; ``~n`` in an arc ring is arc ``n`` reversed."""
    return [_ring_points(ring, arcs) for ring in arc_rings]


def outline_of_group(members: Iterable[Iterable[ArcRing]], arcs: Sequence[Arc]) -> list[Ring]:
    """Return the rings around a group: a border shared by two members is inside, so it is dropped."""
    outer: dict[int, int] = {}
    for rings in members:
        for ring in rings:
            for arc in ring:
                number = arc if arc >= 0 else ~arc
                if number in outer:
                    del outer[number]
                else:
                    outer[number] = arc
    return rings_from_arcs(_chain_arcs(list(outer.values()), arcs), arcs)


def dissolve_rings(members: Iterable[Iterable[Ring]]) -> list[Ring]:
    """Return the rings around a group given by the rings of its members. Neighbours must share the same points."""
    number_of: dict[tuple[tuple[float, float], tuple[float, float]], int] = {}
    sides: list[Arc] = []

    def side_number(start: tuple[float, float], end: tuple[float, float]) -> int:
        if (end, start) in number_of:
            return ~number_of[end, start]
        if (start, end) not in number_of:
            number_of[start, end] = len(sides)
            sides.append([start, end])
        return number_of[start, end]

    as_arcs = [
        [[side_number(start, end) for start, end in pairwise(ring) if start != end] for ring in rings]
        for rings in members
    ]
    return outline_of_group(as_arcs, sides)


def _chain_arcs(outer: list[int], arcs: Sequence[Arc]) -> list[list[int]]:
    """Chain arcs end to end until each chain returns to its start."""
    arcs_by_start: dict[tuple[float, float], list[int]] = defaultdict(list)
    for arc in outer:
        arcs_by_start[_start_point(arc, arcs)].append(arc)
        arcs_by_start[_start_point(~arc, arcs)].append(~arc)
    used: set[int] = set()
    walks: list[list[int]] = []
    for first in outer:
        if _arc_number(first) in used:
            continue
        walk = [first]
        used.add(_arc_number(first))
        origin, position = _start_point(first, arcs), _start_point(~first, arcs)
        while position != origin:
            next_arc = next((arc for arc in arcs_by_start[position] if _arc_number(arc) not in used), None)
            if next_arc is None:
                break
            walk.append(next_arc)
            used.add(_arc_number(next_arc))
            position = _start_point(~next_arc, arcs)
        walks.append(walk)
    return walks


def _arc_number(arc: int) -> int:
    return arc if arc >= 0 else ~arc


def _start_point(arc: int, arcs: Sequence[Arc]) -> tuple[float, float]:
    return arcs[arc][0] if arc >= 0 else arcs[~arc][-1]


def _ring_points(ring: ArcRing, arcs: Sequence[Arc]) -> Ring:
    points: Ring = []
    for arc in ring:
        points += arcs[arc][:-1] if arc >= 0 else arcs[~arc][:0:-1]
    return [*points, points[0]]
