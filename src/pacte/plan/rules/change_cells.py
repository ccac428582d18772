"""Where a change of a plan stands in the file that makes it. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from pacte.kernel.defects import CellReference
from pacte.plan.rules.changes import ChangeSubject, PlanChange

# Fields read from the cell of another field.
_FIELD_SHARING_CELL = {
    "description": "title",
    "short_title": "title",
    "title_as_printed": "title",
    "leads_as_printed": "leads",
    "figures": "expected_result",
    "key": "number",
}
# Keys of the parsed plan for the subject of a cell.
_SUBJECT_KEYS = {
    ChangeSubject.PLAN: "plan",
    ChangeSubject.AXIS: "axis:{key}",
    ChangeSubject.OBJECTIVE: "objective:{key}",
    ChangeSubject.ACTION: "action:{number}",
}

CellsByField = Mapping[tuple[str, str], CellReference]


def cell_of_change(change: PlanChange, cells_by_field: CellsByField) -> CellReference | None:
    """Cell of the field that changes, else of the field which it is read with; None when the file does not show it."""
    subject = _SUBJECT_KEYS.get(change.subject, "{key}").format(key=change.key, number=change.number)
    if change.subject is ChangeSubject.FIGURE:
        return cells_by_field.get((subject, "figures")) or cells_by_field.get((subject, "expected_result"))
    field = change.field or "number"
    shared = _FIELD_SHARING_CELL.get(field, "title")
    return cells_by_field.get((subject, field)) or cells_by_field.get((subject, shared))
