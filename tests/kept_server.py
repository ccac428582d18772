"""A database server that stays up between the commands of a test file.

Each command would start it, then stop it with what that writes to the disk: longer than what most of them do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pacte.infra.embedded_postgres import start_server
from pacte.infra.instance import Instance


@contextmanager
def kept_server(home: Path, name: str) -> Iterator[None]:
    """The server of the instance ``name`` in ``home``, as one more command that uses it."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PACTE_HOME", str(home))
        cluster = start_server(Instance(name))
    try:
        yield
    finally:
        cluster.release()
