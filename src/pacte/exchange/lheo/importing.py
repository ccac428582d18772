"""Imports a catalogue: the worker reads, checks and converts it to rows; the parent writes them by batch.

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
from pacte.exchange.lheo.bounded import Frame, Reading, reading
from pacte.exchange.lheo.checking import add_remarks, codes_of, count, defect_of, keep
from pacte.exchange.lheo.codes_met import Met
from pacte.exchange.lheo.dialects import NORM, Dialect
from pacte.exchange.lheo.frames import Word
from pacte.exchange.lheo.known_codes import remarks_on
from pacte.exchange.lheo.memory import forget_peak, own_peak
from pacte.exchange.lheo.opening import refused
from pacte.exchange.lheo.own_words import digests_of_export
from pacte.exchange.lheo.records import Report
from pacte.kernel.actor import Actor
from pacte.offer.queries.closure import preview_closure
from pacte.offer.records import CatalogueDeliveryState
from pacte.offer.records.closure import ClosurePreview, LargeClosure
from pacte.offer.records.staging import STAGING_COLUMNS, ImportCounts, RejectedTraining, StagedBatch
from pacte.offer.rules.closure import needs_confirmation
from pacte.offer.services import publish_delivery
from pacte.offer.services.bulk import end_delivery, write_batch
from pacte.offer.services.deliveries import LOADED_STATES, ReceivedFile, receive_delivery, resume_delivery

if TYPE_CHECKING:
    from datetime import datetime

    from pacte.offer.models import Provider

STAGED_TABLES = tuple(STAGING_COLUMNS)
IMPORT_CHILD = "pacte.exchange.lheo.import_child"
Agreement = Callable[[ClosurePreview], bool]
"""Asked before a full catalogue closes more than a tenth of what is open."""


@dataclass(slots=True)
class ImportReport:
    """Result of an import. ``received_before``: when the same file was first received.

    ``entered_before``: the file was already loaded and is only published; ``tally`` then has its earlier changes.
    """

    file_name: str
    delivery_id: int = 0
    report: Report = field(default_factory=Report)
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
    may_close: Agreement | None = None,
    is_published: bool = True,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Loads valid trainings and quarantines invalid ones, by batch, then publishes them. If it is killed, the same call
    resumes where it stopped.

    ``is_full``: trainings missing from the file are closed. ``provider``: the file may only have its trainings.
    ``dialect``: codes are first converted to the norm; the same file in another dialect counts as another file.
    ``is_published``: False leaves the file ``ENTERED``, for benchmarks.
    Raises ``Unreadable`` when the file is not a catalogue or is not well formed, ``ClosesMany`` when it is full, closes
    more than a tenth of the open trainings and ``may_close`` does not agree, ``Refused`` or ``Conflict``. Nothing is
    written then.
    """
    started = time.monotonic()
    forget_peak()
    digest, size = _digest_of(stream, dialect)
    given = ReceivedFile(host_id, file_name, digest, size, "lheo", is_full, provider)
    with acting_as(actor):
        known = resume_delivery(actor=actor, file=given)
    result = ImportReport(file_name, known.pk if known else 0, resumed_from=known.position if known else 0)
    if known and known.state in LOADED_STATES and (known.is_full or not is_full):
        if known.state == CatalogueDeliveryState.DONE:
            result.received_before = known.received_at
            return result
        result.entered_before, result.tally = True, ImportCounts(**known.counts)
    else:
        _Import(actor, given, result, may_close, progress).run(stream, dialect)
    if is_published:
        with acting_as(actor):
            publish_delivery(actor=actor, delivery_id=result.delivery_id)
    result.seconds = time.monotonic() - started
    return result


