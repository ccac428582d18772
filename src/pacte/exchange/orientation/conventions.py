"""Imports the providers with a Kairos convention: the file is parsed in a sandbox and written in one transaction."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import IO, TYPE_CHECKING

from pacte.accounts.row_context import acting_as
from pacte.exchange.orientation.file_application import FileApplicationResult
from pacte.exchange.orientation.layouts import detect_layout
from pacte.exchange.rows.checking import RowChecker
from pacte.exchange.rows.reading import read_rows
from pacte.exchange.rows.records import ParsedRow
from pacte.interop.records import RowIssueLevel
from pacte.interop.services.act_files import (
    ActFileInput,
    FileRowIssue,
    complete_act_file,
    lock_act_file,
    record_batch,
    register_act_file,
)
from pacte.interop.services.conventions import ConventionInput, save_conventions

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.kernel.actor import Actor

LAYOUT = "kairos_organisations"


def import_conventions(*, actor: Actor, host: Organisation, stream: IO[bytes], file_name: str) -> FileApplicationResult:
    """Importing a file again updates the data. Raises ``UnreadableFile`` or ``PermissionDenied``."""
    stream.seek(0)
    digest = hashlib.sha256(stream.read()).hexdigest()
    with read_rows(stream) as row_stream:
        layout = detect_layout(row_stream.headings, allowed_layouts=(LAYOUT,))
        check = RowChecker(layout.columns, row_stream.headings, empty=layout.empty)
        parsed_rows = [check.read(*row) for row in row_stream.rows]
    lines = [
        FileRowIssue(
            each.row,
            RowIssueLevel.ERROR if each.is_error else RowIssueLevel.ADVICE,
            each.code,
            each.message,
            each.column,
        )
        for row in parsed_rows
        for each in row.defects
    ]
    with acting_as(actor):
        received = register_act_file(
            actor=actor, file_input=ActFileInput(host, None, layout.source, file_name, digest, layout.code)
        )
        before = received.ended_at
        received = lock_act_file(actor=actor, file_id=received.pk, after=received.position)
        written = save_conventions(
            actor=actor, act_file=received, conventions=[_convention_input(row) for row in parsed_rows if row.is_good]
        )
        counts = Counter(rows=len(parsed_rows), error=sum(not row.is_good for row in parsed_rows)) + Counter(written)
        if before is None:
            last = parsed_rows[-1].row if parsed_rows else 1
            record_batch(actor=actor, act_file=received, upto=last, counts=counts, issues=lines)
            complete_act_file(actor=actor, file_id=received.pk)
    return FileApplicationResult(received.pk, layout.code, counts, 0, before)


def _convention_input(row: ParsedRow) -> ConventionInput:
    names = (row.text("manager_first_name"), row.text("manager_last_name"))
    return ConventionInput(
        siret=row.text("siret")[:14], name=row.text("name")[:250], convention=row.text("convention")[:40],
        old_region=row.text("old_region")[:80], region=row.text("region")[:80],
        manager_name=" ".join(name for name in names if name)[:160], manager_email=row.text("manager_email")[:160],
        manager_phone=row.text("manager_phone")[:40], office=row.text("office")[:20],
        starts_on=row.day("starts_on"), ends_on=row.day("ends_on"),
    )  # fmt: skip
