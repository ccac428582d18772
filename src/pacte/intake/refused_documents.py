"""Refused rows of a file that is read whole: its errors, row by row, each row with its cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pacte.intake.records import RefusedFileRow
from pacte.intake.row_reading import MARK_HEADING, REASON_HEADING
from pacte.kernel.defects import CellReference, Defect
from pacte.kernel.french import fold_text

_ADDED_HEADINGS = frozenset(map(fold_text, (REASON_HEADING, MARK_HEADING)))


@dataclass(frozen=True, slots=True)
class RefusedRows:
    """``headings``: those of the sender, over the cells of the rows. ``were_given_back``: the file comes from here."""

    headings: tuple[str, ...]
    rows: list[RefusedFileRow]
    were_given_back: bool


def refused_rows_of(
    defects: Iterable[Defect], headings: Sequence[str], cells: Callable[[CellReference], Sequence[str]]
) -> RefusedRows:
    """In the order of the file. ``cells``: those of the row of a place. A defect of the whole file refuses no row."""
    by_row: dict[tuple[str, int], list[Defect]] = defaultdict(list)
    for defect in defects:
        if defect.is_error and defect.cell and defect.cell.row:
            by_row[defect.cell.sheet, defect.cell.row].append(defect)
    places = [place for place, heading in enumerate(headings) if fold_text(heading) not in _ADDED_HEADINGS]
    rows = []
    for position, (sheet, row) in enumerate(sorted(by_row), start=1):
        own = cells(CellReference(sheet, row))
        of_sender = tuple(own[place] for place in places if place < len(own))
        rows.append(RefusedFileRow(position, sheet, row, of_sender, tuple(by_row[sheet, row])))
    return RefusedRows(tuple(headings[place] for place in places), rows, len(places) < len(headings))
