"""Needs and supply by zone inside a territory, for one occupation or for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date
from decimal import Decimal

from django.db.models import Count, Max, Q, Sum

from pacte.indicators.models import Series
from pacte.indicators.queries.profile import points_as_of
from pacte.indicators.queries.store import end_of_day_utc
from pacte.indicators.records.profile import SeriesByZone, SubzoneValue, ZoneBreakdown, ZoneProfile
from pacte.kernel.actor import Actor
from pacte.reference.queries import communes_of_zone, loaded_zonings, zone_code_by_commune, zone_names_by_code
from pacte.reference.records import ZoneKind

MIN_ZONES = 3
_KINDS = (ZoneKind.LABOUR_BASIN, ZoneKind.EMPLOYMENT_ZONE, ZoneKind.DEPARTMENT)
_SERIES_CODES = (
    "hiring_projects", "hiring_projects_hard", "job_offers_by_occupation", "jobseekers_by_occupation",
    "tension_by_occupation", "jobseekers", "population",
)  # fmt: skip
_NOT_ADDITIVE = frozenset({"tension_by_occupation"})
"""Levels: they are not additive over occupations."""


def zone_breakdown(
    *, actor: Actor, host_id: int, profile: ZoneProfile, kind: str = "", split: str = ""
) -> ZoneBreakdown | None:
    """None when the territory has fewer than three zones, or when no series splits by them.

    Unknown values of ``kind`` or ``split`` are ignored. The series are those of the profile: real ones first.
    """
    inside = _inner_zones(profile)
    profile_series = [series for code in _SERIES_CODES if (series := profile.by_code(code)) is not None]
    occupations = {each: series.name_of(each) for series in profile_series for each in series.names}
    chosen = split if split in occupations else ""
    sheets = {each.code: each for each in Series.objects.filter(
        organisation_id=host_id, code__in=[each.code for each in profile_series])}  # fmt: skip
    ordered = [sheets[each.code] for each in profile_series if each.code in sheets]
    for zone_kind in dict.fromkeys((*([kind] if kind in inside else []), *inside)):
        zone_of, zones = inside[zone_kind]
        by_zone = [
            part
            for sheet in ordered
            if (part := _series_by_zone(sheet, zone_kind, zone_of, zones, chosen, profile.known_on))
        ]
        if by_zone:
            names = tuple(sorted(occupations.items(), key=lambda each: (each[1], each[0])))
            return ZoneBreakdown(zone_kind, tuple(inside), chosen, names, zones, tuple(by_zone))
    return None


def _inner_zones(profile: ZoneProfile) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    """Kind → commune of the territory → its zone; and the names of those zones.

    A zone is inside when more than half of its communes are: its needs are those of the whole zone.
    """
    if profile.kind == ZoneKind.COMMUNE:
        return {}
    communes = {each.code for each in communes_of_zone(ZoneKind(profile.kind), profile.code)}
    # Current communes only: a former commune code does not make its zone larger.
    known = zone_names_by_code(ZoneKind.COMMUNE).keys()
    loaded = {ZoneKind.DEPARTMENT, *loaded_zonings()}
    by_kind = {}
    for kind in _KINDS:
        if kind not in loaded or kind == profile.kind:
            continue
        sizes: dict[str, list[int]] = {}
        every = {code: zone for code, zone in zone_code_by_commune(kind).items() if code in known}
        for code, zone in every.items():
            size = sizes.setdefault(zone, [0, 0])
            size[0] += code in communes
            size[1] += 1
        inner_zones = {zone for zone, (here, total) in sizes.items() if 2 * here > total}
        zone_of = {code: zone for code, zone in every.items() if code in communes and zone in inner_zones}
        if len(inner_zones) >= MIN_ZONES:
            names = zone_names_by_code(kind, inner_zones)
            by_kind[kind.value] = (zone_of, dict(sorted(names.items(), key=lambda each: (each[1], each[0]))))
    return by_kind


def _series_by_zone(
    sheet: Series, kind: str, zone_of: Mapping[str, str], zones: Mapping[str, str], split: str, known_on: date
) -> SeriesByZone | None:
    """The series by those zones, over its last period; summed over communes where it has no zone of that kind."""
    if not split and sheet.code.removeprefix("fictitious-") in _NOT_ADDITIVE:
        return None
    rows = points_as_of(end_of_day_utc(known_on).replace(tzinfo=UTC)).filter(series=sheet).order_by()
    rows = rows.filter(split=split) if split else rows
    for of, codes in ((kind, set(zones)), (ZoneKind.COMMUNE.value, set(zone_of))):
        these = rows.filter(zone_kind=of, zone_code__in=codes)
        last = these.aggregate(last=Max("last"))["last"]
        if last is None:
            continue
        counted = these.filter(last=last).values_list("zone_code").annotate(
            total=Sum("value"), hidden=Count("pk", filter=Q(is_hidden=True)))  # fmt: skip
        totals = [(zone_of[code] if of != kind else code, total, hidden) for code, total, hidden in counted]
        first = these.filter(last=last).values_list("first", flat=True)[0]
        source = these.order_by("-pk").values_list("source_label", flat=True)[0]
        return SeriesByZone(
            sheet.code, sheet.label, sheet.unit, source or sheet.source, first, last, _subzone_values(totals),
            is_partial=of != kind and len(totals) < len(zone_of),
        )  # fmt: skip
    return None


def _subzone_values(totals: Iterable[tuple[str, Decimal | None, int]]) -> dict[str, SubzoneValue]:
    known: dict[str, list[Decimal]] = defaultdict(list)
    secret: dict[str, int] = defaultdict(int)
    for zone, total, hidden in totals:
        secret[zone] += hidden
        if total is not None:
            known[zone].append(total)
    return {
        zone: SubzoneValue(sum(known[zone], Decimal(0)) if known[zone] else None, count)
        for zone, count in secret.items()
    }
