"""Rebuild the journey tallies each night: pages then add up a few thousand rows, and show when they were counted."""

from __future__ import annotations

from datetime import timedelta

from pacte.journeys.queries.funnel import counted_at
from pacte.journeys.services.tallies import rebuild_tallies
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now

_MAX_AGE = timedelta(hours=12)


def count_journeys_if_stale(*, actor: Actor) -> bool:
    """Count unless done within ``_MAX_AGE``. Return True when counted."""
    last = counted_at(actor=actor)
    if last is not None and now() - last < _MAX_AGE:
        return False
    rebuild_tallies(actor=actor)
    return True
