"""Imports a catalogue: a worker reads, checks and converts it to rows; whoever calls writes them, batch by batch.

A second worker reads the file to its end at the same time: nothing is written before the file is known to be well
formed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import IO, Protocol

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
from pacte.exchange.lheo.peak_memory import peak_memory_bytes, reset_peak_memory
from pacte.exchange.lheo.records import CatalogueReport
from pacte.exchange.lheo.sandbox import IMPORT_ENTRY, CatalogueMessage, run_catalogue_worker
from pacte.exchange.lheo.sandbox_protocol import STAGED_TABLES, ImportPart, MessageType
from pacte.exchange.lheo.training_frames import packed_lines
from pacte.exchange.lheo.unknown_codes import unknown_code_remarks
from pacte.exchange.lheo.xml_source import unreadable_catalogue
from pacte.kernel.defects import Defect


@dataclass(frozen=True, slots=True)
class CatalogueScan:
    """A file that is well formed to its end. ``trainings``: about how many, for whoever watches.

    ``numbers`` of its trainings, valid or not, when it is a whole catalogue. ``is_ours``: exported by this application.
    """

    is_ours: bool
    trainings: int
    numbers: AbstractSet[str]


@dataclass(frozen=True, slots=True)
class RejectedTraining:
    """A training that cannot be imported, with its rank and line in the file, its text and its defects."""

    rank: int
    line: int
    number: str
    title: str
    siret: str
    text: str
    defects: tuple[Defect, ...]


@dataclass(frozen=True, slots=True)
class CatalogueBatch:
    """COPY text rows by staging table, for the trainings up to the rank ``upto`` of the file."""

    upto: int
    rows: Mapping[str, Sequence[bytes]]
    rejected: tuple[RejectedTraining, ...] = ()


class CatalogueWriter(Protocol):
    """Where the trainings of a catalogue go."""

    def begin(self, scan: CatalogueScan) -> None:
        """Called once, before anything is written. What it raises ends the import."""

    def write(self, batch: CatalogueBatch) -> bool:
        """False to stop after this batch."""


@dataclass(slots=True)
class CatalogueImport:
    """What was read. ``seen``: numbers of a whole catalogue, as COPY lines.

    ``has_ended``: False when it was stopped. ``is_broken``: the file ceases to be readable before its end.
    """

    report: CatalogueReport = field(default_factory=CatalogueReport)
    seen: list[bytes] = field(default_factory=list)
    has_ended: bool = False
    is_broken: bool = False
    peak_bytes: int = 0


def import_catalogue(
    stream: IO[bytes], writer: CatalogueWriter, *, dialect: Dialect = NORM, skip: int = 0, siret: str = "",
    is_full: bool = False,
) -> CatalogueImport:  # fmt: skip
    """Gives the trainings after the first ``skip`` ones to ``writer``.

    ``siret``: the trainings of another provider are rejected. ``is_full``: the numbers of the file are listed.
    ``dialect``: codes are first converted to the norm.
    Raises ``UnreadableFile`` when the file is not a catalogue or is not well formed: nothing is written then.
    """
    reset_peak_memory()
    arguments = (dialect.name, str(skip), siret, str(limits.BATCH_CHARACTERS), "full" if is_full else "")
    reading = _CatalogueReading(writer)
    # The scan first: it does not depend on the position of the file, which the start of the other one sets.
    with (
        run_catalogue_worker(stream, *arguments, ImportPart.SCAN, entry=IMPORT_ENTRY) as scan,
        run_catalogue_worker(stream, *arguments, ImportPart.ROWS, entry=IMPORT_ENTRY) as rows,
    ):
        for message in scan:
            reading.take(message)
        if not reading.has_begun:
            raise _unreadable()
        for message in rows:
            reading.take(message)
            if reading.is_stopped:
                break
        reading.done.peak_bytes = scan.peak_bytes + rows.peak_bytes + peak_memory_bytes()
    return reading.finish()


class _CatalogueReading:
    def __init__(self, writer: CatalogueWriter) -> None:
        self.done, self.has_begun, self.is_stopped = CatalogueImport(), False, False
        self._writer = writer
        self._codes: list[ExternalCode] = []
        self._rows: dict[str, list[bytes]] = {}
        self._rejected: list[RejectedTraining] = []

    def take(self, message: CatalogueMessage) -> None:
        match message.kind:
            case MessageType.HEADING:
                self._begin(message.json_object())
            case MessageType.ROWS:
                table, lines = staged_lines(message)
                self._rows.setdefault(table, []).append(lines)
            case MessageType.QUARANTINE:
                self._rejected.append(rejected_training(message))
            case MessageType.BATCH:
                self._write(message)
            case MessageType.DEFECT:
                add_report_defect(self.done.report, defect_from_message(message))
            case MessageType.CODES:
                self._codes += codes_from_message(message)
            case MessageType.PROGRESS | MessageType.END:
                apply_worker_counts(self.done.report, message)
                self.done.has_ended = message.kind is MessageType.END
                self.done.is_broken = message.json_object().get("is_broken") is True

    def finish(self) -> CatalogueImport:
        if not (self.done.has_ended or self.is_stopped):
            raise _unreadable()
        self.done.seen = self._rows.get("seen", [])
        add_remarks(self.done.report, unknown_code_remarks(self._codes))
        return self.done

    def _begin(self, heading: Mapping[str, object]) -> None:
        trainings = heading.get("trainings")
        if type(trainings) is not int:
            raise _unreadable()
        lines = b"".join(self._rows.pop("seen", [])).decode().split("\n")
        numbers = {line.replace("\\\\", "\\") for line in lines}
        self._writer.begin(CatalogueScan(heading.get("is_ours") is True, trainings, numbers))
        self.has_begun = True

    def _write(self, message: CatalogueMessage) -> None:
        upto = message.json_object().get("upto")
        if type(upto) is not int:
            raise _unreadable()
        self.is_stopped = not self._writer.write(CatalogueBatch(upto, self._rows, tuple(self._rejected)))
        self._rows, self._rejected = {}, []


def staged_lines(message: CatalogueMessage) -> tuple[str, bytes]:
    """Table and COPY lines of a message of rows."""
    if not message.body or message.body[0] >= len(STAGED_TABLES):
        raise _unreadable()
    table, lines = STAGED_TABLES[message.body[0]], message.body[1:]
    if table != "training":
        return table, lines
    try:
        return table, packed_lines(lines)
    except ValueError as error:
        raise _unreadable() from error


def rejected_training(message: CatalogueMessage) -> RejectedTraining:
    """The training of a message of quarantine."""
    match message.json_object():
        case {
            "rank": int(rank), "line": int(line), "number": str(number), "title": str(title), "siret": str(siret),
            "text": str(text), "defects": [*defects],
        }:  # fmt: skip
            checked = tuple(defect_from_payload(each) for each in defects)
            return RejectedTraining(rank, line, number, title, siret, text, checked)
    raise _unreadable()


def _unreadable() -> Exception:
    return unreadable_catalogue("file_unreadable", "Le fichier ne peut pas être lu.")