class _Import:
    def __init__(
        self,
        actor: Actor,
        given: ReceivedFile,
        result: ImportReport,
        may_close: Agreement | None,
        progress: Callable[[int], None] | None,
    ) -> None:
        self._actor, self._given, self._result, self._progress = actor, given, result, progress
        self._may_close = may_close
        self._is_ours = False
        self._met: list[Met] = []
        self._rows: dict[str, list[bytes]] = {}
        self._kept: list[RejectedTraining] = []
        self._codes: dict[str, int] = {}
        self._ended = False

    def run(self, stream: IO[bytes], dialect: Dialect) -> None:
        siret = self._given.provider.siret if self._given.provider else ""
        full = "full" if self._given.is_full else ""
        words = (dialect.name, str(self._result.resumed_from), siret, str(limits.BATCH_CHARACTERS), full)
        with reading(stream, *words, module=IMPORT_CHILD) as frames:
            for frame in frames:
                self._take(frame)
            self._remember_peak(frames)
        if not self._ended:
            raise refused("file_unreadable", "Le fichier ne peut pas être lu.")
        with acting_as(self._actor):
            tally = end_delivery(
                actor=self._actor,
                delivery_id=self._result.delivery_id,
                seen=self._rows.get("seen", []),
                close_absent=self._given.is_full,
                defect_counts=self._codes,
                broken=self._result.is_broken,
            )
        self._result.tally.add(tally)
        add_remarks(self._result.report, remarks_on(self._met))

    def _take(self, frame: Frame) -> None:
        if frame.word is Word.HEADING:
            self._is_ours = frame.plain().get("is_ours") is True
            self._receive()
        elif frame.word is Word.ROWS:
            self._hold(frame.body)
        elif frame.word is Word.QUARANTINE:
            self._kept.append(_kept(frame))
        elif frame.word is Word.BATCH:
            self._write(frame)
        elif frame.word is Word.DEFECT:
            defect = defect_of(frame)
            self._codes[defect.code] = self._codes.get(defect.code, 0) + 1
            keep(self._result.report, defect)
        elif frame.word is Word.CODES:
            self._met += codes_of(frame)
        elif frame.word in (Word.PROGRESS, Word.END):
            count(self._result.report, frame)
            self._ended = frame.word is Word.END
            self._result.is_broken = self._ended and frame.plain().get("is_broken") is True
        if self._progress and frame.word in (Word.PROGRESS, Word.BATCH):
            self._progress(self._result.report.read_bytes)

    def _receive(self) -> None:
        """Records the delivery, now that the whole file is known to be well formed."""
        if self._given.is_full:
            self._refuse_to_close_many()
        with acting_as(self._actor):
            self._result.delivery_id = receive_delivery(actor=self._actor, file=self._given).pk

    def _refuse_to_close_many(self) -> None:
        """Checks the number of closings. The worker sends the numbers of a full file before anything else."""
        lines = b"".join(self._rows.pop("seen", [])).decode().split("\n")
        seen = {line.replace("\\\\", "\\") for line in lines}
        provider_id = self._given.provider.pk if self._given.provider else None
        with acting_as(self._actor):
            closing = preview_closure(
                actor=self._actor, host_id=self._given.host_id, provider_id=provider_id, seen=seen
            )
        if needs_confirmation(closing) and not (self._may_close and self._may_close(closing)):
            raise LargeClosure(closing)

    def _hold(self, body: bytes) -> None:
        if not body or body[0] >= len(STAGED_TABLES):
            raise refused("file_unreadable", "Le fichier ne peut pas être lu.")
        self._rows.setdefault(STAGED_TABLES[body[0]], []).append(body[1:])

    def _write(self, frame: Frame) -> None:
        said = frame.plain()
        after, upto = said.get("after"), said.get("upto")
        if type(after) is not int or type(upto) is not int:
            raise refused("file_unreadable", "Le fichier ne peut pas être lu.")
        batch = StagedBatch(after, upto, self._rows, tuple(self._kept))
        started = time.monotonic()
        with acting_as(self._actor):
            tally = write_batch(
                actor=self._actor,
                delivery_id=self._result.delivery_id,
                batch=batch,
                export_digests=digests_of_export if self._is_ours else None,
            )
        self._result.write_seconds += time.monotonic() - started
        if tally:
            self._result.tally.add(tally)
        self._rows, self._kept = {}, []

    def _remember_peak(self, frames: Reading) -> None:
        self._result.peak_bytes = frames.peak_bytes + own_peak()


def _kept(frame: Frame) -> RejectedTraining:
    said = frame.plain()
    rank, defects = said.get("rank"), said.get("defects")
    texts = [said.get(key) for key in ("number", "title", "siret", "text")]
    if type(rank) is not int or not isinstance(defects, list) or not all(isinstance(text, str) for text in texts):
        raise refused("file_unreadable", "Le fichier ne peut pas être lu.")
    number, title, siret, text = map(str, texts)
    return RejectedTraining(rank, number, title, siret, text, [each for each in defects if isinstance(each, dict)])


def _digest_of(stream: IO[bytes], dialect: Dialect) -> tuple[str, int]:
    stream.seek(0)
    digest = hashlib.sha256(dialect.name.encode())
    size = 0
    while block := stream.read(1 << 20):
        digest.update(block)
        size += len(block)
    stream.seek(0)
    return digest.hexdigest(), size
