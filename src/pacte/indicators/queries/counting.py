"""Aggregates of all the indicators of a question, with one scan of the facts per relation and date."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import duckdb

from pacte.indicators.facts.dimensions import DIMENSIONS, NOWHERE, PEOPLE, TIME_SPLITS, ZONE
from pacte.indicators.facts.statements import Pass, Way, statement, way_of
from pacte.indicators.facts.tables import TABLES
from pacte.indicators.records import (
    Counts,
    Indicator,
    Line,
    Measure,
    Question,
    Reach,
    TerritoryRule,
    TimeRule,
)
from pacte.indicators.rules.hiding import why_withheld
from pacte.indicators.rules.periods import window
from pacte.indicators.rules.values import value_of

Keys = tuple[str, ...]
Found = dict[Keys | None, float | None]
"""Cell → aggregate; the whole under None."""


def why_not(indicator: Indicator, question: Question, reach: Reach) -> str:
    """Why a question does not apply to an indicator, in French; "" when it does."""
    if not indicator.is_in_force(min(question.last, question.known_on)) and indicator.valid_from > question.last:
        return f"cette définition vaut à partir du {indicator.valid_from:%d/%m/%Y}"
    if not indicator.is_public and not reach.sees_subjects:
        return "réservé : ce chiffre touche des situations protégées par la loi"
    splits = [split for split in question.by if split not in (ZONE, *TIME_SPLITS)]
    kept = [dimension for dimension, _ in question.where]
    for measure in indicator.measures:
        for each in dict.fromkeys([*splits, *kept]):
            if measure.relation not in DIMENSIONS[each].relations:
                return f"ce que compte cet indicateur n’a pas de « {DIMENSIONS[each].label} »"
        if (question.zone or ZONE in question.by) and measure.relation in NOWHERE:
            return "les crédits et les cibles n’ont pas de territoire"
    if set(question.by) & set(TIME_SPLITS) and indicator.time in (
        TimeRule.STOCK, TimeRule.CUMULATIVE, TimeRule.ROLLING,
    ):  # fmt: skip
        return "un état ou un cumul se demande jour par jour, pas par période"
    return "" if reach.sees_small else why_withheld(indicator, question)


def territory_of(indicator: Indicator, measure: Measure, question: Question) -> TerritoryRule:
    """The rule of the question where the facts have it; places have no residence."""
    rule = question.territory or indicator.territory
    return rule if measure.relation in PEOPLE else TerritoryRule.SESSION


def passes(asked: Sequence[Indicator], question: Question) -> dict[tuple[Pass, date | None], None]:
    """The scans that answer all the indicators, each with its first day.

    With a split, each aggregation mode has its own scan.
    """
    groups: dict[tuple[str, str, TerritoryRule, date | None, Way, str], dict[Measure, None]] = defaultdict(dict)
    for indicator in asked:
        for measure in indicator.measures:
            since = since_when(indicator, measure, question)
            way = way_of(measure) if question.by else Way.APART
            alone = measure.sql if way is Way.DISTINCT else ""
            territory = territory_of(indicator, measure, question)
            groups[measure.relation, measure.on, territory, since, way, alone][measure] = None
    return {
        (Pass(relation, on, territory, tuple(measures), way), since): None
        for (relation, on, territory, since, way, _), measures in groups.items()
    }


def since_when(indicator: Indicator, measure: Measure, question: Question) -> date | None:
    return None if measure.always else window(indicator, question.first, question.last)


def aggregates(
    connection: duckdb.DuckDBPyConnection, asked: Sequence[Indicator], question: Question, reach: Reach
) -> dict[tuple[Measure, TerritoryRule, date | None], Found]:
    found: dict[tuple[Measure, TerritoryRule, date | None], Found] = {}
    width = len(question.by)
    wanted = passes(asked, question)

    def text_of(one: Pass, since: date | None, read: str) -> str:
        return statement(one, question, reach, by=question.by, since=since, read=read)

    texts: dict[str, list[str]] = defaultdict(list)
    for one, since in wanted:
        texts[one.relation].append(text_of(one, since, one.relation))
    held = _hold(connection, texts)
    for one, since in wanted:
        text = text_of(one, since, held.get(one.relation, one.relation))
        rows = connection.execute(text).fetchall()
        keys = [None if row[0] else tuple(map(str, row[1 : 1 + width])) for row in rows]
        for rank, measure in enumerate(one.measures, 1 + width):
            values = (None if row[rank] is None else float(row[rank]) for row in rows)
            found.setdefault((measure, one.territory, since), {}).update(zip(keys, values, strict=True))
    return found


def _hold(connection: duckdb.DuckDBPyConnection, texts: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Materialises the joined relations that are read more than once, with the required columns only.

    ``texts``: the queries by relation. Returns the temporary table of each materialised relation.
    """
    held = {}
    for relation, asked in texts.items():
        if relation in TABLES or len(asked) < 2:
            continue
        words = set(_WORD.findall(" ".join(asked)))
        columns = [row[0] for row in connection.execute(f"describe {relation}").fetchall() if row[0] in words]
        held[relation] = f"held_{relation}"
        connection.execute(
            f"create or replace temp table held_{relation} as select {', '.join(columns)} from {relation}"
        )
    return held


_WORD = re.compile(r"\w+")


def lines_of(
    indicator: Indicator,
    question: Question,
    found: Mapping[tuple[Measure, TerritoryRule, date | None], Found],
    labels: Mapping[str, Mapping[str, str]],
) -> list[Line]:
    """The total, then one row per cell, without suppression."""

    def cells_of(measure: Measure | None) -> Found:
        if measure is None:
            return {}
        since = since_when(indicator, measure, question)
        return found[measure, territory_of(indicator, measure, question), since]

    # Looked up once: a table may have thousands of cells.
    numerators, denominators = cells_of(indicator.numerator), cells_of(indicator.denominator)
    expected, waiting = cells_of(indicator.expected), cells_of(indicator.waiting)
    beside = [(label, cells_of(measure)) for label, measure in indicator.beside.items()]
    words = [(dimension, labels.get(dimension, {})) for dimension in question.by]
    keys = sorted({key for measure in indicator.measures for key in cells_of(measure) if key is not None})
    lines: list[Line] = []
    for key in (None, *keys):
        counts = Counts(
            numerator=numerators.get(key),
            denominator=denominators.get(None if indicator.of_whole else key),
            expected=expected.get(key),
            waiting=waiting.get(key),
            beside=tuple((label, cells.get(key) or 0) for label, cells in beside),
        )
        lines.append(Line(_named(words, key), value_of(indicator, counts)))
    return lines


def words_of(split: str, labels: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Labels of all the codes, including those of empty cells: they may be written as suppressed."""
    known = DIMENSIONS[split].labels if split in DIMENSIONS else {}
    return {"unknown": "non connu", **known, **labels.get(split, {})}


def _named(words: Sequence[tuple[str, Mapping[str, str]]], key: Keys | None) -> tuple[tuple[str, str, str], ...]:
    if key is None:
        return ()
    return tuple(
        (dimension, code, known.get(code) or _known_label(dimension, code))
        for (dimension, known), code in zip(words, key, strict=True)
    )


def _known_label(dimension: str, code: str) -> str:
    known = DIMENSIONS[dimension].labels if dimension in DIMENSIONS else {}
    return known.get(code, "non connu" if code == "unknown" else code)
