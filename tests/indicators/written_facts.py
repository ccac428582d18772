"""Facts written to Parquet as a refresh would, for tests that need many people and no journey."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb

from pacte.indicators.facts.tables import TABLES
from pacte.indicators.queries.store import MANIFEST
from pacte.indicators.records.manifest import FactFile, FactsManifest

FactRow = Mapping[str, object]


def write_tables(folder: Path, rows: Mapping[str, Sequence[FactRow]], *, built_on: date) -> None:
    """Replaces what the store of the folder holds."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers = itertools.count(1)
    stamp = len(list(folder.glob("*.parquet")))
    parts = []
    with duckdb.connect() as connection:
        for table, found in rows.items():
            lines, path = folder / f"{table}.json", folder / f"{table}-{stamp:06d}.parquet"
            lines.write_text("\n".join(json.dumps({**row, "row": next(numbers)}, default=str) for row in found))
            columns = ", ".join(f"'{name}': '{kind}'" for name, kind in TABLES[table].columns.items())
            source = f"read_json('{lines}', format = 'newline_delimited', columns = {{{columns}}})"
            connection.execute(f"copy (select * from {source}) to '{path}' (format parquet)")
            parts.append(FactFile(table, path.name, len(found), f"{folder}-{stamp}"))
    manifest = FactsManifest(tuple(parts), built_at=f"{built_on.isoformat()}T00:00:00+00:00", next_row=next(numbers))
    (folder / MANIFEST).write_text(manifest.as_json(), encoding="utf-8")
