"""Public series shipped with pacte (see ``exchange/data/README.md``): imported as any file of their producers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pacte.exchange.series_files.importer import SeriesImportResult, import_series
from pacte.kernel.actor import Actor

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation

SHIPPED_FOLDER = Path(__file__).parents[1] / "data"


def shipped_series_files() -> list[Path]:
    """CSV files, one per source."""
    return sorted(SHIPPED_FOLDER.glob("*.csv"))


def import_shipped_series(
    *, actor: Actor, host: Organisation, published_by: date | None = None
) -> list[SeriesImportResult]:
    """Imports the zones of the loaded territory. ``published_by``: leaves out what was published after that day.

    Importing again writes nothing.
    """
    return [
        import_series(actor=actor, host=host, data=path.read_bytes(), name=path.name, published_by=published_by)
        for path in shipped_series_files()
    ]
