"""Merges the lines of a file that share a key: they may complete each other but not contradict each other. Pure."""

from __future__ import annotations

from typing import Any

from pacte.reference.records import KEY_LENGTHS, FileReport, Row

Key = tuple[object, ...]


def keep(found: dict[Key, Row], row: Row, report: FileReport, line: int) -> None:
    """Add the row, or complete the row with the same key.

    A contradiction goes to the report, and the first row stays.
    """
    key = (type(row), *row[: KEY_LENGTHS[type(row)]])
    known = found.setdefault(key, row)
    if known == row:
        return
    merged = [_merged(old, new) for old, new in zip(known, row, strict=True)]
    if any(not _agrees(old, new) for old, new in zip(known, merged, strict=True)):
        name = " ".join(str(value) for value in row[:3] if value)
        report.refuse("double", f"{name[:120]}\u202f: une ligne plus haut dit autre chose.", line=line)
        return
    found[key] = type(known)(*merged)


def _merged(old: Any, new: Any) -> Any:
    """Return the union of two lists in line order, or the first non-empty value."""
    if isinstance(old, tuple) and isinstance(new, tuple):
        return old + tuple(each for each in new if each not in old)
    return old if new in ("", None) else new


def _agrees(old: Any, merged: Any) -> bool:
    return isinstance(old, tuple) or old in ("", None, merged)
