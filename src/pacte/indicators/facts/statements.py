"""Writes the SQL that answers: all aggregates over one relation and one date in one pass, whole and split. Pure.

Nothing from outside enters the text but through ``literal``: dimensions and columns are names of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pacte.indicators.facts.dimensions import DIMENSIONS, MONTH, PEOPLE, YEAR, ZONE
from pacte.indicators.records import Measure, Question, Reach, TerritoryRule

Literal = str | int | date | datetime


def literal(value: Literal) -> str:
    """A value as SQL of DuckDB writes it."""
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
    """Puts the day asked about, and the instant of knowledge, in a text of ``relations`` or of the catalogue."""
    return (text.replace(":known", literal(known)) if known else text).replace(":on", literal(on))


@dataclass(frozen=True, slots=True)
class Pass:
    """One reading of one relation. ``measures`` are its aggregates, in the order of its columns after the keys."""

    relation: str
    on: str
    territory: TerritoryRule
    measures: tuple[Measure, ...]


def commune_column(territory: TerritoryRule) -> str:
    return "residence" if territory is TerritoryRule.RESIDENCE else "session_commune"


def statement(one: Pass, question: Question, reach: Reach, *, by: Sequence[str], since: date | None, read: str) -> str:
    """The query of a pass over ``read``, in one reading: a line for the whole (``is_whole`` 1), then one a cell.

    ``since``: first day, None for all. The columns are ``is_whole``, one a split, then one an aggregate. Publics
    overlap: counted in several cells, a person is counted once in the whole, which is then read apart.
    """
    names = [f"k{rank}" for rank in range(len(by))]
    body = ", ".join(f"{dated(each.sql, on=question.known_on)} as m{rank}" for rank, each in enumerate(one.measures))
    source = f"{read} f"
    if ZONE in by:
        source += f" left join zones z on z.commune = f.{commune_column(one.territory)}"
    conditions = " and ".join(_conditions(one, question, reach, since))
    empty = "".join(f"null as {name}, " for name in names)
    whole = f"select 1 as is_whole, {empty}{body} from {source} where {conditions}"
    if not by:
        return whole
    keys = ", ".join(f"{_key(split, one)} as {name}" for split, name in zip(by, names, strict=True))
    told, inner = ", ".join(names), f"(select f.*, {keys} from {source} where {conditions}) f"
    if any(_overlaps(split) for split in by):
        return f"{whole} union all (select 0, {told}, {body} from {inner} group by {told})"
    sets = f"group by grouping sets ((), ({told}))"
    return f"select grouping({names[0]}) as is_whole, {told}, {body} from {inner} {sets}"


def _overlaps(split: str) -> bool:
    return split in DIMENSIONS and DIMENSIONS[split].sql.startswith("unnest(")


def _key(split: str, one: Pass) -> str:
    if split == ZONE:
        return "coalesce(z.zone, 'unknown')"
    if split == MONTH:
        return f"strftime(f.{one.on}, '%Y-%m')"
    if split == YEAR:
        return f"strftime(f.{one.on}, '%Y')"
    return DIMENSIONS[split].sql


def _conditions(one: Pass, question: Question, reach: Reach, since: date | None) -> list[str]:
    found = [f"f.{one.on} <= {literal(question.last)}"]
    if since is not None:
        found.append(f"f.{one.on} >= {literal(since)}")
    if question.zone is not None:
        found.append(f"f.{commune_column(one.territory)} in ({listed(question.zone.communes)})")
    for dimension, values in question.where:
        found.append(kept(dimension, values))
    found.append(_scope(one, reach))
    return found


def kept(dimension: str, values: Sequence[str]) -> str:
    """Publics overlap: to keep one is to ask whether the person belongs to it."""
    asked = DIMENSIONS[dimension]
    if _overlaps(dimension):
        return f"list_has_any({asked.sql.removeprefix('unnest(').removesuffix(')')}, [{listed(values)}])"
    return f"({asked.sql}) in ({listed(values)})"


def _scope(one: Pass, reach: Reach) -> str:
    """Parquet has no policy: who asks counts what they may, here."""
    if reach.everything:
        return "true"
    either = []
    if reach.hosts:
        either.append(f"f.host in ({listed(sorted(reach.hosts))})")
    if reach.provider_bodies and one.relation != "money":
        either.append(f"f.provider_body in ({listed(sorted(reach.provider_bodies))})")
    if reach.referrers and one.relation in PEOPLE:
        either.append(f"f.referrer in ({listed(sorted(reach.referrers))})")
    return f"({' or '.join(either)})" if either else "false"
