"""Puts a context in force on a plain connection, as the program signs it."""

from __future__ import annotations

from typing import Any

import psycopg
from django.conf import settings

from pacte.kernel.actor import NOBODY, Actor
from pacte.kernel.signed_context import Context, Moment, context_of, signed

MOMENT = "select session_user::text, pg_backend_pid(), (extract(epoch from transaction_timestamp()) * 1000000)::bigint"


def become(connection: psycopg.Connection[Any], actor: Actor) -> None:
    put(connection, "" if actor == NOBODY else signature(connection, context_of(actor)))


def signature(connection: psycopg.Connection[Any], context: Context) -> str:
    moment = Moment(*(connection.execute(MOMENT).fetchone() or ()))
    return signed(context.text, at=moment, secret=settings.SECRET_KEY)


def put(connection: psycopg.Connection[Any], setting: str) -> None:
    connection.execute("select set_config('pacte.context', %s, true)", [setting])
