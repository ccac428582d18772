"""A part of the demonstration written by the owner of the tables, who may fill them without their indexes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections

from pacte.workflows.prepare_database import OWNER

_PLACE = ("NAME", "HOST", "PORT")


@contextmanager
def as_owner() -> Iterator[None]:
    """Within, the owner's connection stands for the usual one, where the command has its address.

    Row-level security is forced on the owner too. Nothing changes within a transaction.
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
    """A bench may have turned the usual connection to a database of its own."""
    if alias not in connections.databases:
        return False
    usual, other = connections["default"].settings_dict, connections[alias].settings_dict
    return all(usual[name] == other[name] for name in _PLACE)
