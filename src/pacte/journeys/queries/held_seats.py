"""Seats that are held until a day: reserved, or kept for somebody who is away. For the machine only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pacte.journeys.models import Journey, Referent
from pacte.journeys.records import JourneyState
from pacte.journeys.rules.reservations import LAPSES, WARNING_SPAN
from pacte.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """``person_id``: the adviser named, None when nobody is."""

    journey_id: int
    key: UUID
    learner_key: UUID
    host_id: int
    state: JourneyState
    seat_until: date
    person_id: int | None


def held_seats(*, actor: Actor, on: date) -> list[HeldSeat]:
    """Seats whose last day has passed, or comes within a week. Two queries. ``NotFound`` for anybody but the machine.

    A seat that is already free again is not listed.
    """
    actor.require_system()
    rows = list(
        Journey.objects.filter(
            state__in=list(LAPSES), seat_until__lte=on + WARNING_SPAN, learner__purged_at=None
        )
        .select_related("learner")
        .order_by("pk")
    )  # fmt: skip
    named = dict(
        Referent.objects.filter(learner__in=[row.learner_id for row in rows], valid_until=None).values_list(
            "learner_id", "person_id"
        )
    )
    return [
        HeldSeat(
            row.pk, row.key, row.learner.key, row.organisation_id, JourneyState(row.state), row.seat_until,
            named.get(row.learner_id),
        )
        for row in rows
        if row.seat_until is not None
    ]  # fmt: skip
