"""A linear program of all that the reader read on some nights, to recover hidden counts.

It has a variable for each session, count and night, and more for people cut by age, sex and so on, and for what only
indicators count. It uses no more than the reader knows: a figure is tied to the sessions where the rule of the count is
public; otherwise it lies between zero and the count that includes it.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import highspy

from pacte.indicators.facts.dimensions import MONTH, YEAR, ZONE
from pacte.indicators.queries.aggregation import measure_territory
from pacte.indicators.queries.target_answers import NO_ACTION
from pacte.indicators.records import Measure, TerritoryRule, TimeRule, Unit, Value
from pacte.indicators.records.publication import SHARE_PART, PublishedTable
from pacte.indicators.rules.disclosure import TOTAL, Key
from pacte.indicators.rules.regrouping import SIGN
from pacte.infra.linear_solver import new_solver
from pacte.journeys.records.counts import ENDS, PEOPLE_CUTS, Cut
from pacte.journeys.rules.linked_suppression import ConstraintRow, linear_model
from tests.journeys.one_reader import CHAIN, PEOPLE, Cell, Figure, Known, Reading
from tests.journeys.one_reader_of_evidence import Proof

THRESHOLD = 11
_NOTHING = 1e-6
ANY = highspy.kHighsInf
Terms = dict[int, float]
# Counts that cannot exceed the places.
_SEATED = ("taken", "entered", "ended", "certified", "answered", "in_job", *ENDS)
_CERTIFIED, _PAST_JURY = "certified", timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a measure counts: the sum of ``names`` over the sessions that ``keeps`` accepts, as known on a day."""

    names: Mapping[str, float]
    keeps: Callable[[Known, date], bool] = lambda session, on: True


def _over(session: Known, on: date) -> bool:
    return session.ends_on < on


def _past_jury(session: Known, on: date) -> bool:
    return session.is_certifying and session.ends_on + _PAST_JURY < on


def _before_jury(session: Known, on: date) -> bool:
    return session.is_certifying and not session.ends_on + _PAST_JURY < on


_ABOVE = {below: above for above, below in itertools.pairwise(CHAIN)} | {
    "taken": "entered", "certified": "ended", "answered": "ended", "in_job": "answered", **dict.fromkeys(ENDS, "ended"),
}  # fmt: skip
# The number who never came is not published: it is part of admitted minus entered, which may be few.
_ROOMS = {"never_came": 0.0}
_LATER = ("ended", "answered", "in_job")
_ENTERED = {"entered": 1.0}
MEANINGS: dict[tuple[str, str], Meaning] = {
    ("entries", "count(*)"): Meaning(_ENTERED),
    ("paid_entries", "count(*) filter (where pact_pays)"): Meaning(_ENTERED, lambda each, _: "pact" in each.funds),
    ("cohort", "count(*) filter (where planned_end_on < :on)"): Meaning(_ENTERED, _over),
    ("cohort", "count(*) filter (where planned_end_on < :on and outcome in ('to_term', 'goal_reached'))"): Meaning(
        {"to_term": 1.0, "goal_reached": 1.0}, _over
    ),
    ("cohort", "count(*) filter (where planned_end_on < :on and outcome in ('to_job', 'to_training', 'dropout'))"):
        Meaning({"to_job": 1.0, "to_training": 1.0, "dropout": 1.0}, _over),
    ("cohort", "count(*) filter (where planned_end_on < :on and outcome in ('to_training', 'dropout'))"): Meaning(
        {"to_training": 1.0, "dropout": 1.0}, _over
    ),
    ("juries", "count(*) filter (where jury_on < :on and certified)"): Meaning({"certified": 1.0}, _past_jury),
    ("juries", "count(*) filter (where jury_on < :on)"): Meaning(_ENTERED, _past_jury),
    ("juries", "count(*) filter (where not (jury_on < :on))"): Meaning(_ENTERED, _before_jury),
    ("sessions", "sum(taken)"): Meaning({"taken": 1.0}),
    ("sessions", "sum(taken) filter (where is_held and is_due and not rolling)"): Meaning({"taken": 1.0}),
    ("sessions", "sum(above)"): Meaning({"entered": 1.0, "taken": -1.0}),
    ("sessions", "sum(entries) filter (where starts_on <= :on)"): Meaning(_ENTERED),
    ("sessions", "sum(entries) filter (where ends_on < :on)"): Meaning(_ENTERED, _over),
    ("first_days", "count(*)"): Meaning({"entered": 1.0, "never_came": 1.0}),
    ("first_days", "count(*) filter (where came)"): Meaning(_ENTERED),
    ("first_days", "count(*) filter (where not came)"): Meaning({"never_came": 1.0}),
    ("informed", "count(*) filter (where admitted)"): Meaning({"admitted": 1.0}),
    ("situations", "count(*) filter (where months = 6 and in_job and ends_on + interval 6 month <= :on)"): Meaning(
        {"in_job": 1.0}, lambda session, on: session.ends_on + timedelta(days=184) <= on
    ),
}  # fmt: skip
# Counted in the year of the end: a session that crosses New Year has two parts.
BY_END = {
    ("situations", "count(*) filter (where months = 6 and answered)"): "answered",
    ("situations", "count(*) filter (where months = 6 and answered and in_job)"): "in_job",
}
_DUE = ("ends", "count(*) filter (where happened_on + interval 6 month <= :on)")
# Measure → (cut of people, line, True). With False, the measure is everybody but that line.
OF_WHOM: dict[str, tuple[str, str, bool]] = {
    "count(*) filter (where sex = 'f')": ("sex", "f", True),
    "count(case when sex in ('f', 'm', 'x') then 1 end)": ("sex", "", False),
    "count(*) filter (where diploma < 4)": ("level", "low", True),
    "count(*) filter (where diploma is null)": ("level", "", True),
    "count(diploma)": ("level", "", False),
    "count(*) filter (where age < 26)": ("age", "under_26", True),
    "count(age)": ("age", "", False),
}
# Line of an indicator → line of the funnel that it equals, alone or added to the others of the same line.
LINE_OF = {
    "sex": {"f": "f", "m": "m", "x": "x", "unknown": ""},
    "level": {"low": "low", "bac": "other", "higher": "other", "unknown": ""},
    "age": {"under_26": "under_26", "26_44": "26_44", "45_54": "45_over", "55_plus": "45_over", "unknown": ""},
}
PUBLIC_OF = {"under_26": ("age", "under_26"), "low_qualified": ("level", "low"), "women": ("sex", "f")}
_OF_ENTRIES = frozenset({"entries", "paid_entries", "cohort", "juries", "referred", "attested", "sessions"})
_OF_PROPOSALS = frozenset({"informed", "approaches", "proposals", "contacts"})


