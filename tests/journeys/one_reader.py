"""A reader who sees no small count, downloads everything twice, and owns a solver of linear programmes.

What they read comes from the queries that the pages and the files print: the funnel in every cut of every year, the
counts of the actions, the results of the trainings. What they know besides is public: which session is of which
training, provider, lot, action and place, in which year, and how many places it has.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import highspy

from pacte.journeys.queries.funnel import Reader, action_counts, funnel
from pacte.journeys.queries.results import results_of
from pacte.journeys.records.counts import ENDS, OF_PEOPLE, Asked, Counts, Cut
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.linear_programme import solver
from pacte.offer.models import Training

THRESHOLD = 11
# Each is at most the one before; nobody tells how many were presented.
CHAIN = ("proposed", "informed", "admitted", "entered", "ended")
PEOPLE = (*CHAIN, "certified", "answered", "in_job")
OF_SESSIONS = tuple(cut for cut in Cut if cut not in OF_PEOPLE and cut not in (Cut.YEAR, Cut.SESSION))


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue tells of one session."""

    year: int
    provider: int
    department: str
    lot: int
    plan: int
    action: str
    training: int
    certification: str
    is_over: bool
    is_late: bool
    is_certifying: bool
    places: int

    def is_in(self, cut: Cut, key: str) -> bool:
        own = {Cut.DEPARTMENT: self.department, Cut.PROVIDER: self.provider, Cut.LOT: self.lot, Cut.ACTION: self.action}
        return str(own[cut]) == key


Cell = tuple[str, ...]


@dataclass(slots=True)
class Reading:
    """Cells that were read: (cut, year, key, name of count). None: hidden."""

    cells: dict[Cell, int | None] = field(default_factory=dict)

    def note(self, cut: str, year: object, counts: Counts, key: str) -> None:
        for name in (*PEOPLE, "taken", "lost", "bought", *ENDS):
            if counts.of(name) is not None or name in counts.hidden:
                self.cells[cut, str(year), key, name] = counts.of(name)


def read_everything(
    actor: Actor, host_id: int, years: Iterable[int], plans: Mapping[int, Sequence[str]], *, at: datetime
) -> Reading:
    """Every cut that the reader may ask, walked: a new one is read too.

    ``at``: when the publication was decided. A table that stands from an earlier one was read then.
    """
    found = Reading()
    for cut in Reader(actor, host_id).cuts:
        for year in [None] if cut is Cut.YEAR else years:
            table = funnel(actor=actor, host_id=host_id, asked=Asked(year=year), cut=cut)
            for line in (each for each in table.lines if each.counted_at == at):
                found.note(cut.value, year or line.key, line, line.key)
            found.note("whole", year or "", table.whole, "")
    for plan_id, numbers in plans.items():
        for number in numbers:
            counts = action_counts(actor=actor, plan_id=plan_id, number=ActionCode(number))
            if counts is not None:
                found.note("plan_action", "", counts, f"{plan_id}:{number}")
    for training in Training.objects.filter(host_id=host_id):
        results = results_of(actor=actor, training=training)
        if results is not None:
            for name, count in _results(results):
                found.cells["result", "", results.certification or str(training.pk), name] = count
    return found


def _results(results: Any) -> list[tuple[str, int | None]]:
    return [
        ("entered", results.entered),
        ("ended", results.completed.out_of if results.completed else None),
        ("certified", results.certified.count if results.certified else None),
        ("answered", results.answered.count if results.answered else None),
        ("in_job", results.in_job.count if results.in_job else None),
    ]


