"""Imports a catalogue by the road of all files, and says what its batches did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO

from pacte.accounts.models import Organisation
from pacte.accounts.row_context import acting_as
from pacte.intake.catalog import file_kind
from pacte.intake.models import ReceivedFile
from pacte.intake.records import FileSender, FileState
from pacte.intake.services import receive_stream, start_writing, write_received_file
from pacte.kernel.actor import Actor
from pacte.offer.models import Provider
from pacte.offer.records.staging import ImportCounts

KIND = file_kind("lheo")


@dataclass
class Imported:
    """``tally``: what this import did, an earlier part of it included. ``resumed_from``: trainings written before."""

    file: ReceivedFile
    resumed_from: int = 0
    tally: ImportCounts = field(default_factory=ImportCounts)


def import_catalogue(
    *,
    actor: Actor,
    host_id: int,
    stream: IO[bytes],
    file_name: str = "catalogue.xml",
    is_full: bool = False,
    provider: Provider | None = None,
    partner: str = "",
    agreed: bool = True,
) -> Imported:
    """As the command does. ``provider``: the file is its own. ``agreed``: to whatever it closes."""
    options = {name: value for name, value in {"is_full": "on" if is_full else "", "partner": partner}.items() if value}
    with acting_as(actor):
        host = Organisation.objects.get(pk=host_id)
        sender = FileSender(provider.body if provider and provider.body else host, host)
        file = receive_stream(
            actor=actor, kind=KIND, sender=sender, file_name=file_name, stream=stream, options=options
        )
        resumed_from = file.position
        if file.state != FileState.WRITING:
            agreements = {"close_999999999": "on"} if agreed else {}
            file = start_writing(actor=actor, file=file, agreements=agreements, is_here=False)
    file = write_received_file(actor=actor, file=file, stream=stream)
    return Imported(file, resumed_from, ImportCounts.from_counts(file.counts))
