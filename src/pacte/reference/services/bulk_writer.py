"""Writes rows in bulk, one statement per table and batch, and counts added, changed and unchanged rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from pacte.reference.bulk_upsert import certifications, terms, territory
from pacte.reference.records import CertificationRow, Row, WriteCounts

BATCH_SIZE = 20_000
CERTIFICATION_BATCH_SIZE = 2_000
_TARGETS = {**territory.TARGETS, **terms.TARGETS}


class ReferenceBulkWriter:
    """Writes rows and counts what it wrote."""

    def __init__(self) -> None:
        self.counts = WriteCounts()

    def write(self, rows: Iterable[Row]) -> None:
        """Upsert rows, table by table. Keys must be unique within each kind of row."""
        by_kind: dict[type, list[Row]] = defaultdict(list)
        for row in rows:
            by_kind[type(row)].append(row)
        for kind, batch in by_kind.items():
            if kind is CertificationRow:
                self.write_certifications([row for row in batch if isinstance(row, CertificationRow)], whole=False)
                continue
            target = _TARGETS[kind]
            for first in range(0, len(batch), BATCH_SIZE):
                chunk = batch[first : first + BATCH_SIZE]
                self._execute(target.upsert_sql(), target.arrays(chunk), len(chunk))

    def write_certifications(self, rows: Sequence[CertificationRow], *, whole: bool) -> None:
        """Add the versions that bring something new. ``whole``: each row has all that its source knows."""
        for first in range(0, len(rows), CERTIFICATION_BATCH_SIZE):
            chunk = rows[first : first + CERTIFICATION_BATCH_SIZE]
            self._execute(
                certifications.certification_upsert_sql(whole=whole),
                certifications.certification_arrays(chunk),
                len(chunk),
            )

    def _execute(self, statement: str, arrays: list[list[Any]], count: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, arrays)
            added, changed = cursor.fetchone()
        self.counts += WriteCounts(added, changed, count - added - changed)
