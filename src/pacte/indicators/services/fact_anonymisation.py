"""Anonymises erased people in the facts: rewrites their files and cuts the links to the tables.

Numbers of person, journey and fact are replaced by random numbers below zero, the same for all the rows of one person,
so that every count stays the same. The age becomes that of its class, and the commune its department.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from pathlib import Path

import duckdb

from pacte.indicators.facts.anonymisation import GENERALISED_COLUMNS
from pacte.indicators.facts.tables import TABLES
from pacte.indicators.records.manifest import FactFile, FactsManifest

_BITS = 60
# Tables of people that are not made of steps.
_OWN_SOURCES = ("hours", "notebook", "campaign_contacts", "origins", "releases")
PEOPLE_TABLES = tuple(name for name, table in TABLES.items() if table.is_about_people)


def anonymise_facts(
    connection: duckdb.DuckDBPyConnection, base: Path, facts_manifest: FactsManifest, numbers: list[int]
) -> FactsManifest:
    """The store without the people of those numbers. Files without any of them are not rewritten."""
    if not numbers:
        return facts_manifest
    _draw_numbers(connection, "gone_people", numbers)
    touched = [
        part
        for part in facts_manifest.parts
        if part.table in PEOPLE_TABLES and _has_erased_people(connection, base / part.file)
    ]
    if not touched:
        return facts_manifest
    _draw_numbers(connection, "gone_journeys", _erased_journeys(connection, [base / part.file for part in touched]))
    parts, rank = list(facts_manifest.parts), facts_manifest.last_file_number
    seen, aside = [], facts_manifest.aside
    for part in touched:
        rank += 1
        path = base / f"{part.table}-{rank:06d}.parquet"
        seen.append(_erased_facts_sql(part.table, base / part.file))
        connection.execute(
            f"copy ({_generalised_sql(base / part.file)}) to '{path}' (format parquet, compression zstd)"
        )
        parts[parts.index(part)] = replace(part, file=path.name, digest=fact_file_digest(path))
    for part in [part for part in facts_manifest.parts if part.table == "aside"]:
        rank += 1
        seen.append(
            f"select 'steps' as source, fact from read_parquet('{base / part.file}')"
            " where journey in (select old from gone_journeys)"
        )
        fresh, aside = _rewrite_quarantine(connection, base, part, rank)
        parts[parts.index(part)] = fresh
    listed = base / f"forgotten-{rank + 1:06d}.parquet"
    # Sorted by number, so that the order does not disclose the original rows.
    facts = " union all ".join(seen)
    rows = connection.execute(
        f"copy (select distinct * from ({facts}) order by all) to '{listed}' (format parquet, compression zstd)"
    ).fetchone()
    parts.append(FactFile("forgotten", listed.name, int(rows[0]) if rows else 0, fact_file_digest(listed)))
    return replace(facts_manifest, parts=tuple(parts), aside=aside)


def _rewrite_quarantine(
    connection: duckdb.DuckDBPyConnection, base: Path, part: FactFile, rank: int
) -> tuple[FactFile, dict[str, int]]:
    """Rewrites the quarantine without the erased people; returns the file and the counts by reason.

    The entries of erased people no longer have their journey number: on retry, a second entry would be taken for the
    first.
    """
    path = base / f"aside-{rank:06d}.parquet"
    remaining_sql = (
        f"select * from read_parquet('{base / part.file}') where journey not in (select old from gone_journeys)"
    )
    connection.execute(f"copy ({remaining_sql}) to '{path}' (format parquet, compression zstd)")
    counts_sql = f"select reason, count(*) from read_parquet('{path}') group by 1 order by 1"
    aside = dict(connection.execute(counts_sql).fetchall())
    return replace(part, file=path.name, rows=sum(aside.values()), digest=fact_file_digest(path)), aside


def fact_file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _draw_numbers(connection: duckdb.DuckDBPyConnection, table: str, old: list[int]) -> None:
    new = [-1 - secrets.randbits(_BITS) for _ in old]
    connection.execute(
        f"create or replace temp table {table} as select unnest(?::bigint[]) as old, unnest(?::bigint[]) as new",
        [old, new],
    )


def _has_erased_people(connection: duckdb.DuckDBPyConnection, path: Path) -> bool:
    text = f"select 1 from read_parquet('{path}') where person in (select old from gone_people) limit 1"
    return connection.execute(text).fetchone() is not None


def _erased_journeys(connection: duckdb.DuckDBPyConnection, paths: list[Path]) -> list[int]:
    listed = ", ".join(f"'{path}'" for path in paths)
    text = (
        f"select distinct unnest([journey, follows]) as number from read_parquet([{listed}])"
        " where person in (select old from gone_people) order by 1"
    )
    return [journey for (journey,) in connection.execute(text).fetchall() if journey is not None]


def _erased_facts_sql(table: str, path: Path) -> str:
    source = table if table in _OWN_SOURCES else "steps"
    return (
        f"select '{source}' as source, fact from read_parquet('{path}') where person in (select old from gone_people)"
    )


def _generalised_sql(path: Path) -> str:
    """Rows keep their order and row number, so that replacements remain valid."""
    gone = "p.old is not null"
    columns = [f"case when {gone} then {sql} else f.{name} end as {name}" for name, sql in GENERALISED_COLUMNS.items()]
    columns += [
        f"case when {gone} then p.new else f.person end as person",
        f"case when {gone} then j.new else f.journey end as journey",
        f"case when {gone} then b.new else f.follows end as follows",
        # Unique per row, so that two facts never share one; a row number is linked to nothing else.
        f"case when {gone} then -f.row else f.fact end as fact",
    ]
    return (
        f"select f.* replace ({', '.join(columns)}) from read_parquet('{path}') f"
        " left join gone_people p on p.old = f.person left join gone_journeys j on j.old = f.journey"
        " left join gone_journeys b on b.old = f.follows order by f.row"
    )
