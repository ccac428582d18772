"""Shared borders of zones: two adjacent squares, and one square inside another."""

from __future__ import annotations

from itertools import pairwise

from pacte.reference.outlines import decode_arcs, dissolve_rings, outline_of_group, rings_from_arcs

# West and east squares share arc 0, from (1, 0) to (1, 1).
ARCS = decode_arcs([[10, 0, 0, 10], [10, 10, -10, 0, 0, -10, 10, 0], [10, 0, 10, 0, 0, 10, -10, 0]], 10)
WEST, EAST = [[0, 1]], [[2, ~0]]


def surface(ring: list[tuple[float, float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def test_steps_become_degrees() -> None:
    assert ARCS[0] == [(1.0, 0.0), (1.0, 1.0)]


def test_a_ring_is_closed_and_runs_along_its_arcs() -> None:
    (ring,) = rings_from_arcs(EAST, ARCS)
    assert ring == [(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0), (1.0, 0.0)]


def test_a_group_loses_the_border_that_its_members_share() -> None:
    (ring,) = outline_of_group([WEST, EAST], ARCS)
    assert abs(surface(ring)) == 2.0
    assert ring[0] == ring[-1]
    segments = {frozenset(pair) for pair in pairwise(ring)}
    assert frozenset([(1.0, 0.0), (1.0, 1.0)]) not in segments


def test_two_members_that_do_not_touch_give_two_rings() -> None:
    arcs = decode_arcs([[0, 0, 1, 0, 0, 1, -1, -1], [50, 50, 1, 0, 0, 1, -1, -1]], 1)
    assert len(outline_of_group([[[0]], [[1]]], arcs)) == 2


def test_an_enclave_that_is_not_of_the_group_stays_a_hole() -> None:
    arcs = decode_arcs([[0, 0, 9, 0, 0, 9, -9, 0, 0, -9], [3, 3, 1, 0, 0, 1, -1, -1]], 1)
    around, enclave = [[0], [~1]], [[1]]
    assert len(outline_of_group([around], arcs)) == 2
    assert len(outline_of_group([around, enclave], arcs)) == 1


def test_rings_that_draw_the_same_points_dissolve_as_arcs_do() -> None:
    west, east = (rings_from_arcs(each, ARCS) for each in (WEST, EAST))
    (ring,) = dissolve_rings([west, [list(reversed(ring)) for ring in east]])
    assert ring[0] == ring[-1]
    assert abs(surface(ring)) == 2.0
    assert frozenset([(1.0, 0.0), (1.0, 1.0)]) not in {frozenset(pair) for pair in pairwise(ring)}
