"""Read queries of finance. Results exclude whatever the actor may not see."""

from pacte.finance.queries.box import WaitingLine, waiting_count, waiting_line, waiting_lines
from pacte.finance.queries.commitments import (
    AllocationStep,
    CommitmentLine,
    CommitmentStory,
    MovementStep,
    commitment_story,
    commitments_of,
)
from pacte.finance.queries.declared import DeclaredLine, declared_count, declared_line, declared_lines
from pacte.finance.queries.forecasts import forecast_of
from pacte.finance.queries.imports import (
    column_mapping,
    column_mappings,
    import_run,
    import_runs,
    known_commitments,
    plan_frames,
    review_extract,
    taught_rules,
)
from pacte.finance.queries.scope import may_read_money, money_plan
from pacte.finance.queries.table import action_money, money_cells, money_table

__all__ = [
    "AllocationStep",
    "CommitmentLine",
    "CommitmentStory",
    "DeclaredLine",
    "MovementStep",
    "WaitingLine",
    "action_money",
    "column_mapping",
    "column_mappings",
    "commitment_story",
    "commitments_of",
    "declared_count",
    "declared_line",
    "declared_lines",
    "forecast_of",
    "import_run",
    "import_runs",
    "known_commitments",
    "may_read_money",
    "money_cells",
    "money_plan",
    "money_table",
    "plan_frames",
    "review_extract",
    "taught_rules",
    "waiting_count",
    "waiting_line",
    "waiting_lines",
]
