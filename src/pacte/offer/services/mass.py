"""Rows by the hundred thousand, for the machine alone: a demonstration, a bench, a first take-over of another tool."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.db import connection
from psycopg import Cursor

from pacte.kernel.actor import Actor
from pacte.kernel.errors import Misconfigured, Refused
from pacte.kernel.staged_copy import StagedCopy, next_identifier, restart_identity

_TABLES = frozenset(
    {
        "offer_provider", "offer_site", "offer_training", "offer_trainingaction", "offer_session", "offer_competence",
        "offer_accessword", "offer_followon", "offer_order", "offer_orderline", "offer_placeentry", "offer_sessionstep",
        "offer_sessionplaces",
    }
)  # fmt: skip


def mass_copy(*, actor: Actor, table: str, columns: Sequence[str]) -> StagedCopy:
    """A staging table for rows of this room. Must run inside a transaction in the machine's name."""
    _refuse(actor, table)
    return StagedCopy(_cursor(), table, columns)


def first_identifier(*, actor: Actor, table: str) -> int:
    """The identifier that rows bringing their own may begin with."""
    _refuse(actor, table)
    return next_identifier(_cursor(), table)


def keep_counting(*, actor: Actor, table: str) -> None:
    """To be called once rows that brought their own identifiers are in."""
    _refuse(actor, table)
    restart_identity(_cursor(), table)


def _cursor() -> Cursor:
    """The driver's own cursor, in the transaction under way."""
    connection.ensure_connection()
    return cast("Cursor", connection.connection.cursor())


def _refuse(actor: Actor, table: str) -> None:
    if not actor.is_system:
        raise Refused("mass_copy", "Seule la machine écrit en masse.")
    if table not in _TABLES:
        raise Misconfigured("mass_table", f"La table « {table} » ne s’écrit pas en masse.")
