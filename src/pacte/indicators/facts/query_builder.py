"""SQL query builder: all the aggregates over one relation and one date in one scan, total and cells. Pure.

External values enter the text only through ``literals``; dimensions and columns are constants of the code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pacte.indicators.facts.dimensions import DIMENSIONS, PEOPLE, TIME_SPLITS, WITHOUT_TERRITORY, ZONE
from pacte.indicators.facts.literals import sql_list, sql_literal
from pacte.indicators.facts.order_lines import (
    ACTION,
    is_read_by_line,
    payer_code,
    payer_column,
    payer_condition,
    payers_source,
)
from pacte.indicators.records import CountScope, IndicatorQuestion, Measure, TerritoryRule
from pacte.indicators.records.question import MONTH, QUARTER, SEMESTER

DAY_VARIABLE = "reference_day"
KNOWN_VARIABLE = "known_until"


def bind_dates(text: str, *, on: date, known: datetime | None = None) -> str:
    """Binds the reference day, and the instant of knowledge, in a text of ``relations`` or of the catalogue."""
    return (text.replace(":known", sql_literal(known)) if known else text).replace(":on", sql_literal(on))


def bind_variables(text: str) -> str:
    """The same text, which reads both dates from the variables of the DuckDB connection at each query."""
    return text.replace(":known", f"getvariable('{KNOWN_VARIABLE}')").replace(":on", f"getvariable('{DAY_VARIABLE}')")


def date_statements(*, on: date, known: datetime) -> tuple[str, ...]:
    """Statements that set both dates of a connection. ``known``: in UTC."""
    values = ((DAY_VARIABLE, on), (KNOWN_VARIABLE, known))
    return "set TimeZone = 'UTC'", *(f"set variable {name} = {sql_literal(value)}" for name, value in values)


class AggregationMode(StrEnum):
    """How the total derives from its cells. ``SUMS``: it is their sum. ``DISTINCT``: each person counts once in it."""

    SUMS = "sums"
    DISTINCT = "distinct"
    SEPARATE = "apart"


_SUM = re.compile(r"(?P<sum>(?P<name>count|sum)\((?!distinct).*?)(?P<scale> / [\d.]+)?")
_DISTINCT = re.compile(r"count\(distinct (?P<column>\w+)\)(?: filter \(where (?P<kept>.+)\))?")


def aggregation_mode(measure: Measure) -> AggregationMode:
    """Only sums of integers are added up again: those of sessions and money have decimals, and few rows."""
    if measure.relation in PEOPLE and _SUM.fullmatch(measure.sql):
        return AggregationMode.SUMS
    return AggregationMode.DISTINCT if _DISTINCT.fullmatch(measure.sql) else AggregationMode.SEPARATE


def is_plain_sum(measure: Measure) -> bool:
    """True where the sum of the cells is exactly the total, without a division after it."""
    match = _SUM.fullmatch(measure.sql)
    return measure.relation in PEOPLE and match is not None and not match["scale"]


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan of one relation. ``measures`` are its aggregates, in the order of its columns after the keys."""

    relation: str
    on: str
    territory: TerritoryRule
    measures: tuple[Measure, ...]
    mode: AggregationMode = AggregationMode.SEPARATE


def commune_column(territory: TerritoryRule) -> str:
    return "residence" if territory is TerritoryRule.RESIDENCE else "session_commune"


def scan_sql(
    scan: Scan,
    question: IndicatorQuestion,
    scope: CountScope | None,
    *,
    by: Sequence[str],
    since: date | None,
    read_from: str,
) -> str:
    """The query of a scan over ``read_from``: one row for the total (``is_whole`` 1), then one per cell.

    ``scope``: None when ``read_from`` has only the rows of the scope, zone and filters of the question. ``since``: None
    for no first day. The columns are ``is_whole``, one per split, then one per aggregate.
    Rows are grouped by short keys (the rank of a zone, the first day of a month), and labels are added once per cell.
    """
    sqls = [bind_dates(each.sql, on=question.known_on) for each in scan.measures]
    where = " and ".join(_where_conditions(scan, question, scope, since))
    whole = f"from {payers_source(question, scan.relation, read_from, ())} where {where}"
    if not by:
        return f"select 1 as is_whole, {_aliased_measures(sqls)} {whole}"
    source = payers_source(question, scan.relation, read_from, by)
    if ZONE in by:
        source += f" left join zones z on z.commune = f.{commune_column(scan.territory)}"
    from_where = f"from {source} where {where}"
    names = [f"k{rank}" for rank in range(len(by))]
    keys = ", ".join(f"{_key_sql(split, scan, question)} as {name}" for split, name in zip(by, names, strict=True))
    if any(overlaps(split, scan.relation) for split in by):
        cells = _overlapping_cells_sql(sqls, names, keys, from_where, whole)
    elif scan.mode is AggregationMode.SUMS:
        cells = _summed_cells_sql(sqls, names, keys, from_where)
    elif scan.mode is AggregationMode.DISTINCT and len(sqls) == 1:
        cells = _distinct_cells_sql(sqls[0], names, keys, from_where)
    else:
        key_names = ", ".join(names)
        source = f"(select f.*, {keys} {from_where}) f group by grouping sets ((), ({key_names}))"
        cells = f"select grouping({names[0]}) as is_whole, {key_names}, {_aliased_measures(sqls)} from {source}"
    return _labelled_cells_sql(cells, by, names, len(sqls))


