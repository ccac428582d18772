"""Rejected rows of a file of acts, unchanged, with the reason of each, so that they can be corrected and sent again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from pacte.exchange.rows.reading import read_rows
from pacte.interop.records import RowIssueLevel

if TYPE_CHECKING:
    from pacte.interop.services.act_files import FileRowIssue

_REJECTED_LEVELS = frozenset({RowIssueLevel.ERROR, RowIssueLevel.TO_SETTLE})


@dataclass(frozen=True, slots=True)
class RejectedRows:
    """``rows``: cells of each row under ``headings``, the reason in the last column."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def collect_rejected_rows(stream: IO[bytes], *, lines: Iterable[FileRowIssue]) -> RejectedRows:
    """``lines``: the report on the file. Raises ``UnreadableFile``."""
    reasons: dict[int, list[str]] = defaultdict(list)
    for each in lines:
        if each.level in _REJECTED_LEVELS:
            reasons[each.row].append(f"{each.column} : {each.text}" if each.column else each.text)
    stream.seek(0)
    with read_rows(stream) as row_stream:
        headings = tuple(row_stream.headings)
        rows = [
            (*_fit_width(cells, len(headings)), " ".join(reasons[line]))
            for line, cells in row_stream.rows
            if line in reasons
        ]  # fmt: skip
    return RejectedRows((*headings, "Motif"), tuple(rows))


def _fit_width(cells: list[str], width: int) -> list[str]:
    """Pads or cuts a row, so that its reason is under the right heading."""
    return [*cells, *[""] * width][:width]
