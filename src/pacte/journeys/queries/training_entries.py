"""Entries into training, for operations that cross rooms, run as the machine."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pacte.journeys.models import Journey
from pacte.kernel.actor import Actor


def has_entries_before(*, actor: Actor, session_ids: Iterable[int], before: date) -> bool:
    """True when somebody entered one of these sessions before that day, among the rows that the actor may read."""
    return Journey.objects.filter(session_id__in=list(session_ids), entered_on__lt=before).exists()


def last_entries(*, actor: Actor, host_id: int, at_least: int) -> tuple[date | None, int]:
    """The day since which that many people entered (all of them when they are fewer), and how many did since then."""
    entered = Journey.objects.filter(organisation_id=host_id, entered_on__isnull=False)
    last = list(entered.order_by("-entered_on").values_list("entered_on", flat=True)[:at_least])
    return (last[-1], entered.filter(entered_on__gte=last[-1]).count()) if last else (None, 0)
