"""Plain values of a plan: read from files, stored in versions and compared by rules. Pure."""

from __future__ import annotations

from pacte.plan.records.content import (
    ActionTitle,
    Amount,
    Axis,
    Doubt,
    Expense,
    Figure,
    FigureKind,
    Flag,
    Lead,
    Objective,
    Placement,
    PlanContent,
    PriorityPublic,
    Row,
    RowKind,
    Schedule,
    Staff,
)
from pacte.plan.records.life import (
    ActionState,
    Lineage,
    LineageKind,
    Standing,
    VersionState,
)
from pacte.plan.records.reading import (
    Cell,
    ColumnGuess,
    Defect,
    Reading,
)

__all__ = [
    "ActionState",
    "ActionTitle",
    "Amount",
    "Axis",
    "Cell",
    "ColumnGuess",
    "Defect",
    "Doubt",
    "Expense",
    "Figure",
    "FigureKind",
    "Flag",
    "Lead",
    "Lineage",
    "LineageKind",
    "Objective",
    "Placement",
    "PlanContent",
    "PriorityPublic",
    "Reading",
    "Row",
    "RowKind",
    "Schedule",
    "Staff",
    "Standing",
    "VersionState",
]
