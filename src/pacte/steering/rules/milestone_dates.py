"""The dates of a milestone as of a date, later events ignored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pacte.steering.records import MilestoneEventKind, MilestoneEventRow


@dataclass(frozen=True, slots=True)
class MilestoneDates:
    due_on: date
    done_on: date | None = None
    dropped_on: date | None = None


def milestone_dates_on(events: Sequence[MilestoneEventRow], on: date) -> MilestoneDates | None:
    """Folds the events, in recording order, into dates. Returns None before the milestone is set."""
    dates: MilestoneDates | None = None
    for event in events:
        if event.happened_on > on:
            continue
        if event.kind is MilestoneEventKind.SET and event.due_on:
            dates = MilestoneDates(event.due_on)
        elif dates is None:
            continue
        elif event.kind is MilestoneEventKind.MOVED and event.due_on:
            dates = MilestoneDates(event.due_on, dates.done_on, dates.dropped_on)
        elif event.kind is MilestoneEventKind.DONE:
            dates = MilestoneDates(dates.due_on, event.happened_on)
        elif event.kind is MilestoneEventKind.DROPPED:
            dates = MilestoneDates(dates.due_on, dropped_on=event.happened_on)
        elif event.kind is MilestoneEventKind.REOPENED:
            dates = MilestoneDates(dates.due_on)
    return dates
