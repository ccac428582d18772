"""Reads the file's own list of axes, from a separate sheet or from the extra sheets of our export."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from pacte.exchange.plan_table.axes import axis_from
from pacte.exchange.plan_table.companions import Companions
from pacte.exchange.plan_table.headings import Table
from pacte.exchange.plan_table.sheet import View
from pacte.exchange.plan_table.words import exact_field
from pacte.exchange.records import Grid
from pacte.kernel.french import fold_text

_HEADING_ROWS = 12
_FEWEST_AXES = 2
# A sheet with these columns is a list of actions, not of axes.
_OF_ACTIONS = frozenset({"number", "title", "leads", "operational"})


def own_axes(grids: Sequence[Grid], tables: Collection[Table], kept: Companions | None) -> frozenset[str]:
    """Returns the codes and normalised names of the axes in the file; empty when it has no list."""
    if kept is not None and (subjects := kept.of("axe")):
        labels = (fold_text(subject.one("libellé")) for subject in subjects.values())
        return frozenset({*subjects, *labels} - {""})
    read = {table.view.grid.sheet for table in tables}
    for grid in grids:
        if grid.sheet not in read and not grid.is_hidden and (found := _listed(View(grid))):
            return found
    return frozenset()


def _listed(view: View) -> frozenset[str]:
    for top in range(1, min(view.height, _HEADING_ROWS) + 1):
        fields = {exact_field(view.text(top, column)): column for column in view.own_columns(top)}
        if "axis" in fields and not _OF_ACTIONS & fields.keys():
            names = [set(_names(view, row, fields)) for row in range(top + 1, view.height + 1)]
            named = [each for each in names if each]
            return frozenset().union(*named) if len(named) >= _FEWEST_AXES else frozenset()
    return frozenset()


def _names(view: View, row: int, fields: dict[str, int]) -> Iterator[str]:
    """« Axe 1 : Former » is identified by its code, label or title."""
    axis = axis_from(view.text(row, fields["axis"]))
    title = view.text(row, fields["axis_title"]) if "axis_title" in fields else ""
    yield from filter(None, (axis.code, fold_text(axis.label), fold_text(axis.title), fold_text(title)))
