"""Ledger of erasures: a file outside the database that lists whom a restore must not bring back.

One line per erasure: instant, installation identifier, and mark of the person, an HMAC-SHA256 with a random key that
was redrawn at the erasure. Nobody can be identified from a mark without an older backup. A ``complete`` line is a
signed checkpoint: no erasure was missing at that instant, so the lines above it cannot be removed unnoticed.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_ERASURE_LINE = re.compile(r"(\S+) ([0-9a-f]{32}) ([0-9a-f]{64})")
_CHECKPOINT_LINE = re.compile(r"(\S+) complete ([0-9a-f]{64})")


@dataclass(frozen=True, order=True, slots=True)
class ErasureRecord:
    """One erasure. ``identifier``: the installation that erased; ``mark``: see ``erasure_mark``."""

    at: datetime
    identifier: str
    mark: str

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC).isoformat()} {self.identifier} {self.mark}"


@dataclass(frozen=True, slots=True)
class ErasureLedger:
    """Erasures and checkpoints. ``checkpoints``: instants at which nothing was missing, each with its signature."""

    erasures: tuple[ErasureRecord, ...] = ()
    checkpoints: tuple[tuple[datetime, str], ...] = ()

    def marks(self) -> frozenset[str]:
        return frozenset(each.mark for each in self.erasures)

    def merge(self, other: ErasureLedger) -> ErasureLedger:
        """Union of two ledgers: an erasure present in either one counts."""
        by_mark = {each.mark: each for each in (*other.erasures, *self.erasures)}
        return ErasureLedger(tuple(sorted(by_mark.values())), tuple(sorted({*self.checkpoints, *other.checkpoints})))

    def complete_until(self, keys: Iterable[bytes]) -> datetime | None:
        """Latest instant at which, by a checkpoint signed with one of the keys, no erasure was missing."""
        candidate_keys = list(keys)
        for at, signature in sorted(self.checkpoints, reverse=True):
            if any(hmac.compare_digest(signature, self._signature(at, key)) for key in candidate_keys):
                return at
        return None

    def with_checkpoint(self, at: datetime, key: bytes) -> ErasureLedger:
        """Copy with a signed checkpoint: nothing is missing at that instant."""
        return ErasureLedger(self.erasures, (*self.checkpoints, (at, self._signature(at, key))))

    def text(self) -> str:
        lines = [str(each) for each in self.erasures]
        # The last checkpoint is enough: it covers the most.
        lines += [f"{at.astimezone(UTC).isoformat()} complete {signature}" for at, signature in self.checkpoints[-1:]]
        return "".join(f"{line}\n" for line in lines)

    def _signature(self, at: datetime, key: bytes) -> str:
        signed_text = "\n".join([at.astimezone(UTC).isoformat(), *sorted(str(e) for e in self.erasures if e.at <= at)])
        return hmac.new(key, signed_text.encode(), hashlib.sha256).hexdigest()


def erasure_mark(identifier: str, key: object) -> str:
    """Mark of a person in the ledger of that installation. ``key``: the random key of their record."""
    return hmac.new(bytes.fromhex(identifier), f"erased {key}".encode(), hashlib.sha256).hexdigest()


def read_erasure_ledger(path: Path) -> ErasureLedger:
    """Reads the ledger; empty when there is no file.

    A line truncated by a crash was never acknowledged: it is skipped.
    """
    if not path.is_file():
        return ErasureLedger()
    erasures, checkpoints = [], []
    for line in path.read_text(encoding="ascii", errors="replace").splitlines():
        if match := _ERASURE_LINE.fullmatch(line):
            if at := _parse_instant(match[1]):
                erasures.append(ErasureRecord(at, match[2], match[3]))
        elif (match := _CHECKPOINT_LINE.fullmatch(line)) and (at := _parse_instant(match[1])):
            checkpoints.append((at, match[2]))
    return ErasureLedger(tuple(sorted(set(erasures))), tuple(sorted(checkpoints)))


def append_erasures(path: Path, erasures: Iterable[ErasureRecord]) -> int:
    """Appends the erasures not yet listed and syncs to disk before returning. Returns how many were added."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "rb+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        known = read_erasure_ledger(path).marks()
        new_erasures = sorted(each for each in set(erasures) if each.mark not in known)
        if new_erasures:
            size = file.seek(0, os.SEEK_END)
            has_partial_line = bool(size) and os.pread(file.fileno(), 1, size - 1) != b"\n"
            file.write(("\n" * has_partial_line + "".join(f"{each}\n" for each in new_erasures)).encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
    return len(new_erasures)


def write_erasure_ledger(path: Path, ledger: ErasureLedger) -> None:
    """Writes a full copy atomically."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(ledger.text())
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _parse_instant(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else None
