"""Queries of experiments and their protocols. Results exclude what the actor may not see."""

from pacte.evaluation.queries.owned import held_by
from pacte.evaluation.queries.sheets import (
    SheetLine,
    SheetRead,
    action_choices,
    content_of,
    experiment_count,
    open_sheets,
    scope_of_experiment,
    sees_sheets,
    sheet_by_number,
    sheets,
    sheets_of_action,
    told_of,
)

__all__ = [
    "SheetLine",
    "SheetRead",
    "action_choices",
    "content_of",
    "experiment_count",
    "held_by",
    "open_sheets",
    "scope_of_experiment",
    "sees_sheets",
    "sheet_by_number",
    "sheets",
    "sheets_of_action",
    "told_of",
]
