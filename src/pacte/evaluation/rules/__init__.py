"""Rules of evaluation: completeness, state and wording of a protocol. Pure."""

from pacte.evaluation.rules.completeness import PART_COUNT, is_overdue, missing, state_of, written_late

__all__ = ["PART_COUNT", "is_overdue", "missing", "state_of", "written_late"]
