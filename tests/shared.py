"""Real files of ../shared: absent on a fresh machine (tests skipped by name), required when CI=true."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared_file(name: str) -> Path:
    """Path of ``../shared/<name>``. Skips the test, naming the file, when it is absent; fails it in CI."""
    path = SHARED / name
    if not path.exists():
        message = f"../shared/{name} is absent: this test was not run"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path
