"""Row-level security context: tells PostgreSQL who acts, until the end of the transaction.

PostgreSQL only trusts a signed context (``infra/signed_context.py``): a context set by hand in SQL gives access to no
row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import Atomic

from pacte.kernel.actor import NOBODY, Actor
from pacte.kernel.signed_context import Moment, context_of, signed

SETTING = "pacte.context"
# Does not assign a transaction id, and psycopg returns the same value in any time zone.
_MOMENT = "session_user, pg_backend_pid(), (extract(epoch from transaction_timestamp()) * 1000000)::bigint"


class _Known(NamedTuple):
    """Last stamp read on a connection, and the outermost atomic block in which it was read."""

    block: Atomic | None
    moment: Moment


_last: WeakKeyDictionary[BaseDatabaseWrapper, _Known] = WeakKeyDictionary()


def bind(actor: Actor) -> None:
    """Sets the context of the current transaction. Must be called inside one."""
    if actor == NOBODY:
        with connection.cursor() as cursor:
            cursor.execute("select set_config(%s, '', true)", [SETTING])
        return
    text = context_of(actor).text
    told = _moment()
    found = _set(signed(text, at=told, secret=settings.SECRET_KEY))
    if found != told:  # The cached stamp was that of an earlier transaction.
        _set(signed(text, at=found, secret=settings.SECRET_KEY))


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """A transaction in the name of ``actor``, for jobs, commands and streamed responses."""
    with transaction.atomic():
        bind(actor)
        yield actor


@contextmanager
def lent_machine() -> Iterator[None]:
    """Context with system visibility for a few statements. An error restores the previous context.

    The person in the context stays: PostgreSQL tells a person elevated by the site from the system of the jobs.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"select coalesce(current_setting(%s, true), ''), {_MOMENT}", [SETTING])
            before, *told = cursor.fetchone()
        text = _as_machine(before.partition("|")[2] or context_of(NOBODY).text)
        _set(signed(text, at=Moment(*told), secret=settings.SECRET_KEY))
        yield
        _set(before)


def context_counts() -> bool:
    """True when PostgreSQL has the key of this program for the connected role."""
    with acting_as(Actor(person_id=1)), connection.cursor() as cursor:
        cursor.execute("select pacte_person() = 1")
        (counts,) = cursor.fetchone()
    return bool(counts)


def _as_machine(text: str) -> str:
    fields = text.split("|")
    fields[5] = "on"
    return "|".join(fields)


def _set(value: str) -> Moment:
    """Sets the context and returns the current transaction stamp."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {_MOMENT}, set_config(%s, %s, true)", [SETTING, value])
        *told, _ = cursor.fetchone()
    moment = Moment(*told)
    _last[connections[DEFAULT_DB_ALIAS]] = _Known(_outermost(), moment)
    return moment


def _moment() -> Moment:
    """The stamp cached for this atomic block, else read from the database."""
    known = _last.get(connections[DEFAULT_DB_ALIAS])
    if known is not None and known.block is not None and known.block is _outermost():
        return known.moment
    with connection.cursor() as cursor:
        cursor.execute(f"select {_MOMENT}")
        return Moment(*cursor.fetchone())


def _outermost() -> Atomic | None:
    return connection.atomic_blocks[0] if connection.atomic_blocks else None
