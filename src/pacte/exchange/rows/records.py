"""A format of rows: its columns, and what a row of a file becomes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pacte.interop.records import OrientationAct
from pacte.kernel.defects import Defect


class ColumnKind(StrEnum):
    """Type of a column. ``DAY``: a date, with or without a time, in one of the date formats of the column."""

    TEXT = "text"
    DAY = "day"
    SIRET = "siret"
    POSTCODE = "postcode"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """``heading``: name in the file; ``field``: our name. ``codes``: the allowed values, if restricted.

    ``is_absent_allowed``: the column itself may be missing (variants of a layout). ``is_personal``: its value is never
    repeated in a message. ``synonyms``: other headings of the same column.
    """

    heading: str
    field: str
    kind: ColumnKind = ColumnKind.TEXT
    is_required: bool = False
    is_absent_allowed: bool = False
    is_personal: bool = False
    date_formats: tuple[str, ...] = ("%Y-%m-%d",)
    codes: frozenset[str] = frozenset()
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """One row: non-empty values by field. ``is_good``: no error; a warning does not reject the row."""

    row: int
    values: Mapping[str, str | date]
    defects: tuple[Defect, ...] = ()

    @property
    def is_good(self) -> bool:
        return not any(defect.is_error for defect in self.defects)

    def text(self, name: str) -> str:
        return str(self.values.get(name, ""))

    def day(self, name: str) -> date | None:
        value = self.values.get(name)
        return value if isinstance(value, date) else None


@dataclass(frozen=True, slots=True)
class RowsFormat:
    """A catalogue entry of ``exchange/formats``. ``act`` converts a valid row to an act; None when rows are not acts.

    ``empty``: words that the layout uses for empty values. ``sample``: a small valid file of our own.
    """

    code: str
    label: str
    version: str
    standard: str
    extensions: tuple[str, ...]
    delimiter: str
    columns: tuple[ColumnSpec, ...]
    sample: str
    act: Callable[[ParsedRow], OrientationAct | Defect] | None = None
    source: str = ""
    empty: frozenset[str] = field(default=frozenset({""}))

    def write(self, rows: Iterable[Mapping[str, str]]) -> bytes:
        """Writes rows by field, in the order of the columns; missing values are empty. UTF-8, LF line endings."""
        lines = [self.delimiter.join(column.heading for column in self.columns)]
        for row in rows:
            values = [row.get(column.field, "") for column in self.columns]
            if any(self.delimiter in value or "\n" in value or '"' in value for value in values):
                values = [f'"{value.replace(chr(34), chr(34) * 2)}"' if value else "" for value in values]
            lines.append(self.delimiter.join(values))
        return ("\n".join(lines) + "\n").encode()
