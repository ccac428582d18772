"""The latest period that each series has, and the day on which its last values came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from pacte.indicators.models import SeriesPoint
from pacte.indicators.queries.series import all_series
from pacte.kernel.actor import Actor
from pacte.kernel.clock import paris_date


@dataclass(frozen=True, slots=True)
class SeriesReceived:
    """``covered_until``: last day of the latest period; ``received_on``: day on which a value last came."""

    code: str
    covered_until: date
    received_on: date


def series_received(*, actor: Actor, host_id: int) -> dict[str, SeriesReceived]:
    """By code, the series of that Region that have a value and that the actor reads."""
    readable = all_series(actor=actor, host_id=host_id, with_breaks=False)
    last = SeriesPoint.objects.filter(series__in=[each.pk for each in readable]).values("series__code")
    rows = last.annotate(until=Max("last"), came_at=Max("recorded_at")).values_list("series__code", "until", "came_at")
    return {code: SeriesReceived(code, until, paris_date(came_at)) for code, until, came_at in rows}
