"""Converts producers' workbooks and XML tables to csv for the reference room, which only reads csv."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pacte.exchange.bounded import parse
from pacte.exchange.file_records import is_records
from pacte.exchange.limits import REFERENCE
from pacte.exchange.plan_table.sheet import View
from pacte.exchange.records import Grid
from pacte.exchange.unreadable import Unreadable
from pacte.kernel.errors import ValidationError
from pacte.reference.official_tables import is_known_table

_TOP_ROWS = 20
_SIGN_BYTES = 512
# A certification flux is XML too, and much larger: it has its own parser, which recognises its root.
_FLUX_ROOT = b"<FICHES"


@contextmanager
def as_tables(source: Path) -> Iterator[Path]:
    """Yields ``source``, or a folder of csv tables if it is, or contains, a workbook or XML records.

    The folder has the name of the source, and each table that of its file, because names may give an edition. Raises
    ``Invalid`` when a file cannot be opened or has no known table.
    """
    files = sorted(source.iterdir()) if source.is_dir() else [source]
    if not any(_is_foreign(path) for path in files):
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="pacte-") as place:
        folder = Path(place) / (source.stem[:100] or "source")
        folder.mkdir()
        for path in files:
            if _is_foreign(path):
                _write_tables(path, folder)
            elif path.is_file():
                (folder / path.name).symlink_to(path.absolute())
        yield folder


def _is_foreign(path: Path) -> bool:
    if not path.is_file():
        return False
    if path.suffix.lower() == ".xlsx":
        return True
    with path.open("rb") as file:
        start = file.read(_SIGN_BYTES)
    return is_records(start) and _FLUX_ROOT not in start


def _write_tables(path: Path, folder: Path) -> None:
    try:
        grids = parse(path.read_bytes(), name=path.name, bounds=REFERENCE).grids
    except Unreadable as refusal:
        raise ValidationError(refusal.code, refusal.message, refusal.reason, refusal.hint) from refusal
    known = [(grid, top) for grid in grids if (top := _top_of(grid))]
    if not known:
        raise ValidationError(
            "file_unknown",
            f"« {path.name} » n’a aucune table que pacte connaisse.",
            f"Ses feuilles : {', '.join(grid.sheet for grid in grids)[:200]}.",
            "Gardez les titres de colonnes du producteur.",
        )
    for rank, (grid, top) in enumerate(known):
        mark = f" {rank + 1:02}" if len(known) > 1 else ""
        _write(grid, top, folder / f"{path.stem[:100]}{mark}.csv")


def _top_of(grid: Grid) -> int:
    """Returns the heading row, or 0 when the first rows match no known table."""
    view = View(grid)
    for row in range(1, min(view.height, _TOP_ROWS) + 1):
        if is_known_table([view.text(row, column) for column in range(1, view.width + 1)]):
            return row
    return 0


def _write(grid: Grid, top: int, path: Path) -> None:
    view = View(grid)
    columns = [column for column in range(1, view.width + 1) if view.text(top, column)]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        for row in range(top, view.height + 1):
            out.writerow([view.text(row, column) for column in columns])
