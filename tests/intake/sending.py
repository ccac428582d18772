"""Files sent and written without a page, and what they refuse."""

from __future__ import annotations

from collections.abc import Mapping

from pacte.accounts.row_context import acting_as
from pacte.intake.catalog import file_kind
from pacte.intake.models import ReceivedFile, RefusedRow
from pacte.intake.records import FileContext, FileSender, Preview
from pacte.intake.services import preview_content, receive_file, start_writing, write_received_file
from pacte.kernel.actor import Actor
from tests.cast import MACHINE


def receive(
    kind: str, data: bytes, *, actor: Actor, sender: FileSender, name: str = "fichier.csv",
    options: Mapping[str, str] | None = None,
) -> ReceivedFile:  # fmt: skip
    with acting_as(actor):
        return receive_file(
            actor=actor, kind=file_kind(kind), sender=sender, file_name=name, data=data, options=options or {}
        )


def write(file: ReceivedFile, *, actor: Actor) -> ReceivedFile:
    with acting_as(actor):
        started = start_writing(actor=actor, file=file, agreements={})
    return write_received_file(actor=actor, file=started, synthetic=True)


def try_out(
    kind: str, data: bytes, *, actor: Actor, sender: FileSender, options: Mapping[str, str] | None = None
) -> Preview:
    """Preview of a file that is not kept."""
    context = FileContext(actor, sender, "fichier.csv", options or {}, synthetic=True)
    with acting_as(actor):
        return preview_content(kind=file_kind(kind), data=data, context=context)


def refused_codes() -> list[tuple[int, str]]:
    """(row, code of its last defect) of all that waits in quarantine, in the order of the files."""
    with acting_as(MACHINE):
        return [(each.row, each.defects[-1]["code"]) for each in RefusedRow.objects.order_by("file", "position")]
