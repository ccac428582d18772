"""Sandboxed import worker: sends COPY lines by batch, and the trainings to quarantine.

An import runs it twice at the same time: one worker scans the file to its end, the other prepares rows, which its
parent reads only once the first one has told that the file is well formed.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial
from typing import IO

from lxml import etree

from pacte.exchange.lheo import limits
from pacte.exchange.lheo.check_worker import CheckReporter, load_before_limits
from pacte.exchange.lheo.checker import CatalogueChecker, CheckedTraining
from pacte.exchange.lheo.concurrent_files import SharedFile, WriterAhead
from pacte.exchange.lheo.cross_checks import MAX_NUMBER_LENGTH
from pacte.exchange.lheo.dialects import Dialect, dialect_by_name
from pacte.exchange.lheo.row_extraction import TrainingLine, TrainingRowExtractor
from pacte.exchange.lheo.sandbox_protocol import STAGED_TABLES, ImportPart, MessageType
from pacte.exchange.lheo.wellformedness import check_wellformed
from pacte.exchange.lheo.wording import REQUIRED_FOR_IMPORT, finding_message
from pacte.exchange.sandbox_protocol import send_refusals
from pacte.infra.sandbox.protocol import send_json_message, send_message
from pacte.infra.sandbox.worker import FileReader, sandbox_entry
from pacte.kernel.defects import CellReference, Defect, Severity

_MAX_TEXT = 1_000_000


class ImportBatcher:
    """Batches valid trainings and sends invalid ones to quarantine. ``skip``: number of trainings already imported;
    ``size``: number of characters of rows in a batch.
    """

    def __init__(
        self, check: CatalogueChecker, out: IO[bytes], *, skip: int, allowed: frozenset[str], size: int
    ) -> None:
        self._check, self._out, self._skip, self._allowed, self._full = check, out, skip, allowed, size
        self._extractor = TrainingRowExtractor(check.norm.namespace)
        self._lines: dict[str, list[bytes]] = {table: [] for table in STAGED_TABLES}
        self._trainings: list[TrainingLine] = []
        self._size = 0
        self._after = skip
        self.refused: list[Defect] = []

    def take(self, each: CheckedTraining) -> bool:
        """True when the training is imported. Sets ``refused`` to the defects specific to the import."""
        self.refused = []
        siret = self._extractor.siret_of(each.element)
        refused = self._import_defects(each, siret)
        defects = [*(_as_import_defect(defect) for defect in each.defects), *refused]
        good = not any(defect.is_error for defect in defects)
        if each.rank <= self._skip:
            self._extractor.skip(each.element) if good else None
            return good
        if good:
            self._add_rows(each)
        else:
            self._send_to_quarantine(each, siret, defects)
            self.refused = refused
        if self._size >= self._full:
            self.flush(each.rank)
        return good

    def flush(self, rank: int) -> None:
        if rank <= self._after:
            return
        for place, table in enumerate(STAGED_TABLES):
            lines = self._lines[table]
            if table == "training" and self._trainings:
                frames = b"".join(line.framed() for line in self._trainings)
                send_message(self._out, MessageType.ROWS, bytes((place,)) + frames)
            elif lines:
                send_message(self._out, MessageType.ROWS, bytes((place,)) + b"\n".join([*lines, b""]))
                lines.clear()
        self._trainings.clear()
        send_json_message(self._out, MessageType.BATCH, {"upto": rank})
        self._out.flush()
        self._after, self._size = rank, 0
        self._extractor.begin_batch()

    def _import_defects(self, each: CheckedTraining, siret: str) -> list[Defect]:
        defects = []
        if self._allowed and siret not in self._allowed:
            defects.append(self._defect(each, "not_yours", siret))
        return defects

    def _defect(self, each: CheckedTraining, code: str, value: str) -> Defect:
        message, hint = finding_message(code, value, {})
        cell = CellReference("", each.line, f"/lheo/offres/formation[{each.rank}]")
        return Defect(code, message, cell, value, hint)

    def _add_rows(self, each: CheckedTraining) -> None:
        training, rows = self._extractor.rows(each.element)
        lines = self._lines
        if rows.provider:
            lines["provider"].append(rows.provider)
        lines["site"] += rows.sites
        self._trainings.append(training)
        lines["action"] += rows.actions
        lines["session"] += rows.sessions
        self._size += len(training) + sum(map(len, rows.actions)) + sum(map(len, rows.sessions))

    def _send_to_quarantine(self, each: CheckedTraining, siret: str, defects: list[Defect]) -> None:
        element = each.element
        title = element.findtext(f"{{{self._check.norm.namespace}}}intitule-formation") or ""
        text = etree.tostring(element, encoding="unicode", with_tail=False)[:_MAX_TEXT]
        body = {
            "rank": each.rank,
            "line": each.line,
            "number": element.get("numero", "")[:MAX_NUMBER_LENGTH],
            "title": title[:255],
            "siret": siret[:20],
            "text": text,
            "defects": [defect.plain() for defect in defects],
        }
        send_json_message(self._out, MessageType.QUARANTINE, body)
        self._size += len(text)


def send_seen_numbers(out: IO[bytes], numbers: AbstractSet[str]) -> None:
    """Sends the numbers of all trainings of the file, valid or not: a full import closes the missing ones."""
    # A number that cannot be stored was never in the catalogue.
    ordered = sorted(number for number in numbers if number.isprintable())
    for start in range(0, len(ordered), limits.SEEN_PER_MESSAGE):
        lines = [number.replace("\\", "\\\\") for number in ordered[start : start + limits.SEEN_PER_MESSAGE]]
        body = "\n".join([*lines, ""]).encode()
        send_message(out, MessageType.ROWS, bytes((STAGED_TABLES.index("seen"),)) + body)


def _as_import_defect(defect: Defect) -> Defect:
    """Makes a missing number an error: the norm allows it, but the row could not be matched later."""
    return replace(defect, severity=Severity.ERROR) if defect.code in REQUIRED_FOR_IMPORT else defect


def import_into(
    source: IO[bytes],
    out: IO[bytes],
    *,
    dialect: Dialect,
    skip: int,
    allowed: frozenset[str],
    size: int,
    is_full: bool = False,
    part: ImportPart = ImportPart.WHOLE,
) -> None:
    with send_refusals(out):
        if part is not ImportPart.ROWS:
            _send_scan(source, out, is_full=is_full)
            source.seek(0)
        if part is ImportPart.SCAN:
            return
        check = CatalogueChecker(source, dialect)
        reporter = CheckReporter(out)
        batches = ImportBatcher(check, out, skip=skip, allowed=allowed, size=size)
        for each in check:
            reporter.faulty += not batches.take(each)
            reporter.send_defects([*map(_as_import_defect, each.defects), *batches.refused])
            reporter.send_progress(check)
        reporter.send_defects(check.outside)
        batches.flush(check.trainings)
        if is_full and not check.is_broken:
            send_seen_numbers(out, check.numbers)
        reporter.send_end(check)


def _send_scan(source: IO[bytes], out: IO[bytes], *, is_full: bool) -> None:
    """Reads the file to its end. Its heading, sent last, tells that it is well formed."""
    file_scan = check_wellformed(source, with_numbers=is_full)
    send_seen_numbers(out, file_scan.numbers)
    send_json_message(out, MessageType.HEADING, {"is_ours": file_scan.is_ours, "trainings": file_scan.trainings})


@sandbox_entry
def catalogue_import(partner: str, skip: str, allowed: str, size: str, full: str, part: str) -> FileReader:
    """``partner``: name of the dialect; ``allowed``: SIRET numbers, with commas; ``part``: an ``ImportPart``; the
    others as ``ImportBatcher``.
    """
    dialect = dialect_by_name(partner)
    load_before_limits()
    sirets = frozenset(allowed.split(",")) - {""}
    import_file = partial(
        import_into, dialect=dialect, skip=int(skip), allowed=sirets, size=int(size), is_full=full == "full"
    )
    reader = {ImportPart.SCAN: _scan_shared_file, ImportPart.ROWS: _send_rows_ahead}.get(ImportPart(part))
    return partial(reader, import_file) if reader else import_file


def _scan_shared_file(import_file: Callable[..., None], source: IO[bytes], out: IO[bytes]) -> None:
    with io.BufferedReader(SharedFile(source.fileno()), limits.BLOCK) as shared:
        import_file(shared, out, part=ImportPart.SCAN)


def _send_rows_ahead(import_file: Callable[..., None], source: IO[bytes], out: IO[bytes]) -> None:
    with WriterAhead(out, limits.BYTES_AHEAD) as ahead:
        import_file(source, ahead, part=ImportPart.ROWS)
