"""Parses a csv file into one grid. Stricter than the usual parsers, in which one stray quote swallows the next rows."""

from __future__ import annotations

import re

from pacte.exchange import limits
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.limits import PLAN, FileBounds
from pacte.exchange.parsers.text_decoding import SAVE_AS_UTF8, decode_text
from pacte.exchange.records import CellKind, Grid, GridCell, column_letter
from pacte.exchange.spreadsheet.cell_texts import clean_xml_text
from pacte.exchange.spreadsheet.size_budget import SizeBudget
from pacte.kernel.french_numbers import parse_number_and_unit

_DELIMITERS = (";", ",", "\t")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:[.,]\d+)?")
_CHECK_QUOTES = "Ouvrez le fichier dans un tableur, vérifiez cette ligne, puis enregistrez-le de nouveau en csv."


def grid_from_csv(data: bytes, name: str, bounds: FileBounds = PLAN) -> Grid:
    """Rows are numbered as in a spreadsheet: a record over several lines is one row."""
    text = _normalise_line_endings(decode_text(data).text)
    records = _records(text, _delimiter(text), name, bounds)
    _check_widths(records, name)
    budget = SizeBudget(bounds)
    cells = {}
    for row, (_, values) in enumerate(records, start=1):
        if row > bounds.rows or len(values) > bounds.columns:
            raise UnreadableFile(
                "sheet_too_big",
                f"Le fichier dépasse la ligne {row} ou la colonne {len(values)}.",
                f"{bounds.noun} tient en {bounds.rows} lignes et {bounds.columns} colonnes.",
                "Gardez le seul tableau utile.",
                sheet=name,
                row=row,
            )
        for column, value in enumerate(values, start=1):
            if len(value) > limits.MAX_CELL_TEXT:
                raise UnreadableFile(
                    "cell_too_long",
                    f"La case {column_letter(column)}{row} contient {len(value)} signes.",
                    f"Une case en contient {limits.MAX_CELL_TEXT} au plus.",
                    "Raccourcissez son texte.",
                    sheet=name,
                    row=row,
                    column=column_letter(column),
                )
            if value.strip():
                budget.spend(value)
                cells[(row, column)] = GridCell(clean_xml_text(value), _kind_of(value.strip()))
    return Grid(sheet=name, cells=cells)


def _kind_of(value: str) -> CellKind:
    """A csv file prints its numbers: « 1.234 », which has two readings, is a text for its reader to judge."""
    is_number = _NUMBER.fullmatch(value) and parse_number_and_unit(value) is not None
    return CellKind.NUMBER if is_number else CellKind.TEXT


def _normalise_line_endings(text: str) -> str:
    joined = text.replace("\r\n", "\n")
    if "\r" in joined:
        if "\n" in joined:
            line = joined.count("\n", 0, joined.index("\r")) + 1
            raise UnreadableFile(
                "csv_line_end",
                f"La ligne {line} contient un retour chariot isolé.",
                "Les fins de ligne du fichier ne sont pas toutes les mêmes : des lignes seraient mal coupées.",
                SAVE_AS_UTF8,
                row=line,
            )
        return joined.replace("\r", "\n")
    return joined


def _delimiter(text: str) -> str:
    """Returns the delimiter with the same count on most lines, ignoring quoted text."""
    bare = re.sub(r'"[^"]*"', "", text[:200_000])
    lines = [line for line in bare.split("\n")[:60] if line.strip()]
    return max(_DELIMITERS, key=lambda sign: _median([line.count(sign) for line in lines]))


def _median(counts: list[int]) -> int:
    return sorted(counts)[len(counts) // 2] if counts else 0


def _records(text: str, delimiter: str, name: str, bounds: FileBounds) -> list[tuple[int, list[str]]]:
    """Returns (first line, values) of each record."""
    sign = re.escape(delimiter)
    field_pattern = re.compile(rf'(?:"([^"]*(?:""[^"]*)*)"|([^"\n{sign}]*))({sign}|\n|\Z)')
    records: list[tuple[int, list[str]]] = []
    values: list[str] = []
    position, line, start = 0, 1, 1
    while position < len(text) or values:
        match = field_pattern.match(text, position)
        if not match:
            raise _stray_quote_error(text, position, line, name, len(records) + 1, len(values) + 1)
        quoted, bare, ending = match[1], match[2], match[3]
        values.append(bare if quoted is None else quoted.replace('""', '"'))
        line += text.count("\n", position, match.end())
        position = match.end()
        if ending != delimiter:
            records.append((start, values))
            values, start = [], line
            if len(records) > bounds.rows + 1:
                break
    return records


def _stray_quote_error(text: str, position: int, line: int, name: str, row: int, column: int) -> UnreadableFile:
    unclosed = text[position] == '"' and not re.compile(r'"[^"]*(?:""[^"]*)*"').match(text, position)
    what = "ouvre un guillemet qui n'est jamais fermé" if unclosed else "contient un guillemet mal placé"
    return UnreadableFile(
        "csv_quote",
        f"La ligne {line} du fichier {what}, dans la case {column_letter(column)}{row}.",
        "Un guillemet isolé ferait avaler les lignes qui suivent.",
        _CHECK_QUOTES,
        sheet=name,
        row=row,
        column=column_letter(column),
    )


def _check_widths(records: list[tuple[int, list[str]]], name: str) -> None:
    """Checks that all records have the most common width, except blank lines and titles alone on their line."""
    filled = [len(values) for _, values in records if sum(1 for value in values if value.strip()) > 1]
    if not filled:
        return
    width = max(set(filled), key=filled.count)
    for row, (line, values) in enumerate(records, start=1):
        words = sum(1 for value in values if value.strip())
        if (len(values) != width and words > 1) or any(value.strip() for value in values[width:]):
            raise UnreadableFile(
                "csv_ragged",
                f"La ligne {line} du fichier a {len(values)} cases au lieu de {width}.",
                "Il y manque un séparateur, ou il y en a un de trop : les valeurs seraient décalées.",
                _CHECK_QUOTES,
                sheet=name,
                row=row,
            )
        for column, value in enumerate(values, start=1):
            if (
                "\n" in value
                and width > 2
                and any(max(each.count(sign) for sign in _DELIMITERS) >= width - 1 for each in value.split("\n"))
            ):
                raise UnreadableFile(
                    "csv_quote",
                    f"La case {column_letter(column)}{row} (ligne {line} du fichier) contient des lignes entières.",
                    "Un guillemet mal placé y a sans doute avalé les lignes qui suivent.",
                    _CHECK_QUOTES,
                    sheet=name,
                    row=row,
                    column=column_letter(column),
                )
