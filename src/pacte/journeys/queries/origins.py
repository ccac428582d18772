"""Who brought people to their journeys, for the body that orients them."""

from __future__ import annotations

from collections.abc import Collection

from pacte.journeys.models import Journey, JourneyOrigin
from pacte.journeys.permissions import referrers_with_journey_right
from pacte.kernel.actor import Actor


def origins_of(*, actor: Actor, journeys: Collection[Journey]) -> dict[int, JourneyOrigin]:
    """Returns, by journey, what is in force: of the journeys that a body of the actor orients, and of no other."""
    rows = JourneyOrigin.objects.filter(
        journey__in=[each.pk for each in journeys],
        journey__referrer_id__in=referrers_with_journey_right(actor, "journeys.read"),
        is_current=True,
    )
    return {each.journey_id: each for each in rows}
