"""Published table for display: the first dimension in rows with its bar, each other one in columns."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import mark_safe

from pacte.indicators.facts.dimensions import DIMENSIONS
from pacte.indicators.records.publication import PublishedTable
from pacte.indicators.rules.disclosure import TOTAL
from pacte.kernel.french import fold_text, format_number
from pacte.web.charts.funnel import FunnelStage, funnel_bar_svg

SUPPRESSED_CELL = {"text": "masqué", "note": ""}


def published_total(publication: PublishedTable) -> int | None:
    """The count over all dimensions; 0 for a year without anybody."""
    return publication.count(*_total_keys(publication)) if publication.cells else 0


def published_crosstabs(publication: PublishedTable) -> list[dict[str, Any]]:
    """One table per dimension after the first, crossed with it; a single table for a single dimension."""
    if not publication.cells:
        return []
    if len(publication.table.by) == 1:
        return [_crosstab(publication, 0)]
    return [_crosstab(publication, rank) for rank in range(1, len(publication.table.by))]


def _crosstab(publication: PublishedTable, rank: int) -> dict[str, Any]:
    counts = {cell.keys: cell.count for cell in publication.cells}
    columns, rows = _ordered_codes(publication, rank) if rank else [], _ordered_codes(publication, 0)
    most = max((counts[_cell_keys(publication, row, rank, TOTAL)] or 0 for row in rows), default=0)

    def line(row: str, label: str, *, drawn: bool) -> list[Any]:
        total = counts[_cell_keys(publication, row, rank, TOTAL)]
        drawing = [mark_safe(funnel_bar_svg(FunnelStage(total), most))] if drawn else [""]  # noqa: S308 — a drawing of ours
        cells = [_cell(counts[_cell_keys(publication, row, rank, column)]) for column in columns]
        return [label, *drawing, _cell(total), *cells]

    return {
        "id": f"par-{publication.table.by[rank]}",
        "title": " et ".join(
            [publication.table.labels[0], *([publication.table.labels[rank].lower()] if rank else [])]
        ),
        "columns": [
            {"label": publication.table.labels[0]},
            {"label": "Grandeur"},
            {"label": "Ensemble", "kind": "num"},
            *({"label": publication.names[rank][column], "kind": "num"} for column in columns),
        ],
        "rows": [line(row, publication.names[0][row], drawn=True) for row in rows],
        "totals": line(TOTAL, "Ensemble", drawn=False),
    }


def _ordered_codes(publication: PublishedTable, rank: int) -> list[str]:
    """Codes of a dimension in display order: the order of its labels, else by name, « unknown » last."""
    names, dimension = publication.names[rank], publication.table.by[rank]
    known = list(DIMENSIONS[dimension].labels) if dimension in DIMENSIONS else []

    def place(code: str) -> tuple[bool, int, str]:
        return code == "unknown", known.index(code) if code in known else len(known), fold_text(names[code])

    return sorted(names, key=place)


def _cell_keys(publication: PublishedTable, row: str, rank: int, column: str) -> tuple[str, ...]:
    keys = list(_total_keys(publication))
    keys[rank] = column
    keys[0] = row
    return tuple(keys)


def _total_keys(publication: PublishedTable) -> tuple[str, ...]:
    return (TOTAL,) * len(publication.table.by)


def _cell(count: int | None) -> dict[str, str]:
    return SUPPRESSED_CELL if count is None else {"text": format_number(count), "value": str(count)}
