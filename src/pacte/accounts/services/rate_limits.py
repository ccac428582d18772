"""Consumes and refunds tokens of the rate limits: one table, atomic statements, several processes.

Call it outside a transaction that may be rolled back (``web.own_transactions``): attempts must stay counted.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from pacte.accounts.models import TokenBucket
from pacte.accounts.rules.rate_limits import RateLimitBucket
from pacte.kernel.clock import true_now

# Longer than any bucket takes to refill: a row untouched for a day is equivalent to no row.
_BUCKET_RETENTION = timedelta(days=1)
_ROUNDING_MARGIN = 1e-6  # rounding: sleeping the returned wait must be enough
_REFILLED_TOKENS_SQL = (
    "least(%(capacity)s::float,"
    " b.tokens + greatest(0, extract(epoch from %(at)s::timestamptz - b.refilled_at)) / %(refill)s)"
)
_CONSUME_SQL = f"""
insert into accounts_tokenbucket as b (key, limit_name, tokens, refilled_at)
values (%(key)s, %(name)s, %(capacity)s - 1, %(at)s)
on conflict (key) do update
   set tokens = {_REFILLED_TOKENS_SQL} - 1, refilled_at = greatest(b.refilled_at, %(at)s)
 where {_REFILLED_TOKENS_SQL} >= 1 - %(nearly)s
returning tokens
"""  # noqa: S608 - contains no value
_REFUND_SQL = f"""
update accounts_tokenbucket as b
   set tokens = least(%(capacity)s::float, {_REFILLED_TOKENS_SQL} + 1), refilled_at = greatest(b.refilled_at, %(at)s)
 where key = %(key)s
"""  # noqa: S608
_TOKENS_LEFT_SQL = f"select {_REFILLED_TOKENS_SQL} from accounts_tokenbucket b where key = %(key)s"  # noqa: S608


class _EmptyBucket(Exception):
    """Rolls back the tokens already consumed from the other buckets."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait


def consume_tokens(*buckets: RateLimitBucket) -> timedelta | None:
    """Consumes one token of each bucket, or of none. None on success, else how long to wait for the empty bucket."""
    moment = true_now()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # A fixed order: two processes that use the same buckets cannot deadlock.
            for bucket in sorted(buckets, key=_bucket_key):
                values = _sql_parameters(bucket, moment)
                cursor.execute(_CONSUME_SQL, values)
                if cursor.fetchone() is None:
                    cursor.execute(_TOKENS_LEFT_SQL, values)
                    raise _EmptyBucket(bucket.limit.refill * max(0.0, 1 - cursor.fetchone()[0]))
    except _EmptyBucket as error:
        return error.wait
    return None


def refund_tokens(*buckets: RateLimitBucket) -> None:
    """Refunds the tokens of a successful attempt."""
    moment = true_now()
    with transaction.atomic(), connection.cursor() as cursor:
        for bucket in sorted(buckets, key=_bucket_key):
            cursor.execute(_REFUND_SQL, _sql_parameters(bucket, moment))


def is_bucket_full(bucket: RateLimitBucket) -> bool:
    """True when no token was consumed recently."""
    with connection.cursor() as cursor:
        cursor.execute(_TOKENS_LEFT_SQL, _sql_parameters(bucket, true_now()))
        row = cursor.fetchone()
    return row is None or bool(row[0] >= bucket.limit.capacity - _ROUNDING_MARGIN)


def purge_buckets() -> int:
    """Deletes the buckets that are full again, which carry no information. Returns how many."""
    return TokenBucket.objects.filter(refilled_at__lt=true_now() - _BUCKET_RETENTION).delete()[0]


def _bucket_key(bucket: RateLimitBucket) -> str:
    """Keyed hash of the subject: the table alone does not allow finding it by brute force."""
    return salted_hmac("pacte.accounts.limits", f"{bucket.limit.name} {bucket.subject}", algorithm="sha256").hexdigest()


def _sql_parameters(bucket: RateLimitBucket, at: datetime) -> dict[str, str | float | datetime]:
    limit = bucket.limit
    return {
        "key": _bucket_key(bucket), "name": limit.name, "capacity": limit.capacity, "at": at,
        "refill": limit.refill.total_seconds(), "nearly": _ROUNDING_MARGIN,
    }  # fmt: skip
