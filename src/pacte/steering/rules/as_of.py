"""A milestone as it was known on a day: what happened to it later had not happened yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pacte.steering.records import MilestoneStepKind, StepLine


@dataclass(frozen=True, slots=True)
class Dates:
    due_on: date
    done_on: date | None = None
    dropped_on: date | None = None


def dates_on(steps: Sequence[StepLine], on: date) -> Dates | None:
    """Folded from its steps in the order in which they were recorded; None while it was not set."""
    found: Dates | None = None
    for step in steps:
        if step.happened_on > on:
            continue
        if step.kind is MilestoneStepKind.SET and step.due_on:
            found = Dates(step.due_on)
        elif found is None:
            continue
        elif step.kind is MilestoneStepKind.MOVED and step.due_on:
            found = Dates(step.due_on, found.done_on, found.dropped_on)
        elif step.kind is MilestoneStepKind.DONE:
            found = Dates(found.due_on, step.happened_on)
        elif step.kind is MilestoneStepKind.DROPPED:
            found = Dates(found.due_on, dropped_on=step.happened_on)
        elif step.kind is MilestoneStepKind.REOPENED:
            found = Dates(found.due_on)
    return found
