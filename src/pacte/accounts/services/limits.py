"""Taking from token buckets, and giving back: one table, atomic statements, several processes.

Call it outside a transaction that may be rolled back (``web.own_transactions``): what was tried stays counted.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from pacte.accounts.models import TokenBucket
from pacte.accounts.rules.limits import Bucket
from pacte.kernel.clock import now

# Longer than any bucket takes to fill: a row that nobody touched for a day says what no row says.
_KEPT = timedelta(days=1)
_NEARLY = 1e-6  # a wait told in seconds, then slept, must be enough
_FILLED = (
    "least(%(capacity)s::float,"
    " b.tokens + greatest(0, extract(epoch from %(at)s::timestamptz - b.refilled_at)) / %(refill)s)"
)
_TAKE = f"""
insert into accounts_tokenbucket as b (key, limit_name, tokens, refilled_at)
values (%(key)s, %(name)s, %(capacity)s - 1, %(at)s)
on conflict (key) do update
   set tokens = {_FILLED} - 1, refilled_at = greatest(b.refilled_at, %(at)s)
 where {_FILLED} >= 1 - %(nearly)s
returning tokens
"""  # noqa: S608 - no value in it
_GIVE_BACK = f"""
update accounts_tokenbucket as b
   set tokens = least(%(capacity)s::float, {_FILLED} + 1), refilled_at = greatest(b.refilled_at, %(at)s)
 where key = %(key)s
"""  # noqa: S608
_LEFT = f"select {_FILLED} from accounts_tokenbucket b where key = %(key)s"  # noqa: S608


class _Empty(Exception):
    """Takes back the tokens already taken from the other buckets."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait


def take(*buckets: Bucket) -> timedelta | None:
    """One token of each bucket, or of none: None when all had one, else how long to wait for the empty one."""
    moment = now()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # In one order everywhere: two processes that take from the same buckets never wait for each other.
            for bucket in sorted(buckets, key=_key):
                values = _values(bucket, moment)
                cursor.execute(_TAKE, values)
                if cursor.fetchone() is None:
                    cursor.execute(_LEFT, values)
                    raise _Empty(bucket.limit.refill * max(0.0, 1 - cursor.fetchone()[0]))
    except _Empty as empty:
        return empty.wait
    return None


def give_back(*buckets: Bucket) -> None:
    """What was tried succeeded: it does not count."""
    moment = now()
    with transaction.atomic(), connection.cursor() as cursor:
        for bucket in sorted(buckets, key=_key):
            cursor.execute(_GIVE_BACK, _values(bucket, moment))


def is_full(bucket: Bucket) -> bool:
    """True when nothing was taken of late."""
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, _values(bucket, now()))
        found = cursor.fetchone()
    return found is None or bool(found[0] >= bucket.limit.capacity - _NEARLY)


def purge_buckets() -> int:
    """Forgets the buckets that are full again, which say nothing. Gives how many."""
    return TokenBucket.objects.filter(refilled_at__lt=now() - _KEPT).delete()[0]


def _key(bucket: Bucket) -> str:
    """A keyed hash: with the table alone nobody finds the address again by trying them all."""
    return salted_hmac("pacte.accounts.limits", f"{bucket.limit.name} {bucket.subject}", algorithm="sha256").hexdigest()


def _values(bucket: Bucket, at: datetime) -> dict[str, str | float | datetime]:
    limit = bucket.limit
    return {
        "key": _key(bucket), "name": limit.name, "capacity": limit.capacity, "at": at,
        "refill": limit.refill.total_seconds(), "nearly": _NEARLY,
    }  # fmt: skip
