"""Writes rows in bulk: one statement a batch, counting what is new, what changed and what was known.

``INSERT … SELECT FROM unnest`` carries thousands of rows in one round trip, needs no temporary table (the
application role may not have one) and leaves the counting to the database.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from pacte.kernel.french import plain
from pacte.reference.records import ChangeRow, ContourRow, MemberRow, PopulationRow, Row, Tally, ZoneRow

BATCH = 20_000


@dataclass(frozen=True, slots=True)
class _Target:
    """A table: columns with their array types, how many of them are the key, and what to do with the others.

    ``kept`` gives the value to write over a row that is there, from ``excluded`` (new) and ``t`` (old).
    """

    table: str
    columns: tuple[tuple[str, str], ...]
    key_length: int
    kept: dict[str, str]
    selected: dict[str, str]

    def statement(self) -> str:
        names = [name for name, _ in self.columns]
        key = ", ".join(names[: self.key_length])
        values = ", ".join(self.selected.get(name, f"n.{name}") for name in names)
        unnested = ", ".join(f"%s::{kind}[]" for _, kind in self.columns)
        writes = names[self.key_length :]
        new = {name: self.kept.get(name, f"excluded.{name}") for name in writes}
        conflict = (
            f"do update set {', '.join(f'{name} = {new[name]}' for name in writes)}"
            f" where ({', '.join(f't.{name}' for name in writes)}) is distinct from ({', '.join(new.values())})"
        )
        return (  # Table and column names are constants of this module.
            f"with written as (insert into {self.table} as t ({', '.join(names)})"  # noqa: S608
            f" select {values} from unnest({unnested}) as n({', '.join(names)})"
            f" on conflict ({key}) {conflict} returning t.xmax = 0 as fresh)"
            " select count(*) filter (where fresh), count(*) filter (where not fresh) from written"
        )


def _text(*names: str) -> dict[str, str]:
    return {name: f"coalesce(nullif(excluded.{name}, ''), t.{name})" for name in names}


def _number(*names: str) -> dict[str, str]:
    return {name: f"coalesce(excluded.{name}, t.{name})" for name in names}


_ZONES = _Target(
    "reference_zone",
    (
        *(("kind", "text"), ("code", "text"), ("edition", "int")),
        *((name, "text") for name in ("name", "nature", "region_code", "department_code")),
        *((name, "text") for name in ("arrondissement_code", "epci_code")),
        *(("population", "int"), ("latitude", "float8"), ("longitude", "float8")),
        *(("postal_codes", "text"), ("plain_name", "text")),
    ),
    3,
    {
        **_text("name", "nature", "region_code", "department_code", "arrondissement_code", "epci_code", "plain_name"),
        **_number("population", "latitude", "longitude"),
        "postal_codes": "case when excluded.postal_codes = '{}' then t.postal_codes else excluded.postal_codes end",
    },
    {"postal_codes": "string_to_array(n.postal_codes, ' ')"},
)
_MEMBERS = _Target(
    "reference_membership",
    (("kind", "text"), ("vintage", "int"), ("commune_code", "text"), ("zone_code", "text")),
    3,
    {},
    {},
)
# A passage table says « at the latest in its year »: the earliest edition told is the nearest to the truth.
_CHANGES = _Target(
    "reference_codechange",
    (("old_code", "text"), ("new_code", "text"), ("edition", "int")),
    2,
    {"edition": "least(excluded.edition, t.edition)"},
    {},
)
_POPULATIONS = _Target(
    "reference_zonepopulation",
    (("kind", "text"), ("code", "text"), ("year", "int"), ("count", "int")),
    3,
    {},
    {},
)
_CONTOURS = _Target(
    "reference_contour",
    (("kind", "text"), ("code", "text"), ("edition", "int"), ("rings", "text")),
    3,
    {},
    {"rings": "n.rings::jsonb"},
)
_TARGETS = {
    ZoneRow: _ZONES,
    MemberRow: _MEMBERS,
    ChangeRow: _CHANGES,
    PopulationRow: _POPULATIONS,
    ContourRow: _CONTOURS,
}


class BulkWriter:
    """Writes rows and keeps the tally of all that it wrote."""

    def __init__(self) -> None:
        self.tally = Tally()

    def write(self, rows: Iterable[Row]) -> None:
        """Adds what is new and changes what differs, table by table. Keys must be unique within each kind of row."""
        by_kind: dict[type, list[Row]] = defaultdict(list)
        for row in rows:
            by_kind[type(row)].append(row)
        for kind, batch in by_kind.items():
            for first in range(0, len(batch), BATCH):
                self.tally += _write(_TARGETS[kind], batch[first : first + BATCH])


def _write(target: _Target, rows: Sequence[Row]) -> Tally:
    with connection.cursor() as cursor:
        cursor.execute(target.statement(), _arrays(target, rows))
        added, changed = cursor.fetchone()
    return Tally(added, changed, len(rows) - added - changed)


def _arrays(target: _Target, rows: Sequence[Row]) -> list[list[Any]]:
    arrays: list[list[Any]] = [list(column) for column in zip(*rows, strict=True)]
    if target is _ZONES:
        folded = {name: plain(name) for name in {row[3] for row in rows if isinstance(row, ZoneRow)}}
        arrays.append([folded[name] for name in arrays[3]])
    if target is _CONTOURS:
        arrays[3] = [json.dumps(rings, separators=(",", ":")) for rings in arrays[3]]
    # An enumeration is a text for the database.
    arrays[0] = [str(value) for value in arrays[0]]
    return arrays
