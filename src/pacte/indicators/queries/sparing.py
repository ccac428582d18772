"""Suppression of an answer for readers who see no small count: see ``rules.suppression`` for the threat model."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from pacte.indicators.facts.dimensions import YEAR, ZONE
from pacte.indicators.queries.counting import aggregates, lines_of, why_not
from pacte.indicators.queries.store import opened
from pacte.indicators.records import (
    Indicator,
    Line,
    Question,
    Reach,
    State,
)
from pacte.indicators.rules.agreeing import Hidden, hidden_ranks
from pacte.indicators.rules.hiding import closing_of, hide, hide_small, is_span

Told = dict[str, tuple[Line, ...]]


def spared(
    connection: duckdb.DuckDBPyConnection,
    asked: Sequence[Indicator],
    question: Question,
    reach: Reach,
    told: Told,
    hidden: Hidden,
    place: Path | None = None,
) -> Told:
    """The rows of each indicator, by code, with suppression. ``hidden``: counts that the journey tables suppress.

    ``facts_dir``: the folder of the facts, which are also read as known at the end of a year.
    """
    yearly = replace(question, by=(YEAR,))
    added = [each for each in asked if each.hides_small and is_span(question) and not why_not(each, yearly, reach)]
    gone = _years_gone(connection, added, yearly, reach, hidden, place) if added else {}
    told = told | {each.code: _of_span(told[each.code], gone[each.code]) for each in added}
    people = [each for each in asked if each.hides_small and each not in added]
    withheld = _withheld(connection, people, question, reach, hidden)
    # Splits are read as known today only.
    before = {} if question.zone or set(question.by) - {YEAR} else _at_the_end(people, question, reach, place)
    return told | {
        each.code: tuple(hide(line) for line in told[each.code])
        if each.code in withheld
        else _shown(each, question, told[each.code], before.get(each.code, ()), hidden)
        for each in people
    }


def _shown(
    indicator: Indicator, question: Question, lines: Sequence[Line], before: Sequence[Line], hidden: Hidden
) -> tuple[Line, ...]:
    ranks = hidden_ranks(indicator, question, lines, hidden)
    return tuple(map(hide, lines)) if ranks is None else hide_small(indicator, lines, before, ranks)


def _at_the_end(asked: Sequence[Indicator], question: Question, reach: Reach, place: Path | None) -> Told:
    """The same rows as known at the end of the last year, the other day on which they may be read.

    Empty when that day is the requested one, or is in the future.
    """
    closing = closing_of(question)
    if not asked or closing >= question.known_on:
        return {}
    then = replace(question, known_on=closing)
    with opened(on=closing, place=place) as connection:
        found = aggregates(connection, asked, then, reach)
    return {each.code: tuple(lines_of(each, then, found, {})) for each in asked}


def _years_gone(
    connection: duckdb.DuckDBPyConnection,
    asked: Sequence[Indicator],
    yearly: Question,
    reach: Reach,
    hidden: Hidden,
    place: Path | None,
) -> dict[str, set[str]]:
    """By indicator, the years that are suppressed when they are asked alone."""
    found = aggregates(connection, asked, yearly, reach)
    gone: dict[str, set[str]] = {each.code: set() for each in asked}
    for year in range(yearly.first.year, yearly.last.year + 1):
        alone = replace(yearly, first=date(year, 1, 1), last=date(year, 12, 31), by=())
        before = _at_the_end(asked, alone, reach, place)
        for each in asked:
            # A year without facts has no row.
            for line in (line for line in lines_of(each, yearly, found, {})[1:] if line.keys[0][1] == str(year)):
                (told,) = _shown(each, alone, [Line((), line.value)], before.get(each.code, ()), hidden)
                if told.value.state is State.HIDDEN:
                    gone[each.code].add(str(year))
    return gone


def _of_span(lines: Sequence[Line], gone: AbstractSet[str]) -> tuple[Line, ...]:
    """Years are shown as they are alone; the total is shown when none is suppressed."""
    whole, *years = lines
    return hide(whole) if gone else whole, *(hide(line) if line.keys[0][1] in gone else line for line in years)


def _withheld(
    connection: duckdb.DuckDBPyConnection,
    asked: Sequence[Indicator],
    question: Question,
    reach: Reach,
    hidden: Hidden,
) -> frozenset[str]:
    """Indicators for which the requested zone is suppressed in the table of its kind."""
    if question.zone is None:
        return frozenset()
    table = replace(question, zone=None, zone_kind=question.zone.kind, by=(ZONE,))
    concerned = [each for each in asked if not why_not(each, table, reach)]
    found = aggregates(connection, concerned, table, reach)
    return frozenset(
        each.code
        for each in concerned
        for line in _shown(each, table, lines_of(each, table, found, {}), (), hidden)
        if line.value.state is State.HIDDEN and (not line.keys or line.keys[0][1] == question.zone.code)
    )
