"""Needs and supply by zone inside a territory, for one occupation or for all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from pacte.indicators.models import SeriesPoint
from pacte.indicators.queries.profile import BREAKDOWN_KINDS, points_as_of
from pacte.indicators.queries.store import end_of_day_utc
from pacte.indicators.records.profile import SeriesByZone, SubzoneValue, ZoneBreakdown, ZoneProfile, ZoneSeries
from pacte.kernel.actor import Actor
from pacte.reference.queries import zone_names_by_kind
from pacte.reference.records import ZoneKind

MIN_ZONES = 3
_SERIES_CODES = (
    "hiring_projects", "hiring_projects_hard", "job_offers_by_occupation", "jobseekers_by_occupation",
    "tension_by_occupation", "jobseekers", "population",
)  # fmt: skip
_NOT_ADDITIVE = frozenset({"tension_by_occupation"})
"""Levels: they are not additive over occupations."""


class ZoneTotal(NamedTuple):
    """Sum of a zone or of a commune, number of its secret values, first day of its period."""

    code: str
    value: Decimal | None
    hidden: int
    since: date


def zone_breakdown(*, actor: Actor, profile: ZoneProfile, kind: str = "", split: str = "") -> ZoneBreakdown | None:
    """None when the territory has fewer than three zones, or when no series splits by them.

    Unknown values of ``kind`` or ``split`` are ignored. The series are those of the profile: real ones first.
    """
    inside = _inner_zones(profile)
    profile_series = [series for code in _SERIES_CODES if (series := profile.by_code(code)) is not None]
    occupations = {each: series.name_of(each) for series in profile_series for each in series.names}
    chosen = split if split in occupations else ""
    for zone_kind in dict.fromkeys((*([kind] if kind in inside else []), *inside)):
        zone_of, zones = inside[zone_kind]
        by_zone = _series_by_zone(profile_series, zone_kind, zone_of, zones, chosen, profile.known_on)
        if by_zone:
            names = tuple(sorted(occupations.items(), key=lambda each: (each[1], each[0])))
            return ZoneBreakdown(zone_kind, tuple(inside), chosen, names, zones, by_zone)
    return None


def _inner_zones(profile: ZoneProfile) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    """Kind → commune of the territory → its zone; and the names of those zones.

    A zone is inside when more than half of its communes are: its needs are those of the whole zone.
    """
    if profile.kind == ZoneKind.COMMUNE:
        return {}
    communes = profile.territory.communes
    zones_by_kind, zone_of_by_kind = {}, {}
    for kind in BREAKDOWN_KINDS:
        if kind == profile.kind:
            continue
        every = profile.territory.zone_of[kind]
        sizes, inner_sizes = Counter(every.values()), Counter(zone for code, zone in every.items() if code in communes)
        inner_zones = {zone for zone, here in inner_sizes.items() if 2 * here > sizes[zone]}
        if len(inner_zones) >= MIN_ZONES:
            zones_by_kind[kind] = inner_zones
            zone_of_by_kind[kind] = {
                code: zone for code, zone in every.items() if code in communes and zone in inner_zones
            }
    names = zone_names_by_kind(zones_by_kind, edition=profile.territory.edition) if zones_by_kind else {}
    return {
        kind.value: (zone_of, dict(sorted(names[kind].items(), key=lambda each: (each[1], each[0]))))
        for kind, zone_of in zone_of_by_kind.items()
    }


def _series_by_zone(
    series: Iterable[ZoneSeries],
    kind: str,
    zone_of: Mapping[str, str],
    zones: Mapping[str, str],
    split: str,
    known_on: date,
) -> tuple[SeriesByZone, ...]:
    """The series by those zones, each over its last period; summed over communes where it has no zone of that kind."""
    shown = [each for each in series if split or each.code.removeprefix("fictitious-") not in _NOT_ADDITIVE]
    own_zones, communes = Q(zone_kind=kind, zone_code__in=zones), Q(zone_kind=ZoneKind.COMMUNE, zone_code__in=zone_of)
    rows = points_as_of(end_of_day_utc(known_on).replace(tzinfo=UTC)).filter(
        own_zones | communes, series_id__in=[each.series_id for each in shown]
    )
    rows = (rows.filter(split=split) if split else rows).order_by()
    periods = _last_periods(rows, kind)
    if not periods:
        return ()
    last_points = SeriesPoint.objects.filter(pk__in=[each["point"] for each in periods.values()])
    sources = dict(last_points.values_list("series_id", "source_label"))
    totals = _zone_totals(rows, periods)
    return tuple(
        SeriesByZone(
            each.code, each.label, each.unit, sources[each.series_id] or each.source,
            min(total.since for total in totals[each.series_id]), period["last"],
            _subzone_values(totals[each.series_id], {} if period["zone_kind"] == kind else zone_of),
            is_partial=period["zone_kind"] != kind and len(totals[each.series_id]) < len(zone_of),
        )
        for each in shown
        if (period := periods.get(each.series_id))
    )  # fmt: skip


def _last_periods(rows: QuerySet[SeriesPoint], kind: str) -> dict[int, Mapping[str, Any]]:
    """Of each series: the kind of zone that it has (``kind`` first), its last day, and its last point."""
    periods: dict[int, Mapping[str, Any]] = {}
    for period in rows.values("series_id", "zone_kind").annotate(last=Max("last"), point=Max("pk")):
        if period["zone_kind"] == kind or period["series_id"] not in periods:
            periods[period["series_id"]] = period
    return periods


def _zone_totals(rows: QuerySet[SeriesPoint], periods: Mapping[int, Mapping[str, Any]]) -> dict[int, list[ZoneTotal]]:
    """Totals of each series over its last period."""
    in_periods = Q(pk=None)
    for series_id, period in periods.items():
        in_periods |= Q(series_id=series_id, zone_kind=period["zone_kind"], last=period["last"])
    counted = (
        rows.filter(in_periods)
        .values_list("series_id", "zone_code")
        .annotate(total=Sum("value"), hidden=Count("pk", filter=Q(is_hidden=True)), since=Min("first"))
    )
    totals: dict[int, list[ZoneTotal]] = defaultdict(list)
    for series_id, *total in counted:
        totals[series_id].append(ZoneTotal(*total))
    return totals


def _subzone_values(totals: Iterable[ZoneTotal], zone_of: Mapping[str, str]) -> dict[str, SubzoneValue]:
    """``zone_of``: the zone of each commune, when the totals are by commune."""
    known: dict[str, list[Decimal]] = defaultdict(list)
    secret: dict[str, int] = defaultdict(int)
    for each in totals:
        zone = zone_of.get(each.code, each.code)
        secret[zone] += each.hidden
        if each.value is not None:
            known[zone].append(each.value)
    return {
        zone: SubzoneValue(sum(known[zone], Decimal(0)) if known[zone] else None, count)
        for zone, count in secret.items()
    }
