"""Rejected rows of a file of acts, unchanged, with the reason of each, so that they can be corrected and sent again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from pacte.exchange.rows.reading import rows_of
from pacte.interop.records import RowIssueLevel

if TYPE_CHECKING:
    from pacte.interop.services.act_files import FileRowIssue

_KEPT_OUT = frozenset({RowIssueLevel.ERROR, RowIssueLevel.TO_SETTLE})


@dataclass(frozen=True, slots=True)
class RowsApart:
    """``rows``: cells of each row under ``headings``, the reason in the last column."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def rows_apart(stream: IO[bytes], *, lines: Iterable[FileRowIssue]) -> RowsApart:
    """``lines``: the report on the file. Raises ``UnreadableFile``."""
    reasons: dict[int, list[str]] = defaultdict(list)
    for each in lines:
        if each.level in _KEPT_OUT:
            reasons[each.row].append(f"{each.column} : {each.text}" if each.column else each.text)
    stream.seek(0)
    with rows_of(stream) as found:
        headings = tuple(found.headings)
        rows = [
            (*_whole(cells, len(headings)), " ".join(reasons[line]))
            for line, cells in found.rows
            if line in reasons
        ]  # fmt: skip
    return RowsApart((*headings, "Motif"), tuple(rows))


def _whole(cells: list[str], width: int) -> list[str]:
    """Pads or cuts a row, so that its reason is under the right heading."""
    return [*cells, *[""] * width][:width]
