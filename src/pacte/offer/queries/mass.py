"""How much the offer holds, all years together: for who loads it in bulk."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from pacte.kernel.actor import Actor
from pacte.kernel.errors import Unseen
from pacte.offer.models import Session, SessionPlaces


@dataclass(frozen=True, slots=True)
class OfferCounts:
    """``places`` are those bought, lost ones kept."""

    sessions: int
    places: int


def offer_counts(*, actor: Actor) -> OfferCounts:
    """For the machine alone. Raises ``Unseen``."""
    if not actor.is_system:
        raise Unseen
    return OfferCounts(Session.objects.count(), SessionPlaces.objects.aggregate(all=Sum("counted"))["all"] or 0)
