"""What a person sees of the columns of a plan table, to tell what each holds. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.exchange.plan_table.heading_matching import SURE_SCORE
from pacte.exchange.plan_table.vocabulary import FIELDS
from pacte.exchange.records import Grid, column_letter
from pacte.plan.records import ColumnGuess

IGNORED_FIELD = "ignore"
_SAMPLE_LENGTH = 40
_MAX_HEADER_ROW = 60


def heading_rows(grid: Grid, columns: Sequence[ColumnGuess]) -> list[int]:
    """Rows that contain only words of the recognised headings."""
    headings = {guess.letter: guess.heading for guess in columns}
    rows: dict[int, list[bool]] = {}
    for (row, column), cell in grid.cells.items():
        if row <= _MAX_HEADER_ROW and cell.text.strip():
            rows.setdefault(row, []).append(cell.text.strip() in headings.get(column_letter(column), ""))
    return sorted(row for row, matches in rows.items() if all(matches))


def column_samples(grids: Sequence[Grid], columns: Sequence[ColumnGuess]) -> dict[tuple[str, str], str]:
    """First value under each heading, by sheet and letter, to tell columns apart."""
    samples: dict[tuple[str, str], str] = {}
    for grid in grids:
        own = [guess for guess in columns if guess.sheet == grid.sheet]
        first = max(heading_rows(grid, own), default=0) + 1
        for (row, column), cell in sorted(grid.cells.items()):
            if row >= first and cell.text.strip():
                samples.setdefault((grid.sheet, column_letter(column)), short_cell_text(cell.text, _SAMPLE_LENGTH))
    return samples


def short_cell_text(text: str, max_length: int) -> str:
    """The text on one line, cut with « … »."""
    flat = " ".join(text.split())
    return f"{flat[: max_length - 1].rstrip()}…" if len(flat) > max_length else flat


def column_field_choices(guess: ColumnGuess, every: Sequence[ColumnGuess]) -> tuple[str, ...]:
    """Fields that a person may assign to this column."""
    dated = [each.field for each in every if each.field.startswith(("period:", "amount:"))]
    return tuple(dict.fromkeys(each for each in (guess.field, *guess.others, IGNORED_FIELD, *FIELDS, *dated) if each))


def is_sure_guess(guess: ColumnGuess) -> bool:
    """False when the heading is to be confirmed."""
    return guess.confidence >= SURE_SCORE or not guess.field


def column_field_label(field: str) -> str:
    """« croix 2019 », « montant 2020 », « chef de projet »."""
    if field == IGNORED_FIELD:
        return "laisser de côté"
    if field.startswith("period:"):
        return f"croix {field.removeprefix('period:')}"
    if field.startswith("amount:"):
        year = field.removeprefix("amount:")
        return f"montant {year}" if year else "montant sur toute la période"
    return FIELDS[field].label if field in FIELDS else field
