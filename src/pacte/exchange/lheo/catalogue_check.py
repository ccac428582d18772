"""Checks an untrusted catalogue: entry point for pages, commands and programs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import IO

from pacte.exchange.lheo.dialects import NORM, Dialect
from pacte.exchange.lheo.external_codes import CodeFamily, ExternalCode
from pacte.exchange.lheo.records import CatalogueReport
from pacte.exchange.lheo.sandbox import CatalogueMessage, run_catalogue_worker
from pacte.exchange.lheo.sandbox_protocol import MessageType
from pacte.exchange.lheo.xml_source import unreadable_catalogue
from pacte.kernel.defects import Defect

Progress = Callable[[int], None]
"""Called with the number of XML bytes read so far."""


CodeLookUp = Callable[[Collection[ExternalCode]], list[Defect]]
"""Remarks on codes unknown to the loaded editions: ``unknown_codes.unknown_code_remarks``, with a database."""


def check_catalogue(
    stream: IO[bytes], *, dialect: Dialect = NORM, look_up: CodeLookUp | None = None, progress: Progress | None = None
) -> CatalogueReport:
    """All defects of the catalogue, written in ``dialect``. Without ``look_up``, only the form of codes is checked.

    Raises ``UnreadableFile``, with a message, when the file is not a supported catalogue.
    """
    report = CatalogueReport()
    met: list[ExternalCode] = []
    ended = False
    with run_catalogue_worker(stream, dialect.name, "codes" if look_up else "") as frames:
        for frame in frames:
            if frame.kind is MessageType.DEFECT:
                add_report_defect(report, defect_from_message(frame))
            elif frame.kind is MessageType.CODES:
                met += codes_from_message(frame)
            elif frame.kind in (MessageType.PROGRESS, MessageType.END):
                apply_worker_counts(report, frame)
                ended = frame.kind is MessageType.END
                if progress:
                    progress(report.read_bytes)
        report.peak_bytes = frames.peak_bytes
    if not ended:
        raise unreadable_catalogue("file_unreadable", "Le fichier ne peut pas être lu.")
    if look_up:
        add_remarks(report, look_up(met))
    return report


def add_remarks(report: CatalogueReport, remarks: list[Defect]) -> None:
    report.advice = sorted([*report.advice, *remarks], key=lambda each: each.row)
    report.advice_count += len(remarks)


def add_report_defect(report: CatalogueReport, defect: Defect) -> None:
    (report.defects if defect.is_error else report.advice).append(defect)


def apply_worker_counts(report: CatalogueReport, frame: CatalogueMessage) -> None:
    """Copies the counts of the worker into the report, after checking that they are integers."""
    payload = frame.json_object()
    numbers = {key: payload.get(key) for key in _COUNTS}
    version = payload.get("version")
    if version not in ("2.3", "2.2") or not all(type(value) is int and value >= 0 for value in numbers.values()):
        raise unreadable_catalogue("file_unreadable", "Le fichier ne peut pas être lu.")
    report.version = str(version)
    for key, name in _COUNTS.items():
        setattr(report, name, numbers[key])


def codes_from_message(frame: CatalogueMessage) -> list[ExternalCode]:
    """External codes of a message, after validation of their shape."""
    items = frame.json_object().get("codes")
    codes = []
    for each in items if isinstance(items, list) else [None]:
        match each:
            case [str(family), str(code), int(line), str(path)] if family in _FAMILIES:
                codes.append(ExternalCode(CodeFamily(family), code, line, path))
            case _:
                raise unreadable_catalogue("file_unreadable", "Le fichier ne peut pas être lu.")
    return codes


_FAMILIES = frozenset(CodeFamily)
_COUNTS = {
    "trainings": "trainings",
    "actions": "actions",
    "sessions": "sessions",
    "defects": "defect_count",
    "advice": "advice_count",
    "faulty": "faulty_trainings",
    "bytes": "read_bytes",
}


def defect_from_message(frame: CatalogueMessage) -> Defect:
    return defect_from_payload(frame.json_object())


def defect_from_payload(payload: Mapping[str, object]) -> Defect:
    """A defect that the worker sent. Raises ``UnreadableFile`` when it has another shape."""
    try:
        return Defect.from_plain(payload)
    except ValueError as error:
        raise unreadable_catalogue("file_unreadable", "Le fichier ne peut pas être lu.") from error
