"""Series and their values, as known on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date

from django.db.models import Count, Max, Min, Q

from pacte.indicators.models import Series, SeriesPoint
from pacte.indicators.queries.store import end_of_day_utc
from pacte.indicators.records.profile import SeriesSummary
from pacte.indicators.records.series_input import SeriesPointInput
from pacte.indicators.rules.periods import months_before
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found


def all_series(*, actor: Actor, host_id: int, with_breaks: bool = True) -> list[Series]:
    """By code. Row-level security filters the ones that are not public. One query, two ``with_breaks``."""
    rows = Series.objects.filter(organisation_id=host_id).order_by("code")
    return list(rows.prefetch_related("breaks") if with_breaks else rows)


def series_by_code(*, actor: Actor, host_id: int, code: str) -> Series:
    return ensure_found(Series.objects.filter(organisation_id=host_id, code=code).first())


def series_points(
    *, actor: Actor, series: Series, known_on: date, zone_kind: str = "", zone_code: str = "", split: str | None = None
) -> list[SeriesPoint]:
    """Values in force at the end of that day, oldest period first."""
    known = end_of_day_utc(known_on).replace(tzinfo=UTC)
    rows = SeriesPoint.objects.filter(series=series, recorded_at__lt=known).filter(
        Q(corrected_by=None) | Q(corrected_by__recorded_at__gte=known)
    )
    if zone_kind:
        rows = rows.filter(zone_kind=zone_kind)
    if zone_code:
        rows = rows.filter(zone_code=zone_code)
    if split is not None:
        rows = rows.filter(split=split)
    return list(rows.order_by("last", "first", "zone_kind", "zone_code", "split", "pk"))


def changed_points(
    *, actor: Actor, series: Series | None, points: Iterable[SeriesPointInput]
) -> list[tuple[SeriesPointInput, SeriesPoint | None]]:
    """Values that an import would write, each with the one that it corrects; None when it is new.

    ``series`` is None when it does not exist yet.
    """
    current = {
        (each.zone_kind, each.zone_code, each.split, each.first, each.last): each
        for each in SeriesPoint.objects.filter(series=series, corrected_by=None).order_by("pk")
    }
    pairs = ((each, current.get(each.key)) for each in points)
    return [(each, before) for each, before in pairs if before is None or _differs(before, each)]


def _differs(before: SeriesPoint, data: SeriesPointInput) -> bool:
    return any(getattr(before, name) != getattr(data, name) for name in ("value", "numerator", "denominator", "margin"))


def series_summaries(*, actor: Actor, host_id: int, known_on: date) -> list[SeriesSummary]:
    """Every series that the actor may see, by label, with its values at the end of that day. Three queries."""
    known = end_of_day_utc(known_on).replace(tzinfo=UTC)
    in_force = Q(points__recorded_at__lt=known) & (
        Q(points__corrected_by=None) | Q(points__corrected_by__recorded_at__gte=known)
    )
    rows = list(
        Series.objects.filter(organisation_id=host_id)
        .annotate(
            values=Count("points", filter=in_force),
            secret=Count("points", filter=in_force & Q(points__is_hidden=True)),
            since=Min("points__first", filter=in_force),
            until=Max("points__last", filter=in_force),
            newest=Max("points__pk", filter=Q(points__recorded_at__lt=known)),
        )
        .prefetch_related("breaks")
        .order_by("label", "code")
    )
    newest = SeriesPoint.objects.filter(pk__in=[each.newest for each in rows if each.newest])
    editions = dict(newest.values_list("series_id", "source_label"))
    return [
        SeriesSummary(
            each.code, each.label, each.theme, each.source, each.licence, editions.get(each.pk, ""), each.values,
            each.secret, each.since, each.until,
            months_before(each.until, -(each.periodicity_months + each.delay_months)) if each.until else None,
            len(each.breaks.all()), each.owner,
        )
        for each in rows
    ]  # fmt: skip
