"""Parses and checks the cells of each row: missing values, invalid values, and their location. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from pacte.exchange.records import column_letter
from pacte.exchange.rows.records import Column, Kind, RowDefect, RowRead
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import fold_text
from pacte.kernel.siret import checked_siret

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class RowCheck:
    """Locates the expected columns under the headings of a file. ``heading_by_field``: headings chosen by the user."""

    def __init__(
        self,
        columns: Sequence[Column],
        headings: Sequence[str],
        *,
        empty: frozenset[str] = frozenset({""}),
        chosen: Mapping[str, str] | None = None,
    ) -> None:
        self.empty = empty
        self.width = len(headings)
        self._places: list[tuple[Column, int]] = []
        self.missing: list[RowDefect] = []
        by_name = {fold_text(heading): rank for rank, heading in reversed(list(enumerate(headings)))}
        for column in columns:
            wanted = (chosen or {}).get(column.field, column.heading)
            place = by_name.get(fold_text(wanted))
            if place is not None:
                self._places.append((column, place))
            elif not column.is_absent_allowed:
                name = wanted or column.heading
                self.missing.append(
                    RowDefect(1, name, "column_missing", f"La colonne « {name} » n’est pas dans le fichier.")
                )

    def where(self, heading: str) -> str:
        """Returns « Statut (E) »: our heading and its column letter in the file, if any."""
        place = next((place for column, place in self._places if column.heading == heading), None)
        return heading if place is None else f"{heading} ({column_letter(place + 1)})"

    def read(self, row: int, cells: Sequence[str]) -> RowRead:
        """Returns the values of a row with all its defects."""
        if len(cells) != self.width and any(cell.strip() for cell in cells[self.width :]):
            said = f"{len(cells)} cases au lieu de {self.width} : un séparateur manque, ou est en trop."
            return RowRead(row, {}, (RowDefect(row, "", "row_width", said),))
        values: dict[str, str | date] = {}
        defects: list[RowDefect] = []
        for column, place in self._places:
            text = cells[place].strip() if place < len(cells) else ""
            where = self.where(column.heading)
            if text in self.empty:
                if column.is_required:
                    defects.append(RowDefect(row, where, "missing", f"« {column.heading} » manque."))
                continue
            value, wrong = _value(column, text)
            if wrong is not None:
                code, said, is_advice = wrong
                defects.append(RowDefect(row, where, code, said, is_advice))
            if value is not None:
                values[column.field] = value
        return RowRead(row, values, tuple(defects))


def _value(column: Column, text: str) -> tuple[str | date | None, tuple[str, str, bool] | None]:
    """Returns the value, and (code, message, is_advice) if there is a remark."""
    shown = "la valeur" if column.is_personal else f"« {text[:40]} »"
    if column.kind is Kind.DAY:
        day = _day(text, column.shapes)
        return day, None if day else ("date", f"{shown} n’est pas une date de la forme attendue.", False)
    if column.kind is Kind.SIRET:
        try:
            return checked_siret(text), None
        except ValidationError:
            return text[:20], ("siret", f"{shown} n’est pas un SIRET valable : il est gardé tel quel.", True)
    if column.kind is Kind.POSTCODE and not re.fullmatch(r"\d{5}", text):
        return text[:10], ("postcode", f"{shown} n’est pas un code postal.", True)
    if column.kind is Kind.EMAIL and not _EMAIL.fullmatch(text):
        return None, ("email", f"{shown} n’est pas une adresse : elle n’est pas gardée.", True)
    if column.codes and text not in column.codes:
        return text, ("code", f"{shown} n’est pas un code connu de cette colonne.", True)
    return text, None


def _day(text: str, shapes: Sequence[str]) -> date | None:
    for shape in shapes:
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007 — a day: its hour is not looked at
        except ValueError:
            continue
    return None
