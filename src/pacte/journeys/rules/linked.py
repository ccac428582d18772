"""Which counts of linked tables to hide, so that all of them together give no small one back. Pure.

The tables of a night share their people: a provider, its lots, its departments and its actions are sums of the same
sessions. Units are the inner cells, sessions that no table tells apart; a ``Group`` is a cell of a table.

A hidden small cell is safe when a *witness* exists: other counts by unit, which give every published cell its value,
obey what everybody knows (no count is negative, nobody enters beyond the places of a session, ...) and put this cell at
the threshold or above. Whoever reads the tables cannot tell the witness from the truth. Cells without a witness are
given one by the cheapest change of the tables, and the published cells that it moves are hidden too (M. Fischetti and
J. J. Salazar, JASA 95, 2000, as in the public tables). One programme gives witnesses to many cells at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import highspy

from pacte.kernel.linear_programme import solver

THRESHOLD = 11
Group = tuple[str, ...]
# What solvers call zero, and anything.
_NOTHING = 1e-6
# What a loose group costs, beside one person more in a group that must be raised.
_LOOSE = 0.05
ANY = highspy.kHighsInf


@dataclass(frozen=True, slots=True)
class Linked:
    """Counts by unit, between what everybody knows to be their bounds, and the groups that are shown as their sums.

    ``under``: pairs of units, of which the first is never more than the second. ``kept``: groups that are never given
    up to protect others. ``loose``: those that give way before all others, since they are shown elsewhere as part of a
    wider sum.
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
    """``hidden``: groups not to be shown. ``witness_of`` the small ones; those ``unproven`` have none."""

    hidden: set[Group]
    witness_of: dict[Group, Sequence[float]] = field(default_factory=dict)
    unproven: set[Group] = field(default_factory=set)


def sum_of(values: Sequence[float], units: Iterable[int]) -> float:
    return sum(values[unit] for unit in units)


class Programme:
    """What may be true of one count, for who reads what is not hidden."""

    def __init__(self, count: Linked, hidden: Iterable[Group], asked: Iterable[Group] = ()) -> None:
        self.count = count
        self._asked = {group: rank for rank, group in enumerate(asked)}
        self.hidden = set(hidden)
        self._groups = list(count.groups)
        self._rank = {group: rank for rank, group in enumerate(self._groups)}
        self.sums = {group: sum_of(count.values, units) for group, units in count.groups.items()}
        # Columns: units, rises and falls of each group, and how much of what is wanted is reached.
        self._size, many = len(count.values), len(self._groups)
        self._up, self._down, self._reached = (self._size + many * rank for rank in range(3))
        self._solver = solver()
        # Each question starts from the answer to the one before, which presolving would forget.
        self._solver.setOptionValue("presolve", "off")
        self._solver.passModel(self._model())
        self._loosen(0.0)

    def _model(self) -> highspy.HighsLp:
        count, many = self.count, len(self._groups)
        rows: list[Row] = []
        for rank, group in enumerate(self._groups):
            units = dict.fromkeys(count.groups[group], 1.0)
            rows.append(({**units, self._up + rank: -1.0, self._down + rank: 1.0}, *self._told(group)))
        for group, rank in self._asked.items():
            rows.append(({**dict.fromkeys(count.groups[group], 1.0), self._reached + rank: -1.0}, 0.0, ANY))
        rows += [({low: -1.0, high: 1.0}, 0.0, ANY) for low, high in count.under]
        nothing = [0.0] * (2 * many + len(self._asked))
        return model_of(rows, [*count.least, *nothing], [*count.greatest, *nothing])

    def _told(self, group: Group) -> tuple[float, float]:
        return (-ANY, ANY) if group in self.hidden else (self.sums[group], self.sums[group])

    def hide(self, groups: Iterable[Group]) -> None:
        for group in groups:
            self.hidden.add(group)
            self._solver.changeRowBounds(self._rank[group], -ANY, ANY)

    def raised(self, wanted: Mapping[Group, float]) -> Sequence[float]:
        """Counts by unit that bring hidden groups as near as they can, together, to what is wanted of each."""
        columns = {self._reached + self._asked[group]: most for group, most in wanted.items()}
        for column, most in columns.items():
            self._solver.changeColBounds(column, 0.0, most)
            self._solver.changeColCost(column, -1.0)
        found = self._run()
        for column in columns:
            self._solver.changeColBounds(column, 0.0, 0.0)
            self._solver.changeColCost(column, 0.0)
        return found or self.count.values

    def forced(self, group: Group, least: float, greatest: float) -> tuple[Sequence[float], set[Group]] | None:
        """Counts that put a hidden group there, and what must no longer be shown for it. None: there are none."""
        self._solver.changeRowBounds(self._rank[group], least, greatest)
        self._loosen(ANY)
        found = self._run()
        self._loosen(0.0)
        self._solver.changeRowBounds(self._rank[group], -ANY, ANY)
        return None if found is None else (found, self.moved_by(found) - self.hidden)

    def moved_by(self, witness: Sequence[float]) -> set[Group]:
        return {
            group
            for group, units in self.count.groups.items()
            if abs(sum_of(witness, units) - self.sums[group]) > _NOTHING
        }

    def _loosen(self, most: float) -> None:
        """What is shown may move, at the cost of its count: small cells go before great ones."""
        for rank, group in enumerate(self._groups):
            if group in self.hidden or group in self.count.kept:
                continue
            is_loose = group in self.count.loose
            for column in (self._up + rank, self._down + rank):
                self._solver.changeColBounds(column, 0.0, ANY if is_loose else most)
                self._solver.changeColCost(column, _LOOSE if is_loose else 1.0 + self.sums[group] if most else 0.0)

    def _run(self) -> Sequence[float] | None:
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return list(self._solver.getSolution().col_value[: self._size])


def protect(count: Linked, small: Mapping[Group, float], hidden: Iterable[Group]) -> Protection:
    """Gives every small group a witness. ``small``: how much more than it is each must be able to be, at the least.

    The threshold more is asked first, as of public tables.
    """
    found = Protection(set(hidden) | set(small))
    if not small:
        return found
    programme = Programme(count, found.hidden, small)
    # Everybody knows that a session cannot hold more than its places.
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
    """Takes from ``left`` the groups of which the counts are a witness. True when there was one."""
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
    # The places say already that it is small: that it is not less is what must not be known.
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
    """A programme without costs. A row: its factors by column, the least and the greatest value of their sum."""
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
