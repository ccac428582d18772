"""Published table for display: the first dimension in rows with its bar, each other one in columns."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import mark_safe

from pacte.indicators.facts.dimensions import DIMENSIONS
from pacte.indicators.records.publication import PublishedTable
from pacte.indicators.rules.disclosure import TOTAL
from pacte.kernel.french import fold_text, format_number
from pacte.web.charts.funnel import Stage, bar

HIDDEN = {"text": "masqué", "note": ""}


def whole(given: PublishedTable) -> int | None:
    """The count over all dimensions; 0 for a year without anybody."""
    return given.count(*_totals(given)) if given.cells else 0


def crossings(given: PublishedTable) -> list[dict[str, Any]]:
    """One table per dimension after the first, crossed with it; a single table for a single dimension."""
    if not given.cells:
        return []
    if len(given.table.by) == 1:
        return [_crossing(given, 0)]
    return [_crossing(given, rank) for rank in range(1, len(given.table.by))]


def _crossing(given: PublishedTable, rank: int) -> dict[str, Any]:
    counts = {cell.keys: cell.count for cell in given.cells}
    columns, rows = _in_order(given, rank) if rank else [], _in_order(given, 0)
    most = max((counts[_keys(given, row, rank, TOTAL)] or 0 for row in rows), default=0)

    def line(row: str, label: str, *, drawn: bool) -> list[Any]:
        total = counts[_keys(given, row, rank, TOTAL)]
        drawing = [mark_safe(bar(Stage(total), most))] if drawn else [""]  # noqa: S308 — a drawing of ours
        cells = [_cell(counts[_keys(given, row, rank, column)]) for column in columns]
        return [label, *drawing, _cell(total), *cells]

    return {
        "id": f"par-{given.table.by[rank]}",
        "title": " et ".join([given.table.labels[0], *([given.table.labels[rank].lower()] if rank else [])]),
        "columns": [
            {"label": given.table.labels[0]},
            {"label": "Grandeur"},
            {"label": "Ensemble", "kind": "num"},
            *({"label": given.names[rank][column], "kind": "num"} for column in columns),
        ],
        "rows": [line(row, given.names[0][row], drawn=True) for row in rows],
        "totals": line(TOTAL, "Ensemble", drawn=False),
    }


def _in_order(given: PublishedTable, rank: int) -> list[str]:
    """Codes of a dimension in display order: the order of its labels, else by name, « unknown » last."""
    names, dimension = given.names[rank], given.table.by[rank]
    known = list(DIMENSIONS[dimension].labels) if dimension in DIMENSIONS else []

    def place(code: str) -> tuple[bool, int, str]:
        return code == "unknown", known.index(code) if code in known else len(known), fold_text(names[code])

    return sorted(names, key=place)


def _keys(given: PublishedTable, row: str, rank: int, column: str) -> tuple[str, ...]:
    keys = list(_totals(given))
    keys[rank] = column
    keys[0] = row
    return tuple(keys)


def _totals(given: PublishedTable) -> tuple[str, ...]:
    return (TOTAL,) * len(given.table.by)


def _cell(count: int | None) -> dict[str, str]:
    return HIDDEN if count is None else {"text": format_number(count), "value": str(count)}
