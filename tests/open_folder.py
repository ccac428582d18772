"""Folders of tests that the database's own user must pass through when root runs the suite."""

from __future__ import annotations

import tempfile
from pathlib import Path


def open_to_others(folder: Path) -> Path:
    """Opens ``folder`` and what leads to it below the temporary folder; gives it back."""
    roof = Path(tempfile.gettempdir()).resolve()
    for each in (folder, *folder.parents):
        if each.resolve() == roof:
            break
        each.chmod(0o755)
    return folder
