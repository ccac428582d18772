"""Reads the file's own list of axes, from a separate sheet or from the extra sheets of our export."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from pacte.exchange.plan_table.axis_cells import parse_axis_cell
from pacte.exchange.plan_table.extra_sheets import ExtraSheets
from pacte.exchange.plan_table.heading_matching import exact_field
from pacte.exchange.plan_table.sheet_view import SheetView
from pacte.exchange.plan_table.table_detection import PlanTable
from pacte.exchange.records import Grid
from pacte.kernel.french import fold_text

_HEADING_ROWS = 12
_MIN_AXES = 2
# A sheet with these columns is a list of actions, not of axes.
_OF_ACTIONS = frozenset({"number", "title", "leads", "operational"})


def declared_axis_names(
    grids: Sequence[Grid], tables: Collection[PlanTable], extra_sheets: ExtraSheets | None
) -> frozenset[str]:
    """Returns the codes and normalised names of the axes in the file; empty when it has no list."""
    if extra_sheets is not None and (subjects := extra_sheets.subjects_of_kind("axe")):
        labels = (fold_text(subject.first_value("libellé")) for subject in subjects.values())
        return frozenset({*subjects, *labels} - {""})
    read = {table.view.grid.sheet for table in tables}
    for grid in grids:
        if grid.sheet not in read and not grid.is_hidden and (names := _declared_names(SheetView(grid))):
            return names
    return frozenset()


def _declared_names(view: SheetView) -> frozenset[str]:
    for top in range(1, min(view.height, _HEADING_ROWS) + 1):
        fields = {exact_field(view.text(top, column)): column for column in view.own_columns(top)}
        if "axis" in fields and not _OF_ACTIONS & fields.keys():
            names = [set(_names(view, row, fields)) for row in range(top + 1, view.height + 1)]
            named = [each for each in names if each]
            return frozenset().union(*named) if len(named) >= _MIN_AXES else frozenset()
    return frozenset()


def _names(view: SheetView, row: int, fields: dict[str, int]) -> Iterator[str]:
    """« Axe 1 : Former » is identified by its code, label or title."""
    axis = parse_axis_cell(view.text(row, fields["axis"]))
    title = view.text(row, fields["axis_title"]) if "axis_title" in fields else ""
    yield from filter(None, (axis.code, fold_text(axis.label), fold_text(axis.title), fold_text(title)))