def _aliased_measures(sqls: Sequence[str]) -> str:
    return ", ".join(f"{sql} as m{rank}" for rank, sql in enumerate(sqls))


def _overlapping_cells_sql(sqls: Sequence[str], names: Sequence[str], keys: str, from_where: str, whole: str) -> str:
    """Audiences and payers overlap: a person counts in several cells but once in the total (``whole``)."""
    key_names, empty = ", ".join(names), ", ".join(f"null as {name}" for name in names)
    return (
        f"select 1 as is_whole, {empty}, {_aliased_measures(sqls)} {whole}"
        f" union all (select 0, {key_names}, {_aliased_measures(sqls)} from (select f.*, {keys} "
        f"{from_where}) f group by {key_names})"
    )


def _summed_cells_sql(sqls: Sequence[str], names: Sequence[str], keys: str, from_where: str) -> str:
    """Large tables are aggregated once; the total is the sum of the cells.

    A count over no row is zero, a sum is null.
    """
    key_names = ", ".join(names)
    sums = [each for sql in sqls if (each := _SUM.fullmatch(sql))]
    total = ", ".join(
        (f"coalesce(sum(m{rank}), 0)" if each["name"] == "count" else f"sum(m{rank})")
        + f"{each['scale'] or ''} as m{rank}"
        for rank, each in enumerate(sums)
    )
    cells = f"select {keys}, {_aliased_measures([each['sum'] for each in sums])} {from_where} group by {key_names}"
    sets = f"group by grouping sets ((), ({key_names}))"
    return f"select grouping({names[0]}) as is_whole, {key_names}, {total} from ({cells}) c {sets}"


def _distinct_cells_sql(sql: str, names: Sequence[str], keys: str, from_where: str) -> str:
    """Groups by person within each cell, then counts: engines group faster than they count distinct values."""
    match = _DISTINCT.fullmatch(sql)
    if match is None:
        raise ValueError(sql)
    key_names, empty = ", ".join(names), ", ".join(f"null as {name}" for name in names)
    condition = f" and ({match['kept']})" if match["kept"] else ""
    return (
        f"with met as (select {keys}, f.{match['column']} as who {from_where}{condition} group by {key_names}, who),"
        " everybody as (select who from met group by who)"
        f" select 1 as is_whole, {empty}, count(who) as m0 from everybody"
        f" union all select 0, {key_names}, count(who) from met group by {key_names}"
    )


def _labelled_cells_sql(cells: str, by: Sequence[str], names: Sequence[str], width: int) -> str:
    """Adds the labels of the short keys; every cell has its zone, its month, or « unknown »."""
    columns = []
    for split, name in zip(by, names, strict=True):
        if split == ZONE:
            columns.append(f"case when c.is_whole = 1 then null else coalesce(n.zone, 'unknown') end as {name}")
        elif split in TIME_SPLITS:
            columns.append(f"{_period_key_sql(split, f'c.{name}')} as {name}")
        else:
            columns.append(f"c.{name}")
    measures = ", ".join(f"c.m{rank}" for rank in range(width))
    zone_join = ""
    if ZONE in by:
        zone_join = f" left join (select distinct rank, zone from zones) n on n.rank = c.{names[list(by).index(ZONE)]}"
    return f"select c.is_whole, {', '.join(columns)}, {measures} from ({cells}) c{zone_join}"


