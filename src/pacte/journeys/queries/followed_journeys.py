"""Which journeys are of somebody whom the actor follows, for the rooms that show something about them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from pacte.journeys.models import Journey
from pacte.journeys.permissions import providers_with_journey_right, referrers_with_journey_right
from pacte.kernel.actor import Actor


def followed_journeys(*, actor: Actor, keys: Collection[UUID]) -> frozenset[UUID]:
    """Of these journeys, those that a body of the actor orients or trains, or those of the learner of the link.

    One query. A Region reads all the journeys of its pact and follows none.
    """
    if not keys:
        return frozenset()
    follower = Q(referrer_id__in=referrers_with_journey_right(actor, "journeys.read"))
    follower |= Q(provider_body_id__in=providers_with_journey_right(actor, "journeys.read"))
    if actor.learner_id is not None:
        follower |= Q(learner_id=actor.learner_id)
    rows = Journey.objects.filter(follower, key__in=keys, learner__purged_at=None)
    return frozenset(rows.values_list("key", flat=True))
