"""Load a part of the demonstration with prepared statements: its files repeat the same few hundred times.

The policies of the files are long to plan, longer than to apply: planned once, a statement costs a third.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections

_AFTER = 3  # runs


@contextmanager
def using_prepared_statements() -> Iterator[None]:
    """Replace the default connection, inside the block, by one that prepares what runs more than a few times.

    Does nothing within a transaction.
    """
    usual = connections["default"]
    if connection.in_atomic_block:
        yield
        return
    prepared = usual.copy()
    options = {"server_side_binding": True, "prepare_threshold": _AFTER}
    prepared.settings_dict["OPTIONS"] = {**prepared.settings_dict.get("OPTIONS", {}), **options}
    connections["default"] = prepared
    try:
        yield
    finally:
        prepared.close()
        connections["default"] = usual
