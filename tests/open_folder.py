"""Temporary folders that the database server's own user can enter when root runs the tests.

Not pytest's own: those are closed again each time another run of pytest starts on the machine.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def open_folder() -> Iterator[Path]:
    """A new folder that others may enter, removed at the end."""
    made = Path(tempfile.mkdtemp(prefix="pacte-test-"))
    made.chmod(0o755)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
