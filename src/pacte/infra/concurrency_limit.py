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

_POLL_SECONDS = 0.05
# One lock per caller would be one file per caller: callers share these, with rare collisions.
_CALLER_LOCKS = 512


@dataclass(slots=True)
class ConcurrencyLease:
    """A slot held until ``release``, which is idempotent."""

    _descriptors: list[int] = field(default_factory=list)

    def release(self) -> None:
        while self._descriptors:
            os.close(self._descriptors.pop())


@dataclass(frozen=True, slots=True)
class ConcurrencyLimiter:
    """``max_concurrent`` slots in total, one per caller.

    ``max_waiting`` callers wait up to ``max_wait_seconds``; others do not wait.
    """

    folder: Path
    max_concurrent: int
    max_waiting: int = 4
    max_wait_seconds: float = 3.0

    def acquire(
        self, caller: str, *, sleep: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.monotonic
    ) -> ConcurrencyLease | None:
        """A slot that the caller must release; None when none came free.

        Raises ``OSError`` when no lock can be created.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if lease := self._try_acquire(caller):
            return lease
        waiting_slot = self._lock_any("waiting", self.max_waiting)
        if waiting_slot is None:
            return None
        deadline = clock() + self.max_wait_seconds
        try:
            while clock() < deadline:
                sleep(_POLL_SECONDS)
                if lease := self._try_acquire(caller):
                    return lease
            return None
        finally:
            os.close(waiting_slot)

    def _try_acquire(self, caller: str) -> ConcurrencyLease | None:
        caller_number = int.from_bytes(hashlib.sha256(caller.encode()).digest()[:4]) % _CALLER_LOCKS
        caller_lock = self._lock(f"caller-{caller_number}")
        if caller_lock is None:
            return None
        slot = self._lock_any("turn", self.max_concurrent)
        if slot is None:
            os.close(caller_lock)
            return None
        return ConcurrencyLease([caller_lock, slot])

    def _lock_any(self, kind: str, limit: int) -> int | None:
        return next(
            (descriptor for rank in range(limit) if (descriptor := self._lock(f"{kind}-{rank}")) is not None), None
        )

    def _lock(self, name: str) -> int | None:
        descriptor = os.open(self.folder / name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor
