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

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import highspy

from pacte.infra.linear_solver import new_solver

THRESHOLD = 11
Group = tuple[str, ...]
# Numerical tolerance of the solver, and infinity.
_NOTHING = 1e-6
# Cost of an expendable group, against one more person in a group to raise.
_LOOSE = 0.05
ANY = highspy.kHighsInf


@dataclass(frozen=True, slots=True)
class Linked:
    """Counts by unit with their public bounds, and the groups shown as their sums.

    ``ordered_pairs``: pairs of units of which the first is never more than the second. ``always_published``: groups
    never hidden to protect others. ``expendable``: groups hidden before all others, because they are shown elsewhere as
    part of a wider sum.
    """

    values: Sequence[float]
    least: Sequence[float]
    greatest: Sequence[float]
    groups: Mapping[Group, Sequence[int]]
    under: Sequence[tuple[int, int]] = ()
    kept: frozenset[Group] = frozenset()
    loose: frozenset[Group] = frozenset()


@dataclass(slots=True)
class Protection:
    """``hidden``: groups to hide. ``witness_of``: witness of each small group; the ``unproven`` ones have none."""

    hidden: set[Group]
    witness_of: dict[Group, Sequence[float]] = field(default_factory=dict)
    unproven: set[Group] = field(default_factory=set)


def sum_of(values: Sequence[float], units: Iterable[int]) -> float:
    return sum(values[unit] for unit in units)


class Programme:
    """Linear programme of the values that a count may have for a reader who sees what is not hidden.

    Columns are differences from the true values: the solver starts from the truth, which is feasible, and need not
    search for a first point at each call.
    """

    def __init__(self, count: Linked, hidden: Iterable[Group], asked: Iterable[Group] = ()) -> None:
        self.count = count
        self._asked = {group: rank for rank, group in enumerate(asked)}
        self.hidden = set(hidden)
        self._groups = list(count.groups)
        self._rank = {group: rank for rank, group in enumerate(self._groups)}
        self.sums = {group: sum_of(count.values, units) for group, units in count.groups.items()}
        # Columns: rises and falls of each unit, then of each group, then the value reached by each target group.
        self._size, many = len(count.values), len(self._groups)
        self._up, self._down, self._reached = (2 * self._size + many * rank for rank in range(3))
        self._solver = new_solver()
        # Presolving takes longer than solving.
        self._solver.setOptionValue("presolve", "off")
        self._solver.passModel(self._model())
        self._loosen(is_forced=False)

    def _model(self) -> highspy.HighsLp:
        count, values = self.count, self.count.values
        rows: list[Row] = []
        for rank, group in enumerate(self._groups):
            moved = self._moved(count.groups[group])
            rows.append(({**moved, self._up + rank: -1.0, self._down + rank: 1.0}, *self._told(group)))
        for group, rank in self._asked.items():
            rows.append(({**self._moved(count.groups[group]), self._reached + rank: -1.0}, 0.0, ANY))
        for low, high in count.under:
            rows.append((self._moved([high]) | self._moved([low], -1.0), values[low] - values[high], ANY))
        falls = [value - least for value, least in zip(values, count.least, strict=True)]
        rises = [greatest - value for value, greatest in zip(values, count.greatest, strict=True)]
        nothing = [0.0] * (2 * len(self._groups))
        nobody = [-self.sums[group] for group in self._asked]
        return model_of(rows, [*[0.0] * (2 * self._size), *nothing, *nobody], [*rises, *falls, *nothing, *nobody])

    def _moved(self, units: Iterable[int], by: float = 1.0) -> dict[int, float]:
        return {column: sign for unit in units for column, sign in ((unit, by), (self._size + unit, -by))}

    def _told(self, group: Group) -> tuple[float, float]:
        return (-ANY, ANY) if group in self.hidden else (0.0, 0.0)

    def hide(self, groups: Iterable[Group]) -> None:
        for group in groups:
            self.hidden.add(group)
            self._solver.changeRowBounds(self._rank[group], -ANY, ANY)

    def raised(self, wanted: Mapping[Group, float]) -> Sequence[float]:
        """Counts by unit that bring hidden groups, together, as near as possible to the wanted value of each."""
        nobody = {self._reached + self._asked[group]: -self.sums[group] for group in wanted}
        for (column, least), (group, most) in zip(nobody.items(), wanted.items(), strict=True):
            self._solver.changeColBounds(column, least, most - self.sums[group])
            self._solver.changeColCost(column, -1.0)
        found = self._run()
        for column, least in nobody.items():
            self._solver.changeColBounds(column, least, least)
            self._solver.changeColCost(column, 0.0)
        return found or self.count.values

    def forced(self, group: Group, least: float, greatest: float) -> tuple[Sequence[float], set[Group]] | None:
        """Counts that put a hidden group within bounds, and the groups to hide for it. None: infeasible."""
        own = self.sums[group]
        self._solver.changeRowBounds(self._rank[group], least - own, greatest - own)
        self._loosen(is_forced=True)
        found = self._run()
        self._loosen(is_forced=False)
        self._solver.changeRowBounds(self._rank[group], -ANY, ANY)
        return None if found is None else (found, self.moved_by(found) - self.hidden)

    def moved_by(self, witness: Sequence[float]) -> set[Group]:
        return {
            group
            for group, units in self.count.groups.items()
            if abs(sum_of(witness, units) - self.sums[group]) > _NOTHING
        }

    def _loosen(self, *, is_forced: bool) -> None:
        """Lets published groups move at the cost of their count. Without ``is_forced``, only the expendable ones.

        Small groups are hidden before large ones.
        """
        most, cost = [], []
        for group in self._groups:
            is_loose = group in self.count.loose
            may_move = (is_loose or is_forced) and group not in self.hidden and group not in self.count.kept
            most.append(ANY if may_move else 0.0)
            cost.append((_LOOSE if is_loose else 1.0 + self.sums[group]) if may_move else 0.0)
        columns = list(range(self._up, self._reached))
        self._solver.changeColsBounds(len(columns), columns, [0.0] * len(columns), most * 2)
        self._solver.changeColsCost(len(columns), columns, cost * 2)

    def _run(self) -> Sequence[float] | None:
        """Starts from the truth each time: the previous solution is farther away."""
        self._solver.clearSolver()
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        moves = self._solver.getSolution().col_value
        rises, falls = moves[: self._size], moves[self._size : self._up]
        return [value + rise - fall for value, rise, fall in zip(self.count.values, rises, falls, strict=True)]


