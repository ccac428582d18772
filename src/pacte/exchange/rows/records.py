"""A format of rows: its columns, and what is wrong or worth saying in a row. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pacte.liaison.records import OrientationAct


class Kind(StrEnum):
    """What a cell holds. ``DAY``: a date, with or without an hour, in one of the shapes of the column."""

    TEXT = "text"
    DAY = "day"
    SIRET = "siret"
    POSTCODE = "postcode"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Column:
    """``heading`` as the file writes it; ``field`` as we call it. ``codes``: the only values admitted, when there are.

    ``is_absent_allowed``: the heading itself may be missing (a layout has variants). ``is_personal``: its value is
    never repeated in a message.
    """

    heading: str
    field: str
    kind: Kind = Kind.TEXT
    is_required: bool = False
    is_absent_allowed: bool = False
    is_personal: bool = False
    shapes: tuple[str, ...] = ("%Y-%m-%d",)
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RowDefect:
    """``column`` is the heading and the letter of the cell. An advice does not keep the row out."""

    row: int
    column: str
    code: str
    text: str
    is_advice: bool = False

    def plain(self) -> dict[str, object]:
        return {
            "row": self.row, "column": self.column, "code": self.code, "text": self.text, "advice": self.is_advice,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowRead:
    """One row: values by field, empty ones left out. ``is_good``: no defect but advice."""

    row: int
    values: Mapping[str, str | date]
    defects: tuple[RowDefect, ...] = ()

    @property
    def is_good(self) -> bool:
        return all(defect.is_advice for defect in self.defects)

    def text(self, name: str) -> str:
        return str(self.values.get(name, ""))

    def day(self, name: str) -> date | None:
        value = self.values.get(name)
        return value if isinstance(value, date) else None


@dataclass(frozen=True, slots=True)
class RowsFormat:
    """A catalogue entry of ``exchange/formats``. ``act`` reads a good row as an act; None when the rows are no acts.

    ``empty`` are the words that the layout writes for nothing. ``sample`` is a small file of our own, that reads whole.
    """

    code: str
    label: str
    version: str
    standard: str
    extensions: tuple[str, ...]
    delimiter: str
    columns: tuple[Column, ...]
    sample: str
    act: Callable[[RowRead], OrientationAct | RowDefect] | None = None
    source: str = ""
    empty: frozenset[str] = field(default=frozenset({""}))

    def write(self, rows: Iterable[Mapping[str, str]]) -> bytes:
        """Rows by field, in the order of the columns; what a row does not hold is empty. UTF-8, ends of line LF."""
        lines = [self.delimiter.join(column.heading for column in self.columns)]
        for row in rows:
            values = [row.get(column.field, "") for column in self.columns]
            if any(self.delimiter in value or "\n" in value or '"' in value for value in values):
                values = [f'"{value.replace(chr(34), chr(34) * 2)}"' if value else "" for value in values]
            lines.append(self.delimiter.join(values))
        return ("\n".join(lines) + "\n").encode()
