"""Sandboxed worker: reads an untrusted catalogue on stdin, writes length-prefixed messages. It may be killed any time.

Limits are set before the first byte is read: memory, CPU, no new file, no socket, no file write.
"""

from __future__ import annotations

import codecs
import gc
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.lheo import limits
from pacte.exchange.lheo.checker import CatalogueChecker, CheckedTraining
from pacte.exchange.lheo.dialects import Dialect, dialect_by_name
from pacte.exchange.lheo.records import CatalogueDefect
from pacte.exchange.lheo.sandbox_protocol import MessageType, send_json_message
from pacte.exchange.lheo.skeleton import compression_dictionary
from pacte.exchange.lheo.structure import VERSIONS, structure
from pacte.exchange.lheo.xml_source import SUPPORTED_ENCODINGS

_PROGRESS_BYTES = 2 * 1024**2


class CheckReporter:
    """Sends defects up to a limit, counts all of them, and reports progress at intervals."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._last_progress_bytes = 0
        self.defects = 0
        self.advice = 0
        self.faulty = 0

    def send_defects(self, defects: tuple[CatalogueDefect, ...] | list[CatalogueDefect]) -> None:
        for defect in defects:
            count = self.advice if defect.is_advice else self.defects
            if count < (limits.MAX_LISTED_ADVICE if defect.is_advice else limits.MAX_LISTED):
                send_json_message(self._out, MessageType.DEFECT, defect.plain() | {"is_advice": defect.is_advice})
            if defect.is_advice:
                self.advice += 1
            else:
                self.defects += 1

    def send_progress(self, check: CatalogueChecker) -> None:
        if check.read_bytes - self._last_progress_bytes >= _PROGRESS_BYTES:
            self._last_progress_bytes = check.read_bytes
            send_json_message(self._out, MessageType.PROGRESS, self._counts(check))
            self._out.flush()

    def send_end(self, check: CatalogueChecker) -> None:
        for start in range(0, len(check.codes), limits.CODES_PER_MESSAGE):
            batch = check.codes[start : start + limits.CODES_PER_MESSAGE]
            code_rows = [[each.family, each.code, each.line, each.path] for each in batch]
            send_json_message(self._out, MessageType.CODES, {"codes": code_rows})
        send_json_message(self._out, MessageType.END, self._counts(check) | {"is_broken": check.is_broken})

    def _counts(self, check: CatalogueChecker) -> dict[str, object]:
        return {
            "version": check.version,
            "trainings": check.trainings,
            "actions": check.actions,
            "sessions": check.sessions,
            "defects": self.defects,
            "advice": self.advice,
            "faulty": self.faulty,
            "bytes": check.read_bytes,
        }


def limit_worker_process(cpu_seconds: int) -> None:
    """Restricts the process to computing and writing on its already open descriptors."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.WORKER_ADDRESS_SPACE, limits.WORKER_ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


@contextmanager
def send_refusals(out: IO[bytes]) -> Iterator[None]:
    """Sends a refusal message when the whole file is refused."""
    try:
        yield
    except UnreadableFile as error:
        payload = {"code": error.code, "what": error.message, "why": error.reason, "todo": error.hint}
        send_json_message(out, MessageType.REFUSED, payload)


def check_into(source: IO[bytes], out: IO[bytes], dialect: Dialect, *, with_codes: bool = True) -> None:
    """Checks a catalogue. ``with_codes``: also sends the external codes, for a later look-up."""
    with send_refusals(out):
        check = CatalogueChecker(source, dialect, with_codes=with_codes)
        reporter = CheckReporter(out)
        for each in check:
            _report_training(each, reporter)
            reporter.send_progress(check)
        reporter.send_defects(check.outside)
        reporter.send_end(check)


def _report_training(each: CheckedTraining, reporter: CheckReporter) -> None:
    if each.defects:
        reporter.faulty += not each.is_good
        reporter.send_defects(each.defects)


def prepare_worker(cpu_seconds: int) -> None:
    """Preloads the needed files, then sets the process limits."""
    # Structures and encodings are files: they are loaded while files can still be opened.
    for name in ("cp437", *SUPPORTED_ENCODINGS):
        codecs.lookup(name)
    for version in VERSIONS:
        structure(version)
    compression_dictionary()
    # Nothing here creates reference cycles, and the garbage collector takes a tenth of the time.
    gc.disable()
    limit_worker_process(cpu_seconds)


def main(cpu_seconds: str, partner: str, codes: str) -> None:
    dialect = dialect_by_name(partner)
    prepare_worker(int(cpu_seconds))
    check_into(sys.stdin.buffer, sys.stdout.buffer, dialect, with_codes=codes == "codes")
    sys.stdout.buffer.flush()
