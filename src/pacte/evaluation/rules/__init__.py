"""Rules of evaluation: completeness, state and wording of a protocol, sessions of the arms. Pure."""

from pacte.evaluation.rules.arms import attachment_lateness, pair_arm_changes
from pacte.evaluation.rules.completeness import (
    PART_COUNT,
    days_written_after_lock,
    is_overdue,
    missing_protocol_parts,
    protocol_state,
)

__all__ = [
    "PART_COUNT",
    "attachment_lateness",
    "days_written_after_lock",
    "is_overdue",
    "missing_protocol_parts",
    "pair_arm_changes",
    "protocol_state",
]
