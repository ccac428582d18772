"""First entries into training, for operations that cross rooms, run as the machine."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pacte.journeys.models import Journey
from pacte.kernel.actor import Actor


def has_entries_before(*, actor: Actor, session_ids: Iterable[int], before: date) -> bool:
    """True when somebody entered one of these sessions before that day, among the rows that the actor may read."""
    del actor
    return Journey.objects.filter(session_id__in=list(session_ids), entered_on__lt=before).exists()
