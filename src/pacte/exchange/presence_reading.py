"""Reads an attendance workbook, one week per row, and lists the cells in error by sheet, row and column."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from pacte.exchange.documents.presence_xlsx import HALF_DAY_HEADINGS, HEADINGS, HOURS_HEADING, KEY_HEADINGS
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.limits import ENTRY_SHEET
from pacte.exchange.records import EMPTY_CELL, Grid
from pacte.exchange.sandbox.launcher import parse_in_sandbox
from pacte.journeys.rules.attendance import ATTENDED, Presence, Week, week_defects
from pacte.journeys.rules.hours_input import parse_hours
from pacte.kernel.french import fold_text

_REQUIRED_HEADINGS = (*KEY_HEADINGS, *HALF_DAY_HEADINGS, HOURS_HEADING)
_HEADING_ROWS = 10
_MAX_ROWS = 5_000
_MARKS = {each.value for each in Presence}
# Spreadsheets store a date as the number of days since 1899-12-30.
_EXCEL_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class PresenceDefect:
    """``row`` counts from 1 and ``column`` is a letter, as the spreadsheet shows them."""

    sheet: str
    row: int
    column: str
    value: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class WeekRow:
    sheet: str
    row: int
    key: UUID
    week: Week


@dataclass(slots=True)
class PresenceWorkbook:
    weeks: list[WeekRow] = field(default_factory=list)
    defects: list[PresenceDefect] = field(default_factory=list)


def read_presence_workbook(data: bytes, *, name: str) -> PresenceWorkbook:
    """Rows without any mark are ignored. Raises ``UnreadableFile`` when the file is not such a workbook."""
    parsed = parse_in_sandbox(data, name=name, bounds=ENTRY_SHEET)
    workbook = PresenceWorkbook()
    is_known = False
    for grid in parsed.grids:
        heading = _headings(grid)
        if heading is not None:
            is_known = True
            _Reader(grid, *heading, workbook).run()
    if not is_known:
        raise UnreadableFile(
            "presence_headings",
            "Ce fichier n’a pas les colonnes attendues.",
            f"Il faut au moins « {KEY_HEADINGS[0]} », « {KEY_HEADINGS[1]} », les quatorze demi-journées et "
            f"« {HOURS_HEADING} ».",
            "Téléchargez la feuille depuis cette page, remplissez les cases teintées, puis déposez le même fichier.",
        )
    return workbook


def _headings(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """Returns the heading row, and the column of each heading."""
    known = {fold_text(each): each for each in HEADINGS}
    for row in range(1, min(grid.height, _HEADING_ROWS) + 1):
        columns: dict[str, int] = {}
        for column in range(1, grid.width + 1):
            heading = known.get(fold_text(grid.cells.get((row, column), EMPTY_CELL).text))
            if heading:
                columns.setdefault(heading, column)
        if all(each in columns for each in _REQUIRED_HEADINGS):
            return row, columns
    return None


class _Reader:
    """Reads the rows of one sheet into the workbook."""

    def __init__(self, grid: Grid, heading: int, columns: dict[str, int], workbook: PresenceWorkbook) -> None:
        self._grid, self._heading, self._columns, self._workbook = grid, heading, columns, workbook
        self._seen: dict[tuple[UUID, date], int] = {}

    def run(self) -> None:
        last = min(self._grid.height, self._heading + _MAX_ROWS)
        for row in range(self._heading + 1, last + 1):
            self._read_row(row)
        if self._grid.height > last:
            self._defect(
                last + 1, KEY_HEADINGS[0], "", f"Ce classeur a plus de {_MAX_ROWS} lignes.", "Coupez-le en deux."
            )

    def _text(self, row: int, heading: str) -> str:
        return self._grid.cells.get((row, self._columns[heading]), EMPTY_CELL).text.strip()

    def _read_row(self, row: int) -> None:
        marks = [self._text(row, each).upper() for each in HALF_DAY_HEADINGS]
        hours = self._text(row, HOURS_HEADING)
        if not any(marks) and not hours:
            return
        key, monday = self._key(row), self._monday(row)
        bad = next((rank for rank, mark in enumerate(marks) if mark and mark not in _MARKS), None)
        if bad is not None:
            fix = "Écrivez P, D, E, A ou -."
            self._defect(row, HALF_DAY_HEADINGS[bad], marks[bad], f"« {marks[bad][:20]} » n’est pas une présence.", fix)
        if key is None or monday is None or bad is not None:
            return
        week = self._week(row, monday, "".join(mark or "-" for mark in marks), hours)
        if week is None:
            return
        before = self._seen.setdefault((key, monday), row)
        if before != row:
            fix = f"Gardez la ligne {before} ou celle-ci."
            self._defect(
                row, KEY_HEADINGS[1], monday.isoformat(), "Cette semaine est déjà plus haut pour la personne.", fix
            )
            return
        self._workbook.weeks.append(WeekRow(self._grid.sheet, row, key, week))

    def _key(self, row: int) -> UUID | None:
        text = self._text(row, KEY_HEADINGS[0])
        try:
            return UUID(text)
        except ValueError:
            fix = "Remettez le numéro de dossier du fichier téléchargé."
            self._defect(row, KEY_HEADINGS[0], text, "Ce n’est pas un numéro de dossier.", fix)
            return None

    def _monday(self, row: int) -> date | None:
        text = self._text(row, KEY_HEADINGS[1])
        try:
            monday = (
                _EXCEL_EPOCH + timedelta(days=int(text)) if text.isdigit() and len(text) == 5 else _parse_date(text)
            )
        except ValueError:
            monday = None
        if monday is None or monday.weekday() != 0:
            message = f"« {text[:20]} » n’est pas la date d’un lundi."
            self._defect(row, KEY_HEADINGS[1], text, message, "Écrivez par exemple 2021-01-11, ou 11/01/2021.")
            return None
        return monday

    def _week(self, row: int, monday: date, marks: str, hours: str) -> Week | None:
        attended = sum(Presence(mark) in ATTENDED for mark in marks)
        minutes = parse_hours(hours) if hours else (None if attended else 0)
        if minutes is None:
            message = f"« {hours[:20]} » n’est pas une durée." if hours else "Il manque les heures réalisées."
            self._defect(row, HOURS_HEADING, hours, message, "Écrivez par exemple 35, 34,5 ou 34:30.")
            return None
        week = Week(monday, marks, minutes)
        if week_defects(week):
            message = f"{hours} ne tient pas dans {attended} demi-journées de présence."
            self._defect(row, HOURS_HEADING, hours, message, "Corrigez la durée ou les présences.")
            return None
        return week

    def _defect(self, row: int, heading: str, value: str, message: str, fix: str) -> None:
        letter = column_letters(self._columns[heading])
        self._workbook.defects.append(PresenceDefect(self._grid.sheet, row, letter, value[:40], message, fix))


def _parse_date(text: str) -> date:
    """Parses « 2021-01-11 », with or without a time, or « 11/01/2021 »."""
    head = text[:10]
    if "/" in head:
        first, second, third = head.split("/")
        return date(int(third), int(second), int(first))
    return date.fromisoformat(head)


def column_letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
