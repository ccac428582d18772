"""Number of trainings of the catalogue that describe their competences."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from pacte.kernel.actor import Actor
from pacte.offer.models import Competence, Training


def count_described_trainings(*, actor: Actor, host_id: int, on: date) -> tuple[int, int]:
    """Count the open trainings with at least one competence, and all open trainings, on that day. Public."""
    del actor
    named = Exists(Competence.objects.filter(training=OuterRef("pk")))
    open_ones = Training.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on), host_id=host_id)
    counts = open_ones.aggregate(described=Count("pk", filter=named), sheets=Count("pk"))
    return counts["described"], counts["sheets"]
