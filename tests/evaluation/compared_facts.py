"""Facts of a few sessions, written to Parquet as a refresh would: who came on the first day, and who never did."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

import duckdb

from pacte.indicators.facts.tables import TABLES
from pacte.indicators.queries.store import MANIFEST
from pacte.indicators.records.manifest import FactFile, FactsManifest

STARTED, ENDED = date(2021, 1, 11), date(2021, 6, 11)
Row = dict[str, object]


def write_first_days(folder: Path, host_id: int, came_and_not: Mapping[int, tuple[int, int]]) -> None:
    """By session: how many admitted people came, and how many did not. Replaces what was there."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, list[Row]] = {"ledger": [], "entries": [], "approaches": []}
    journeys = itertools.count(1)
    for session_id, (came, absent) in came_and_not.items():
        common: Row = {
            "host": host_id, "session": session_id, "starts_on": STARTED, "first_starts_on": STARTED,
            "ends_on": ENDED, "rolling": False, "happened_on": STARTED,
            "recorded_at": datetime.combine(STARTED, time(12)),
        }  # fmt: skip
        rows["ledger"].append(common | {"kind": "bought", "places": came + absent})
        rows["entries"] += [common | {"kind": "entered", "journey": next(journeys)} for _ in range(came)]
        for journey in itertools.islice(journeys, absent):
            admitted = common | {"kind": "admitted", "journey": journey, "happened_on": STARTED - timedelta(days=20)}
            # The step of an absence names no session: it is of the one that admitted.
            rows["approaches"] += [admitted, common | {"kind": "never_came", "journey": journey, "session": None}]
    _write(folder, rows)


def _write(folder: Path, rows: Mapping[str, list[Row]]) -> None:
    numbers = itertools.count(1)
    stamp = len(list(folder.glob("*.parquet")))
    parts = []
    with duckdb.connect() as connection:
        for table, found in rows.items():
            lines, path = folder / f"{table}.json", folder / f"{table}-{stamp:06d}.parquet"
            lines.write_text("\n".join(json.dumps(row | {"row": next(numbers)}, default=str) for row in found))
            columns = ", ".join(f"'{name}': '{kind}'" for name, kind in TABLES[table].columns.items())
            source = f"read_json('{lines}', format = 'newline_delimited', columns = {{{columns}}})"
            connection.execute(f"copy (select * from {source}) to '{path}' (format parquet)")
            parts.append(FactFile(table, path.name, len(found), f"{folder}-{stamp}"))
    manifest = FactsManifest(tuple(parts), built_at=f"{ENDED.isoformat()}T00:00:00+00:00", next_row=next(numbers))
    (folder / MANIFEST).write_text(manifest.as_json(), encoding="utf-8")
