"""Aggregates of all the indicators of a question, with one scan of the facts per relation and date."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

import duckdb

from pacte.indicators.facts.dimensions import DIMENSIONS, PEOPLE, TIME_SPLITS, WITHOUT_TERRITORY, ZONE
from pacte.indicators.facts.query_builder import AggregationMode, Scan, aggregation_mode, scan_sql, scope_rows_sql
from pacte.indicators.facts.tables import TABLES
from pacte.indicators.records import (
    AnswerRow,
    CountScope,
    Indicator,
    IndicatorQuestion,
    Measure,
    MeasureCounts,
    TerritoryRule,
    TimeRule,
)
from pacte.indicators.rules.periods import window_start
from pacte.indicators.rules.suppression import question_refusal
from pacte.indicators.rules.values import indicator_value

RESERVED_REFUSAL = "réservé : ce chiffre touche des situations protégées par la loi"
Keys = tuple[str, ...]
CellValues = dict[Keys | None, float | None]
"""Cell → aggregate; the total is under None."""


def refusal_reason(indicator: Indicator, question: IndicatorQuestion, scope: CountScope) -> str:
    """Why a question does not apply to an indicator, in French; "" when it does."""
    if not indicator.is_in_force(min(question.last, question.known_on)) and indicator.valid_from > question.last:
        return f"cette définition vaut à partir du {indicator.valid_from:%d/%m/%Y}"
    if not indicator.is_public and not scope.sees_subjects:
        return RESERVED_REFUSAL
    splits = [split for split in question.by if split not in (ZONE, *TIME_SPLITS)]
    filter_dimensions = [dimension for dimension, _ in question.where]
    for measure in indicator.measures:
        for each in dict.fromkeys([*splits, *filter_dimensions]):
            if measure.relation not in DIMENSIONS[each].relations:
                return f"ce que compte cet indicateur n’a pas de « {DIMENSIONS[each].label} »"
        if (question.zone or ZONE in question.by) and measure.relation in WITHOUT_TERRITORY:
            return "les crédits et les cibles n’ont pas de territoire"
    if set(question.by) & set(TIME_SPLITS) and indicator.time in (
        TimeRule.STOCK, TimeRule.CUMULATIVE, TimeRule.ROLLING,
    ):  # fmt: skip
        return "un état ou un cumul se demande jour par jour, pas par période"
    return "" if scope.sees_small else question_refusal(indicator, question)


def measure_territory(indicator: Indicator, measure: Measure, question: IndicatorQuestion) -> TerritoryRule:
    """The rule of the question where the facts have it; places have no residence."""
    rule = question.territory or indicator.territory
    return rule if measure.relation in PEOPLE else TerritoryRule.SESSION


def scans_of(indicators: Sequence[Indicator], question: IndicatorQuestion) -> dict[tuple[Scan, date | None], None]:
    """The scans that answer all the indicators, each with its first day.

    With a split, each aggregation mode has its own scan.
    """
    groups: dict[tuple[str, str, TerritoryRule, date | None, AggregationMode, str], dict[Measure, None]] = defaultdict(
        dict
    )
    for indicator in indicators:
        for measure in indicator.measures:
            since = measure_first_day(indicator, measure, question)
            way = aggregation_mode(measure) if question.by else AggregationMode.SEPARATE
            alone = measure.sql if way is AggregationMode.DISTINCT else ""
            territory = measure_territory(indicator, measure, question)
            groups[measure.relation, measure.on, territory, since, way, alone][measure] = None
    return {
        (Scan(relation, on, territory, tuple(measures), way), since): None
        for (relation, on, territory, since, way, _), measures in groups.items()
    }


def measure_first_day(indicator: Indicator, measure: Measure, question: IndicatorQuestion) -> date | None:
    return None if measure.always else window_start(indicator, question.first, question.last)


HeldRelations = Mapping[tuple[str, TerritoryRule], str]
"""Temporary table of a relation, by its name and the place that it is filtered by."""


def hold_relations(
    connection: duckdb.DuckDBPyConnection,
    indicators: Sequence[Indicator],
    questions: Sequence[IndicatorQuestion],
    scope: CountScope,
) -> dict[tuple[str, TerritoryRule], str]:
    """Writes once the rows that several questions read, which have the same zone, filters and day of knowledge.

    A table of facts read whole is left where it is.
    """
    texts: dict[tuple[str, TerritoryRule], list[str]] = defaultdict(list)
    scans: dict[tuple[str, TerritoryRule], Scan] = {}
    for question in questions:
        answerable = [each for each in indicators if not refusal_reason(each, question, scope)]
        for scan, since in scans_of(answerable, question):
            key = scan.relation, scan.territory
            scans.setdefault(key, scan)
            texts[key].append(scan_sql(scan, question, scope, by=question.by, since=since, read_from=scan.relation))
    first, held = questions[0], {}
    for rank, (key, scan) in enumerate(scans.items()):
        if len(texts[key]) < 2 or (scan.relation in TABLES and not first.zone and not first.where):
            continue
        held[key] = f"held_{rank}_{scan.relation}"
        columns = _read_columns(connection, scan.relation, texts[key])
        rows = scope_rows_sql(scan, first, scope, columns=[f"f.{column}" for column in columns])
        connection.execute(f"create or replace temp table {held[key]} as {rows}")
    return held


def compute_aggregates(
    connection: duckdb.DuckDBPyConnection,
    indicators: Sequence[Indicator],
    question: IndicatorQuestion,
    scope: CountScope,
    held: HeldRelations = MappingProxyType({}),
) -> dict[tuple[Measure, TerritoryRule, date | None], CellValues]:
    cell_values: dict[tuple[Measure, TerritoryRule, date | None], CellValues] = {}
    width = len(question.by)
    wanted = scans_of(indicators, question)

    def text_of(scan: Scan, since: date | None, read_from: str) -> str:
        return scan_sql(scan, question, scope, by=question.by, since=since, read_from=read_from)

    texts: dict[str, list[str]] = defaultdict(list)
    for scan, since in wanted:
        if (scan.relation, scan.territory) not in held:
            texts[scan.relation].append(text_of(scan, since, scan.relation))
    temp_tables = _materialise_relations(connection, texts)
    for scan, since in wanted:
        usual = temp_tables.get(scan.relation, scan.relation)
        text = text_of(scan, since, held.get((scan.relation, scan.territory), usual))
        rows = connection.execute(text).fetchall()
        keys = [None if row[0] else tuple(map(str, row[1 : 1 + width])) for row in rows]
        for rank, measure in enumerate(scan.measures, 1 + width):
            values = (None if row[rank] is None else float(row[rank]) for row in rows)
            cell_values.setdefault((measure, scan.territory, since), {}).update(zip(keys, values, strict=True))
    return cell_values


def _materialise_relations(connection: duckdb.DuckDBPyConnection, texts: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Materialises the joined relations that are read more than once, with the required columns only.

    ``texts``: the queries by relation. Returns the temporary table of each materialised relation.
    """
    temp_tables = {}
    for relation, queries in texts.items():
        if relation in TABLES or len(queries) < 2:
            continue
        columns = _read_columns(connection, relation, queries)
        temp_tables[relation] = f"held_{relation}"
        connection.execute(
            f"create or replace temp table held_{relation} as select {', '.join(columns)} from {relation}"
        )
    return temp_tables


