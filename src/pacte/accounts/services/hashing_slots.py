"""Limits concurrent password hashes: a hash uses a core for 0.4 s, and anybody can trigger one.

PostgreSQL advisory locks count across processes, and end with the transaction or with the connection of a dead process.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction

from pacte.kernel.errors import TooManyRequests

_HASHING_LOCK, _WAITING_LOCK = "pacte.hashing", "pacte.hashing.queue"
# Few enough waiters to leave threads of the site free for other pages.
_WAITERS_PER_SLOT = 3
_MAX_WAIT_SECONDS = 2.0  # seconds
_POLL_SECONDS = 0.05
_RETRY_AFTER = timedelta(seconds=3)


@contextmanager
def hashing_slot() -> Iterator[None]:
    """Context in which one password may be hashed.

    Raises ``TooManyRequests``: at once when the queue is full, after a wait when it is slow.
    """
    with transaction.atomic():
        if not (_try_lock(_HASHING_LOCK, settings.PASSWORDS_AT_ONCE) or _wait_for_slot()):
            raise TooManyRequests(
                "hashing_busy", "Beaucoup de personnes se connectent en même temps.",
                "Rien n’a été essayé ni compté.", "Puis recommencez.", wait=_RETRY_AFTER,
            )  # fmt: skip
        yield


def _wait_for_slot() -> bool:
    if not _try_lock(_WAITING_LOCK, settings.PASSWORDS_AT_ONCE * _WAITERS_PER_SLOT):
        return False
    deadline = time.monotonic() + _MAX_WAIT_SECONDS
    while time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)
        if _try_lock(_HASHING_LOCK, settings.PASSWORDS_AT_ONCE):
            return True
    return False


def _try_lock(lock_name: str, slots: int) -> bool:
    """True when one of the slots was free: it is then locked until the end of the transaction."""
    with connection.cursor() as cursor:
        for slot in range(slots):
            cursor.execute("select pg_try_advisory_xact_lock(hashtext(%s), %s)", [lock_name, slot])
            if cursor.fetchone()[0]:
                return True
    return False
