"""Real files of ../shared. When a file is absent the test is skipped by name, or fails if CI=true."""

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
