"""Imports a catalogue: a worker reads, checks and converts it to rows; the parent writes them by batch.

A second worker reads the file to its end at the same time: nothing is written before the file is known to be well
formed.

An import has two steps, each resumed by the same call: load the file (state ``ENTERED``), then publish it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from pacte.accounts.row_context import acting_as
from pacte.exchange.lheo import limits
from pacte.exchange.lheo.catalogue_check import (
    add_remarks,
    add_report_defect,
    apply_worker_counts,
    codes_from_message,
    defect_from_message,
    defect_from_payload,
)
from pacte.exchange.lheo.dialects import NORM, Dialect
from pacte.exchange.lheo.external_codes import ExternalCode
from pacte.exchange.lheo.own_export_digests import own_export_digests
from pacte.exchange.lheo.peak_memory import peak_memory_bytes, reset_peak_memory
from pacte.exchange.lheo.records import CatalogueReport
from pacte.exchange.lheo.sandbox import IMPORT_ENTRY, CatalogueMessage, run_catalogue_worker
from pacte.exchange.lheo.sandbox_protocol import STAGED_TABLES, ImportPart, MessageType
from pacte.exchange.lheo.unknown_codes import unknown_code_remarks
from pacte.exchange.lheo.xml_source import unreadable_catalogue
from pacte.kernel.actor import Actor
from pacte.offer.queries.closure import preview_closure
from pacte.offer.records import CatalogueDeliveryState
from pacte.offer.records.closure import ClosurePreview, LargeClosure
from pacte.offer.records.staging import ImportCounts, RejectedTraining, StagedBatch
from pacte.offer.rules.closure import needs_confirmation
from pacte.offer.services import publish_delivery
from pacte.offer.services.bulk import end_delivery, write_batch
from pacte.offer.services.deliveries import LOADED_STATES, DeliveryInput, receive_delivery, resume_delivery

if TYPE_CHECKING:
    from datetime import datetime

    from pacte.offer.models import Provider

ClosingConfirmation = Callable[[ClosurePreview], bool]
"""Called before a full catalogue closes more than a tenth of the open trainings."""


@dataclass(slots=True)
class ImportReport:
    """Result of an import. ``received_before``: when the same file was first received.

    ``entered_before``: the file was already loaded and is only published; ``tally`` then has its earlier changes.
    """

    file_name: str
    delivery_id: int = 0
    report: CatalogueReport = field(default_factory=CatalogueReport)
    tally: ImportCounts = field(default_factory=ImportCounts)
    resumed_from: int = 0
    received_before: datetime | None = None
    entered_before: bool = False
    is_broken: bool = False
    seconds: float = 0.0
    write_seconds: float = 0.0
    peak_bytes: int = 0

    @property
    def megabytes_a_second(self) -> float:
        return self.report.read_bytes / 1e6 / self.seconds if self.seconds else 0.0

    def plain(self) -> dict[str, object]:
        """What ``--json`` prints."""
        return {
            "delivery": self.delivery_id,
            "version": self.report.version or None,
            "trainings": self.report.trainings,
            "actions": self.report.actions,
            "sessions": self.report.sessions,
            **self.tally.as_dict(),
            "already_received_at": self.received_before.isoformat() if self.received_before else None,
            "resumed_from": self.resumed_from,
            "entered_before": self.entered_before,
            "broken": self.is_broken,
            "defect_count": self.report.defect_count,
            "warning_count": self.report.advice_count,
            "seconds": round(self.seconds, 3),
            "megabytes_per_second": round(self.megabytes_a_second, 1),
            "peak_memory_mb": round(self.peak_bytes / 1e6, 1),
        }


def import_catalogue(
    *,
    actor: Actor,
    host_id: int,
    stream: IO[bytes],
    file_name: str,
    is_full: bool = False,
    provider: Provider | None = None,
    dialect: Dialect = NORM,
    may_close: ClosingConfirmation | None = None,
    is_published: bool = True,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Loads valid trainings and quarantines invalid ones, by batch, then publishes them. If it is killed, the same call
    resumes where it stopped.

    ``is_full``: trainings missing from the file are closed. ``provider``: the file may only have its trainings.
    ``dialect``: codes are first converted to the norm; the same file in another dialect counts as another file.
    ``is_published``: False leaves the file ``ENTERED``, for benchmarks.
    Raises ``UnreadableFile`` when the file is not a catalogue or is not well formed, ``LargeClosure`` when a full one
    closes more than a tenth of the open trainings and ``may_close`` does not agree, ``PermissionDenied`` or
    ``Conflict``. Nothing is written then.
    """
    started = time.monotonic()
    reset_peak_memory()
    digest, size = _digest_of(stream, dialect)
    delivery = DeliveryInput(host_id, file_name, digest, size, "lheo", is_full, provider)
    with acting_as(actor):
        previous = resume_delivery(actor=actor, file=delivery)
    result = ImportReport(file_name, previous.pk if previous else 0, resumed_from=previous.position if previous else 0)
    if previous and previous.state in LOADED_STATES and (previous.is_full or not is_full):
        if previous.state == CatalogueDeliveryState.DONE:
            result.received_before = previous.received_at
            return result
        result.entered_before, result.tally = True, ImportCounts(**previous.counts)
    else:
        _CatalogueImport(actor, delivery, result, may_close, progress).run(stream, dialect)
    if is_published:
        with acting_as(actor):
            publish_delivery(actor=actor, delivery_id=result.delivery_id)
    result.seconds = time.monotonic() - started
    return result


