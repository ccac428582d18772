"""Merges the lines of a file that share a key: they may complete each other but not contradict each other. Pure."""

from __future__ import annotations

from typing import Any

from pacte.reference.records import KEY_LENGTHS, FileReport, Row

RowKey = tuple[object, ...]


def merge_row(rows_by_key: dict[RowKey, Row], row: Row, report: FileReport, line: int) -> None:
    """Add the row, or complete the row with the same key.

    A contradiction goes to the report, and the first row stays.
    """
    key = (type(row), *row[: KEY_LENGTHS[type(row)]])
    existing = rows_by_key.setdefault(key, row)
    if existing == row:
        return
    merged_values = [_merge_values(old, new) for old, new in zip(existing, row, strict=True)]
    if any(not _is_compatible(old, new) for old, new in zip(existing, merged_values, strict=True)):
        name = " ".join(str(value) for value in row[:3] if value)
        report.add_defect("double", f"{name[:120]}\u202f: une ligne plus haut dit autre chose.", line=line)
        return
    rows_by_key[key] = type(existing)(*merged_values)


def _merge_values(old: Any, new: Any) -> Any:
    """Return the union of two lists in line order, or the first non-empty value."""
    if isinstance(old, tuple) and isinstance(new, tuple):
        return old + tuple(each for each in new if each not in old)
    return old if new in ("", None) else new


def _is_compatible(old: Any, merged: Any) -> bool:
    return isinstance(old, tuple) or old in ("", None, merged)
