"""What is shown of an answer to who sees no small count: see ``rules.hiding`` for what that holds against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import duckdb

from pacte.indicators.facts.dimensions import MONTH, YEAR
from pacte.indicators.queries.counting import aggregates, lines_of, why_not
from pacte.indicators.records import (
    Indicator,
    Line,
    Question,
    Reach,
    State,
)
from pacte.indicators.rules.agreeing import Hidden, hidden_ranks, hides
from pacte.indicators.rules.hiding import changed_by_few, guarded, hide, hide_small, is_small, is_to_the_end

Told = dict[str, tuple[Line, ...]]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The facts as they were on the other day that may be asked: see ``rules.hiding``."""

    connection: duckdb.DuckDBPyConnection
    known_on: date


def spared(
    connection: duckdb.DuckDBPyConnection,
    asked: Sequence[Indicator],
    question: Question,
    reach: Reach,
    told: Told,
    earlier: Earlier | None = None,
    hidden: Hidden | None = None,
) -> Told:
    """The lines of each indicator, by code, with what must be hidden. ``hidden``: what the tables of journeys hide."""
    gone = hidden or {}
    people = [each for each in asked if each.hides_small]
    if question.by == (MONTH,):
        return told | _months(connection, people, question, reach, told, gone)
    withheld = _withheld(connection, people, question, reach, earlier, gone)
    # Cuts are read as they are known today alone.
    before = _before(earlier, people, question, reach) if not set(question.by) - {YEAR} else {}
    return told | {
        each.code: tuple(hide(line) for line in told[each.code])
        if each.code in withheld
        else _shown(each, question, told[each.code], before.get(each.code, ()), gone)
        for each in people
    }


def _shown(
    indicator: Indicator, question: Question, lines: Sequence[Line], before: Sequence[Line], hidden: Hidden
) -> tuple[Line, ...]:
    ranks = hidden_ranks(indicator, question, lines, hidden)
    return tuple(map(hide, lines)) if ranks is None else hide_small(indicator, lines, before, ranks)


def _before(earlier: Earlier | None, asked: Sequence[Indicator], question: Question, reach: Reach) -> Told:
    """The same lines on the other day; none when there is no other."""
    if earlier is None:
        return {}
    then = replace(question, known_on=earlier.known_on)
    found = aggregates(earlier.connection, asked, then, reach)
    return {each.code: tuple(lines_of(each, then, found, {})) for each in asked}


def _months(
    connection: duckdb.DuckDBPyConnection,
    asked: Sequence[Indicator],
    question: Question,
    reach: Reach,
    told: Told,
    hidden: Hidden,
) -> Told:
    """Months are hidden as they are in the table of their whole year, whatever the months asked.

    The whole of another period than a civil year is not shown: two of them would differ by a month.
    """
    first, last = date(question.first.year, 1, 1), date(question.last.year, 12, 31)
    monthly = replace(question, first=first, last=last)
    yearly = replace(monthly, by=(YEAR,))
    months, years = aggregates(connection, asked, monthly, reach), aggregates(connection, asked, yearly, reach)
    is_year = question.first == first and question.first.year == question.last.year and is_to_the_end(question)
    found = {}
    for each in asked:
        gone = set()
        of_month = lines_of(each, monthly, months, {})[1:]
        for year in lines_of(each, yearly, years, {})[1:]:
            code = year.keys[0][1]
            lines = [year, *(line for line in of_month if line.keys[0][1].startswith(code))]
            of_year = replace(monthly, first=date(int(code), 1, 1), last=date(int(code), 12, 31))
            shown = _shown(each, of_year, lines, (), hidden)
            gone |= {line.keys[0][1] for line in shown if line.value.state is State.HIDDEN and line.keys}
        whole, *cells = told[each.code]
        is_hidden = not is_year or str(question.first.year) in gone
        found[each.code] = (
            hide(whole) if is_hidden else whole,
            *(hide(line) if line.keys[0][1] in gone else line for line in cells),
        )
    return found


def _withheld(
    connection: duckdb.DuckDBPyConnection,
    asked: Sequence[Indicator],
    question: Question,
    reach: Reach,
    earlier: Earlier | None,
    hidden: Hidden,
) -> frozenset[str]:
    """Indicators whose whole is not shown to who sees no small count: a zone hidden in its table, a year too small."""
    by = guarded(question)
    wider = replace(question, zone=None, zone_kind=question.zone.kind if question.zone else question.zone_kind, by=by)
    concerned = [each for each in asked if by and not why_not(each, wider, reach)]
    if not concerned:
        return frozenset()
    found = aggregates(connection, concerned, wider, reach)
    before = _before(earlier, concerned, wider, reach) if question.zone is None else {}
    gone = set()
    for each in concerned:
        lines = lines_of(each, wider, found, {})
        then = before.get(each.code, ())
        if question.zone is None:
            small = (
                any(hides(each, wider, line, hidden) for line in lines)
                or any(is_small(each, line.value) for line in lines[1:])
                or changed_by_few(each, lines[1:], then)
            )
        else:
            small = any(
                line.value.state is State.HIDDEN and (not line.keys or line.keys[0][1] == question.zone.code)
                for line in _shown(each, wider, lines, then, hidden)
            )
        if small:
            gone.add(each.code)
    return frozenset(gone)