class _CatalogueImport:
    def __init__(
        self,
        actor: Actor,
        delivery: DeliveryInput,
        result: ImportReport,
        may_close: ClosingConfirmation | None,
        progress: Callable[[int], None] | None,
    ) -> None:
        self._actor, self._delivery, self._result, self._progress = actor, delivery, result, progress
        self._may_close = may_close
        self._is_ours = False
        self._is_recorded = False
        self._external_codes: list[ExternalCode] = []
        self._rows: dict[str, list[bytes]] = {}
        self._quarantined: list[RejectedTraining] = []
        self._defect_counts: dict[str, int] = {}
        self._ended = False

    def run(self, stream: IO[bytes], dialect: Dialect) -> None:
        siret = self._delivery.provider.siret if self._delivery.provider else ""
        full = "full" if self._delivery.is_full else ""
        arguments = (dialect.name, str(self._result.resumed_from), siret, str(limits.BATCH_CHARACTERS), full)
        # The scan first: it does not depend on the position of the file, which the start of the other one sets.
        with (
            run_catalogue_worker(stream, *arguments, ImportPart.SCAN, entry=IMPORT_ENTRY) as scan,
            run_catalogue_worker(stream, *arguments, ImportPart.ROWS, entry=IMPORT_ENTRY) as frames,
        ):
            for frame in scan:
                self._handle_message(frame)
            if not self._is_recorded:
                raise unreadable_catalogue("file_unreadable", "Le fichier ne peut pas être lu.")
            for frame in frames:
                self._handle_message(frame)
            self._result.peak_bytes = scan.peak_bytes + frames.peak_bytes + peak_memory_bytes()
        if not self._ended:
            raise unreadable_catalogue("file_unreadable", "Le fichier ne peut pas être lu.")
        with acting_as(self._actor):
            tally = end_delivery(
                actor=self._actor,
                delivery_id=self._result.delivery_id,
                seen=self._rows.get("seen", []),
                close_absent=self._delivery.is_full,
                defect_counts=self._defect_counts,
                broken=self._result.is_broken,
            )
        self._result.tally.add(tally)
        add_remarks(self._result.report, unknown_code_remarks(self._external_codes))

    def _handle_message(self, frame: CatalogueMessage) -> None:
        if frame.kind is MessageType.HEADING:
            self._is_ours = frame.json_object().get("is_ours") is True
            self._record_delivery()
        elif frame.kind is MessageType.ROWS:
            self._buffer_rows(frame.body)
        elif frame.kind is MessageType.QUARANTINE:
            self._quarantined.append(_quarantined_training(frame))
        elif frame.kind is MessageType.BATCH:
            self._write_batch(frame)
        elif frame.kind is MessageType.DEFECT:
            defect = defect_from_message(frame)
            self._defect_counts[defect.code] = self._defect_counts.get(defect.code, 0) + 1
            add_report_defect(self._result.report, defect)
        elif frame.kind is MessageType.CODES:
            self._external_codes += codes_from_message(frame)
        elif frame.kind in (MessageType.PROGRESS, MessageType.END):
            apply_worker_counts(self._result.report, frame)
            self._ended = frame.kind is MessageType.END
            self._result.is_broken = self._ended and frame.json_object().get("is_broken") is True
        if self._progress and frame.kind in (MessageType.PROGRESS, MessageType.BATCH):
            self._progress(self._result.report.read_bytes)

    def _record_delivery(self) -> None:
        """Records the delivery, now that the whole file is known to be well formed."""
        if self._delivery.is_full:
            self._refuse_to_close_many()
        with acting_as(self._actor):
            self._result.delivery_id = receive_delivery(actor=self._actor, file=self._delivery).pk
        self._is_recorded = True

    def _refuse_to_close_many(self) -> None:
        """Checks the number of closings. The worker sends the numbers of a full file before anything else."""
        lines = b"".join(self._rows.pop("seen", [])).decode().split("\n")
        seen = {line.replace("\\\\", "\\") for line in lines}
        provider_id = self._delivery.provider.pk if self._delivery.provider else None
        with acting_as(self._actor):
            closing = preview_closure(
                actor=self._actor, host_id=self._delivery.host_id, provider_id=provider_id, seen=seen
            )
        if needs_confirmation(closing) and not (self._may_close and self._may_close(closing)):
            raise LargeClosure(closing)

    def _buffer_rows(self, body: bytes) -> None:
        if not body or body[0] >= len(STAGED_TABLES):
            raise unreadable_catalogue("file_unreadable", "Le fichier ne peut pas être lu.")
        self._rows.setdefault(STAGED_TABLES[body[0]], []).append(body[1:])

    def _write_batch(self, frame: CatalogueMessage) -> None:
        payload = frame.json_object()
        after, upto = payload.get("after"), payload.get("upto")
        if type(after) is not int or type(upto) is not int:
            raise unreadable_catalogue("file_unreadable", "Le fichier ne peut pas être lu.")
        batch = StagedBatch(after, upto, self._rows, tuple(self._quarantined))
        started = time.monotonic()
        with acting_as(self._actor):
            tally = write_batch(
                actor=self._actor,
                delivery_id=self._result.delivery_id,
                batch=batch,
                export_digests=own_export_digests if self._is_ours else None,
            )
        self._result.write_seconds += time.monotonic() - started
        if tally:
            self._result.tally.add(tally)
        self._rows, self._quarantined = {}, []


def _quarantined_training(frame: CatalogueMessage) -> RejectedTraining:
    payload = frame.json_object()
    rank, defects = payload.get("rank"), payload.get("defects")
    texts = [payload.get(key) for key in ("number", "title", "siret", "text")]
    if type(rank) is not int or not isinstance(defects, list) or not all(isinstance(text, str) for text in texts):
        raise unreadable_catalogue("file_unreadable", "Le fichier ne peut pas être lu.")
    number, title, siret, text = map(str, texts)
    checked = [defect_from_payload(each).plain() for each in defects]
    return RejectedTraining(rank, number, title, siret, text, checked)


def _digest_of(stream: IO[bytes], dialect: Dialect) -> tuple[str, int]:
    stream.seek(0)
    digest = hashlib.sha256(dialect.name.encode())
    size = 0
    while block := stream.read(1 << 20):
        digest.update(block)
        size += len(block)
    stream.seek(0)
    return digest.hexdigest(), size