def protect(count: Linked, small: Mapping[Group, float], hidden: Iterable[Group]) -> Protection:
    """Finds a witness for every small group. ``small``: minimum rise that each must be able to have.

    A rise by the threshold is tried first, as in the public tables.
    """
    found = Protection(set(hidden) | set(small))
    if not small:
        return found
    programme = Programme(count, found.hidden, small)
    # It is public that a session cannot have more people than places.
    left = {
        group: min(programme.sums[group] + THRESHOLD, sum_of(count.greatest, count.groups[group])) for group in small
    }
    while left and _note(programme, programme.raised(left), left, found):
        pass
    for group in sorted(left, key=lambda each: (programme.sums[each], each)):
        if group in left:
            _prove_alone(programme, group, small[group], left, found)
    return found


def _note(programme: Programme, witness: Sequence[float], left: dict[Group, float], found: Protection) -> bool:
    """Removes from ``pending`` the groups of which the counts are a witness. True when there was one."""
    proven = []
    for group, wanted in left.items():
        reached = sum_of(witness, programme.count.groups[group])
        if reached >= wanted - _NOTHING and reached > programme.sums[group] + _NOTHING:
            proven.append(group)
    for group in proven:
        found.witness_of[group] = witness
        del left[group]
    if proven and programme.count.loose:
        given_up = (programme.moved_by(witness) & programme.count.loose) - programme.hidden
        programme.hide(given_up)
        found.hidden |= given_up
    return bool(proven)


def _prove_alone(
    programme: Programme, group: Group, least_rise: float, left: dict[Group, float], found: Protection
) -> None:
    own, wanted = programme.sums[group], left.pop(group)
    ways = [(wanted, ANY)] if wanted > own else []
    ways += [(own + least_rise, ANY)] if wanted > own + least_rise else []
    # The places already disclose that it is small; a lower value must stay possible.
    ways += [(-ANY, own / 2), (-ANY, own - 1.0)] if wanted < own + least_rise else []
    for bounds in ways:
        forced = programme.forced(group, *bounds)
        if forced is not None:
            witness, moved = forced
            programme.hide(moved)
            found.hidden |= moved
            found.witness_of[group] = witness
            _note(programme, witness, left, found)
            return
    found.unproven.add(group)


Row = tuple[Mapping[int, float], float, float]


def model_of(rows: Sequence[Row], lower: Sequence[float], upper: Sequence[float]) -> highspy.HighsLp:
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
