"""Rules of evaluation: completeness, state and wording of a protocol. Pure."""

from pacte.evaluation.rules.completeness import (
    PART_COUNT,
    days_written_after_lock,
    is_overdue,
    missing_protocol_parts,
    protocol_state,
)

__all__ = ["PART_COUNT", "days_written_after_lock", "is_overdue", "missing_protocol_parts", "protocol_state"]
