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

from pacte.kernel.errors import TooMany

_HASHING, _WAITING = "pacte.hashing", "pacte.hashing.queue"
# Few enough waiters to leave threads of the site free for other pages.
_WAITERS_A_SLOT = 3
_PATIENCE = 2.0  # seconds
_LOOK_EVERY = 0.05
_COME_BACK = timedelta(seconds=3)


@contextmanager
def hashing_slot() -> Iterator[None]:
    """Context in which one password may be hashed.

    Raises ``TooManyRequests``: at once when the queue is full, after a wait when it is slow.
    """
    with transaction.atomic():
        if not (_free(_HASHING, settings.PASSWORDS_AT_ONCE) or _waited()):
            raise TooMany(
                "hashing_busy", "Beaucoup de personnes se connectent en même temps.",
                "Rien n’a été essayé ni compté.", "Puis recommencez.", wait=_COME_BACK,
            )  # fmt: skip
        yield


def _waited() -> bool:
    if not _free(_WAITING, settings.PASSWORDS_AT_ONCE * _WAITERS_A_SLOT):
        return False
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        time.sleep(_LOOK_EVERY)
        if _free(_HASHING, settings.PASSWORDS_AT_ONCE):
            return True
    return False


def _free(what: str, slots: int) -> bool:
    """True when one of the slots was free: it is then locked until the end of the transaction."""
    with connection.cursor() as cursor:
        for slot in range(slots):
            cursor.execute("select pg_try_advisory_xact_lock(hashtext(%s), %s)", [what, slot])
            if cursor.fetchone()[0]:
                return True
    return False
