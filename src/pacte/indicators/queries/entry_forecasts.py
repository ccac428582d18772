"""Entries expected in sessions to come, as of last night, for who reads their people."""

from __future__ import annotations

from collections.abc import Collection

from pacte.indicators.models import EntryForecast
from pacte.journeys.permissions import bodies_with_journey_right, hosts_with_journey_right
from pacte.kernel.actor import Actor


def entry_forecasts(*, actor: Actor, host_id: int, session_ids: Collection[int]) -> dict[int, EntryForecast]:
    """By session; those without enough past sessions have none. One query.

    Staff of the Region read all of them, a provider those of its own sessions, others none: with the places, which are
    public, a forecast tells how many wait for an answer.
    """
    forecasts = EntryForecast.objects.filter(organisation_id=host_id, session_id__in=session_ids)
    if not (actor.is_system or host_id in hosts_with_journey_right(actor, "journeys.read")):
        bodies = bodies_with_journey_right(actor, "journeys.read")
        if not bodies:
            return {}
        forecasts = forecasts.filter(provider_body_id__in=bodies)
    return {each.session_id: each for each in forecasts}
