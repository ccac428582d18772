"""Tells PostgreSQL who acts, so that row-level security can answer. Settings end with the transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from pacte.kernel.actor import Actor, Role

_DIRECTORY_ROLES = (Role.ADMINISTRATOR, Role.REGION_PILOT)


def bind(actor: Actor) -> None:
    """Sets the context of the current transaction. Must be called inside one."""
    settings = {
        "pacte.person": str(actor.person_id or ""),
        "pacte.organisations": _array(actor.organisation_ids),
        "pacte.hosts": _array(actor.host_ids),
        "pacte.roles": "{" + ",".join(sorted({f"{post.role}@{post.host_id}" for post in actor.posts})) + "}",
        "pacte.directory": "on" if actor.is_system or actor.holds(*_DIRECTORY_ROLES) else "off",
        "pacte.system": "on" if actor.is_system else "off",
        "pacte.learner": str(actor.learner_id or ""),
    }
    calls = ", ".join("set_config(%s, %s, true)" for _ in settings)
    with connection.cursor() as cursor:
        cursor.execute(f"select {calls}", [text for pair in settings.items() for text in pair])


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """A transaction in the name of ``actor``: what jobs, commands and streamed bodies open for themselves."""
    with transaction.atomic():
        bind(actor)
        yield actor


def _array(identifiers: frozenset[int]) -> str:
    return "{" + ",".join(str(identifier) for identifier in sorted(identifiers)) + "}"
