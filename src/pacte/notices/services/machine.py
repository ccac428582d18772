"""The machine's sight for the time of a few statements, inside the act of someone else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from pacte.kernel.actor import Actor
from pacte.kernel.errors import Unseen

_SETTING = "pacte.system"


@contextmanager
def as_machine(actor: Actor) -> Iterator[None]:
    """Row-level security takes the statements inside for the machine's, while ``actor`` acts.

    Nobody is lent nothing: raises ``Unseen``. An error puts the setting back by itself.
    """
    if actor.is_anonymous:
        raise Unseen
    with transaction.atomic():
        before = _set("on")
        yield
        _set(before)


def _set(value: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting(%s, true), '')", [_SETTING])
        (before,) = cursor.fetchone()
        cursor.execute("select set_config(%s, %s, true)", [_SETTING, value])
    return str(before)
