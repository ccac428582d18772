"""Result of a comparison of two plans."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from pacte.kernel.action_codes import ActionCode


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class ChangeSubject(StrEnum):
    PLAN = "plan"
    AXIS = "axis"
    OBJECTIVE = "objective"
    ACTION = "action"
    ROW = "row"
    FIGURE = "figure"
    AMOUNT = "amount"


class ChangeNature(StrEnum):
    """What a change affects. Every nature except ``WORDING`` changes a commitment of the plan."""

    AMOUNT = "amount"
    TARGET = "target"
    SCHEDULE = "schedule"
    LEAD = "lead"
    LINK = "link"
    WORDING = "wording"
    STRUCTURE = "structure"


@dataclass(frozen=True, slots=True)
class PlanChange:
    """One change. ``key`` is a row key, a code or an action number; ``field`` is "" for the whole record.

    ``before`` and ``after`` are display texts. The key of a figure is that of its row.
    """

    kind: ChangeKind
    subject: ChangeSubject
    key: str
    number: ActionCode | None
    field: str
    before: str
    after: str
    nature: ChangeNature


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """Changes in order: plan, axes, objectives, actions, rows with their figures, amounts."""

    changes: tuple[PlanChange, ...]
    total_before: int
    total_after: int
    rows_unchanged: int

    @property
    def is_empty(self) -> bool:
        return not self.changes

    @property
    def counts(self) -> dict[ChangeNature, int]:
        """Number of changes by nature, in the order of ``ChangeNature``, without zeros."""
        count_by_nature = Counter(change.nature for change in self.changes)
        return {nature: count_by_nature[nature] for nature in ChangeNature if count_by_nature[nature]}

    def of_nature(self, nature: ChangeNature) -> tuple[PlanChange, ...]:
        return tuple(change for change in self.changes if change.nature is nature)

    def of_action(self, number: ActionCode) -> tuple[PlanChange, ...]:
        return tuple(change for change in self.changes if change.number == number)


def only_wording(diff: PlanDiff) -> bool:
    """Return whether no commitment of the plan changes (also true when nothing changes)."""
    return all(change.nature is ChangeNature.WORDING for change in diff.changes)
