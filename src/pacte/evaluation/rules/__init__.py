"""What decides in evaluation: completeness and state of a sheet, and its words. Pure."""

from pacte.evaluation.rules.completeness import PART_COUNT, is_overdue, missing, state_of, written_late

__all__ = ["PART_COUNT", "is_overdue", "missing", "state_of", "written_late"]
