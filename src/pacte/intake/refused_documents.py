"""Refused rows of a file that is read whole: its errors, row by row, each row with its cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pacte.intake.records import RefusedFileRow
from pacte.kernel.defects import CellReference, Defect
from pacte.kernel.returned_rows import mark_column, mark_in, sender_columns


@dataclass(frozen=True, slots=True)
class RefusedRows:
    """``headings``: those of the sender, over the cells of the rows. ``were_given_back``: the file comes from here."""

    headings: tuple[str, ...]
    rows: list[RefusedFileRow]
    were_given_back: bool

    def settled_marks(
        self, places: Iterable[CellReference], headings: Sequence[str], cells: Callable[[CellReference], Sequence[str]]
    ) -> tuple[int, ...]:
        """Marks of the rows of ``places`` that come back and enter."""
        column, refused = mark_column(headings), {(each.sheet, each.row) for each in self.rows}
        if column is None:
            return ()
        entered = (each for each in places if (each.sheet, each.row) not in refused)
        return tuple(mark for place in entered if (mark := mark_in(cells(place), column)) is not None)


def refused_rows_of(
    defects: Iterable[Defect], headings: Sequence[str], cells: Callable[[CellReference], Sequence[str]]
) -> RefusedRows:
    """In the order of the file. ``cells``: those of the row of a place. A defect of the whole file refuses no row."""
    by_row: dict[tuple[str, int], list[Defect]] = defaultdict(list)
    for defect in defects:
        if defect.is_error and defect.cell and defect.cell.row:
            by_row[defect.cell.sheet, defect.cell.row].append(defect)
    places, marks = sender_columns(headings), mark_column(headings)
    rows = []
    for position, (sheet, row) in enumerate(sorted(by_row), start=1):
        own = cells(CellReference(sheet, row))
        of_sender = tuple(own[place] for place in places if place < len(own))
        defects = tuple(by_row[sheet, row])
        rows.append(RefusedFileRow(position, sheet, row, of_sender, defects, mark_in(own, marks)))
    return RefusedRows(tuple(headings[place] for place in places), rows, len(places) < len(headings))
