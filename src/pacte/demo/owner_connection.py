"""Load a part of the demonstration as the table owner, who may drop and rebuild indexes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections

from pacte.workflows.prepare_database import OWNER

_PLACE = ("NAME", "HOST", "PORT")


@contextmanager
def using_owner_connection() -> Iterator[None]:
    """Replace the default connection by the owner's one inside the block, when it is configured.

    Row-level security is forced on the owner too. Does nothing within a transaction.
    """
    usual = connections["default"]
    if connection.in_atomic_block or not _reaches_the_same(OWNER):
        yield
        return
    connections["default"] = connections[OWNER]
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = usual


def _reaches_the_same(alias: str) -> bool:
    """Return False when a benchmark has pointed the default connection at its own database."""
    if alias not in connections.databases:
        return False
    usual, other = connections["default"].settings_dict, connections[alias].settings_dict
    return all(usual[name] == other[name] for name in _PLACE)
