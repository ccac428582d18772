"""Computes the answer of each indicator from the facts, within the scope of the actor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from pacte.indicators.queries.counting import aggregates, lines_of, why_not, words_of
from pacte.indicators.queries.sparing import spared
from pacte.indicators.records import (
    Answer,
    Indicator,
    Line,
    Question,
    Reach,
    State,
    Value,
)
from pacte.indicators.rules.agreeing import with_absent
from pacte.indicators.rules.periods import next_due
from pacte.journeys.queries.published_counts import hidden_counts_by_row


def ask(
    connection: duckdb.DuckDBPyConnection,
    asked: Sequence[Indicator],
    question: Question,
    reach: Reach,
    *,
    labels: Mapping[str, Mapping[str, str]],
    place: Path | None = None,
) -> tuple[Answer, ...]:
    """An answer for each indicator, in order. ``labels``: labels of the codes not known here, by dimension.

    ``facts_dir``: the folder of the facts that ``connection`` reads.
    """
    refused = {each.code: why_not(each, question, reach) for each in asked}
    wanted = [each for each in asked if not refused[each.code]]
    found = aggregates(connection, wanted, question, reach)
    told = {each.code: tuple(lines_of(each, question, found, labels)) for each in wanted}
    if not reach.sees_small:
        hidden, words = hidden_counts_by_row(reach.hosts), words_of(question.by[0], labels) if question.by else {}
        told |= {each.code: with_absent(each, question, told[each.code], hidden, words) for each in wanted}
        told = spared(connection, wanted, question, reach, told, hidden, place)
    due = min(question.last, question.known_on)
    return tuple(
        refused_answer(each.code, refused[each.code])
        if refused[each.code]
        else Answer(each.code, told[each.code], due_on=next_due(each, due))
        for each in asked
    )


def refused_answer(code: str, why: str) -> Answer:
    return Answer(code, (Line((), Value(State.NOT_COMPUTABLE)),), refused=why)
