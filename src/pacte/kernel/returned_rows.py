"""Refused rows that are given back to the sender of a file: the columns that we add, read when they come back. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.kernel.french import fold_text

REASON_HEADING, MARK_HEADING = "Motif", "Repère de la ligne refusée"
_ADDED_HEADINGS = frozenset(map(fold_text, (REASON_HEADING, MARK_HEADING)))
_FOLDED_MARK = fold_text(MARK_HEADING)
_MAX_MARK_DIGITS = 19


def sender_columns(headings: Sequence[str]) -> list[int]:
    """Places of the headings of the sender, without those that we add."""
    return [place for place, heading in enumerate(headings) if fold_text(heading) not in _ADDED_HEADINGS]


def mark_column(headings: Sequence[str]) -> int | None:
    """Place of the marks, where the file has some."""
    return next((place for place, heading in enumerate(headings) if fold_text(heading) == _FOLDED_MARK), None)


def mark_in(cells: Sequence[str], column: int | None) -> int | None:
    """The number of the refused row that this row mends, where it bears one."""
    text = cells[column].strip() if column is not None and column < len(cells) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < _MAX_MARK_DIGITS else None
