"""The kinds of files, found by walking ``kinds/``: no list names them."""

from __future__ import annotations

from functools import cache

from pacte.intake import kinds
from pacte.intake.file_kind import FileKind
from pacte.kernel.catalog_loader import load_catalog_entries
from pacte.kernel.errors import NotFound


@cache
def file_kinds() -> dict[str, FileKind]:
    """Kinds by code."""
    return load_catalog_entries(kinds, "KIND")


def file_kind(code: str) -> FileKind:
    """Raises ``NotFound``."""
    kind = file_kinds().get(code)
    if kind is None:
        raise NotFound
    return kind
