"""The dates of a milestone as of a date, later events ignored."""

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
    """Folds the events, in recording order, into dates. Returns None before the milestone is set."""
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
