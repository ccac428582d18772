"""Builds rings from arcs, for one commune or for a group (without the borders its members share). Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pacte.reference.records import Ring

Arc = list[tuple[float, float]]
ArcRing = Sequence[int]


def arcs_from_steps(packed: Iterable[Sequence[int]], grid: int) -> list[Arc]:
    """Decode arcs to degrees from start points and steps on a grid of ``1 / grid`` degree."""
    arcs: list[Arc] = []
    for flat in packed:
        x, y = flat[0], flat[1]
        arc = [(x / grid, y / grid)]
        for rank in range(2, len(flat), 2):
            x += flat[rank]
            y += flat[rank + 1]
            arc.append((x / grid, y / grid))
        arcs.append(arc)
    return arcs


def rings_of(arc_rings: Iterable[ArcRing], arcs: Sequence[Arc]) -> list[Ring]:
    """Return closed rings in degrees; ``~n`` in an arc ring is arc ``n`` reversed."""
    return [_joined(ring, arcs) for ring in arc_rings]


def outline_of(members: Iterable[Iterable[ArcRing]], arcs: Sequence[Arc]) -> list[Ring]:
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
    return rings_of(_walks(list(outer.values()), arcs), arcs)


def dissolved(members: Iterable[Iterable[Ring]]) -> list[Ring]:
    """Return the rings around a group given by the rings of its members. Neighbours must share the same points."""
    number_of: dict[tuple[tuple[float, float], tuple[float, float]], int] = {}
    sides: list[Arc] = []

    def side(start: tuple[float, float], end: tuple[float, float]) -> int:
        if (end, start) in number_of:
            return ~number_of[end, start]
        if (start, end) not in number_of:
            number_of[start, end] = len(sides)
            sides.append([start, end])
        return number_of[start, end]

    as_arcs = [
        [[side(start, end) for start, end in pairwise(ring) if start != end] for ring in rings] for rings in members
    ]
    return outline_of(as_arcs, sides)


def _walks(outer: list[int], arcs: Sequence[Arc]) -> list[list[int]]:
    """Chain arcs end to end until each chain returns to its start."""
    leaving: dict[tuple[float, float], list[int]] = defaultdict(list)
    for arc in outer:
        leaving[_start(arc, arcs)].append(arc)
        leaving[_start(~arc, arcs)].append(~arc)
    used: set[int] = set()
    walks: list[list[int]] = []
    for first in outer:
        if _number(first) in used:
            continue
        walk = [first]
        used.add(_number(first))
        origin, here = _start(first, arcs), _start(~first, arcs)
        while here != origin:
            following = next((arc for arc in leaving[here] if _number(arc) not in used), None)
            if following is None:
                break
            walk.append(following)
            used.add(_number(following))
            here = _start(~following, arcs)
        walks.append(walk)
    return walks


def _number(arc: int) -> int:
    return arc if arc >= 0 else ~arc


def _start(arc: int, arcs: Sequence[Arc]) -> tuple[float, float]:
    return arcs[arc][0] if arc >= 0 else arcs[~arc][-1]


def _joined(ring: ArcRing, arcs: Sequence[Arc]) -> Ring:
    points: Ring = []
    for arc in ring:
        points += arcs[arc][:-1] if arc >= 0 else arcs[~arc][:0:-1]
    return [*points, points[0]]
