"""Asks the facts: all indicators of a question, in as few readings as there are relations and dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import duckdb

from pacte.indicators.facts.dimensions import DIMENSIONS, PEOPLE, TIME_SPLITS, ZONE
from pacte.indicators.facts.statements import Pass, statement
from pacte.indicators.records import (
    Answer,
    Counts,
    Indicator,
    Line,
    Measure,
    Question,
    Reach,
    State,
    TerritoryRule,
    TimeRule,
    Value,
)
from pacte.indicators.rules.periods import next_due, window
from pacte.indicators.rules.values import hide_small, value_of

Keys = tuple[str, ...]
Found = dict[Keys | None, float | None]
"""Cell → aggregate; the whole under None."""


def ask(
    connection: duckdb.DuckDBPyConnection,
    asked: Sequence[Indicator],
    question: Question,
    reach: Reach,
    *,
    labels: Mapping[str, Mapping[str, str]],
) -> tuple[Answer, ...]:
    """An answer for each indicator, in order. ``labels``: words of the codes that are not known here, by dimension."""
    refused = {each.code: why_not(each, question, reach) for each in asked}
    wanted = [each for each in asked if not refused[each.code]]
    found = aggregates(connection, wanted, question, reach)
    return tuple(
        Answer(each.code, (Line((), _NOTHING),), refused=refused[each.code])
        if refused[each.code]
        else _answer(each, question, reach, found, labels)
        for each in asked
    )


_NOTHING = Value(State.NOT_COMPUTABLE)


def why_not(indicator: Indicator, question: Question, reach: Reach) -> str:
    """Why a question has no meaning for an indicator, in French; "" when it has."""
    if not indicator.is_in_force(min(question.last, question.known_on)) and indicator.valid_from > question.last:
        return f"cette définition vaut à partir du {indicator.valid_from:%d/%m/%Y}"
    if not indicator.is_public and not reach.sees_protected:
        return "réservé : ce chiffre touche des situations protégées par la loi"
    splits = [split for split in question.by if split not in (ZONE, *TIME_SPLITS)]
    kept = [dimension for dimension, _ in question.where]
    for measure in indicator.measures:
        for each in dict.fromkeys([*splits, *kept]):
            if measure.relation not in DIMENSIONS[each].relations:
                return f"ce que compte cet indicateur n’a pas de « {DIMENSIONS[each].label} »"
        if (question.zone or ZONE in question.by) and measure.relation == "money":
            return "les crédits n’ont pas de territoire"
    if set(question.by) & set(TIME_SPLITS) and indicator.time in (
        TimeRule.STOCK, TimeRule.CUMULATIVE, TimeRule.ROLLING,
    ):  # fmt: skip
        return "un état ou un cumul se demande jour par jour, pas par période"
    return ""


def territory_of(indicator: Indicator, measure: Measure, question: Question) -> TerritoryRule:
    """That of the question when the facts know it; places have no residence."""
    rule = question.territory or indicator.territory
    return rule if measure.relation in PEOPLE else TerritoryRule.SESSION


def passes(asked: Sequence[Indicator], question: Question) -> dict[tuple[Pass, date | None], None]:
    """The readings that answer all of them, each with its first day."""
    groups: dict[tuple[str, str, TerritoryRule, date | None], dict[Measure, None]] = defaultdict(dict)
    for indicator in asked:
        for measure in indicator.measures:
            since = since_when(indicator, measure, question)
            groups[measure.relation, measure.on, territory_of(indicator, measure, question), since][measure] = None
    return {
        (Pass(relation, on, territory, tuple(measures)), since): None
        for (relation, on, territory, since), measures in groups.items()
    }


def since_when(indicator: Indicator, measure: Measure, question: Question) -> date | None:
    return None if measure.always else window(indicator, question.first, question.last)


def aggregates(
    connection: duckdb.DuckDBPyConnection, asked: Sequence[Indicator], question: Question, reach: Reach
) -> dict[tuple[Measure, TerritoryRule, date | None], Found]:
    found: dict[tuple[Measure, TerritoryRule, date | None], Found] = {}
    width = len(question.by)
    wanted = passes(asked, question)
    held = _hold(connection, {one.relation for one, _ in wanted})
    for one, since in wanted:
        read = held.get(one.relation, one.relation)
        text = statement(one, question, reach, by=question.by, since=since, read=read)
        rows = connection.execute(text).fetchall()
        for rank, measure in enumerate(one.measures):
            cells = found.setdefault((measure, one.territory, since), {})
            for row in rows:
                value = row[1 + width + rank]
                cells[None if row[0] else tuple(str(key) for key in row[1 : 1 + width])] = (
                    None if value is None else float(value)
                )
    return found


def _hold(connection: duckdb.DuckDBPyConnection, used: set[str]) -> dict[str, str]:
    """Sessions are few and dear to compute: once for all the readings. Gives where to read them."""
    if "sessions" not in used:
        return {}
    connection.execute("create or replace temp table held_sessions as select * from sessions")
    return {"sessions": "held_sessions"}


def _answer(
    indicator: Indicator,
    question: Question,
    reach: Reach,
    found: Mapping[tuple[Measure, TerritoryRule, date | None], Found],
    labels: Mapping[str, Mapping[str, str]],
) -> Answer:
    def cells_of(measure: Measure | None) -> Found:
        if measure is None:
            return {}
        since = since_when(indicator, measure, question)
        return found[measure, territory_of(indicator, measure, question), since]

    keys = sorted({key for measure in indicator.measures for key in cells_of(measure) if key is not None})
    lines = []
    for key in (None, *keys):
        counts = Counts(
            numerator=_at(cells_of(indicator.numerator), key),
            denominator=_at(cells_of(indicator.denominator), None if indicator.of_whole else key),
            expected=_at(cells_of(indicator.expected), key),
            waiting=_at(cells_of(indicator.waiting), key),
            beside=tuple((label, _at(cells_of(measure), key) or 0) for label, measure in indicator.beside.items()),
        )
        lines.append(Line(_named(question.by, key, labels), value_of(indicator, counts)))
    shown = tuple(lines) if reach.sees_small else hide_small(indicator, lines)
    return Answer(indicator.code, shown, due_on=next_due(indicator, min(question.last, question.known_on)))


def _at(cells: Found, key: Keys | None) -> float | None:
    return cells.get(key)


def _named(
    by: Sequence[str], key: Keys | None, labels: Mapping[str, Mapping[str, str]]
) -> tuple[tuple[str, str, str], ...]:
    if key is None:
        return ()
    return tuple(
        (dimension, code, labels.get(dimension, {}).get(code) or _known_label(dimension, code))
        for dimension, code in zip(by, key, strict=True)
    )


def _known_label(dimension: str, code: str) -> str:
    known = DIMENSIONS[dimension].labels if dimension in DIMENSIONS else {}
    return known.get(code, "non connu" if code == "unknown" else code)
