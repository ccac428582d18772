"""Read queries of finance. Results exclude whatever the actor may not see."""

from pacte.finance.queries.commitments import (
    AllocationHistoryEntry,
    CommitmentHistory,
    CommitmentSummary,
    MovementHistoryEntry,
    commitment_history,
    commitments_of_action,
)
from pacte.finance.queries.declarations import (
    DeclaredAmountSummary,
    declared_amount,
    declared_amount_count,
    declared_amounts,
)
from pacte.finance.queries.forecasts import payment_forecast_of_plan
from pacte.finance.queries.imports import (
    active_allocation_rules,
    has_accounting_movements,
    known_commitments,
    plan_structures,
    review_extract,
)
from pacte.finance.queries.months import money_by_month
from pacte.finance.queries.scope import may_read_money
from pacte.finance.queries.table import money_cells_of_action, money_cells_of_plan, money_table
from pacte.finance.queries.unallocated import (
    UnallocatedCommitment,
    unallocated_commitment,
    unallocated_commitments,
    unallocated_count,
)

__all__ = [
    "AllocationHistoryEntry",
    "CommitmentHistory",
    "CommitmentSummary",
    "DeclaredAmountSummary",
    "MovementHistoryEntry",
    "UnallocatedCommitment",
    "active_allocation_rules",
    "commitment_history",
    "commitments_of_action",
    "declared_amount",
    "declared_amount_count",
    "declared_amounts",
    "has_accounting_movements",
    "known_commitments",
    "may_read_money",
    "money_by_month",
    "money_cells_of_action",
    "money_cells_of_plan",
    "money_table",
    "payment_forecast_of_plan",
    "plan_structures",
    "review_extract",
    "unallocated_commitment",
    "unallocated_commitments",
    "unallocated_count",
]
