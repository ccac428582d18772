"""Where an amount was read: the file and the cell, as one text kept with the movement. Pure."""

from __future__ import annotations

from pacte.kernel.defects import CellReference

_SEPARATOR = ", "


def source_label_of(file_name: str, cell: CellReference) -> str:
    """« extrait.xlsx, Engagements A2 », at most 300 characters."""
    return f"{file_name}{_SEPARATOR}{cell}"[:300]


def file_name_of(source_label: str) -> str:
    """The name of the file in what ``source_label_of`` gave."""
    return source_label.rpartition(_SEPARATOR)[0] or source_label