def _read_columns(connection: duckdb.DuckDBPyConnection, relation: str, queries: Sequence[str]) -> list[str]:
    words = set(_WORD.findall(" ".join(queries)))
    return [row[0] for row in connection.execute(f"describe {relation}").fetchall() if row[0] in words]


_WORD = re.compile(r"\w+")


def rows_of_indicator(
    indicator: Indicator,
    question: IndicatorQuestion,
    cell_values: Mapping[tuple[Measure, TerritoryRule, date | None], CellValues],
    labels: Mapping[str, Mapping[str, str]],
) -> list[AnswerRow]:
    """The total, then one row per cell, without suppression."""

    def cells_of(measure: Measure | None) -> CellValues:
        if measure is None:
            return {}
        since = measure_first_day(indicator, measure, question)
        return cell_values[measure, measure_territory(indicator, measure, question), since]

    # Looked up once: a table may have thousands of cells.
    numerators, denominators = cells_of(indicator.numerator), cells_of(indicator.denominator)
    expected, waiting = cells_of(indicator.expected), cells_of(indicator.waiting)
    side_counts = [(label, cells_of(measure)) for label, measure in indicator.side_measures.items()]
    words = [(dimension, labels.get(dimension, {})) for dimension in question.by]
    keys = sorted({key for measure in indicator.measures for key in cells_of(measure) if key is not None})
    rows: list[AnswerRow] = []
    for key in (None, *keys):
        counts = MeasureCounts(
            numerator=numerators.get(key),
            denominator=denominators.get(None if indicator.is_share_of_total else key),
            expected=expected.get(key),
            waiting=waiting.get(key),
            side_counts=tuple((label, cells.get(key) or 0) for label, cells in side_counts),
        )
        rows.append(AnswerRow(_labelled_keys(words, key), indicator_value(indicator, counts)))
    return rows


def split_labels(split: str, labels: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Labels of all the codes, including those of empty cells: they may be written as suppressed."""
    known = DIMENSIONS[split].labels if split in DIMENSIONS else {}
    return {"unknown": "non connu", **known, **labels.get(split, {})}


def _labelled_keys(
    words: Sequence[tuple[str, Mapping[str, str]]], key: Keys | None
) -> tuple[tuple[str, str, str], ...]:
    if key is None:
        return ()
    return tuple(
        (dimension, code, known.get(code) or _known_label(dimension, code))
        for (dimension, known), code in zip(words, key, strict=True)
    )


def _known_label(dimension: str, code: str) -> str:
    known = DIMENSIONS[dimension].labels if dimension in DIMENSIONS else {}
    return known.get(code, "non connu" if code == "unknown" else code)
