"""What accepted reports say of people, summed in a table: who came, by occupation, place and sex. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportTable:
    """The ``lines`` of a ``report``, summed over the cases. ``by``: columns, choices or references, that make a row.

    ``numbers``: columns of people, summed; their sum is that of the row. ``code``: in the address of its section.
    """

    code: str
    title: str
    report: str
    lines: str
    by: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportedRow:
    """``answers``: those of the columns that make the row, "" where one is not said. None: hidden, few people."""

    answers: tuple[str, ...]
    numbers: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class ReportedSums:
    """The rows, the most people first, over so many ``reports``. ``total``: None when it would tell a hidden row."""

    table: ReportTable
    reports: int
    rows: tuple[ReportedRow, ...]
    total: int | None

    @property
    def hides_some(self) -> bool:
        """True when a number is hidden."""
        return self.total is None or any(None in (*each.numbers, each.total) for each in self.rows)
