"""Exports the open catalogue of a Region as a valid LHÉO 2.3 file, in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from pacte.accounts.row_context import acting_as
from pacte.exchange.lheo.catalogue_heading import OWN_EXPORT_INFO
from pacte.exchange.lheo.dialects import NORM, Dialect, Translation
from pacte.exchange.lheo.element_export import element_bytes, export_element
from pacte.exchange.lheo.element_order import NAMESPACE
from pacte.exchange.lheo.nodes import quoted_attribute
from pacte.exchange.lheo.schema import schema
from pacte.exchange.lheo.structure import structure
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import ValidationError
from pacte.offer.queries.export import trainings_after, trainings_to_export

if TYPE_CHECKING:
    from pacte.offer.models import Training

_CLOSING = b"</offres>\n</lheo>\n"


@dataclass(slots=True)
class ExportReport:
    """``left_out``: numbers of trainings that are invalid in the norm or have nothing open."""

    trainings: int = 0
    written_bytes: int = 0
    left_out: list[str] = field(default_factory=list)

    def plain(self) -> dict[str, object]:
        return {"trainings": self.trainings, "bytes": self.written_bytes, "left_out": self.left_out}


def export_catalogue(
    *,
    actor: Actor,
    host_id: int,
    stream: IO[bytes],
    provider_id: int | None = None,
    dialect: Dialect = NORM,
    progress: Callable[[int], None] | None = None,
) -> ExportReport:
    """Writes the file, in the codes of ``dialect``.

    Raises ``ValidationError`` when there is nothing to write: a catalogue has at least one training.
    """
    report, writer = ExportReport(), TrainingXmlWriter(dialect)
    for training in trainings_to_export(actor=actor, host_id=host_id, provider_id=provider_id):
        text = writer.text(training)
        if not text:
            report.left_out.append(training.number)
            continue
        if not report.trainings:
            _write_chunk(stream, report, _opening())
        _write_chunk(stream, report, text)
        report.trainings += 1
        if progress:
            progress(report.trainings)
    if not report.trainings:
        raise _empty_catalogue_error()
    _write_chunk(stream, report, _CLOSING)
    return report


def stream_catalogue(*, actor: Actor, host_id: int) -> Iterator[bytes]:
    """The same file in chunks, in constant memory, for slow clients. Each chunk is read in its own transaction, and
    none is open while the client waits. Raises ``ValidationError`` immediately when there is nothing to write.
    """
    if not trainings_after(actor=actor, host_id=host_id, after_number="", limit=1):
        raise _empty_catalogue_error()
    return _catalogue_chunks(actor, host_id)


def _catalogue_chunks(actor: Actor, host_id: int) -> Iterator[bytes]:
    writer, last_number = TrainingXmlWriter(NORM), ""
    yield _opening()
    while True:
        with acting_as(actor):
            batch = trainings_after(actor=actor, host_id=host_id, after_number=last_number)
            text = b"".join(map(writer.text, batch))
        if not batch:
            break
        last_number = batch[-1].number
        yield text
    yield _CLOSING


class TrainingXmlWriter:
    """Serialises trainings to XML for one file."""

    def __init__(self, dialect: Dialect = NORM) -> None:
        self._published = schema("2.3", strict=False)
        self._translation = Translation(dialect, structure("2.3"))

    def text(self, training: Training) -> bytes:
        """XML of the training; empty when it is invalid in the norm or has nothing open."""
        source = getattr(training, "source", None)
        element = export_element(training, bytes(source.data) if source else None)
        if element is None or not self._published.validate(element):
            return b""
        self._translation.to_partner(element)
        return element_bytes(element) + b"\n"


def _empty_catalogue_error() -> ValidationError:
    return ValidationError(
        "nothing_to_export",
        "Le catalogue n’a aucune formation ouverte à écrire.",
        hint="Importez d’abord un catalogue.",
    )


def _opening() -> bytes:
    at = now().isoformat(timespec="seconds")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<lheo xmlns={quoted_attribute(NAMESPACE)} info="{OWN_EXPORT_INFO}"'
        f" horodatage-export={quoted_attribute(at)}>\n<offres>\n"
    ).encode()


def _write_chunk(stream: IO[bytes], report: ExportReport, data: bytes) -> None:
    stream.write(data)
    report.written_bytes += len(data)