class Attack:
    """A night is a number; ``CLOSING`` is what was known at the end of each year."""

    CLOSING = -1

    def __init__(self, sessions: Sequence[Known], nights: Sequence[Reading]) -> None:
        self.sessions, self.nights = sessions, nights
        self._ranks = list(enumerate(sessions))
        self._columns: dict[tuple[object, ...], int] = {}
        self._uppers: list[float] = []
        self._rooms: list[float] = []
        self._owners: list[tuple[object, ...]] = []
        self._rows: list[ConstraintRow] = []
        self._asked: dict[tuple[object, ...], tuple[Terms, int]] = {}
        self._nobody: set[int] = set()
        self._classes: dict[tuple[object, ...], Terms] = {}
        self._exact: set[tuple[object, ...]] = set()
        self._payments: dict[tuple[object, ...], tuple[Measure, Proof]] = {}
        self._names: list[tuple[object, ...]] = []
        for layer in (self.CLOSING, *range(len(nights))):
            self._laws(layer)
        for night, reading in enumerate(nights):
            self._people(night, reading)
        self._growth()

    def _column(self, *key: object, most: float = ANY, room: float = ANY) -> int:
        """Variable of this key. ``room``: most people possible, known from the places and from the zeros shown."""
        if key not in self._columns:
            self._columns[key] = len(self._uppers)
            self._uppers.append(most)
            self._rooms.append(room)
            self._names.append(key)
            self._owners.append(key[:2] if isinstance(key[1], int) else key)
        return self._columns[key]

    def _room(self, terms: Mapping[int, float]) -> float:
        rooms: dict[object, float] = {}
        for column, factor in terms.items():
            night, cut, *more = self._names[column]
            if factor > 0 and cut in PEOPLE_CUTS:
                # A line of people has room for the places of its year.
                year, _, name = map(str, more)
                rooms[night, cut, year] = self._room(self._of_year(int(str(night)), int(year), name))
            elif factor > 0 and not self._is_nobody(self._names[column]):
                # Several counts of one session share its places.
                rooms[self._owners[column]] = max(rooms.get(self._owners[column], 0.0), self._rooms[column])
        return sum(rooms.values())

    def _is_nobody(self, name: tuple[object, ...]) -> bool:
        """True if a zero is shown for this count of a session, or for a count that includes it."""
        *where, last = name
        if self._columns.get(name, -1) in self._nobody:
            return True
        above = _ABOVE.get(str(last))
        return above is not None and len(where) == 2 and self._is_nobody((*where, above))

    def _equal(self, terms: Mapping[int, float], count: float) -> None:
        self._rows.append((dict(terms), count, count))

    def _at_most(self, low: Mapping[int, float], high: Mapping[int, float]) -> None:
        self._rows.append((_added(high, low, -1.0), 0.0, ANY))

    def _laws(self, layer: int) -> None:
        for rank, session in self._ranks:
            places = float(session.places)
            at = {
                name: self._column(layer, rank, name, room=places if name in _SEATED else _ROOMS.get(name, ANY))
                for name in (*PEOPLE, "never_came", *ENDS)
            }
            if not session.is_certifying:
                self._uppers[at["certified"]] = self._rooms[at["certified"]] = 0.0
            # A place is taken once, by a person who entered; sometimes a second person takes it over.
            at["taken"] = self._column(layer, rank, "taken", most=places, room=places)
            self._chain(at)
            self._rows.append(({at["entered"]: 1.0, at["taken"]: -1.0}, 0.0, 1.0))
            self._rows.append(({at["admitted"]: 1.0, at["entered"]: -1.0, at["never_came"]: -1.0}, 0.0, ANY))
            self._equal(dict.fromkeys((at[kind] for kind in ENDS), 1.0) | {at["ended"]: -1.0}, 0.0)
            if session.crosses:
                later = {name: self._column(layer, rank, "later", name, room=places) for name in _LATER}
                for name, column in later.items():
                    self._at_most({column: 1.0}, {at[name]: 1.0})
                for above, below in (("ended", "answered"), ("answered", "in_job")):
                    self._at_most({later[below]: 1.0}, {later[above]: 1.0})
                    self._at_most({at[below]: 1.0, later[below]: -1.0}, {at[above]: 1.0, later[above]: -1.0})

    def _chain(self, at: Mapping[str, int]) -> None:
        pairs = [
            *itertools.pairwise(CHAIN),
            ("ended", "certified"),
            ("ended", "answered"),
            ("answered", "in_job"),
        ]
        for above, below in pairs:
            self._at_most({at[below]: 1.0}, {at[above]: 1.0})

    def _people(self, night: int, reading: Reading) -> None:
        """Each cut of people adds up to the year."""
        lines: dict[tuple[str, str], set[str]] = defaultdict(set)
        for cut, year, key, _ in reading.cells:
            if cut in PEOPLE_CUTS:
                lines[cut, year].add(key)
        for (cut, year), keys in lines.items():
            for key in keys:
                self._chain({name: self._column(night, cut, year, key, name) for name in PEOPLE})
            for name in PEOPLE:
                row = {self._column(night, cut, year, key, name): 1.0 for key in keys}
                self._equal(_added(row, self._of_year(night, int(year), name), -1.0), 0.0)

    def _of_year(self, layer: int, year: int, name: str) -> Terms:
        return self._sum(layer, {name: 1.0}, lambda each: each.year == year)

    def _sum(self, layer: int, names: Mapping[str, float], keeps: Callable[[Known], bool]) -> Terms:
        return {
            self._column(layer, rank, name): factor
            for rank, each in self._ranks if keeps(each) for name, factor in names.items()
        }  # fmt: skip

    def _by_end(self, layer: int, year: int, name: str) -> Terms:
        """Terms of those whose journey ends that year."""
        found: Terms = {}
        for rank, each in self._ranks:
            if each.year == year:
                found[self._column(layer, rank, name)] = 1.0
            if each.crosses and each.year in (year, year - 1):
                found[self._column(layer, rank, "later", name)] = -1.0 if each.year == year else 1.0
        return found

    def _by_end_of(self, layer: int, year: int, name: str, home: str) -> Terms:
        """Terms of those whose journey ends that year and who live there."""
        home = "" if home == "unknown" else home
        found = _added(self._line_of(layer, year, home, name), self._later_of(layer, year, home, name), -1.0)
        return _added(found, self._later_of(layer, year - 1, home, name))

    def _line_of(self, layer: int, year: int, home: str, name: str) -> Terms:
        column = self._columns.get((layer, "residence", str(year), home, name))
        return {} if column is None else {column: 1.0}

    def _later_of(self, layer: int, year: int, home: str, name: str) -> Terms:
        """Terms of those who live there, started that year and end in the next one."""
        if (layer, "later", year) not in self._columns:
            self._columns[layer, "later", year] = -1
            self._cross(layer, year)
        column = self._columns.get((layer, "later", year, home, name))
        return {} if column is None else {column: 1.0}

    def _cross(self, layer: int, year: int) -> None:
        """People who cross New Year, by home.

        They are part of each line; their total is that of the sessions that cross it.
        """
        homes = [key[3] for key in self._columns if key[:3] == (layer, "residence", str(year)) and key[4] == "in_job"]
        answered, in_job = (
            {home: self._column(layer, "later", year, home, name) for home in homes} for name in ("answered", "in_job")
        )
        for home in homes:
            lines = [self._line_of(layer, year, str(home), name) for name in ("answered", "in_job")]
            self._at_most({in_job[home]: 1.0}, {answered[home]: 1.0})
            self._at_most(_added(lines[1], {in_job[home]: -1.0}), _added(lines[0], {answered[home]: -1.0}))
            self._at_most({in_job[home]: 1.0}, lines[1])
        for name, columns in (("answered", answered), ("in_job", in_job)):
            sessions = {
                self._column(layer, rank, "later", name): -1.0
                for rank, each in self._ranks if each.crosses and each.year == year
            }  # fmt: skip
            self._equal(dict.fromkeys(columns.values(), 1.0) | sessions, 0.0)

    def _growth(self) -> None:
        """From one night to the next, no count decreases."""
        for key, column in list(self._columns.items()):
            if key[0] != len(self.nights) - 1 and (int(str(key[0])) + 1, *key[1:]) in self._columns:
                self._at_most({column: 1.0}, {self._columns[int(str(key[0])) + 1, *key[1:]]: 1.0})

    # What was read of the journeys.

    def read(self, night: int, truth: Mapping[Cell, int]) -> None:
        """Adds what was read on a night. ``truth``: real values of the cells of the journeys."""
        for cell, count in self.nights[night].cells.items():
            terms = self._terms(night, cell)
            if terms:
                self._note((night, *cell), terms, count, truth.get(cell, 0))
        for cell in (each for each in truth if each[0] == "shared" or (each[0] == "one_fund" and each[3] == "entered")):
            # Shown nowhere; rows by action, axis and fund add up to more than the year because of them.
            self._note((night, *cell), self._terms(night, cell) or {}, None, truth[cell])
        self._read_figures(night)
        self._read_tables(night)
        for each in self.nights[night].proofs:
            self._read_proof(night, each)
        self._pay(night)

    def _note(self, what: tuple[object, ...], terms: Terms, count: float | None, true: float) -> None:
        if count is not None:
            self._equal(terms, count)
            if not count and all(factor > 0 for factor in terms.values()):
                self._nobody |= terms.keys()
        elif 0 < true < THRESHOLD:
            self._asked[what] = (terms, round(true))

    def _terms(self, night: int, cell: Cell) -> Terms | None:
        """Variables that a cell adds up; None if it is not a count of people."""
        cut, year, key, name = cell
        if name in ("bought", "lost") or (name in ENDS and (cut not in ("whole", Cut.YEAR) or not year)):
            # Kinds of end are shown for whole years only.
            return None
        if cut in PEOPLE_CUTS:
            return {self._column(night, cut, year, key, name): 1.0} if name in PEOPLE else None
        if cut == "answers":
            if key != "6":
                return None
            return self._due(night, int(year)) if name == "due" else self._by_end(night, int(year), name)
        return self._sum(night, {name: 1.0}, lambda each: self._is_in(each, cell)) or None

    def _is_in(self, each: Known, cell: Cell) -> bool:
        cut, year, key, name = cell
        if cut == "result":
            # Jobs are counted in sessions that ended more than six months ago.
            is_counted = each.is_late if name in ("answered", "in_job") else each.is_over
            return not year and is_counted and key in (str(each.training), each.certification)
        if cut == "axis":
            axes = each.pact_axes
            return bool(axes) and year in ("", str(each.year)) and key in ("", *axes)
        if cut == "shared":
            return year == str(each.year) and key == each.shared_by
        if cut == "one_fund":
            return year == str(each.year) and each.funds == {key}
        if cut == "plan_action" or not year:
            # Totals over all years leave out the hidden years: the lines give all that is known.
            return False
        return str(each.year) == year and (cut in ("whole", Cut.YEAR) or key in each.keys(Cut(cut)))

    # What was read of the figures.

    def _due(self, layer: int, year: int) -> Terms:
        terms = {self._column(layer, "figure", *_DUE, TerritoryRule.RESIDENCE, year, "", ""): 1.0}
        if ("due", layer, year) not in self._columns:
            self._columns["due", layer, year] = -1
            self._at_most(terms, self._by_end(layer, year, "ended"))
        return terms

    def _read_figures(self, night: int) -> None:
        lines: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
        for each in self.nights[night].figures:
            layer = night if each.question.known_on >= self.nights[night].on else self.CLOSING
            lines[layer, each.indicator.code, each.question.first.year, each.cut].append(each)
        for (layer, *_), found in lines.items():
            assert isinstance(layer, int)
            for each in found:
                self._read_figure(layer, each)
            for measure in found[0].indicator.measures:
                self._adds_up(layer, measure, found)

    def _read_figure(self, layer: int, each: Figure) -> None:
        asked = each.indicator
        numerator = self._measured(layer, asked.numerator, each)
        denominator = self._measured(layer, asked.denominator, each)
        what = (layer, asked.code, each.question.first.year, each.cut, each.key)
        shown, true = each.shown, each.true
        is_share = asked.unit is Unit.PERCENT and not asked.is_share_of_total

        def note(part: str, terms: Terms | None, told: float | None, count: float | None) -> None:
            if terms is not None:
                self._note((*what, part), terms, None if each.is_hidden else told or 0, count or 0)

        note("numerator", numerator, shown.numerator, true.numerator)
        if not asked.is_share_of_total:
            note("denominator", denominator, shown.denominator, true.denominator)
        if is_share and numerator is not None and denominator is not None:
            self._at_most(numerator, denominator)
            rest = round((true.denominator or 0) - (true.numerator or 0))
            apart = {column for column in denominator if self._names[column][1] == "figure"}
            if each.is_hidden and apart and 0 < rest < THRESHOLD:
                # The difference of two shown counts may be small: only its exact value is protected.
                self._asked[(*what, "rest")] = (_added(denominator, numerator, -1.0), rest)
                self._exact.add((*what, "rest"))
        note("expected", self._measured(layer, asked.expected, each), shown.expected, true.expected)
        for (label, measure), told in zip(
            asked.side_measures.items(), _beside(shown, asked.side_measures), strict=True
        ):
            # Places above those bought are not people.
            if asked.counts_people or not each.is_hidden:
                note(label, self._measured(layer, measure, each), told, dict(true.side_counts)[label])

    def _measured(self, layer: int, measure: Measure | None, each: Figure) -> Terms | None:
        """Terms that a measure adds up on one line; None if it does not count people."""
        if measure is None or "cents" in measure.sql or not measure.sql.startswith(("count(", "sum(")):
            return None
        if measure.relation in ("hours", "ledger") or any(
            word in measure.sql for word in ("fill_", "hours", "opened", "counted")
        ):
            return None
        year, on = each.question.first.year, each.question.known_on
        territory = measure_territory(each.indicator, measure, each.question)
        place, key = (measure.relation, measure.sql), each.key
        if place in MEANINGS and self._cuts_sessions(each.cut, territory, measure):
            meaning = MEANINGS[place]
            there = [
                rank for rank, session in self._ranks if session.year == year and _is_there(session, each.cut, key)
            ]
            kept = {rank for rank in there if meaning.keeps(self.sessions[rank], on)}
            return {
                self._column(layer, rank, name): factor for rank in kept for name, factor in meaning.names.items()
            }  # fmt: skip
        if place in BY_END and not each.cut:
            return self._by_end(layer, year, BY_END[place])
        if place in BY_END and each.cut == ZONE and territory is TerritoryRule.RESIDENCE and layer != self.CLOSING:
            return self._by_end_of(layer, year, BY_END[place], key)
        if place == _DUE and not each.cut:
            return self._due(layer, year)
        if of_whom := self._of_whom(layer, measure, each, territory):
            return of_whom
        return self._apart(layer, measure, each, territory)

    def _cuts_sessions(self, cut: str, territory: TerritoryRule, measure: Measure) -> bool:
        if cut == MONTH:
            # The start of a session is public, and people enter on that day.
            return measure.relation not in _OF_PROPOSALS
        return cut in ("", YEAR, "fund") or (cut == ZONE and territory is TerritoryRule.SESSION)

    def _of_whom(self, layer: int, measure: Measure, each: Figure, territory: TerritoryRule) -> Terms | None:
        """Line of a cut of people of the funnel that the figure is equal to; None if there is none."""
        if layer == self.CLOSING or measure.relation != "entries":
            return None
        year = str(each.question.first.year)
        if measure.sql == "count(*)":
            if each.cut == ZONE and territory is TerritoryRule.RESIDENCE:
                return self._line(layer, "residence", year, "" if each.key == "unknown" else each.key)
            if each.cut == "public" and each.key in PUBLIC_OF:
                return self._line(layer, PUBLIC_OF[each.key][0], year, PUBLIC_OF[each.key][1])
            line = LINE_OF.get(each.cut, {}).get(each.key)
            if line is not None and list(LINE_OF[each.cut].values()).count(line) == 1:
                return self._line(layer, each.cut, year, line)
            return None
        if each.cut or measure.sql not in OF_WHOM:
            return None
        cut, key, is_line = OF_WHOM[measure.sql]
        line_terms = self._line(layer, cut, year, key)
        return line_terms if is_line else _added(self._of_year(layer, int(year), "entered"), line_terms or {}, -1.0)

    def _line(self, layer: int, cut: str, year: str, key: str) -> Terms | None:
        """None for a line that the funnel does not have: nobody is in it."""
        column = self._columns.get((layer, cut, year, key, "entered"))
        return None if column is None else {column: 1.0}

    def _apart(self, layer: int, measure: Measure, each: Figure, territory: TerritoryRule) -> Terms:
        """A count that only indicators give, included in what the sessions hold."""
        year = each.question.first.year
        name = (layer, "figure", measure.relation, measure.sql, territory, year, each.cut, each.key)
        if name in self._columns:
            return {self._columns[name]: 1.0}
        base = self._base(layer, measure, each, territory)
        terms = {self._column(*name, room=self._room(base) if base else ANY): 1.0}
        if base:
            self._at_most(terms, base)
        return terms

    def _base(self, layer: int, measure: Measure, each: Figure, territory: TerritoryRule) -> Terms | None:
        year = each.question.first.year
        if measure.relation in _OF_ENTRIES or measure.relation in _OF_PROPOSALS:
            name = "entered" if measure.relation in _OF_ENTRIES else "proposed"
            if each.indicator.time is TimeRule.STOCK:
                # People of earlier years are still counted.
                return self._sum(layer, {name: 1.0}, lambda session: session.year <= year)
            if measure.relation == "juries" and each.cut in ("", YEAR):
                on = each.question.known_on
                return self._sum(layer, _ENTERED, lambda session: session.year == year and _past_jury(session, on))
            if measure.sql == "count(*) filter (where age >= 55)" and not each.cut and layer != self.CLOSING:
                return self._line(layer, "age", str(year), "45_over")
            if each.cut == "public" and each.key == "55_plus" and layer != self.CLOSING:
                return self._line(layer, "age", str(year), "45_over")
            if self._cuts_sessions(each.cut, territory, measure):
                return self._sum(
                    layer, {name: 1.0},
                    lambda session: session.year == year and _is_there(session, each.cut, each.key),
                )  # fmt: skip
            if each.cut == ZONE and (column := self._columns.get((layer, "residence", str(year), each.key, name))):
                return {column: 1.0}
            return self._of_year(layer, year, name)
        if measure.relation in ("ends", "follow_ons", "accompanied", "situations") and measure.on != "first_starts_on":
            return self._by_end(layer, year, "ended")
        return None

    def _adds_up(self, layer: int, measure: Measure, lines: Sequence[Figure]) -> None:
        """The lines of a cut add up to the total; the lines of one class of the funnel add up to that class."""
        cut, year = lines[0].cut, str(lines[0].question.first.year)
        if cut in ("", "public", "fund", YEAR) or "distinct" in measure.sql:
            return
        row: Terms = {}
        classes: dict[str, Terms] = defaultdict(dict)
        for each in lines:
            terms = self._measured(layer, measure, each)
            if terms is None:
                return
            row = _added(row, terms)
            if measure.sql == "count(*)" and measure.relation == "entries" and cut in LINE_OF:
                own = classes[LINE_OF[cut][each.key]]
                own |= _added(own, terms)
        whole = lines[0]
        of_whole = Figure(whole.indicator, whole.question, "", "", whole.shown, whole.true)
        terms = self._measured(layer, measure, of_whole)
        if terms is not None:
            self._equal(_added(row, terms, -1.0), 0.0)
        for key, own in classes.items():
            if layer != self.CLOSING and (line := self._line(layer, cut, year, key)):
                self._equal(_added(own, line, -1.0), 0.0)

    # What was read of the evidence: the years of the plan together.

    def _read_proof(self, night: int, each: Proof) -> None:
        asked, what = each.indicator, (night, "proof", each.indicator.code, *each.payer, each.cut, each.key)
        shares = (("numerator", asked.numerator), ("denominator", asked.denominator))
        for part, measure in shares:
            if part == "denominator" and asked.is_share_of_total:
                continue
            terms = self._proved(night, measure, each)
            if terms is not None:
                told = None if each.is_hidden else getattr(each.shown, part) or 0
                self._note((*what, part), terms, told, getattr(each.true, part) or 0)

    def _proved(self, night: int, measure: Measure | None, each: Proof) -> Terms | None:
        """Terms of the value of an action, or of the sum of all the years; None if it does not count people."""
        if measure is None or "distinct" in measure.sql or each.indicator.time not in (TimeRule.FLOW, TimeRule.COHORT):
            return None
        if not each.payer[0]:
            return self._over_years(night, measure, each, each.cut, each.key)
        if self._measured(night, measure, self._of_one_year(each, each.question.first.year, "", "")) is None:
            return None
        return self._paid(night, measure, each)

    def _of_one_year(self, each: Proof, year: int, cut: str, key: str) -> Figure:
        question = replace(each.question, first=date(year, 1, 1), last=date(year, 12, 31))
        return Figure(each.indicator, question, cut, key, each.shown, each.true)

    def _over_years(self, night: int, measure: Measure, each: Proof, cut: str, key: str) -> Terms | None:
        found: Terms = {}
        for year in range(each.question.first.year, each.question.last.year + 1):
            terms = self._measured(night, measure, self._of_one_year(each, year, cut, key))
            if terms is None:
                return None
            found = _added(found, terms)
        return found

    def _paid(self, night: int, measure: Measure, each: Proof) -> Terms:
        """The measure, in the sessions that this payer pays, alone or with others: which ones is public."""
        place, on = (measure.relation, measure.sql), each.question.known_on
        paid = {rank for rank, session in self._ranks if each.payer in payers_of(session)}
        if place in MEANINGS:
            meaning = MEANINGS[place]
            kept = [rank for rank in paid if meaning.keeps(_paid_alone(self.sessions[rank], each.payer), on)]
            return {
                self._column(night, rank, name): factor for rank in kept for name, factor in meaning.names.items()
            }  # fmt: skip
        if place in BY_END:
            return self._ended_by(night, paid, each.question.last.year, BY_END[place])
        self._payments[night, *place] = (measure, each)
        found: Terms = {}
        for payers in self._sets_of_payers():
            if each.payer in payers:
                found = _added(found, self._paid_together(night, measure, payers))
        return found

    def _sets_of_payers(self) -> list[tuple[tuple[str, str], ...]]:
        return sorted({payers_of(session) for session in self.sessions})

    def _paid_together(self, night: int, measure: Measure, payers: tuple[tuple[str, str], ...]) -> Terms:
        """The measure, in the sessions that exactly these pay."""
        key = (night, "paid", measure.relation, measure.sql, payers)
        if key in self._columns:
            return {self._columns[key]: 1.0}
        base = self._base_of_paid(
            night, measure, {rank for rank, session in self._ranks if payers_of(session) == payers}
        )
        terms = {self._column(*key, room=self._room(base) if base else ANY): 1.0}
        if base:
            self._at_most(terms, base)
        return terms

    def _ended_by(self, night: int, ranks: Collection[int], last: int, name: str) -> Terms:
        """Terms of those of these sessions whose journey ends by the last year."""
        found = {self._column(night, rank, name): 1.0 for rank in ranks}
        crossing = [rank for rank in ranks if self.sessions[rank].crosses and self.sessions[rank].year == last]
        return found | {self._column(night, rank, "later", name): -1.0 for rank in crossing}

    def _base_of_paid(self, night: int, measure: Measure, ranks: Collection[int]) -> Terms | None:
        names = {
            **dict.fromkeys(_OF_ENTRIES, "entered"), **dict.fromkeys(_OF_PROPOSALS, "proposed"),
            **dict.fromkeys(("ends", "follow_ons", "accompanied", "situations"), "ended"),
        }  # fmt: skip
        name = names.get(measure.relation)
        return {self._column(night, rank, name): 1.0 for rank in ranks} if name else None

    def _pay(self, night: int) -> None:
        """What all the sets of payers count adds up to the whole: each session has one."""
        for (of, *_), (measure, each) in list(self._payments.items()):
            if of != night:
                continue
            row: Terms = {}
            for payers in self._sets_of_payers():
                row = _added(row, self._paid_together(night, measure, payers))
            whole = self._over_years(night, measure, each, "", "")
            if whole is not None:
                self._equal(_added(row, whole, -1.0), 0.0)

    # What was read of the public tables.

    def _read_tables(self, night: int) -> None:
        """Each table with its real counts. They are read once: a closed year does not change."""
        for given, counts in self.nights[night].tables:
            self._read_table(night, given, counts)
        for (_, _, year, split, line), terms in self._classes.items():
            if own := self._line(night, str(split), str(year), str(line)):
                self._equal(_added(terms, own, -1.0), 0.0)

    def _read_table(self, night: int, given: PublishedTable, counts: Mapping[Key, int]) -> None:
        # Joined classes are cells apart for who attacks: only their sum is shown.
        inner = [
            key for cell in given.cells if TOTAL not in cell.keys
            for key in itertools.product(*(code.split(SIGN) for code in cell.keys))
        ]  # fmt: skip
        for cell in given.cells:
            mine = [
                key for key in inner
                if all(own == TOTAL or code in own.split(SIGN) for own, code in zip(cell.keys, key, strict=True))
            ]  # fmt: skip
            terms: Terms = {}
            for key in mine:
                terms = _added(terms, self._in_table(night, given, key))
            told = [(split, code) for split, code in zip(given.table.by, cell.keys, strict=True) if code != TOTAL]
            choices = [[(split, code) for code in codes.split(SIGN)] for split, codes in told]
            apart = [self._read_apart(night, given, list(each), mine) for each in itertools.product(*choices)]
            known = apart[0] if len(apart) == 1 else None
            is_people = (SHARE_PART, "no") not in told or given.table.indicator != "fill_of_places_bought"
            true = sum(counts.get(key, 0) for key in mine)
            if is_people or cell.count is not None:
                what = (night, given.table.code, given.year, cell.keys)
                self._note(what, known or terms, cell.count, true)
                if (SHARE_PART, "no") in told:
                    # The rest of a share may be the difference of two shown counts.
                    self._exact.add(what)

    def _read_apart(
        self, night: int, given: PublishedTable, told: Sequence[tuple[str, str]], keys: Sequence[Key]
    ) -> Terms | None:
        """What is known elsewhere of one cell, whose classes are not joined."""
        terms: Terms = {}
        for key in keys:
            if set(told) <= set(zip(given.table.by, key, strict=True)):
                terms = _added(terms, self._in_table(night, given, key))
        known = self._beside_table(night, given, told)
        if known is not None:
            self._equal(_added(terms, known, -1.0), 0.0)
        self._in_classes(night, given, told, terms)
        return known

    def _in_table(self, night: int, given: PublishedTable, key: Key) -> Terms:
        """One cell with a value of every dimension."""
        if given.table.code == "ends_by_kind" and key[1] != "unknown":
            kind = key[1]
            return self._sum(night, {kind: 1.0}, lambda each: each.year == given.year and each.department == key[0])
        room = ANY
        if given.table.by[0] == ZONE and given.table.indicator in ("ended_journeys", "certified_of_presented"):
            room = self._room(self._there(night, given.year, "entered", key[0]))
        if given.table.by[0] in ("domain", "objective"):
            room = self._room(self._beside_table(night, given, [(given.table.by[0], key[0])]) or {})
        return {self._column(night, "table", given.table.code, given.year, key, room=room): 1.0}

    def _beside_table(self, night: int, given: PublishedTable, told: Sequence[tuple[str, str]]) -> Terms | None:
        """Terms of the same count where another table or page gives it."""
        year, asked = given.year, given.table.indicator
        if asked == "fill_of_places_bought":
            name = "taken" if (SHARE_PART, "yes") in told else ""
            zone = next((code for split, code in told if split == ZONE), "")
            return self._there(night, year, name, zone) if name else None
        if asked == "certified_of_presented":
            zone = next((code for split, code in told if split == ZONE), "")
            return self._there(night, year, "certified", zone) if (SHARE_PART, "yes") in told else None
        if asked == "in_job_6_months":
            name = "in_job" if (SHARE_PART, "yes") in told else "answered"
            zone = next((code for split, code in told if split == ZONE), "")
            if (SHARE_PART, "no") in told:
                return None
            return self._by_end_of(night, year, name, zone) if zone else self._by_end(night, year, name)
        if len(told) > 1:
            return None
        if not told:
            return self._of_year(night, year, "entered")
        split, code = told[0]
        if split == ZONE and asked == "ended_journeys":
            return self._there(night, year, "entered", code)
        if split == ZONE:
            return self._line(night, "residence", str(year), "" if code == "unknown" else code)
        if split in ("domain", "objective"):
            return self._sum(
                night, _ENTERED, lambda each: each.year == year and getattr(each, split) == code
            )  # fmt: skip
        line = LINE_OF.get(split, {}).get(code)
        if line is None or list(LINE_OF[split].values()).count(line) > 1:
            return None
        return self._line(night, split, str(year), line)

    def _in_classes(self, night: int, given: PublishedTable, told: Sequence[tuple[str, str]], terms: Terms) -> None:
        """Lines within one class of the funnel are part of it: together they are at most that class."""
        if len(told) == 1 and given.table.indicator == "entries_by_residence" and told[0][0] in LINE_OF:
            split, code = told[0]
            line = LINE_OF[split][code]
            if own := self._line(night, split, str(given.year), line):
                same = self._classes.setdefault((night, given.table.code, given.year, split, line), {})
                self._classes[night, given.table.code, given.year, split, line] = _added(same, terms)
                self._at_most(terms, own)

    def _there(self, night: int, year: int, name: str, zone: str) -> Terms:
        return self._sum(night, {name: 1.0}, lambda each: each.year == year and zone in ("", each.department))

    # What can be deduced.

    def recovered(self) -> list[tuple[object, ...]]:
        """Small counts that are hidden and yet deduced: their exact value, or that they are under the threshold.

        If the places of the sessions already say that they are under it, only an exact value counts.
        """
        asked = {
            what: (terms, true, 0.0 if what in self._exact else self._room(terms))
            for what, (terms, true) in self._asked.items()
        }
        return _Search(self._rows, self._uppers, asked).run()


