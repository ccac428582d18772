"""Sets a context on a plain connection, signed as the program signs it."""

from __future__ import annotations

from typing import Any

import psycopg
from django.conf import settings

from pacte.infra.signed_context import RowContext, TransactionStamp, row_context_of, sign_row_context
from pacte.kernel.actor import NOBODY, Actor

MOMENT = "select session_user::text, pg_backend_pid(), (extract(epoch from transaction_timestamp()) * 1000000)::bigint"


def become(connection: psycopg.Connection[Any], actor: Actor) -> None:
    put(connection, "" if actor == NOBODY else signature(connection, row_context_of(actor)))


def signature(connection: psycopg.Connection[Any], context: RowContext) -> str:
    moment = TransactionStamp(*(connection.execute(MOMENT).fetchone() or ()))
    return sign_row_context(context.text, at=moment, secret=settings.SECRET_KEY)


def put(connection: psycopg.Connection[Any], setting: str) -> None:
    connection.execute("select set_config('pacte.context', %s, true)", [setting])