def _period_start_sql(split: str, day: str) -> str:
    if split == SEMESTER:
        return f"make_date(year({day}), case when month({day}) <= 6 then 1 else 7 end, 1)"
    return f"date_trunc('{split}', {day})"


def _period_key_sql(split: str, start: str) -> str:
    """« 2020 », « 2020-S1 », « 2020-T2 », « 2020-03 », as ``plan.rules.expected_periods.period_key`` writes them."""
    if split == SEMESTER:
        return f"strftime({start}, '%Y') || case when month({start}) = 1 then '-S1' else '-S2' end"
    if split == QUARTER:
        return f"strftime({start}, '%Y') || '-T' || cast(quarter({start}) as varchar)"
    return f"strftime({start}, '{'%Y-%m' if split == MONTH else '%Y'}')"


def overlaps(split: str, relation: str) -> bool:
    """True where a person counts in several cells of the split: audiences, and what pays for a session."""
    return _unnests(split) or is_read_by_line(split, relation)


def _unnests(split: str) -> bool:
    return split in DIMENSIONS and DIMENSIONS[split].sql.startswith("unnest(")


def _key_sql(split: str, scan: Scan, question: IndicatorQuestion) -> str:
    if is_read_by_line(split, scan.relation):
        return f"f.{payer_column(split)}"
    if split == ACTION:
        return payer_code(ACTION, question.plan)
    if split == ZONE:
        return "coalesce(z.rank, 0)"
    if split in TIME_SPLITS:
        return _period_start_sql(split, f"f.{scan.on}")
    return DIMENSIONS[split].sql


def scope_rows_sql(scan: Scan, question: IndicatorQuestion, scope: CountScope, *, columns: Sequence[str]) -> str:
    """The rows of a relation that questions with this zone and these filters read, whatever their period and splits."""
    where = " and ".join(_scope_conditions(scan, question, scope))
    return f"select {', '.join(columns)} from {scan.relation} f where {where}"


def _where_conditions(
    scan: Scan, question: IndicatorQuestion, scope: CountScope | None, since: date | None
) -> list[str]:
    conditions = [f"f.{scan.on} <= {sql_literal(question.last)}"]
    if since is not None:
        conditions.append(f"f.{scan.on} >= {sql_literal(since)}")
    return conditions if scope is None else conditions + _scope_conditions(scan, question, scope)


def _scope_conditions(scan: Scan, question: IndicatorQuestion, scope: CountScope) -> list[str]:
    conditions = []
    if question.zone is not None:
        conditions.append(f"f.{commune_column(scan.territory)} in ({sql_list(question.zone.communes)})")
    conditions += filter_conditions(question, scan.relation)
    if question.plan is not None and scan.relation in WITHOUT_TERRITORY:
        conditions.append(f"f.plan = {sql_literal(question.plan)}")
    conditions.append(_scope_condition(scan, scope))
    return conditions


def filter_conditions(question: IndicatorQuestion, relation: str) -> list[str]:
    """Conditions on « f » for the filters of the question that the relation has."""
    conditions = [
        f"{payer_code(ACTION, question.plan)} in ({sql_list(values)})"
        if dimension == ACTION
        else _filter_sql(dimension, values)
        for dimension, values in question.where
        if relation in DIMENSIONS[dimension].relations and not is_read_by_line(dimension, relation)
    ]
    payers = payer_condition(question, relation)
    return [*conditions, payers] if payers else conditions


def _filter_sql(dimension: str, values: Sequence[str]) -> str:
    """Filter on a dimension. Audiences overlap: the filter tests whether the person belongs to one of them."""
    definition = DIMENSIONS[dimension]
    if _unnests(dimension):
        return f"list_has_any({definition.sql.removeprefix('unnest(').removesuffix(')')}, [{sql_list(values)}])"
    return f"({definition.sql}) in ({sql_list(values)})"


def _scope_condition(scan: Scan, scope: CountScope) -> str:
    """Restricts the rows to the scope of the actor: Parquet files have no row-level security."""
    if scope.everything:
        return "true"
    either = []
    if scope.hosts:
        either.append(f"f.host in ({sql_list(sorted(scope.hosts))})")
    if scope.provider_bodies and scan.relation not in WITHOUT_TERRITORY:
        either.append(f"f.provider_body in ({sql_list(sorted(scope.provider_bodies))})")
    if scope.referrers and scan.relation in PEOPLE:
        either.append(f"f.referrer in ({sql_list(sorted(scope.referrers))})")
    return f"({' or '.join(either)})" if either else "false"
