"""SQL query builder: all the aggregates over one relation and one date in one scan, total and cells. Pure.

External values enter the text only through ``sql_literal``; dimensions and columns are constants of the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pacte.indicators.facts.dimensions import DIMENSIONS, MONTH, NOWHERE, PEOPLE, YEAR, ZONE
from pacte.indicators.records import Measure, Question, Reach, TerritoryRule

Literal = str | int | date | datetime


def literal(value: Literal) -> str:
    """A value as a DuckDB literal."""
    if isinstance(value, bool | float):
        raise TypeError(value)
    if isinstance(value, datetime):
        return f"timestamp '{value:%Y-%m-%d %H:%M:%S}'"
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, int):
        return str(value)
    return "'" + value.replace("'", "''") + "'"


def listed(values: Iterable[Literal]) -> str:
    return ", ".join(literal(each) for each in values)


def dated(text: str, *, on: date, known: datetime | None = None) -> str:
    """Binds the reference day, and the instant of knowledge, in a text of ``relations`` or of the catalogue."""
    return (text.replace(":known", literal(known)) if known else text).replace(":on", literal(on))


class Way(StrEnum):
    """How the total derives from its cells. ``SUMS``: it is their sum. ``DISTINCT``: each person counts once in it."""

    SUMS = "sums"
    DISTINCT = "distinct"
    APART = "apart"


_SUM = re.compile(r"(?P<sum>(?P<name>count|sum)\((?!distinct).*?)(?P<scale> / [\d.]+)?")
_DISTINCT = re.compile(r"count\(distinct (?P<column>\w+)\)(?: filter \(where (?P<kept>.+)\))?")


def way_of(measure: Measure) -> Way:
    """Only sums of integers are added up again: those of sessions and money have decimals, and few rows."""
    if measure.relation in PEOPLE and _SUM.fullmatch(measure.sql):
        return Way.SUMS
    return Way.DISTINCT if _DISTINCT.fullmatch(measure.sql) else Way.APART


@dataclass(frozen=True, slots=True)
class Pass:
    """One scan of one relation. ``measures`` are its aggregates, in the order of its columns after the keys."""

    relation: str
    on: str
    territory: TerritoryRule
    measures: tuple[Measure, ...]
    way: Way = Way.APART


def commune_column(territory: TerritoryRule) -> str:
    return "residence" if territory is TerritoryRule.RESIDENCE else "session_commune"


def statement(one: Pass, question: Question, reach: Reach, *, by: Sequence[str], since: date | None, read: str) -> str:
    """The query of a scan over ``read_from``: one row for the total (``is_whole`` 1), then one per cell.

    ``since``: first day, None for no lower bound. The columns are ``is_whole``, one per split, then one per aggregate.
    Rows are grouped by short keys (the rank of a zone, the first day of a month), and labels are added once per cell.
    """
    sqls = [dated(each.sql, on=question.known_on) for each in one.measures]
    source = f"{read} f"
    if ZONE in by:
        source += f" left join zones z on z.commune = f.{commune_column(one.territory)}"
    kept_rows = f"from {source} where {' and '.join(_conditions(one, question, reach, since))}"
    if not by:
        return f"select 1 as is_whole, {_named(sqls)} {kept_rows}"
    names = [f"k{rank}" for rank in range(len(by))]
    keys = ", ".join(f"{_key(split, one)} as {name}" for split, name in zip(by, names, strict=True))
    if any(_overlaps(split) for split in by):
        cells = _overlapping(sqls, names, keys, kept_rows)
    elif one.way is Way.SUMS:
        cells = _summed(sqls, names, keys, kept_rows)
    elif one.way is Way.DISTINCT and len(sqls) == 1:
        cells = _distinct(sqls[0], names, keys, kept_rows)
    else:
        told = ", ".join(names)
        source = f"(select f.*, {keys} {kept_rows}) f group by grouping sets ((), ({told}))"
        cells = f"select grouping({names[0]}) as is_whole, {told}, {_named(sqls)} from {source}"
    return _worded(cells, by, names, len(sqls))


def _named(sqls: Sequence[str]) -> str:
    return ", ".join(f"{sql} as m{rank}" for rank, sql in enumerate(sqls))


def _overlapping(sqls: Sequence[str], names: Sequence[str], keys: str, kept_rows: str) -> str:
    """Audiences overlap: a person counts in several cells but once in the total, which is computed separately."""
    told, empty = ", ".join(names), ", ".join(f"null as {name}" for name in names)
    return (
        f"select 1 as is_whole, {empty}, {_named(sqls)} {kept_rows}"
        f" union all (select 0, {told}, {_named(sqls)} from (select f.*, {keys} {kept_rows}) f group by {told})"
    )


def _summed(sqls: Sequence[str], names: Sequence[str], keys: str, kept_rows: str) -> str:
    """Large tables are aggregated once; the total is the sum of the cells.

    A count over no row is zero, a sum is null.
    """
    told = ", ".join(names)
    found = [each for sql in sqls if (each := _SUM.fullmatch(sql))]
    total = ", ".join(
        (f"coalesce(sum(m{rank}), 0)" if each["name"] == "count" else f"sum(m{rank})")
        + f"{each['scale'] or ''} as m{rank}"
        for rank, each in enumerate(found)
    )
    cells = f"select {keys}, {_named([each['sum'] for each in found])} {kept_rows} group by {told}"
    sets = f"group by grouping sets ((), ({told}))"
    return f"select grouping({names[0]}) as is_whole, {told}, {total} from ({cells}) c {sets}"


def _distinct(sql: str, names: Sequence[str], keys: str, kept_rows: str) -> str:
    """Groups by person within each cell, then counts: engines group faster than they count distinct values."""
    found = _DISTINCT.fullmatch(sql)
    if found is None:
        raise ValueError(sql)
    told, empty = ", ".join(names), ", ".join(f"null as {name}" for name in names)
    condition = f" and ({found['kept']})" if found["kept"] else ""
    return (
        f"with met as (select {keys}, f.{found['column']} as who {kept_rows}{condition} group by {told}, who),"
        " everybody as (select who from met group by who)"
        f" select 1 as is_whole, {empty}, count(who) as m0 from everybody"
        f" union all select 0, {told}, count(who) from met group by {told}"
    )


def _worded(cells: str, by: Sequence[str], names: Sequence[str], width: int) -> str:
    """Adds the labels of the short keys; every cell has its zone, its month, or « unknown »."""
    told = []
    for split, name in zip(by, names, strict=True):
        if split == ZONE:
            told.append(f"case when c.is_whole = 1 then null else coalesce(n.zone, 'unknown') end as {name}")
        elif split in _DATES:
            told.append(f"strftime(c.{name}, '{_DATES[split]}') as {name}")
        else:
            told.append(f"c.{name}")
    measures = ", ".join(f"c.m{rank}" for rank in range(width))
    joined = ""
    if ZONE in by:
        joined = f" left join (select distinct rank, zone from zones) n on n.rank = c.{names[list(by).index(ZONE)]}"
    return f"select c.is_whole, {', '.join(told)}, {measures} from ({cells}) c{joined}"


_DATES = {MONTH: "%Y-%m", YEAR: "%Y"}


def _overlaps(split: str) -> bool:
    return split in DIMENSIONS and DIMENSIONS[split].sql.startswith("unnest(")


def _key(split: str, one: Pass) -> str:
    if split == ZONE:
        return "coalesce(z.rank, 0)"
    if split in _DATES:
        return f"date_trunc('{split}', f.{one.on})"
    return DIMENSIONS[split].sql


def _conditions(one: Pass, question: Question, reach: Reach, since: date | None) -> list[str]:
    found = [f"f.{one.on} <= {literal(question.last)}"]
    if since is not None:
        found.append(f"f.{one.on} >= {literal(since)}")
    if question.zone is not None:
        found.append(f"f.{commune_column(one.territory)} in ({listed(question.zone.communes)})")
    for dimension, values in question.where:
        found.append(kept(dimension, values))
    if question.plan is not None and one.relation in NOWHERE:
        found.append(f"f.plan = {literal(question.plan)}")
    found.append(_scope(one, reach))
    return found


def kept(dimension: str, values: Sequence[str]) -> str:
    """Filter on a dimension. Audiences overlap: the filter tests whether the person belongs to one of them."""
    asked = DIMENSIONS[dimension]
    if _overlaps(dimension):
        return f"list_has_any({asked.sql.removeprefix('unnest(').removesuffix(')')}, [{listed(values)}])"
    return f"({asked.sql}) in ({listed(values)})"


def _scope(one: Pass, reach: Reach) -> str:
    """Restricts the rows to the scope of the actor: Parquet files have no row-level security."""
    if reach.everything:
        return "true"
    either = []
    if reach.hosts:
        either.append(f"f.host in ({listed(sorted(reach.hosts))})")
    if reach.provider_bodies and one.relation not in NOWHERE:
        either.append(f"f.provider_body in ({listed(sorted(reach.provider_bodies))})")
    if reach.referrers and one.relation in PEOPLE:
        either.append(f"f.referrer in ({listed(sorted(reach.referrers))})")
    return f"({' or '.join(either)})" if either else "false"
