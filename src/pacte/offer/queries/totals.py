"""Size of the offer over all years, for bulk loading."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from pacte.kernel.actor import Actor
from pacte.offer.models import Session, SessionPlaces


@dataclass(frozen=True, slots=True)
class OfferCounts:
    """``places``: bought places, lost ones included."""

    sessions: int
    places: int


def offer_counts(*, actor: Actor) -> OfferCounts:
    """Restricted to the system actor. Raises ``NotFound``."""
    actor.require_system()
    return OfferCounts(Session.objects.count(), SessionPlaces.objects.aggregate(all=Sum("counted"))["all"] or 0)
