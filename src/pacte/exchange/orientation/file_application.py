"""Applies a file of acts in batches. An interrupted run resumes at its last batch; a resent file updates the data."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import IO, TYPE_CHECKING

from pacte.accounts.row_context import acting_as
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.orientation.reading import ActFileColumns, read_acts
from pacte.interop.records import ActFileState
from pacte.interop.services.act_files import ActFileInput, complete_act_file, register_act_file, restart_act_file
from pacte.workflows.apply_orientation_batch import ActRow, apply_orientation_batch

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.kernel.actor import Actor

BATCH = 100
_BLOCK = 1024 * 1024


@dataclass(slots=True)
class FileApplicationResult:
    """Result of applying a file. ``already_received_at``: when the same file was first processed completely.

    ``is_complete``: False when the run was asked to stop before the end.
    """

    file_id: int = 0
    layout: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    resumed_from: int = 0
    already_received_at: datetime | None = None
    is_complete: bool = False

    def as_json(self) -> dict[str, object]:
        """The output of ``--json``: counts of rows by outcome."""
        names = ("rows", "new", "changed", "same", "to_settle", "error")
        return {
            "file": self.file_id, "layout": self.layout, **{name: self.counts[name] for name in names},
            "resumed_from": self.resumed_from,
            "received_before": self.already_received_at.isoformat() if self.already_received_at else None,
        }  # fmt: skip


def apply_orientation_file(
    *,
    actor: Actor,
    host: Organisation,
    body: Organisation | None,
    stream: IO[bytes],
    file_name: str,
    source: str = "",
    columns: ActFileColumns | None = None,
    allowed_layouts: tuple[str, ...] = (),
    synthetic: bool = False,
    progress: Callable[[int], None] | None = None,
    max_rows: int | None = None,
) -> FileApplicationResult:
    """Records valid rows as journey steps and reports the others. Opens its own transactions.

    ``max_rows``: stops after this many rows; a second call with the same file resumes there. 0 only records the file.

    ``source``: short name of the tool, by default that of the layout. Raises ``UnreadableFile`` when the file has an
    unknown layout or a missing column (nothing is written), ``PermissionDenied``, or ``Conflict`` when the file is
    already being processed.
    """
    digest = _digest_of(stream)
    column_mapping = columns or ActFileColumns()
    with read_acts(stream, columns=column_mapping, allowed_layouts=allowed_layouts) as reading:
        if reading.missing:
            raise UnreadableFile(
                "column_missing", " ".join(each.message for each in reading.missing), "",
                "Dites quelle colonne c’est, ou déposez l’extraction entière.", row=1,
            )  # fmt: skip
        file_input = ActFileInput(
            host,
            body,
            source or reading.layout.source,
            file_name,
            digest,
            reading.layout.code,
            dict(column_mapping.headings),
        )
        with acting_as(actor):
            received = register_act_file(actor=actor, file_input=file_input)
            before = received.ended_at
            if received.state == ActFileState.DONE:
                received = restart_act_file(actor=actor, act_file=received)
        result = FileApplicationResult(
            received.pk, reading.layout.code, Counter(received.counts), received.position, before
        )
        position = reading.after = received.position
        for rows in _batches(reading.rows if max_rows is None else islice(reading.rows, max_rows)):
            with acting_as(actor):
                result.counts += apply_orientation_batch(
                    actor=actor, file_id=received.pk, after=position, rows=rows, upto=rows[-1].row,
                    synthetic=synthetic,
                )  # fmt: skip
            position = rows[-1].row
            if progress:
                progress(result.counts["rows"])
        result.is_complete = max_rows is None or (max_rows > 0 and next(reading.rows, None) is None)
    if result.is_complete:
        with acting_as(actor):
            complete_act_file(actor=actor, file_id=received.pk)
    return result


def _batches(rows: Iterator[ActRow]) -> Iterator[list[ActRow]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _digest_of(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    stream.seek(0)
    while block := stream.read(_BLOCK):
        digest.update(block)
    stream.seek(0)
    return digest.hexdigest()
