"""Statistical disclosure control of a published count table (cell suppression). Pure.

Primary suppression hides counts below the threshold. Secondary suppression hides others, until an attacker who knows
the published cells, the margins and that counts are non-negative cannot place a hidden cell within an interval narrower
than the threshold.

Method: attack and protection by linear programming. For each hidden cell the attacker's interval is the least and the
greatest value that the equations allow. A cell that is not protected enough is protected by the cheapest change of the
table that raises it by the threshold: the published cells that the change moves are hidden too (M. Fischetti and J. J.
Salazar, « Models and algorithms for optimizing cell suppression in tabular data with linear constraints », JASA 95,
2000; the heuristic is that of J. P. Kelly, B. L. Golden and A. A. Assad, Networks 22, 1992).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import highspy

from pacte.infra.linear_solver import new_solver

THRESHOLD = 11
TOTAL = "*"
# Numerical tolerance of the solver.
_EPSILON = 1e-6

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """The cells ``parts`` add up to the cell ``total``. Numbers are indices in the list of cells."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CountTable:
    """Counts of people by cell, and their additive equations. The list has every cell, margins included."""

    counts: tuple[int, ...]
    equations: tuple[Equation, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds that an attacker can compute for a hidden cell."""

    least: float
    greatest: float

    @property
    def width(self) -> float:
        return self.greatest - self.least


def cross_tabulate(counts: Mapping[Key, int]) -> tuple[CountTable, tuple[Key, ...]]:
    """Builds a table from its inner cells by several dimensions, with all margins, and the key of each cell.

    ``TOTAL`` stands for a whole dimension. Missing combinations count zero.
    """
    width = len(next(iter(counts)))
    values = [sorted({key[rank] for key in counts}, key=str) for rank in range(width)]
    keys = list(itertools.product(*([*each, TOTAL] for each in values)))
    rank_of = {key: rank for rank, key in enumerate(keys)}
    cell_counts = {key: counts.get(key, 0) for key in itertools.product(*values)}
    equations = []
    # Margins one dimension at a time, so that each total is computed from cells already known.
    for dimension in range(width):
        others = [[*each, TOTAL] if rank < dimension else each for rank, each in enumerate(values)]
        others[dimension] = [TOTAL]
        for key in itertools.product(*others):
            cell_counts[key] = sum(cell_counts[part] for part in _parts(key, dimension, values[dimension]))
    for key in keys:
        for dimension in (rank for rank, value in enumerate(key) if value == TOTAL):
            parts = tuple(rank_of[part] for part in _parts(key, dimension, values[dimension]))
            equations.append(Equation(rank_of[key], parts))
    return CountTable(tuple(cell_counts[key] for key in keys), tuple(equations)), tuple(keys)


def _parts(key: Key, dimension: int, values: Sequence[str]) -> list[Key]:
    return [(*key[:dimension], value, *key[dimension + 1 :]) for value in values]


def suppressed_cells(table: CountTable, *, threshold: int = THRESHOLD, also: Iterable[int] = ()) -> frozenset[int]:
    """The cells to suppress: those below the threshold, those of ``also``, and the ones that protect them."""
    hidden = suppressed_with_published(table, threshold=threshold, also=also, published=())
    return frozenset(range(len(table.counts))) if hidden is None else hidden


def suppressed_with_published(
    table: CountTable, *, threshold: int = THRESHOLD, also: Iterable[int], published: Collection[int]
) -> frozenset[int] | None:
    """Same, where the ``published`` cells are known elsewhere and cannot be hidden.

    None when the other cells do not protect enough.
    """
    hidden = ({rank for rank, count in enumerate(table.counts) if count < threshold} | set(also)) - set(published)
    safe: set[int] = set()
    attacker = _Attacker(table, hidden)
    while weak := sorted(hidden - safe, key=lambda rank: (table.counts[rank], rank)):
        rank = weak[0]
        if attacker.interval(rank).width < threshold - _EPSILON:
            added = _protecting_cells(table, hidden, rank, threshold, published)
            if added is None:
                return None
            attacker.add_hidden(added)
            hidden |= added
        safe.add(rank)
    return frozenset(hidden)


def attacker_intervals(table: CountTable, hidden: Iterable[int]) -> dict[int, Interval]:
    """For each hidden cell, the interval that a reader of the other cells can compute."""
    hidden = set(hidden)
    attacker = _Attacker(table, hidden)
    return {rank: attacker.interval(rank) for rank in sorted(hidden)}


def attacker_interval(table: CountTable, hidden: Iterable[int], rank: int) -> Interval:
    """The least and the greatest value of one hidden cell, given the published ones."""
    return _Attacker(table, hidden).interval(rank)


class _Attacker:
    """A reader of the published cells: one linear programme per table, solved for one hidden cell after another.

    Each solve starts from the previous solution, which saves most of the work.
    """

    def __init__(self, table: CountTable, hidden: Iterable[int]) -> None:
        self._solver = new_solver()
        known = set(range(len(table.counts))) - set(hidden)
        for each, count in enumerate(table.counts):
            least, greatest = (float(count), float(count)) if each in known else (0.0, highspy.kHighsInf)
            self._solver.addVar(least, greatest)
        for equation in table.equations:
            _add_row(self._solver, {equation.total: 1.0, **dict.fromkeys(equation.parts, -1.0)})

    def interval(self, rank: int) -> Interval:
        self._solver.changeColCost(rank, 1.0)
        bounds = Interval(
            _best(self._solver, highspy.ObjSense.kMinimize), _best(self._solver, highspy.ObjSense.kMaximize)
        )
        self._solver.changeColCost(rank, 0.0)
        return bounds

    def add_hidden(self, cells: Iterable[int]) -> None:
        """Marks these cells as hidden too."""
        for each in cells:
            self._solver.changeColBounds(each, 0.0, highspy.kHighsInf)


def _best(solver: highspy.Highs, sense: highspy.ObjSense) -> float:
    solver.changeObjectiveSense(sense)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return math.inf
    return float(solver.getObjectiveValue())


def _protecting_cells(
    table: CountTable, hidden: Iterable[int], rank: int, threshold: int, published: Collection[int]
) -> set[int] | None:
    """Published cells to hide so that the cell may be ``threshold`` more than it is. None: infeasible.

    Two variables per cell, its rise and its fall. Hidden cells move at no cost; published cells cost their count, so
    that small cells go before large ones; ``published`` cells, known elsewhere, do not move.
    """
    hidden = set(hidden)
    programme = new_solver()
    for count in table.counts:
        programme.addVar(0.0, highspy.kHighsInf)
        programme.addVar(0.0, float(count))
    for each, count in enumerate(table.counts):
        cost = 0.0 if each in hidden else 1.0 + count
        programme.changeColCost(2 * each, cost)
        programme.changeColCost(2 * each + 1, cost)
    for equation in table.equations:
        row = {2 * equation.total: 1.0, 2 * equation.total + 1: -1.0}
        row |= {2 * part: -1.0 for part in equation.parts} | {2 * part + 1: 1.0 for part in equation.parts}
        _add_row(programme, row)
    programme.changeColBounds(2 * rank, float(threshold), highspy.kHighsInf)
    programme.changeColBounds(2 * rank + 1, 0.0, 0.0)
    for each in published:
        programme.changeColBounds(2 * each, 0.0, 0.0)
        programme.changeColBounds(2 * each + 1, 0.0, 0.0)
    programme.run()
    if programme.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    moved = programme.getSolution().col_value
    return {
        each
        for each in range(len(table.counts))
        if each not in hidden and abs(moved[2 * each] - moved[2 * each + 1]) > _EPSILON
    }


def _add_row(solver: highspy.Highs, row: Mapping[int, float]) -> None:
    """Adds the constraint that the row is zero."""
    ranks = sorted(row)
    solver.addRow(0.0, 0.0, len(ranks), ranks, [row[rank] for rank in ranks])
