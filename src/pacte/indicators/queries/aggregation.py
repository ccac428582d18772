"""Aggregates of all the indicators of a question, with one scan of the facts per relation and date."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

import duckdb

from pacte.indicators.facts.dimensions import DIMENSIONS, PEOPLE, TIME_SPLITS, WITHOUT_TERRITORY, ZONE
from pacte.indicators.facts.query_builder import (
    AggregationMode,
    Scan,
    aggregation_mode,
    is_plain_sum,
    overlaps,
    scan_sql,
    scope_rows_sql,
)
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
MeasureKey = tuple[Measure, TerritoryRule, date | None]
"""A measure with the place that it is counted by, and its first day."""


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


RelationCopies = Mapping[tuple[str, TerritoryRule], str]
"""Temporary table of a relation, by its name and the place that it is filtered by."""


class SharedScans:
    """What several questions about one scope read: they have the same zone, filters and day of knowledge.

    ``texts``: their queries, by the first scan of each relation and place. ``written_for``: the scope that these name;
    None where the rows are already in it.
    """

    def __init__(
        self,
        indicators: Sequence[Indicator],
        questions: Sequence[IndicatorQuestion],
        scope: CountScope,
        *,
        written_for: CountScope | None = None,
    ) -> None:
        self._first, self._scope = questions[0], scope
        scans: dict[tuple[str, TerritoryRule], Scan] = {}
        self.texts: dict[Scan, list[str]] = defaultdict(list)
        for question in questions:
            answerable = [each for each in indicators if not refusal_reason(each, question, scope)]
            for scan, since in scans_of(answerable, question):
                first = scans.setdefault((scan.relation, scan.territory), scan)
                self.texts[first].append(
                    scan_sql(scan, question, written_for, by=question.by, since=since, read_from=scan.relation)
                )

    def copy(self, connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, TerritoryRule], str]:
        """Writes once the rows that several of the questions read. A table of facts read whole is left where it is."""
        first, copies = self._first, {}
        for rank, (scan, texts) in enumerate(self.texts.items()):
            if len(texts) < 2 or (scan.relation in TABLES and not first.zone and not first.where):
                continue
            name = f"copy_{rank}_{scan.relation}"
            columns = [f"f.{column}" for column in _read_columns(connection, scan.relation, texts)]
            rows = scope_rows_sql(scan, first, self._scope, columns=columns)
            connection.execute(f"create or replace temp table {name} as {rows}")
            copies[scan.relation, scan.territory] = name
        return copies


class FinerCells:
    """Cells already counted of one scope, for the questions with fewer splits: sums of people add up.

    Neither audiences nor payers do: a person counts in several of their cells.
    """

    def __init__(self) -> None:
        self._cells: dict[tuple[MeasureKey, date], list[tuple[tuple[str, ...], CellValues]]] = defaultdict(list)

    def keep(self, cell_values: Mapping[MeasureKey, CellValues], question: IndicatorQuestion) -> None:
        for key, cells in cell_values.items():
            measure, by = key[0], question.by
            if is_plain_sum(measure) and not any(overlaps(split, measure.relation) for split in by):
                self._cells[key, question.last].append((by, cells))

    def sums(self, key: MeasureKey, question: IndicatorQuestion) -> CellValues | None:
        """The cells of this question, from those of another one; None where no other has them all."""
        for by, cells in self._cells.get((key, question.last), ()):
            if set(question.by) <= set(by):
                return _sums_by([by.index(split) for split in question.by], cells)
        return None


def _sums_by(positions: Sequence[int], cells: CellValues) -> CellValues:
    sums: CellValues = {None: cells.get(None)}
    if positions:
        for key, value in cells.items():
            if key is not None:
                coarse = tuple(key[each] for each in positions)
                counts = [each for each in (sums.get(coarse), value) if each is not None]
                sums[coarse] = sum(counts) if counts else None
    return sums


def compute_aggregates(
    connection: duckdb.DuckDBPyConnection,
    indicators: Sequence[Indicator],
    question: IndicatorQuestion,
    scope: CountScope,
    copies: RelationCopies = MappingProxyType({}),
    finer: FinerCells | None = None,
) -> dict[MeasureKey, CellValues]:
    cell_values: dict[MeasureKey, CellValues] = {}
    width = len(question.by)
    wanted = []
    for scan, since in scans_of(indicators, question):
        sums = {key: finer.sums(key, question) for key in _measure_keys(scan, since)} if finer else {}
        if sums and None not in sums.values():
            cell_values |= {key: cells for key, cells in sums.items() if cells is not None}
        else:
            wanted.append((scan, since))

    def text_of(scan: Scan, since: date | None, read_from: str = "") -> str:
        """``read_from``: "" for the copy."""
        table = read_from or copies[scan.relation, scan.territory]
        return scan_sql(scan, question, scope if read_from else None, by=question.by, since=since, read_from=table)

    texts: dict[str, list[str]] = defaultdict(list)
    for scan, since in wanted:
        if (scan.relation, scan.territory) not in copies:
            texts[scan.relation].append(text_of(scan, since, scan.relation))
    temp_tables = _materialise_relations(connection, texts)
    for scan, since in wanted:
        is_copy = (scan.relation, scan.territory) in copies
        text = text_of(scan, since, "" if is_copy else temp_tables.get(scan.relation, scan.relation))
        rows = connection.execute(text).fetchall()
        keys = [None if row[0] else tuple(map(str, row[1 : 1 + width])) for row in rows]
        for rank, measure in enumerate(scan.measures, 1 + width):
            values = (None if row[rank] is None else float(row[rank]) for row in rows)
            cell_values.setdefault((measure, scan.territory, since), {}).update(zip(keys, values, strict=True))
        if finer:
            finer.keep({key: cell_values[key] for key in _measure_keys(scan, since)}, question)
    return cell_values


def _measure_keys(scan: Scan, since: date | None) -> list[MeasureKey]:
    return [(measure, scan.territory, since) for measure in scan.measures]


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
    if relation in TABLES:
        return [column for column in TABLES[relation].columns if column in words]
    return [row[0] for row in connection.execute(f"describe {relation}").fetchall() if row[0] in words]


_WORD = re.compile(r"\w+")


def rows_of_indicator(
    indicator: Indicator,
    question: IndicatorQuestion,
    cell_values: Mapping[MeasureKey, CellValues],
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
