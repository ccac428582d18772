"""Writes rows in bulk, one statement per table and batch, and counts added, changed and unchanged rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from pacte.reference.records import CertificationRow, Row, Tally
from pacte.reference.writing import certifications, terms, territory

BATCH = 20_000
CERTIFICATION_BATCH = 2_000
_TARGETS = {**territory.TARGETS, **terms.TARGETS}


class BulkWriter:
    """Writes rows and counts what it wrote."""

    def __init__(self) -> None:
        self.tally = Tally()

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
            for first in range(0, len(batch), BATCH):
                some = batch[first : first + BATCH]
                self._execute(target.statement(), target.arrays(some), len(some))

    def write_certifications(self, rows: Sequence[CertificationRow], *, whole: bool) -> None:
        """Add the versions that bring something new. ``whole``: each row has all that its source knows."""
        for first in range(0, len(rows), CERTIFICATION_BATCH):
            some = rows[first : first + CERTIFICATION_BATCH]
            self._execute(certifications.statement(whole=whole), certifications.arrays(some), len(some))

    def _execute(self, statement: str, arrays: list[list[Any]], count: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, arrays)
            added, changed = cursor.fetchone()
        self.tally += Tally(added, changed, count - added - changed)
