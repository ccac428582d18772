"""Converts producers' workbooks and XML tables to csv for the reference room, which only reads csv."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.limits import REFERENCE
from pacte.exchange.parsers.file_format import is_opendocument_spreadsheet
from pacte.exchange.parsers.xml_records import is_xml_records
from pacte.exchange.plan_table.sheet_view import SheetView
from pacte.exchange.records import Grid
from pacte.exchange.sandbox.launcher import parse_in_sandbox
from pacte.kernel.errors import ValidationError
from pacte.reference.official_tables import is_known_table

_TOP_ROWS = 20
_SIGNATURE_BYTES = 512
_WORKBOOK_SUFFIXES = (".xlsx", ".ods")
# A certification flux is XML too, and much larger: it has its own parser, which recognises its root.
_FLUX_ROOT = b"<FICHES"


@contextmanager
def as_csv_tables(source: Path) -> Iterator[Path]:
    """Yields ``source``, or a folder of csv tables if it is, or contains, a workbook or XML records.

    The folder has the name of the source, and each table that of its file, because names may give an edition. Raises
    ``ValidationError`` when a file cannot be opened or has no known table.
    """
    files = sorted(source.iterdir()) if source.is_dir() else [source]
    if not any(_needs_conversion(path) for path in files):
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="pacte-") as place:
        folder = Path(place) / (source.stem[:100] or "source")
        folder.mkdir()
        for path in files:
            if _needs_conversion(path):
                _write_tables(path, folder)
            elif path.is_file():
                (folder / path.name).symlink_to(path.absolute())
        yield folder


def _needs_conversion(path: Path) -> bool:
    if not path.is_file():
        return False
    if path.suffix.lower() in _WORKBOOK_SUFFIXES:
        return True
    with path.open("rb") as file:
        start = file.read(_SIGNATURE_BYTES)
    if is_opendocument_spreadsheet(start):
        return True
    return is_xml_records(start) and _FLUX_ROOT not in start


def _write_tables(path: Path, folder: Path) -> None:
    try:
        grids = parse_in_sandbox(path.read_bytes(), name=path.name, bounds=REFERENCE).grids
    except UnreadableFile as refusal:
        raise ValidationError(refusal.code, refusal.message, refusal.reason, refusal.hint) from refusal
    known = [(grid, top) for grid in grids if (top := _heading_row(grid))]
    if not known:
        raise ValidationError(
            "file_unknown",
            f"« {path.name} » n’a aucune table que pacte connaisse.",
            f"Ses feuilles : {', '.join(grid.sheet for grid in grids)[:200]}.",
            "Gardez les titres de colonnes du producteur.",
        )
    for rank, (grid, top) in enumerate(known):
        mark = f" {rank + 1:02}" if len(known) > 1 else ""
        _write_csv(grid, top, folder / f"{path.stem[:100]}{mark}.csv")


def _heading_row(grid: Grid) -> int:
    """Returns the heading row, or 0 when the first rows match no known table."""
    view = SheetView(grid)
    for row in range(1, min(view.height, _TOP_ROWS) + 1):
        if is_known_table([view.text(row, column) for column in range(1, view.width + 1)]):
            return row
    return 0


def _write_csv(grid: Grid, top: int, path: Path) -> None:
    view = SheetView(grid)
    columns = [column for column in range(1, view.width + 1) if view.text(top, column)]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        for row in range(top, view.height + 1):
            out.writerow([view.text(row, column) for column in columns])
