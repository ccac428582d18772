"""Writes the open catalogue of a Region as a valid LHÉO 2.3 file, in flat memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO
from xml.sax.saxutils import quoteattr

from pacte.exchange.lheo.schema import schema
from pacte.exchange.lheo.writing import NAMESPACE, element_of, text_of
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Invalid
from pacte.offer.queries.export import trainings_to_export

_CLOSING = b"</offres>\n</lheo>\n"


@dataclass(slots=True)
class ExportReport:
    """``left_out``: numbers of trainings that the norm would refuse, or of which nothing is open."""

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
    progress: Callable[[int], None] | None = None,
) -> ExportReport:
    """Writes the file. Raises ``Invalid`` when there is nothing to write: a catalogue has a training at least."""
    report = ExportReport()
    published = schema("2.3", strict=False)
    for training in trainings_to_export(actor=actor, host_id=host_id, provider_id=provider_id):
        source = getattr(training, "source", None)
        element = element_of(training, bytes(source.data) if source else None)
        if element is None or not published.validate(element):
            report.left_out.append(training.number)
            continue
        if not report.trainings:
            _write(stream, report, _opening())
        _write(stream, report, text_of(element) + b"\n")
        report.trainings += 1
        if progress:
            progress(report.trainings)
    if not report.trainings:
        raise Invalid(
            "nothing_to_export",
            "Le catalogue n’a aucune formation ouverte à écrire.",
            todo="Importez d’abord un catalogue.",
        )
    _write(stream, report, _CLOSING)
    return report


def _opening() -> bytes:
    at = now().isoformat(timespec="seconds")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<lheo xmlns={quoteattr(NAMESPACE)} horodatage-export={quoteattr(at)}>\n<offres>\n"
    ).encode()


def _write(stream: IO[bytes], report: ExportReport, data: bytes) -> None:
    stream.write(data)
    report.written_bytes += len(data)
