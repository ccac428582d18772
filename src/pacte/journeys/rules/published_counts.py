"""From a suppression decision to the published rows, without their hidden counts. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pacte.journeys.records.counts import ANSWERS, ENDS, PEOPLE, PEOPLE_COUNTS, PLACES
from pacte.journeys.records.results import MONTHS
from pacte.journeys.rules.linked_suppression import Group
from pacte.journeys.rules.suppression import is_small_count
from pacte.journeys.rules.suppression_tables import (
    CERTIFYING,
    END,
    PARTIAL,
    PLACES_OF_PEOPLE,
    RESULTS,
    UNSHOWN,
    YEAR,
    SuppressionDecision,
    decided_count_names,
)

# Counts shown on a row, unless hidden. Others are shown for a whole year, or not at all.
_ROW_COUNTS = ("bought", "opened", "lost", "taken", *PEOPLE, "ended", "certified", "answered", "in_job")
# Counts by year of end, and their equivalents by year of start.
_COUNT_BY_START_YEAR = {"due": "ended", "answered": "answered", "in_job": "in_job"}


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One row of the table of a cut and a year. Hidden counts are named and are not in ``values``."""

    cut: str
    year: int
    key: str
    values: Mapping[str, int]
    hidden: frozenset[str]


def published_rows(decision: SuppressionDecision, *, has_places: bool) -> list[PublishedRow]:
    """The rows of every cut, except years and their sums.

    Places taken that several actions divide are hidden: they would be other sums of the people of each session than
    those that the decision protects.
    """
    sums: dict[Group, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_ROW_COUNTS, 0))
    for unit in decision.units:
        for cell in unit.cells:
            if cell[0] not in (YEAR, CERTIFYING, END, *UNSHOWN, *RESULTS):
                for name in _ROW_COUNTS:
                    sums[cell][name] += unit.of_cell(name, cell)
    names = {*((*PLACES, "likely") if has_places else ()), *PEOPLE_COUNTS, "ended"}
    divided = {cell for unit in decision.units for cell in unit.bought_in}
    rows = []
    for cell, values in sums.items():
        hidden_names = decision.names_hidden(cell)
        if cell in divided:
            hidden_names |= set(PLACES_OF_PEOPLE)
        # Tables of other rooms show only some counts.
        visible_names = names.intersection(decided_count_names(cell)) if cell[0] in PARTIAL else names
        shown = {name: count for name, count in values.items() if name in visible_names and name not in hidden_names}
        rows.append(PublishedRow(cell[0], int(cell[1]), cell[2], shown, frozenset(visible_names - shown.keys())))
    return rows


def published_year_rows(
    sessions: SuppressionDecision, people: SuppressionDecision, sums: Mapping[int, Mapping[str, int]]
) -> list[PublishedRow]:
    """The totals of each year, with the kinds of end and the denominators of certifications and answers."""
    names = {*PLACES, "likely", *PEOPLE_COUNTS, "ended"}
    rows = []
    for year, values in sums.items():
        hidden_names = {*sessions.names_hidden((YEAR, str(year), "")), "likely", "presented", "certified_in_part"}
        certifying = (CERTIFYING, str(year), "")
        if certifying in sessions.hidden["ended"] or "ended" in hidden_names:
            hidden_names.add("certifiable")
        ended = (YEAR, str(year), END)
        for kind in ENDS:
            if "ended" in hidden_names or not {(END, str(year), kind), ended}.isdisjoint(people.hidden["ended"]):
                hidden_names.add(kind)
        if ended in people.carried_over:
            hidden_names |= set(ENDS)
        shown = {name: values[name] for name in sorted(names - hidden_names)}
        rows.append(PublishedRow(YEAR, year, str(year), shown, frozenset(names & hidden_names)))
    return rows


def published_answer_rows(
    sums: Mapping[tuple[int, int], Mapping[str, int]],
    sessions: SuppressionDecision,
    by_start: Mapping[int, Mapping[str, int]],
    disclosed_years: Collection[int] = (),
) -> list[PublishedRow]:
    """Survey answers, by year and horizon. A year with one small count is not shown.

    It is not added to the other years either, so that nothing discloses it. The same holds for a year that discloses
    too much together with ``by_start``, the same counts by year of start, and for the two years around a New Year of
    ``disclosed_years``.
    """
    few = {year for (year, _), counts in sums.items() if any(map(is_small_count, _counts_and_differences(counts)))}
    few |= _years_disclosed_with(sums, sessions, by_start) | {
        each for year in disclosed_years for each in (year, year + 1)
    }
    nothing: Mapping[str, int] = {}
    return [
        PublishedRow(
            ANSWERS,
            year,
            str(months),
            nothing if year in few else counts,
            frozenset(counts if year in few else nothing),
        )
        for (year, months), counts in sums.items()
    ]


def _years_disclosed_with(
    sums: Mapping[tuple[int, int], Mapping[str, int]],
    sessions: SuppressionDecision,
    by_start: Mapping[int, Mapping[str, int]],
) -> set[int]:
    """Years whose row by start is hidden, and those with few people in between: the two tables would disclose them."""
    years = set()
    for name, of_start in _COUNT_BY_START_YEAR.items():
        passed = 0
        for year in sorted({*by_start, *(year for year, _ in sums)}):
            if of_start in sessions.names_hidden((YEAR, str(year), "")):
                years.add(year)
            passed += by_start.get(year, {}).get(of_start, 0) - sums.get((year, MONTHS), {}).get(name, 0)
            if is_small_count(abs(passed)):
                years |= {year, year + 1}
    return years


def _counts_and_differences(counts: Mapping[str, int]) -> Iterable[int]:
    """The counts, and the difference of each with the previous one."""
    due, answered, in_job = counts["due"], counts["answered"], counts["in_job"]
    return due, answered, in_job, due - answered, answered - in_job


def sum_years(lines: Sequence[PublishedRow]) -> PublishedRow:
    """Sum of several years of one key: years whose people are hidden are left out of all their counts."""
    visible_rows = [line for line in lines if not hides_people(line)]
    names = {name for line in lines for name in (*line.values, *line.hidden)}
    hidden_names = {name for line in visible_rows for name in line.hidden} if visible_rows else names
    values = {name: sum(line.values.get(name, 0) for line in visible_rows) for name in sorted(names - hidden_names)}
    return PublishedRow(lines[0].cut, 0, lines[0].key, values, frozenset(hidden_names))


def hidden_years(lines: Sequence[PublishedRow]) -> list[int]:
    """Years that ``sum_years`` leaves out, when it shows others: a reader is told which years a sum includes."""
    hidden = sorted({line.year for line in lines if hides_people(line)})
    return hidden if len(hidden) < len({line.year for line in lines}) else []


def hides_people(line: PublishedRow) -> bool:
    return bool(line.hidden & {"entered", "due"})