class _Search:
    """Each solution of the solver is a possible world. A count that reaches the threshold in one of them is safe.

    Where the places alone keep a count under the threshold, it is safe if some world gives it another value.
    """

    def __init__(
        self, rows: Sequence[ConstraintRow], uppers: Sequence[float],
        asked: Mapping[tuple[object, ...], tuple[Terms, int, float]],
    ) -> None:  # fmt: skip
        self._size, self._left = len(uppers), dict(asked)
        # How much of the threshold each count reaches.
        self._reached = {what: self._size + rank for rank, what in enumerate(asked)}
        reaching = [({**terms, self._reached[what]: -1.0}, 0.0, ANY) for what, (terms, _, _) in asked.items()]
        nothing = [0.0] * (self._size + len(asked))
        self._solver = new_solver()
        self._solver.passModel(linear_model([*rows, *reaching], nothing, [*uppers, *nothing[self._size :]]))

    def run(self) -> list[tuple[object, ...]]:
        while self._left and self._reach(list(self._left)):
            pass
        known = []
        for what in list(self._left):
            if what not in self._left:
                continue
            self._reach([what])
            if what in self._left and (self._left[what][2] >= THRESHOLD or not self._lessens(what)):
                known.append((*what, self._left[what][1]))
            self._left.pop(what, None)
        return known

    def _reach(self, wanted: Sequence[tuple[object, ...]]) -> bool:
        """Asks the solver to bring all these counts as near to the threshold as possible. True if some become safe."""
        columns = [self._reached[what] for what in wanted]
        for column in columns:
            self._solver.changeColBounds(column, 0.0, float(THRESHOLD))
            self._solver.changeColCost(column, -1.0)
        found = self._clear()
        for column in columns:
            self._solver.changeColBounds(column, 0.0, 0.0)
            self._solver.changeColCost(column, 0.0)
        return found

    def _lessens(self, what: tuple[object, ...]) -> bool:
        """True if some solution makes it less than it is."""
        terms = self._left[what][0]
        for column, factor in terms.items():
            self._solver.changeColCost(column, factor)
        self._clear()
        for column in terms:
            self._solver.changeColCost(column, 0.0)
        return what not in self._left

    def _clear(self) -> bool:
        self._solver.run()
        status = self._solver.getModelStatus()
        assert status == highspy.HighsModelStatus.kOptimal, f"what was read holds together: {status}"
        values = list(self._solver.getSolution().col_value[: self._size])
        before = len(self._left)
        for what, (terms, true, room) in list(self._left.items()):
            count = sum(values[column] * factor for column, factor in terms.items())
            if count >= THRESHOLD - _NOTHING or (room < THRESHOLD and abs(count - true) > _NOTHING):
                del self._left[what]
        return len(self._left) < before


def _paid_alone(session: Known, payer: tuple[str, str]) -> Known:
    """The session with the lines of this payer only."""
    own = tuple(line for line in session.lines if (line.fund, line.action or NO_ACTION) == payer)
    return replace(session, lines=own)


def payers_of(session: Known) -> tuple[tuple[str, str], ...]:
    """Fund and action of each line of the session."""
    return tuple(sorted({(line.fund, line.action or NO_ACTION) for line in session.lines}))


def _added(one: Mapping[int, float], other: Mapping[int, float], factor: float = 1.0) -> Terms:
    found = dict(one)
    for column, count in other.items():
        found[column] = found.get(column, 0.0) + factor * count
    return found


def _is_there(session: Known, cut: str, key: str) -> bool:
    if cut == ZONE:
        return session.department == key
    if cut == MONTH:
        return f"{session.starts_on:%Y-%m}" == key
    if cut == "fund":
        return key in session.funds
    return True


def _beside(value: Value, asked: Mapping[str, Measure]) -> list[float]:
    told = dict(value.side_counts)
    return [told.get(label) or 0.0 for label in asked]
