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
from pacte.offer.queries.closed_sites import sessions_inside


@dataclass(frozen=True, slots=True)
class BridgeStage:
    """A training followed, or one whose seat is held. ``on``: the day it is entered, or the one it would be."""

    journey: Journey
    side: Side
    on: date
    is_entered: bool

    @property
    def title(self) -> str:
        return self.journey.session.training.title if self.journey.session else ""

    @property
    def seat_until(self) -> date | None:
        """The day after which a reserved seat is lost."""
        return self.journey.seat_until if self.journey.state == JourneyState.RESERVED else None


def stages(*, actor: Actor, learner: Learner, releases: Collection[date], on: date) -> list[BridgeStage]:
    """In order of days. Four queries. For a caller that is the authority of this learner."""
    rows = Journey.objects.filter(learner=learner, session__isnull=False).select_related(
        "session__site", "session__training_action__training__provider", "session__training_action__site"
    )
    entered = [each for each in rows if each.entered_on is not None]
    awaited = [each for each in rows if each.entered_on is None and each.state in HOLDS_A_SEAT]
    day_by_journey = {each: _day(each, on) for each in (*entered, *awaited)}
    day_by_session = {each.session_id: day for each, day in day_by_journey.items() if each.session_id}
    with as_system(actor):
        inside = sessions_inside(actor=actor, day_by_session=day_by_session)
    rows_by_day = [
        BridgeStage(
            each, side_of(day, is_inside=each.session_id in inside, releases=releases), day,
            is_entered=each.entered_on is not None,
        )
        for each, day in day_by_journey.items()
    ]  # fmt: skip
    return sorted(rows_by_day, key=lambda each: (each.on, each.journey.pk))


def _day(journey: Journey, on: date) -> date:
    starts_on = journey.session.starts_on if journey.session else None
    return journey.entered_on or journey.awaited_on or max(starts_on or on, on)
