"""Parses and checks the cells of each row: missing values, invalid values, and their location. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from pacte.exchange.records import column_letter
from pacte.exchange.rows.records import ColumnKind, ColumnSpec, ParsedRow
from pacte.kernel.defects import CellReference, Defect, Severity
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import fold_text
from pacte.kernel.siret import checked_siret

# Spreadsheets store a date as the number of days since this one; five digits are 1927 to 2173.
_SPREADSHEET_EPOCH = date(1899, 12, 30)
_SERIAL_DIGITS = 5
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class RowChecker:
    """Locates the expected columns under the headings of a file. ``heading_by_field``: headings chosen by the user."""

    def __init__(
        self,
        columns: Sequence[ColumnSpec],
        headings: Sequence[str],
        *,
        empty: frozenset[str] = frozenset({""}),
        heading_by_field: Mapping[str, str] | None = None,
    ) -> None:
        self.empty = empty
        self.width = len(headings)
        self._places: list[tuple[ColumnSpec, int]] = []
        self.missing: list[Defect] = []
        by_name = {fold_text(heading): rank for rank, heading in reversed(list(enumerate(headings)))}
        for column in columns:
            wanted = (heading_by_field or {}).get(column.field, column.heading)
            place = by_name.get(fold_text(wanted))
            if place is not None:
                self._places.append((column, place))
            elif not column.is_absent_allowed:
                name = wanted or column.heading
                message = f"La colonne « {name} » n’est pas dans le fichier."
                self.missing.append(Defect("column_missing", message, CellReference("", 1, name)))

    def column_label(self, heading: str) -> str:
        """Returns « Statut (E) »: our heading and its column letter in the file, if any."""
        place = next((place for column, place in self._places if column.heading == heading), None)
        return heading if place is None else f"{heading} ({column_letter(place + 1)})"

    def read(self, row: int, cells: Sequence[str]) -> ParsedRow:
        """Returns the values of a row with all its defects."""
        if len(cells) != self.width and any(cell.strip() for cell in cells[self.width :]):
            message = f"{len(cells)} cases au lieu de {self.width} : un séparateur manque, ou est en trop."
            return ParsedRow(row, {}, (Defect("row_width", message, CellReference("", row)),))
        values: dict[str, str | date] = {}
        defects: list[Defect] = []
        for column, place in self._places:
            text = cells[place].strip() if place < len(cells) else ""
            cell = CellReference("", row, self.column_label(column.heading))
            if text in self.empty:
                if column.is_required:
                    defects.append(Defect("missing", f"« {column.heading} » manque.", cell))
                continue
            value, wrong = _parse_value(column, text)
            if wrong is not None:
                code, message, severity = wrong
                defects.append(Defect(code, message, cell, severity=severity))
            if value is not None:
                values[column.field] = value
        return ParsedRow(row, values, tuple(defects))


def _parse_value(column: ColumnSpec, text: str) -> tuple[str | date | None, tuple[str, str, Severity] | None]:
    """Returns the value, and (code, message, severity) if there is a remark."""
    shown = "la valeur" if column.is_personal else f"« {text[:40]} »"
    if column.kind is ColumnKind.DAY:
        day = _parse_date(text, column.date_formats)
        return day, None if day else ("date", f"{shown} n’est pas une date de la forme attendue.", Severity.ERROR)
    if column.kind is ColumnKind.SIRET:
        try:
            return checked_siret(text), None
        except ValidationError:
            return text[:20], (
                "siret",
                f"{shown} n’est pas un SIRET valable : il est gardé tel quel.",
                Severity.WARNING,
            )
    if column.kind is ColumnKind.POSTCODE and not re.fullmatch(r"\d{5}", text):
        return text[:10], ("postcode", f"{shown} n’est pas un code postal.", Severity.WARNING)
    if column.kind is ColumnKind.EMAIL and not _EMAIL.fullmatch(text):
        return None, ("email", f"{shown} n’est pas une adresse : elle n’est pas gardée.", Severity.WARNING)
    if column.codes and text not in column.codes:
        return text, ("code", f"{shown} n’est pas un code connu de cette colonne.", Severity.WARNING)
    return text, None


def _parse_date(text: str, shapes: Sequence[str]) -> date | None:
    """A day in one of the shapes, or as spreadsheets write it: ISO with a time, or the number of days since 1899."""
    for shape in (*shapes, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"):
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007 — a day: its hour is not looked at
        except ValueError:
            continue
    is_serial = text.isascii() and text.isdigit() and len(text) == _SERIAL_DIGITS
    return _SPREADSHEET_EPOCH + timedelta(days=int(text)) if is_serial else None
