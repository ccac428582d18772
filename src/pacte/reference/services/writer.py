"""One writer for all kinds of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pacte.reference.records import CertificationRow, Row, Tally
from pacte.reference.services import term_rows, territory_rows
from pacte.reference.services.certification_rows import write_certifications

BATCH = 20_000
CERTIFICATION_BATCH = 2_000
_TARGETS = {**territory_rows.TARGETS, **term_rows.TARGETS}


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
            if kind is CertificationRow:
                self.write_certifications([row for row in batch if isinstance(row, CertificationRow)], whole=False)
            else:
                for first in range(0, len(batch), BATCH):
                    self.tally += _TARGETS[kind].write(batch[first : first + BATCH])

    def write_certifications(self, rows: list[CertificationRow], *, whole: bool) -> None:
        """Adds the versions that say something new. ``whole``: each row says all that its source knows."""
        for first in range(0, len(rows), CERTIFICATION_BATCH):
            self.tally += write_certifications(rows[first : first + CERTIFICATION_BATCH], whole=whole)
