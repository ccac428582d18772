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


class Subject(StrEnum):
    PLAN = "plan"
    AXIS = "axis"
    OBJECTIVE = "objective"
    ACTION = "action"
    ROW = "row"
    FIGURE = "figure"
    AMOUNT = "amount"


class Nature(StrEnum):
    """What a change affects. Every nature except ``WORDING`` changes a commitment of the plan."""

    AMOUNT = "amount"
    TARGET = "target"
    SCHEDULE = "schedule"
    LEAD = "lead"
    LINK = "link"
    WORDING = "wording"
    STRUCTURE = "structure"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``key`` is a row key, a code or an action number; ``field`` is "" for the whole record.

    ``before`` and ``after`` are display texts. The key of a figure is that of its row.
    """

    kind: ChangeKind
    subject: Subject
    key: str
    number: ActionCode | None
    field: str
    before: str
    after: str
    nature: Nature


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """Changes in order: plan, axes, objectives, actions, rows with their figures, amounts."""

    changes: tuple[Change, ...]
    total_before: int
    total_after: int
    rows_unchanged: int

    @property
    def is_empty(self) -> bool:
        return not self.changes

    @property
    def counts(self) -> dict[Nature, int]:
        """Number of changes by nature, in the order of ``ChangeNature``, without zeros."""
        found = Counter(change.nature for change in self.changes)
        return {nature: found[nature] for nature in Nature if found[nature]}

    def of(self, nature: Nature) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.nature is nature)

    def of_action(self, number: ActionCode) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.number == number)


def only_wording(diff: PlanDiff) -> bool:
    """Return whether no commitment of the plan changes (also true when nothing changes)."""
    return all(change.nature is Nature.WORDING for change in diff.changes)
