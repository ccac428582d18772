"""Concurrency limit on expensive work, across the processes and threads of a machine.

A slot is a file lock, which the system releases when its holder dies. The files stay empty.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

_LOOK_SECONDS = 0.05
# One lock per caller would be one file per caller: callers share these, with rare collisions.
_LANES = 512


@dataclass(slots=True)
class Turn:
    """A slot held until ``release``, which is idempotent."""

    _held: list[int] = field(default_factory=list)

    def end(self) -> None:
        while self._held:
            os.close(self._held.pop())


@dataclass(frozen=True, slots=True)
class Turns:
    """``max_concurrent`` slots in total, one per caller.

    ``max_waiting`` callers wait up to ``max_wait_seconds``; others do not wait.
    """

    folder: Path
    at_once: int
    waiting: int = 4
    patience: float = 3.0

    def take(
        self, caller: str, *, pause: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.monotonic
    ) -> Turn | None:
        """A slot that the caller must release; None when none came free.

        Raises ``OSError`` when no lock can be created.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if turn := self._try(caller):
            return turn
        place = self._any("waiting", self.waiting)
        if place is None:
            return None
        until = clock() + self.patience
        try:
            while clock() < until:
                pause(_LOOK_SECONDS)
                if turn := self._try(caller):
                    return turn
            return None
        finally:
            os.close(place)

    def _try(self, caller: str) -> Turn | None:
        lane = int.from_bytes(hashlib.sha256(caller.encode()).digest()[:4]) % _LANES
        own = self._lock(f"caller-{lane}")
        if own is None:
            return None
        place = self._any("turn", self.at_once)
        if place is None:
            os.close(own)
            return None
        return Turn([own, place])

    def _any(self, kind: str, most: int) -> int | None:
        return next((held for rank in range(most) if (held := self._lock(f"{kind}-{rank}")) is not None), None)

    def _lock(self, name: str) -> int | None:
        descriptor = os.open(self.folder / name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor
