"""Plain values of a plan: read from files, stored in versions and compared by rules. Pure."""

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
    PlanRow,
    PriorityPublic,
    RowKind,
    Schedule,
    Staff,
)
from pacte.plan.records.lifecycle import (
    ActionState,
    ActionStatus,
    LineageKind,
    LineageLink,
    VersionState,
)
from pacte.plan.records.parsed_plan import (
    ColumnGuess,
    ParsedPlan,
)

__all__ = [
    "ActionState",
    "ActionStatus",
    "ActionTitle",
    "Amount",
    "Axis",
    "ColumnGuess",
    "Doubt",
    "Expense",
    "Figure",
    "FigureKind",
    "Flag",
    "Lead",
    "LineageKind",
    "LineageLink",
    "Objective",
    "ParsedPlan",
    "Placement",
    "PlanContent",
    "PlanRow",
    "PriorityPublic",
    "RowKind",
    "Schedule",
    "Staff",
    "VersionState",
]
