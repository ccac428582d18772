"""Writes rows in bulk, one statement per table and batch, and counts added, changed and unchanged rows."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from pacte.reference.bulk_upsert import certifications, terms, territory
from pacte.reference.bulk_upsert.shown_rows import ShownTable
from pacte.reference.records import CertificationRow, ReferenceChange, Row, WriteCounts

BATCH_SIZE = 20_000
CERTIFICATION_BATCH_SIZE = 2_000
_TARGETS = {**territory.TARGETS, **terms.TARGETS}


class ReferenceBulkWriter:
    """Writes rows and counts what it wrote. ``max_changes``: how many of them it keeps, to be shown."""

    def __init__(self, max_changes: int = 0) -> None:
        self.counts = WriteCounts()
        self._max_changes = max_changes
        self._changed: list[ReferenceChange] = []
        self._added: list[ReferenceChange] = []

    @property
    def changes(self) -> list[ReferenceChange]:
        """The first rows that were known and change, then the first new ones."""
        return [*self._changed, *self._added][: self._max_changes]

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
                self._execute(target.upsert_sql(), target.arrays(chunk), len(chunk), target.shown)

    def write_certifications(self, rows: Sequence[CertificationRow], *, whole: bool) -> None:
        """Add the versions that bring something new. ``whole``: each row has all that its source knows."""
        for first in range(0, len(rows), CERTIFICATION_BATCH_SIZE):
            chunk = rows[first : first + CERTIFICATION_BATCH_SIZE]
            self._execute(
                certifications.certification_upsert_sql(whole=whole),
                certifications.certification_arrays(chunk),
                len(chunk),
                certifications.SHOWN,
            )

    def _execute(self, statement: str, arrays: list[list[Any]], count: int, shown: ShownTable) -> None:
        wanted = [max(self._max_changes - len(each), 0) for each in (self._changed, self._added)]
        with connection.cursor() as cursor:
            cursor.execute(statement, [*arrays, *wanted])
            added, changed, before = cursor.fetchone()
            if before:
                self._keep_changes(cursor, shown, json.loads(before))
        self.counts += WriteCounts(added, changed, count - added - changed)

    def _keep_changes(self, cursor: CursorWrapper, shown: ShownTable, before: Mapping[str, Any]) -> None:
        """``before``: the rows as they were, by id; what they are is read again."""
        cursor.execute(
            f"select t.id, {shown.row_sql('t')}::text from {shown.table} t where id = any(%s)",  # noqa: S608
            [[int(each) for each in before]],
        )
        after = {str(row_id): json.loads(row) for row_id, row in cursor.fetchall()}
        for row_id, previous in before.items():
            (self._changed if previous else self._added).append(shown.change(previous, after[row_id]))
