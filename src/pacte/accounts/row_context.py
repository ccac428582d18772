"""Row-level security context: tells PostgreSQL who acts, until the end of the transaction.

PostgreSQL only trusts a signed context (``infra/signed_context.py``): a context set by hand in SQL gives access to no
row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import Atomic

from pacte.infra.signed_context import TransactionStamp, row_context_of, sign_row_context
from pacte.kernel.actor import NOBODY, Actor

SETTING = "pacte.context"
# Does not assign a transaction id, and psycopg returns the same value in any time zone.
TRANSACTION_STAMP_COLUMNS = (
    "session_user", "pg_backend_pid()", "(extract(epoch from transaction_timestamp()) * 1000000)::bigint",
)  # fmt: skip
_TRANSACTION_STAMP_SQL = ", ".join(TRANSACTION_STAMP_COLUMNS)
_Rows = list[tuple[Any, ...]]


class _LastStamp(NamedTuple):
    """Last stamp read on a connection, and the outermost atomic block in which it was read."""

    block: Atomic | None
    stamp: TransactionStamp


_last_stamps: WeakKeyDictionary[BaseDatabaseWrapper, _LastStamp] = WeakKeyDictionary()


def set_row_context(actor: Actor) -> None:
    """Sets the context of the current transaction. Must be called inside one."""
    if actor == NOBODY:
        with connection.cursor() as cursor:
            cursor.execute("select set_config(%s, '', true)", [SETTING])
        return
    _sign_and_set(actor, "", ())


def set_row_context_and_read(actor: Actor, sql: str, params: Sequence[Any]) -> _Rows:
    """Sets the context of somebody as ``set_row_context`` does, and returns what ``sql`` reads under it.

    One round trip: PostgreSQL runs the statements of a text one after the other, so the policies see the new context.
    """
    return _sign_and_set(actor, sql, params)


def remember_transaction_stamp(stamp: TransactionStamp) -> None:
    """Keeps the stamp that another query of this transaction has read, which spares a query for it."""
    _last_stamps[connections[DEFAULT_DB_ALIAS]] = _LastStamp(_outermost_atomic(), stamp)


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """A transaction in the name of ``actor``, for jobs, commands and streamed responses."""
    with transaction.atomic():
        set_row_context(actor)
        yield actor


@contextmanager
def system_elevation() -> Iterator[None]:
    """Context with system visibility for a few statements. An error restores the previous context.

    The person in the context stays: PostgreSQL tells a person elevated by the site from the system of the jobs.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"select coalesce(current_setting(%s, true), ''), {_TRANSACTION_STAMP_SQL}", [SETTING])
            previous_value, *stamp_values = cursor.fetchone()
        text = _with_system_flag(previous_value.partition("|")[2] or row_context_of(NOBODY).text)
        _set_context_value(sign_row_context(text, at=TransactionStamp(*stamp_values), secret=settings.SECRET_KEY))
        yield
        _set_context_value(previous_value)


def is_row_context_trusted() -> bool:
    """True when PostgreSQL has the key of this program for the connected role."""
    with acting_as(Actor(person_id=1)), connection.cursor() as cursor:
        cursor.execute("select pacte_person() = 1")
        (is_trusted,) = cursor.fetchone()
    return bool(is_trusted)


def _with_system_flag(text: str) -> str:
    fields = text.split("|")
    fields[5] = "on"
    return "|".join(fields)


def _sign_and_set(actor: Actor, sql: str, params: Sequence[Any]) -> _Rows:
    """Sets the context and returns the rows of ``sql``, when there is one."""
    text = row_context_of(actor).text
    expected_stamp = _transaction_stamp()
    signed = sign_row_context(text, at=expected_stamp, secret=settings.SECRET_KEY)
    actual_stamp, rows = _set_context_value(signed, sql, params)
    if actual_stamp != expected_stamp:  # The cached stamp was that of an earlier transaction.
        signed = sign_row_context(text, at=actual_stamp, secret=settings.SECRET_KEY)
        _, rows = _set_context_value(signed, sql, params)
    return rows


def _set_context_value(value: str, sql: str = "", params: Sequence[Any] = ()) -> tuple[TransactionStamp, _Rows]:
    """Sets the context, then runs ``sql``. Returns the current transaction stamp and the rows."""
    rows: _Rows = []
    with connection.cursor() as cursor:
        statement = f"select {_TRANSACTION_STAMP_SQL}, set_config(%s, %s, true)"
        cursor.execute(f"{statement}; {sql}" if sql else statement, [SETTING, value, *params])
        *stamp_values, _ = cursor.fetchone()
        if sql:
            cursor.nextset()
            rows = cursor.fetchall()
    stamp = TransactionStamp(*stamp_values)
    remember_transaction_stamp(stamp)
    return stamp, rows


def _transaction_stamp() -> TransactionStamp:
    """The stamp cached for this atomic block, else read from the database."""
    last_stamp = _last_stamps.get(connections[DEFAULT_DB_ALIAS])
    if last_stamp is not None and last_stamp.block is not None and last_stamp.block is _outermost_atomic():
        return last_stamp.stamp
    with connection.cursor() as cursor:
        cursor.execute(f"select {_TRANSACTION_STAMP_SQL}")
        return TransactionStamp(*cursor.fetchone())


def _outermost_atomic() -> Atomic | None:
    return connection.atomic_blocks[0] if connection.atomic_blocks else None
