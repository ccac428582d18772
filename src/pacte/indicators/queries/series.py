"""Series and their values, as they were known on a day."""

from __future__ import annotations

from datetime import UTC, date

from django.db.models import Q

from pacte.indicators.models import Series, SeriesPoint
from pacte.indicators.queries.store import known_until
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Unseen


def all_series(*, actor: Actor, host_id: int) -> list[Series]:
    """By code. Row-level security keeps away those that are not public."""
    return list(Series.objects.filter(organisation_id=host_id).prefetch_related("breaks").order_by("code"))


def series_by_code(*, actor: Actor, host_id: int, code: str) -> Series:
    found = Series.objects.filter(organisation_id=host_id, code=code).first()
    if found is None:
        raise Unseen
    return found


def points(
    *, actor: Actor, series: Series, known_on: date, zone_kind: str = "", zone_code: str = "", split: str | None = None
) -> list[SeriesPoint]:
    """Values in force at the end of that day, oldest period first."""
    known = known_until(known_on).replace(tzinfo=UTC)
    found = SeriesPoint.objects.filter(series=series, recorded_at__lt=known).filter(
        Q(corrected_by=None) | Q(corrected_by__recorded_at__gte=known)
    )
    if zone_kind:
        found = found.filter(zone_kind=zone_kind)
    if zone_code:
        found = found.filter(zone_code=zone_code)
    if split is not None:
        found = found.filter(split=split)
    return list(found.order_by("last", "first", "zone_kind", "zone_code", "split", "pk"))