class Attack:
    """All that was read of some nights, as one programme. A variable for each session, count and night."""

    def __init__(self, sessions: Sequence[Known], nights: Sequence[Reading]) -> None:
        self.sessions, self.nights = sessions, nights
        self._solver = solver()
        self._columns: dict[tuple[object, ...], int] = {}
        self._uppers: list[float] = []
        self._rows: list[tuple[float, float, dict[int, float]]] = []
        for night, reading in enumerate(nights):
            self._laws(night)
            self._people(night, reading)
            for cell, count in reading.cells.items():
                mine = self.terms(night, cell)
                if count is not None and mine is not None:
                    self._rows.append((count, count, mine))
        self._growth()
        self._solver.addVars(len(self._uppers), [0.0] * len(self._uppers), self._uppers)
        for least, greatest, row in self._rows:
            self._solver.addRow(least, greatest, len(row), list(row), list(row.values()))

    def _column(self, *key: object, most: float = highspy.kHighsInf) -> int:
        if key not in self._columns:
            self._columns[key] = len(self._uppers)
            self._uppers.append(most)
        return self._columns[key]

    def _laws(self, night: int) -> None:
        for rank, session in enumerate(self.sessions):
            at = {name: self._column(night, rank, name) for name in PEOPLE}
            if not session.is_certifying:
                self._uppers[at["certified"]] = 0.0
            # A place is taken once, by somebody who entered; now and then a second person takes it.
            at["taken"] = self._column(night, rank, "taken", most=float(session.places))
            self._chain(at)
            self._rows.append((0.0, 1.0, {at["entered"]: 1.0, at["taken"]: -1.0}))

    def _chain(self, at: Mapping[str, int]) -> None:
        pairs = [
            *itertools.pairwise(CHAIN),
            ("ended", "certified"),
            ("ended", "answered"),
            ("answered", "in_job"),
        ]
        for above, below in pairs:
            self._rows.append((0.0, highspy.kHighsInf, {at[above]: 1.0, at[below]: -1.0}))

    def _people(self, night: int, reading: Reading) -> None:
        """Each cut of people, and the kinds of end, add up to the year."""
        lines: dict[tuple[str, str], set[str]] = defaultdict(set)
        for cut, year, key, _ in reading.cells:
            if cut in OF_PEOPLE:
                lines[cut, year].add(key)
        for (cut, year), keys in lines.items():
            for key in keys:
                self._chain({name: self._column(night, cut, year, key, name) for name in PEOPLE})
            for name in PEOPLE:
                row = {self._column(night, cut, year, key, name): 1.0 for key in keys}
                self._rows.append((0.0, 0.0, row | dict.fromkeys(self._of_year(night, year, name), -1.0)))
        for year in {str(session.year) for session in self.sessions}:
            row = {self._column(night, "end", year, kind): 1.0 for kind in ENDS}
            self._rows.append((0.0, 0.0, row | dict.fromkeys(self._of_year(night, year, "ended"), -1.0)))

    def _of_year(self, night: int, year: str, name: str) -> list[int]:
        return [self._column(night, rank, name) for rank, each in enumerate(self.sessions) if str(each.year) == year]

    def _growth(self) -> None:
        """From one night to the next nobody is counted less."""
        for key, column in list(self._columns.items()):
            if key[0] == 0 and (1, *key[1:]) in self._columns:
                self._rows.append((0.0, highspy.kHighsInf, {self._columns[1, *key[1:]]: 1.0, column: -1.0}))

    def terms(self, night: int, cell: Cell) -> dict[int, float] | None:
        """The variables that a cell adds up; None for what is no count of people, or of another public table."""
        cut, year, key, name = cell
        if name in ("bought", "lost"):
            return None
        if cut in OF_PEOPLE:
            return {self._column(night, cut, year, key, name): 1.0} if name in PEOPLE else None
        if name in ENDS:
            if cut not in ("whole", Cut.YEAR) or (cut == "whole" and not year):
                return None
            return {self._column(night, "end", year, name): 1.0}
        ranks = [rank for rank, each in enumerate(self.sessions) if self._is_in(each, cut, year, key, name)]
        # The wholes of all years leave out those that are hidden: their lines say all.
        return {self._column(night, rank, name): 1.0 for rank in ranks} if ranks else None

    def _is_in(self, each: Known, cut: str, year: str, key: str, name: str) -> bool:
        if cut == "result":
            # Jobs are told of the sessions that are six months past.
            is_counted = each.is_late if name in ("answered", "in_job") else each.is_over
            return not year and is_counted and key in (str(each.training), each.certification)
        if cut == "plan_action" or not year:
            return False
        if cut in ("whole", Cut.YEAR):
            return str(each.year) == year
        return str(each.year) == year and each.is_in(Cut(cut), key)

    def recovered(self, truth: Sequence[Mapping[Cell, int]]) -> list[tuple[int, Cell, int]]:
        """Small cells that are hidden and known all the same: exactly, or to be under the threshold.

        Where the places of the sessions say already that it is, only what is known exactly counts.
        """
        asked = {}
        for night, reading in enumerate(self.nights):
            for cell, count in reading.cells.items():
                terms = self.terms(night, cell)
                if count is None and terms and 0 < truth[night][cell] < THRESHOLD:
                    asked[night, cell] = terms
        self._forgive(asked, truth)
        return [
            (night, cell, truth[night][cell]) for (night, cell), terms in asked.items()
            if self._is_known(terms, truth[night][cell], self._room(cell))
        ]  # fmt: skip

    def _room(self, cell: Cell) -> float:
        if cell[3] not in ("taken", "entered", "ended", "certified", "answered", "in_job") or cell[0] in (
            *OF_PEOPLE,
            "end",
        ):
            return highspy.kHighsInf
        mine = [each for each in self.sessions if self._is_in(each, *cell)]
        return sum(each.places for each in mine if each.is_certifying or cell[3] != "certified")

    def _forgive(self, asked: dict[tuple[int, Cell], dict[int, float]], truth: Sequence[Mapping[Cell, int]]) -> None:
        """Leaves out at once those that may all be the threshold or more together."""
        while asked:
            before = len(asked)
            first = len(self._uppers)
            self._solver.addVars(before, [0.0] * before, [float(THRESHOLD)] * before)
            for rank, terms in enumerate(asked.values()):
                row = terms | {first + rank: -1.0}
                self._solver.addRow(0.0, highspy.kHighsInf, len(row), list(row), list(row.values()))
                self._solver.changeColCost(first + rank, -1.0)
            self._solver.run()
            assert self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal, "what was read holds together"
            values = list(self._solver.getSolution().col_value)
            for key in [k for k, terms in asked.items() if sum(values[each] for each in terms) >= THRESHOLD - 1e-6]:
                del asked[key]
            for rank in range(before):
                self._solver.changeColCost(first + rank, 0.0)
            self._uppers += [float(THRESHOLD)] * before
            if len(asked) == before:
                return

    def _is_known(self, terms: Mapping[int, float], count: int, room: float) -> bool:
        greatest = self._best(terms, highspy.ObjSense.kMaximize)
        if greatest >= THRESHOLD - 1e-6:
            return False
        if room >= THRESHOLD:
            return True
        return abs(greatest - self._best(terms, highspy.ObjSense.kMinimize)) < 1e-6

    def _best(self, terms: Mapping[int, float], sense: highspy.ObjSense) -> float:
        for column, factor in terms.items():
            self._solver.changeColCost(column, factor)
        self._solver.changeObjectiveSense(sense)
        self._solver.run()
        assert self._solver.getModelStatus() in (
            highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kUnbounded,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        ), "what was read holds together"  # fmt: skip
        is_bounded = self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        found = float(self._solver.getObjectiveValue()) if is_bounded else highspy.kHighsInf
        for column in terms:
            self._solver.changeColCost(column, 0.0)
        self._solver.changeObjectiveSense(highspy.ObjSense.kMinimize)
        return found
