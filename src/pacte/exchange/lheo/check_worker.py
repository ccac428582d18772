"""Sandboxed check of an untrusted catalogue. It may be killed at any time."""

from __future__ import annotations

import codecs
import gc
from typing import IO

from pacte.exchange.lheo import limits
from pacte.exchange.lheo.checker import CatalogueChecker, CheckedTraining
from pacte.exchange.lheo.dialects import Dialect, dialect_by_name
from pacte.exchange.lheo.sandbox_protocol import MessageType
from pacte.exchange.lheo.structure import VERSIONS, structure
from pacte.exchange.lheo.xml_source import SUPPORTED_ENCODINGS
from pacte.exchange.sandbox_protocol import send_refusals
from pacte.infra.sandbox.protocol import send_json_message
from pacte.infra.sandbox.worker import FileReader, sandbox_entry
from pacte.kernel.defects import Defect

_PROGRESS_BYTES = 2 * 1024**2


class CheckReporter:
    """Sends defects up to a limit, counts all of them, and reports progress at intervals."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._last_progress_bytes = 0
        self.defects = 0
        self.advice = 0
        self.faulty = 0

    def send_defects(self, defects: tuple[Defect, ...] | list[Defect]) -> None:
        for defect in defects:
            count = self.defects if defect.is_error else self.advice
            if count < (limits.MAX_LISTED if defect.is_error else limits.MAX_LISTED_ADVICE):
                send_json_message(self._out, MessageType.DEFECT, defect.plain())
            if defect.is_error:
                self.defects += 1
            else:
                self.advice += 1

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


def load_before_limits() -> None:
    """Loads what lies in files (structures, encodings) while files can still be opened."""
    for name in ("cp437", *SUPPORTED_ENCODINGS):
        codecs.lookup(name)
    for version in VERSIONS:
        structure(version)
    # Nothing here creates reference cycles, and the garbage collector takes a tenth of the time.
    gc.disable()


@sandbox_entry
def catalogue_check(partner: str, codes: str) -> FileReader:
    """``partner``: name of the dialect; ``codes``: « codes » to send the external codes too."""
    dialect = dialect_by_name(partner)
    load_before_limits()
    return lambda source, out: check_into(source, out, dialect, with_codes=codes == "codes")
