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

_LINE = re.compile(r"(\S+) ([0-9a-f]{32}) ([0-9a-f]{64})")
_COMPLETE = re.compile(r"(\S+) complete ([0-9a-f]{64})")


@dataclass(frozen=True, order=True, slots=True)
class Erasure:
    """One erasure. ``identifier``: the installation that erased; ``mark``: see ``erasure_mark``."""

    at: datetime
    identifier: str
    mark: str

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC).isoformat()} {self.identifier} {self.mark}"


@dataclass(frozen=True, slots=True)
class Ledger:
    """Erasures and checkpoints. ``checkpoints``: instants at which nothing was missing, each with its signature."""

    erasures: tuple[Erasure, ...] = ()
    complete: tuple[tuple[datetime, str], ...] = ()

    def marks(self) -> frozenset[str]:
        return frozenset(each.mark for each in self.erasures)

    def joined(self, other: Ledger) -> Ledger:
        """Union of two ledgers: an erasure present in either one counts."""
        by_mark = {each.mark: each for each in (*other.erasures, *self.erasures)}
        return Ledger(tuple(sorted(by_mark.values())), tuple(sorted({*self.complete, *other.complete})))

    def known_until(self, keys: Iterable[bytes]) -> datetime | None:
        """Latest instant at which, by a checkpoint signed with one of the keys, no erasure was missing."""
        held = list(keys)
        for at, signature in sorted(self.complete, reverse=True):
            if any(hmac.compare_digest(signature, self._signature(at, key)) for key in held):
                return at
        return None

    def completed(self, at: datetime, key: bytes) -> Ledger:
        """Copy with a signed checkpoint: nothing is missing at that instant."""
        return Ledger(self.erasures, (*self.complete, (at, self._signature(at, key))))

    def text(self) -> str:
        lines = [str(each) for each in self.erasures]
        # The last checkpoint is enough: it covers the most.
        lines += [f"{at.astimezone(UTC).isoformat()} complete {signature}" for at, signature in self.complete[-1:]]
        return "".join(f"{line}\n" for line in lines)

    def _signature(self, at: datetime, key: bytes) -> str:
        told = "\n".join([at.astimezone(UTC).isoformat(), *sorted(str(e) for e in self.erasures if e.at <= at)])
        return hmac.new(key, told.encode(), hashlib.sha256).hexdigest()


def mark_of(identifier: str, key: object) -> str:
    """Mark of a person in the ledger of that installation. ``key``: the random key of their record."""
    return hmac.new(bytes.fromhex(identifier), f"erased {key}".encode(), hashlib.sha256).hexdigest()


def read_ledger(path: Path) -> Ledger:
    """Reads the ledger; empty when there is no file.

    A line truncated by a crash was never acknowledged: it is skipped.
    """
    if not path.is_file():
        return Ledger()
    erasures, complete = [], []
    for line in path.read_text(encoding="ascii", errors="replace").splitlines():
        if found := _LINE.fullmatch(line):
            if at := _moment(found[1]):
                erasures.append(Erasure(at, found[2], found[3]))
        elif (found := _COMPLETE.fullmatch(line)) and (at := _moment(found[1])):
            complete.append((at, found[2]))
    return Ledger(tuple(sorted(set(erasures))), tuple(sorted(complete)))


def append_erasures(path: Path, erasures: Iterable[Erasure]) -> int:
    """Appends the erasures not yet listed and syncs to disk before returning. Returns how many were added."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "rb+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        known = read_ledger(path).marks()
        fresh = sorted(each for each in set(erasures) if each.mark not in known)
        if fresh:
            size = file.seek(0, os.SEEK_END)
            torn = bool(size) and os.pread(file.fileno(), 1, size - 1) != b"\n"
            file.write(("\n" * torn + "".join(f"{each}\n" for each in fresh)).encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
    return len(fresh)


def write_ledger(path: Path, ledger: Ledger) -> None:
    """Writes a full copy atomically."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(ledger.text())
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
