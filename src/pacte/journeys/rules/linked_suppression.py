"""Suppression of counts in linked tables, so that all of them together disclose no small count. Pure.

The tables of a publication share their people: a provider, its lots, its departments and its actions are sums of the
same sessions. Units are sets of sessions that no table tells apart; a ``Group`` is a cell of a table.

A hidden small cell is safe when a *witness* exists: other counts by unit, which give every published cell its value,
satisfy the public constraints (no count is negative, nobody enters beyond the places of a session, ...) and put this
cell at the threshold or above. A reader of the tables cannot tell the witness from the truth. Cells without a witness
are given one by the cheapest change of the tables, and the published cells that it changes are hidden too (M. Fischetti
and J. J. Salazar, JASA 95, 2000, as in the public tables). One linear programme finds witnesses for many cells at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

from pacte.infra.linear_solver import new_solver

THRESHOLD = 11
Group = tuple[str, ...]
# Numerical tolerance of the solver, and infinity.
_TOLERANCE = 1e-6
# Cost of an expendable group, against one more person in a group to raise.
_EXPENDABLE_COST = 0.05
# Raising all groups at once takes as long as forcing this many, one by one: fewer new witnesses are not worth it.
_LEAST_WITNESSES = 24
ANY = highspy.kHighsInf


@dataclass(frozen=True, slots=True)
class LinkedCounts:
    """Counts by unit with their public bounds, and the groups shown as their sums.

    ``ordered_pairs``: pairs of units of which the first is never more than the second. ``always_published``: groups
    never hidden to protect others. ``expendable``: groups hidden before all others, because they are shown elsewhere as
    part of a wider sum.
    """

    values: Sequence[float]
    lower_bounds: Sequence[float]
    upper_bounds: Sequence[float]
    groups: Mapping[Group, Sequence[int]]
    ordered_pairs: Sequence[tuple[int, int]] = ()
    always_published: frozenset[Group] = frozenset()
    expendable: frozenset[Group] = frozenset()


@dataclass(slots=True)
class Protection:
    """``hidden``: groups to hide. ``witness_of``: witness of each small group; the ``unproven`` ones have none."""

    hidden: set[Group]
    witness_of: dict[Group, Sequence[float]] = field(default_factory=dict)
    unproven: set[Group] = field(default_factory=set)


def sum_of(values: Sequence[float], units: Iterable[int]) -> float:
    return sum(values[unit] for unit in units)


class SuppressionProgramme:
    """Linear programme of the values that a count may have for a reader who sees what is not hidden.

    Columns are differences from the true values: the solver starts from the truth, which is feasible, and need not
    search for a first point at each call.
    """

    def __init__(self, counts: LinkedCounts, hidden: Iterable[Group], targets: Iterable[Group] = ()) -> None:
        self.count = counts
        self._target_ranks = {group: rank for rank, group in enumerate(targets)}
        self.hidden = set(hidden)
        self._groups = list(counts.groups)
        self._rank = {group: rank for rank, group in enumerate(self._groups)}
        self.sums = {group: sum_of(counts.values, units) for group, units in counts.groups.items()}
        # Columns: rises and falls of each unit, then of each group, then the value reached by each target group.
        self._size, many = len(counts.values), len(self._groups)
        self._up, self._down, self._reached = (2 * self._size + many * rank for rank in range(3))
        self._groups_of_unit: list[list[Group]] = [[] for _ in counts.values]
        for group, units in counts.groups.items():
            for unit in units:
                self._groups_of_unit[unit].append(group)
        self._columns = np.arange(self._up, self._reached, dtype=np.int32)
        self._nothing = np.zeros(2 * many)
        # Greatest move of each group, and its cost, without and with « is_forced »: of its rise, then of its fall.
        self._flexibility = {is_forced: (np.zeros(2 * many), np.zeros(2 * many)) for is_forced in (False, True)}
        for group in self._groups:
            self._set_group_flexibility(group)
        self._solver = new_solver()
        self._solver.passModel(self._model())
        self._set_flexibility(is_forced=False)

    def _model(self) -> highspy.HighsLp:
        count, values = self.count, self.count.values
        rows: list[ConstraintRow] = []
        for rank, group in enumerate(self._groups):
            moved = self._coefficients(count.groups[group])
            rows.append(({**moved, self._up + rank: -1.0, self._down + rank: 1.0}, *self._row_bounds(group)))
        for group, rank in self._target_ranks.items():
            rows.append(({**self._coefficients(count.groups[group]), self._reached + rank: -1.0}, 0.0, ANY))
        for low, high in count.ordered_pairs:
            rows.append((self._coefficients([high]) | self._coefficients([low], -1.0), values[low] - values[high], ANY))
        falls = [value - least for value, least in zip(values, count.lower_bounds, strict=True)]
        rises = [greatest - value for value, greatest in zip(values, count.upper_bounds, strict=True)]
        nothing = [0.0] * (2 * len(self._groups))
        nobody = [-self.sums[group] for group in self._target_ranks]
        return linear_model(rows, [*[0.0] * (2 * self._size), *nothing, *nobody], [*rises, *falls, *nothing, *nobody])

    def _coefficients(self, units: Iterable[int], by: float = 1.0) -> dict[int, float]:
        return {column: sign for unit in units for column, sign in ((unit, by), (self._size + unit, -by))}

    def _row_bounds(self, group: Group) -> tuple[float, float]:
        return (-ANY, ANY) if group in self.hidden else (0.0, 0.0)

    def hide(self, groups: Iterable[Group]) -> None:
        for group in groups:
            self.hidden.add(group)
            self._set_group_flexibility(group)
            self._solver.changeRowBounds(self._rank[group], -ANY, ANY)

    def raise_groups(self, wanted: Mapping[Group, float]) -> Sequence[float]:
        """Counts by unit that bring hidden groups, together, as near as possible to the wanted value of each."""
        nobody = {self._reached + self._target_ranks[group]: -self.sums[group] for group in wanted}
        for (column, least), (group, most) in zip(nobody.items(), wanted.items(), strict=True):
            self._solver.changeColBounds(column, least, most - self.sums[group])
            self._solver.changeColCost(column, -1.0)
        solution = self._run(presolve="on")
        for column, least in nobody.items():
            self._solver.changeColBounds(column, least, least)
            self._solver.changeColCost(column, 0.0)
        return solution or self.count.values

    def force_group(self, group: Group, least: float, greatest: float) -> tuple[Sequence[float], set[Group]] | None:
        """Counts that put a hidden group within bounds, and the groups to hide for it. None: infeasible."""
        own = self.sums[group]
        self._solver.changeRowBounds(self._rank[group], least - own, greatest - own)
        self._set_flexibility(is_forced=True)
        # One group moves: presolving takes longer than solving.
        solution = self._run(presolve="off")
        self._set_flexibility(is_forced=False)
        self._solver.changeRowBounds(self._rank[group], -ANY, ANY)
        return None if solution is None else (solution, self.groups_moved_by(solution) - self.hidden)

    def groups_moved_by(self, witness: Sequence[float]) -> set[Group]:
        moves: dict[Group, float] = defaultdict(float)
        for unit, (reached, value) in enumerate(zip(witness, self.count.values, strict=True)):
            if reached != value:
                for group in self._groups_of_unit[unit]:
                    moves[group] += reached - value
        return {group for group, move in moves.items() if abs(move) > _TOLERANCE}

    def _set_flexibility(self, *, is_forced: bool) -> None:
        """Lets published groups move at the cost of their count. Without ``is_forced``, only the expendable ones.

        Small groups are hidden before large ones.
        """
        most, cost = self._flexibility[is_forced]
        self._solver.changeColsBounds(len(self._columns), self._columns, self._nothing, most)
        self._solver.changeColsCost(len(self._columns), self._columns, cost)

    def _set_group_flexibility(self, group: Group) -> None:
        is_loose, rank = group in self.count.expendable, self._rank[group]
        is_fixed = group in self.hidden or group in self.count.always_published
        for is_forced, (most, cost) in self._flexibility.items():
            may_move = (is_loose or is_forced) and not is_fixed
            for column in (rank, rank + len(self._groups)):
                most[column] = ANY if may_move else 0.0
                cost[column] = (_EXPENDABLE_COST if is_loose else 1.0 + self.sums[group]) if may_move else 0.0

    def _run(self, *, presolve: str) -> Sequence[float] | None:
        """Starts from the truth each time: the previous solution is farther away."""
        self._solver.setOptionValue("presolve", presolve)
        self._solver.clearSolver()
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        moves = self._solver.getSolution().col_value
        rises, falls = moves[: self._size], moves[self._size : self._up]
        return [value + rise - fall for value, rise, fall in zip(self.count.values, rises, falls, strict=True)]


def protect_small_groups(counts: LinkedCounts, small: Mapping[Group, float], hidden: Iterable[Group]) -> Protection:
    """Finds a witness for every small group. ``small``: minimum rise that each must be able to have.

    A rise by the threshold is tried first, as in the public tables.
    """
    protection = Protection(set(hidden) | set(small))
    if not small:
        return protection
    programme = SuppressionProgramme(counts, protection.hidden, small)
    # It is public that a session cannot have more people than places.
    pending = {
        group: min(programme.sums[group] + THRESHOLD, sum_of(counts.upper_bounds, counts.groups[group]))
        for group in small
    }
    proven_count = len(pending)
    while pending and proven_count >= min(_LEAST_WITNESSES, len(pending)):
        proven_count = _record_witness(programme, programme.raise_groups(pending), pending, protection)
    for group in sorted(pending, key=lambda each: (programme.sums[each], each)):
        if group in pending:
            _protect_alone(programme, group, small[group], pending, protection)
    return protection


def _record_witness(
    programme: SuppressionProgramme, witness: Sequence[float], pending: dict[Group, float], protection: Protection
) -> int:
    """Removes from ``pending`` the groups of which the counts are a witness, and returns how many there were."""
    proven = []
    for group, wanted in pending.items():
        reached = sum_of(witness, programme.count.groups[group])
        if reached >= wanted - _TOLERANCE and reached > programme.sums[group] + _TOLERANCE:
            proven.append(group)
    for group in proven:
        protection.witness_of[group] = witness
        del pending[group]
    if proven and programme.count.expendable:
        expended = (programme.groups_moved_by(witness) & programme.count.expendable) - programme.hidden
        programme.hide(expended)
        protection.hidden |= expended
    return len(proven)


def _protect_alone(
    programme: SuppressionProgramme,
    group: Group,
    least_rise: float,
    pending: dict[Group, float],
    protection: Protection,
) -> None:
    own, wanted = programme.sums[group], pending.pop(group)
    bound_options = [(wanted, ANY)] if wanted > own else []
    bound_options += [(own + least_rise, ANY)] if wanted > own + least_rise else []
    # The places already disclose that it is small; a lower value must stay possible.
    bound_options += [(-ANY, own / 2), (-ANY, own - 1.0)] if wanted < own + least_rise else []
    for bounds in bound_options:
        forced = programme.force_group(group, *bounds)
        if forced is not None:
            witness, moved = forced
            programme.hide(moved)
            protection.hidden |= moved
            protection.witness_of[group] = witness
            _record_witness(programme, witness, pending, protection)
            return
    protection.unproven.add(group)


ConstraintRow = tuple[Mapping[int, float], float, float]


def linear_model(rows: Sequence[ConstraintRow], lower: Sequence[float], upper: Sequence[float]) -> highspy.HighsLp:
    """A programme without costs. A row: its coefficients by column, the lower and upper bound of their sum."""
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(lower), len(rows)
    model.col_cost_ = [0.0] * len(lower)
    model.col_lower_, model.col_upper_ = list(lower), list(upper)
    model.row_lower_ = [row[1] for row in rows]
    model.row_upper_ = [row[2] for row in rows]
    starts = [0]
    for factors, _, _ in rows:
        starts.append(starts[-1] + len(factors))
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = starts
    model.a_matrix_.index_ = [column for row in rows for column in row[0]]
    model.a_matrix_.value_ = [factor for row in rows for factor in row[0].values()]
    return model
