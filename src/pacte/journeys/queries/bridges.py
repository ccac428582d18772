"""What somebody followed inside and outside, for the prison service that follows them; nobody else reads it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from pacte.journeys.models import Journey, Learner
from pacte.journeys.records import JourneyState
from pacte.journeys.rules.custody import Side, side_of
from pacte.journeys.rules.state_machine import HOLDS_A_SEAT
from pacte.kernel.actor import Actor
from pacte.notifications.services.system_access import as_system
from pacte.offer.queries.closed_sites import closed_days


@dataclass(frozen=True, slots=True)
class BridgeStage:
    """A training followed, or one whose seat is held. ``on``: the day it is entered, or the one it would be."""

    journey: Journey
    side: Side
    on: date

    @property
    def is_entered(self) -> bool:
        return self.journey.entered_on is not None

    @property
    def title(self) -> str:
        return self.journey.session.training.title if self.journey.session else ""

    @property
    def seat_until(self) -> date | None:
        """The day after which a reserved seat is lost."""
        return self.journey.seat_until if self.journey.state == JourneyState.RESERVED else None


def stages(*, actor: Actor, learner: Learner, releases: Collection[date], on: date) -> list[BridgeStage]:
    """In order of days. Three queries. For a caller that is the authority of this learner."""
    rows = Journey.objects.filter(learner=learner, session__isnull=False).select_related(
        "session__site", "session__training_action__training__provider", "session__training_action__site"
    )
    shown = [each for each in rows if each.entered_on is not None or each.state in HOLDS_A_SEAT]
    with as_system(actor):
        closed = closed_days(actor=actor, session_ids=[each.session_id or 0 for each in shown])
    rows_by_day = []
    for each in shown:
        day = _day(each, on)
        first, last = closed.get(each.session_id or 0, (date.max, date.min))
        side = side_of(day, is_inside=first <= day <= last, releases=releases)
        rows_by_day.append(BridgeStage(each, side, day))
    return sorted(rows_by_day, key=lambda each: (each.on, each.journey.pk))


def _day(journey: Journey, on: date) -> date:
    starts_on = journey.session.starts_on if journey.session else None
    return journey.entered_on or journey.awaited_on or max(starts_on or on, on)
