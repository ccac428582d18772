"""The rows of a file of acts that do not enter, as they came, each with the reason: to be corrected and sent again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from pacte.exchange.rows.reading import rows_of
from pacte.liaison.records import LineLevel

if TYPE_CHECKING:
    from pacte.liaison.services.files import LineSaid

_KEPT_OUT = frozenset({LineLevel.ERROR, LineLevel.TO_SETTLE})


@dataclass(frozen=True, slots=True)
class RowsApart:
    """``rows`` are the cells of each row under ``headings``, the reason last."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def rows_apart(stream: IO[bytes], *, lines: Iterable[LineSaid]) -> RowsApart:
    """``lines``: what was said of the file. Raises ``Unreadable``."""
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
    """A row that stops short, or goes too far, still has its reason under the right heading."""
    return [*cells, *[""] * width][:width]
