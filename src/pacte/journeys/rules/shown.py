"""From a suppression decision to the published rows, without their hidden counts. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pacte.journeys.records.counts import ANSWERS, ENDS, PEOPLE, PEOPLE_COUNTS, PLACES
from pacte.journeys.records.results import MONTHS
from pacte.journeys.rules.linked import Group
from pacte.journeys.rules.night_tables import CERTIFYING, END, PARTIAL, RESULTS, YEAR, Night, names_of
from pacte.journeys.rules.secrecy import is_small

# Counts shown on a row, unless hidden. Others are shown for a whole year, or not at all.
_OF_LINE = ("bought", "opened", "lost", "taken", *PEOPLE, "ended", "certified", "answered", "in_job")
# Counts by year of end, and their equivalents by year of start.
_OF_START = {"due": "ended", "answered": "answered", "in_job": "in_job"}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One row of the table of a cut and a year. Hidden counts are named and are not in ``values``."""

    cut: str
    year: int
    key: str
    values: Mapping[str, int]
    hidden: frozenset[str]


def lines_of(night: Night, *, has_places: bool) -> list[ShownLine]:
    """The rows of every cut, except years and their sums."""
    sums: dict[Group, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_OF_LINE, 0))
    for inner in night.inners:
        for cell in inner.cells:
            if cell[0] not in (YEAR, CERTIFYING, END, *RESULTS):
                for name in _OF_LINE:
                    sums[cell][name] += inner.of(name)
    names = {*((*PLACES, "likely") if has_places else ()), *PEOPLE_COUNTS, "ended"}
    found = []
    for cell, values in sums.items():
        gone = night.names_hidden(cell)
        # Tables of other rooms show only some counts.
        told = names.intersection(names_of(cell)) if cell[0] in PARTIAL else names
        shown = {name: count for name, count in values.items() if name in told and name not in gone}
        found.append(ShownLine(cell[0], int(cell[1]), cell[2], shown, frozenset(told - shown.keys())))
    return found


def years_of(sessions: Night, people: Night, sums: Mapping[int, Mapping[str, int]]) -> list[ShownLine]:
    """The totals of each year, with the kinds of end and the denominators of certifications and answers."""
    names = {*PLACES, "likely", *PEOPLE_COUNTS, "ended"}
    found = []
    for year, values in sums.items():
        gone = {*sessions.names_hidden((YEAR, str(year), "")), "likely", "presented", "certified_in_part"}
        certifying = (CERTIFYING, str(year), "")
        if certifying in sessions.hidden["ended"] or "ended" in gone:
            gone.add("certifiable")
        ended = (YEAR, str(year), END)
        for kind in ENDS:
            if "ended" in gone or not {(END, str(year), kind), ended}.isdisjoint(people.hidden["ended"]):
                gone.add(kind)
        if ended in people.standing:
            gone |= set(ENDS)
        shown = {name: values[name] for name in sorted(names - gone)}
        found.append(ShownLine(YEAR, year, str(year), shown, frozenset(names & gone)))
    return found


def answers_of(
    sums: Mapping[tuple[int, int], Mapping[str, int]], sessions: Night, by_start: Mapping[int, Mapping[str, int]],
    given_back: Collection[int] = (),
) -> list[ShownLine]:  # fmt: skip
    """Survey answers, by year and horizon. A year with one small count is not shown.

    It is not added to the other years either, so that nothing discloses it. The same holds for a year that discloses
    too much together with ``by_start``, the same counts by year of start, and for the two years around a New Year of
    ``disclosed_years``.
    """
    few = {year for (year, _), counts in sums.items() if any(map(is_small, _tellings(counts)))}
    few |= _beside(sums, sessions, by_start) | {each for year in given_back for each in (year, year + 1)}
    nothing: Mapping[str, int] = {}
    return [
        ShownLine(
            ANSWERS, year, str(months), nothing if year in few else counts,
            frozenset(counts if year in few else nothing),
        )
        for (year, months), counts in sums.items()
    ]  # fmt: skip


def _beside(
    sums: Mapping[tuple[int, int], Mapping[str, int]], sessions: Night, by_start: Mapping[int, Mapping[str, int]]
) -> set[int]:
    """Years whose row by start is hidden, and those with few people in between: the two tables would disclose them."""
    found = set()
    for name, of_start in _OF_START.items():
        passed = 0
        for year in sorted({*by_start, *(year for year, _ in sums)}):
            if of_start in sessions.names_hidden((YEAR, str(year), "")):
                found.add(year)
            passed += by_start.get(year, {}).get(of_start, 0) - sums.get((year, MONTHS), {}).get(name, 0)
            if is_small(abs(passed)):
                found |= {year, year + 1}
    return found


def _tellings(counts: Mapping[str, int]) -> Iterable[int]:
    """The counts, and the difference of each with the previous one."""
    due, answered, in_job = counts["due"], counts["answered"], counts["in_job"]
    return due, answered, in_job, due - answered, answered - in_job


def sum_of_years(lines: Sequence[ShownLine]) -> ShownLine:
    """Sum of several years of one key: years whose people are hidden are left out of all their counts."""
    told = [line for line in lines if not line.hidden & {"entered", "due"}]
    names = {name for line in lines for name in (*line.values, *line.hidden)}
    gone = {name for line in told for name in line.hidden} if told else names
    values = {name: sum(line.values.get(name, 0) for line in told) for name in sorted(names - gone)}
    return ShownLine(lines[0].cut, 0, lines[0].key, values, frozenset(gone))
