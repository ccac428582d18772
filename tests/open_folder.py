"""Temporary folders that the user of the database server can enter when root runs the tests.

Pytest's own folders are not suitable: each new run of pytest on the machine closes them again.
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
