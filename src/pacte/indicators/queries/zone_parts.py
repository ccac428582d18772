"""Needs and supply by zone inside a territory, for one occupation or for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date
from decimal import Decimal

from django.db.models import Count, Max, Q, Sum

from pacte.indicators.models import Series
from pacte.indicators.queries.profile import standing
from pacte.indicators.queries.store import known_until
from pacte.indicators.records.profile import PartValue, SeriesByZone, ZoneByZone, ZoneProfile
from pacte.kernel.actor import Actor
from pacte.reference.queries import communes_of_zone, loaded_zonings, zone_code_by_commune, zone_names_by_code
from pacte.reference.records import ZoneKind

LEAST = 3
_KINDS = (ZoneKind.LABOUR_BASIN, ZoneKind.EMPLOYMENT_ZONE, ZoneKind.DEPARTMENT)
_TOLD = (
    "hiring_projects", "hiring_projects_hard", "job_offers_by_occupation", "jobseekers_by_occupation",
    "tension_by_occupation", "jobseekers", "population",
)  # fmt: skip
_OF_ALL = frozenset({"tension_by_occupation"})
"""Levels: they do not add up over occupations."""


def zone_by_zone(
    *, actor: Actor, host_id: int, profile: ZoneProfile, kind: str = "", split: str = ""
) -> ZoneByZone | None:
    """None when the territory has fewer than three zones, or when no series splits by them.

    Unknown values of ``kind`` or ``split`` are ignored. The series are those of the profile: real ones first.
    """
    inside = _inside(profile)
    told = [series for code in _TOLD if (series := profile.by_code(code)) is not None]
    occupations = {each: series.name_of(each) for series in told for each in series.names}
    chosen = split if split in occupations else ""
    sheets = {each.code: each for each in Series.objects.filter(
        organisation_id=host_id, code__in=[each.code for each in told])}  # fmt: skip
    ordered = [sheets[each.code] for each in told if each.code in sheets]
    for asked in dict.fromkeys((*([kind] if kind in inside else []), *inside)):
        zone_of, zones = inside[asked]
        found = [part for sheet in ordered if (part := _parts(sheet, asked, zone_of, zones, chosen, profile.known_on))]
        if found:
            names = tuple(sorted(occupations.items(), key=lambda each: (each[1], each[0])))
            return ZoneByZone(asked, tuple(inside), chosen, names, zones, tuple(found))
    return None


def _inside(profile: ZoneProfile) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    """Kind → commune of the territory → its zone; and the names of those zones.

    A zone is inside when more than half of its communes are: its needs are those of the whole zone.
    """
    if profile.kind == ZoneKind.COMMUNE:
        return {}
    communes = {each.code for each in communes_of_zone(ZoneKind(profile.kind), profile.code)}
    # Current communes only: a former commune code does not make its zone larger.
    known = zone_names_by_code(ZoneKind.COMMUNE).keys()
    loaded = {ZoneKind.DEPARTMENT, *loaded_zonings()}
    found = {}
    for kind in _KINDS:
        if kind not in loaded or kind == profile.kind:
            continue
        sizes: dict[str, list[int]] = {}
        every = {code: zone for code, zone in zone_code_by_commune(kind).items() if code in known}
        for code, zone in every.items():
            size = sizes.setdefault(zone, [0, 0])
            size[0] += code in communes
            size[1] += 1
        held = {zone for zone, (here, total) in sizes.items() if 2 * here > total}
        zone_of = {code: zone for code, zone in every.items() if code in communes and zone in held}
        if len(held) >= LEAST:
            names = zone_names_by_code(kind, held)
            found[kind.value] = (zone_of, dict(sorted(names.items(), key=lambda each: (each[1], each[0]))))
    return found


def _parts(
    sheet: Series, kind: str, zone_of: Mapping[str, str], zones: Mapping[str, str], split: str, known_on: date
) -> SeriesByZone | None:
    """The series by those zones, over its last period; summed over communes where it has no zone of that kind."""
    if not split and sheet.code.removeprefix("fictitious-") in _OF_ALL:
        return None
    rows = standing(known_until(known_on).replace(tzinfo=UTC)).filter(series=sheet).order_by()
    rows = rows.filter(split=split) if split else rows
    for of, codes in ((kind, set(zones)), (ZoneKind.COMMUNE.value, set(zone_of))):
        these = rows.filter(zone_kind=of, zone_code__in=codes)
        last = these.aggregate(last=Max("last"))["last"]
        if last is None:
            continue
        counted = these.filter(last=last).values_list("zone_code").annotate(
            total=Sum("value"), hidden=Count("pk", filter=Q(is_hidden=True)))  # fmt: skip
        lines = [(zone_of[code] if of != kind else code, total, hidden) for code, total, hidden in counted]
        first = these.filter(last=last).values_list("first", flat=True)[0]
        source = these.order_by("-pk").values_list("source_label", flat=True)[0]
        return SeriesByZone(
            sheet.code, sheet.label, sheet.unit, source or sheet.source, first, last, _added(lines),
            is_partial=of != kind and len(lines) < len(zone_of),
        )  # fmt: skip
    return None


def _added(lines: Iterable[tuple[str, Decimal | None, int]]) -> dict[str, PartValue]:
    known: dict[str, list[Decimal]] = defaultdict(list)
    secret: dict[str, int] = defaultdict(int)
    for zone, total, hidden in lines:
        secret[zone] += hidden
        if total is not None:
            known[zone].append(total)
    return {
        zone: PartValue(sum(known[zone], Decimal(0)) if known[zone] else None, count) for zone, count in secret.items()
    }
