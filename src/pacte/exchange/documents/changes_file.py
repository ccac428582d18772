"""Changes for the people of a network, as a file for its own tool: the columns of the orientation acts, and labels.

The csv can be imported again: same headings, ISO days that no spreadsheet converts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pacte.exchange.documents.csv_file import csv_bytes
from pacte.exchange.documents.money_files import MoneyExport
from pacte.exchange.documents.money_files import write_money_xlsx as write_table
from pacte.interop.queries.outbound_changes import OutboundChange
from pacte.journeys.records import STEP_LABELS
from pacte.kernel.clock import paris_date
from pacte.kernel.french import format_day

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
HEADINGS = (
    "Numéro de la personne", "Nom", "Prénom", "Numéro de session", "Numéro d’action", "Numéro de formation",
    "Statut", "Date", "Numéro de dossier", "Intitulé", "Ce qui s’est passé", "Noté le", "Remarque",
)  # fmt: skip
# Days and numbers are written unchanged: a program reads them. Only formulas are neutralised.
_RAW_COLUMNS = frozenset(
    rank for rank, heading in enumerate(HEADINGS) if heading.startswith("Numéro") or heading in ("Date", "Noté le")
)


def write_changes_csv(rows: Sequence[OutboundChange], *, since: date, as_of: date, synthetic: bool = False) -> bytes:
    """Semicolons, UTF-8 with a byte order mark. ``since`` and ``as_of`` are in the file name, not in the content."""
    lines = [_headings(synthetic=synthetic), *(_cells(row, synthetic=synthetic) for row in rows)]
    return csv_bytes(lines, codes=_RAW_COLUMNS)


def write_changes_xlsx(rows: Sequence[OutboundChange], *, since: date, as_of: date, synthetic: bool = False) -> bytes:
    file = MoneyExport(
        title=f"Ce qui a changé du {format_day(since)} au {format_day(as_of)}",
        headings=_headings(synthetic=synthetic),
        rows=tuple(_cells(row, synthetic=synthetic) for row in rows),
        totals=(),
        as_of=as_of,
        notes=("À reporter dans l’outil du réseau ; ce que cet outil a dit lui-même n’y est pas.",),
        synthetic=synthetic,
        sheet="Changements",
    )
    return write_table(file)


def _headings(*, synthetic: bool) -> tuple[str, ...]:
    return (*HEADINGS, "Nature") if synthetic else HEADINGS


def _cells(row: OutboundChange, *, synthetic: bool) -> tuple[str, ...]:
    remark = "reprend ce qui avait été dit" if row.is_withdrawn else "corrige ce qui avait été dit"
    cells = (
        row.number, row.last_name, row.first_name, row.session, row.action, row.training,
        "" if row.status is None or row.is_withdrawn else row.status.value, row.on.isoformat(), row.dossier, row.title,
        STEP_LABELS[row.kind], paris_date(row.recorded_at).isoformat(),
        remark if row.is_correction or row.is_withdrawn else "",
    )  # fmt: skip
    return (*cells, "données fictives") if synthetic else cells
