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

from pacte.exchange.lheo import limits
from pacte.exchange.lheo.checker import Check, Checked
from pacte.exchange.lheo.dialects import Dialect, dialect_named
from pacte.exchange.lheo.frames import Word, send_object
from pacte.exchange.lheo.opening import READ_ENCODINGS
from pacte.exchange.lheo.records import Defect
from pacte.exchange.lheo.skeleton import words
from pacte.exchange.lheo.structure import VERSIONS, structure
from pacte.exchange.unreadable import Unreadable

_PROGRESS_BYTES = 2 * 1024**2


class Telling:
    """Sends defects up to a limit, counts all of them, and reports progress at intervals."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._said_at = 0
        self.defects = 0
        self.advice = 0
        self.faulty = 0

    def tell(self, defects: tuple[Defect, ...] | list[Defect]) -> None:
        for defect in defects:
            count = self.advice if defect.is_advice else self.defects
            if count < (limits.MAX_LISTED_ADVICE if defect.is_advice else limits.MAX_LISTED):
                send_object(self._out, Word.DEFECT, defect.plain() | {"is_advice": defect.is_advice})
            if defect.is_advice:
                self.advice += 1
            else:
                self.defects += 1

    def progress(self, check: Check) -> None:
        if check.read_bytes - self._said_at >= _PROGRESS_BYTES:
            self._said_at = check.read_bytes
            send_object(self._out, Word.PROGRESS, self._counts(check))
            self._out.flush()

    def end(self, check: Check) -> None:
        for start in range(0, len(check.codes), limits.CODES_A_FRAME):
            some = check.codes[start : start + limits.CODES_A_FRAME]
            told = [[each.family, each.code, each.line, each.path] for each in some]
            send_object(self._out, Word.CODES, {"codes": told})
        send_object(self._out, Word.END, self._counts(check) | {"is_broken": check.is_broken})

    def _counts(self, check: Check) -> dict[str, object]:
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


def bound(cpu_seconds: int) -> None:
    """Restricts the process to computing and writing on its already open descriptors."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_ADDRESS_SPACE, limits.CHILD_ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


@contextmanager
def refusals(out: IO[bytes]) -> Iterator[None]:
    """Sends a refusal message when the whole file is refused."""
    try:
        yield
    except Unreadable as error:
        said = {"code": error.code, "what": error.message, "why": error.reason, "todo": error.hint}
        send_object(out, Word.REFUSED, said)


def check_into(source: IO[bytes], out: IO[bytes], dialect: Dialect, *, with_codes: bool = True) -> None:
    """Checks a catalogue. ``with_codes``: also sends the external codes, for a later look-up."""
    with refusals(out):
        check = Check(source, dialect, with_codes=with_codes)
        telling = Telling(out)
        for each in check:
            _take(each, telling)
            telling.progress(check)
        telling.tell(check.outside)
        telling.end(check)


def _take(each: Checked, telling: Telling) -> None:
    if each.defects:
        telling.faulty += not each.is_good
        telling.tell(each.defects)


def prepared(cpu_seconds: int) -> None:
    """Preloads the needed files, then sets the process limits."""
    # Structures and encodings are files: they are loaded while files can still be opened.
    for name in ("cp437", *READ_ENCODINGS):
        codecs.lookup(name)
    for version in VERSIONS:
        structure(version)
    words()
    # Nothing here creates reference cycles, and the garbage collector takes a tenth of the time.
    gc.disable()
    bound(cpu_seconds)


def main(cpu_seconds: str, partner: str, codes: str) -> None:
    dialect = dialect_named(partner)
    prepared(int(cpu_seconds))
    check_into(sys.stdin.buffer, sys.stdout.buffer, dialect, with_codes=codes == "codes")
    sys.stdout.buffer.flush()
