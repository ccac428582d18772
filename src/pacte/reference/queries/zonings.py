"""Zones of a commune, communes of a zone, and the zoning used for employment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from pacte.kernel.actor import Actor
from pacte.reference.models import CodeChange, Zone, ZoneMembership
from pacte.reference.queries.editions import current_commune_codes, latest_territory_edition
from pacte.reference.queries.places import (
    as_place,
    commune_by_code,
    vintage_for_edition,
    zone_names_by_kind,
    zones_of_kind,
)
from pacte.reference.records import ADMINISTRATIVE_KINDS, ZONE_KIND_LABELS, Place, ZoneKind, Zoning
from pacte.reference.rules import choose_zoning_kind, zones_through_changes

ZONINGS = tuple(kind for kind in ZoneKind if kind not in ADMINISTRATIVE_KINDS)
_BULK_THRESHOLD = 1_000
_ZONE_CODE_COLUMNS = {
    ZoneKind.EPCI: "epci_code",
    ZoneKind.ARRONDISSEMENT: "arrondissement_code",
    ZoneKind.DEPARTMENT: "department_code",
    ZoneKind.REGION: "region_code",
}


def loaded_zonings(*, edition: int | None = None) -> dict[ZoneKind, int]:
    """Return the loaded zonings (zones d'emploi, bassins de vie…) with the vintage that applies."""
    year = edition or latest_territory_edition()
    vintages: dict[str, list[int]] = defaultdict(list)
    for kind, vintage in _first_and_last_vintages(year):
        vintages[kind].append(vintage)
    return {kind: vintage_for_edition(year, vintages[kind]) for kind in ZONINGS if kind in vintages}


def _first_and_last_vintages(edition: int) -> QuerySet[ZoneMembership, tuple[str, int]]:
    """Kind and vintage: the first of each zoning, and the last one by the edition. Index lookups, in one query."""
    rows = [ZoneMembership.objects.filter(kind=kind).values_list("kind", "vintage") for kind in ZONINGS]
    first = [each.order_by("vintage")[:1] for each in rows]
    last = [each.filter(vintage__lte=edition).order_by("-vintage")[:1] for each in rows]
    return first[0].union(*first[1:], *last)


def _vintage_in_edition(kind: ZoneKind, edition: int) -> int:
    """Return the last vintage by the edition, else the first; 0 if none."""
    return loaded_zonings(edition=edition).get(kind, 0)


def zones_of_commune(code: str, *, edition: int | None = None) -> dict[ZoneKind, Place]:
    """Return the EPCI, arrondissement, department and region of a commune, and its zone in each loaded zoning."""
    commune_place = commune_by_code(code, edition=edition)
    if commune_place is None:
        return {}
    zone_keys = {
        kind: (getattr(commune_place, column), commune_place.edition) for kind, column in _ZONE_CODE_COLUMNS.items()
    }
    for kind, vintage in loaded_zonings(edition=commune_place.edition).items():
        zone_keys[kind] = (
            _zone_codes_in_vintage(kind, vintage, [commune_place.code]).get(commune_place.code, ""),
            vintage,
        )
    either = Q(pk=None)
    for kind, (zone_code, year) in zone_keys.items():
        either |= Q(edition=year, kind=kind, code=zone_code)
    place_by_kind = {ZoneKind(zone.kind): as_place(zone) for zone in Zone.objects.filter(either)}
    return {kind: place_by_kind[kind] for kind in zone_keys if kind in place_by_kind}


def communes_of_zone(kind: ZoneKind, code: str, *, edition: int | None = None) -> list[Place]:
    """Return the communes of a zone, with the codes of the edition, sorted by name."""
    year = edition or latest_territory_edition()
    communes = zones_of_kind(ZoneKind.COMMUNE, year)
    if kind is ZoneKind.COMMUNE:
        inside = communes.filter(code=code)
    elif kind in _ZONE_CODE_COLUMNS:
        inside = communes.filter(**{_ZONE_CODE_COLUMNS[kind]: code})
    else:
        inside = communes.filter(code__in=_commune_codes_of_zone(kind, code, year))
    return [as_place(zone) for zone in inside.order_by("plain_name", "code")]


def zoning_in_use(*, region_code: str, edition: int | None = None) -> Zoning:
    """Return the employment zoning of a region: zones d'emploi when loaded, else EPCI as a fallback."""
    year = edition or latest_territory_edition()
    codes = list(zones_of_kind(ZoneKind.COMMUNE, year).filter(region_code=region_code).values_list("code", flat=True))
    vintage = _vintage_in_edition(ZoneKind.EMPLOYMENT_ZONE, year)
    covered_count = len(_zone_codes_in_vintage(ZoneKind.EMPLOYMENT_ZONE, vintage, codes)) if vintage else 0
    kind = choose_zoning_kind(communes=len(codes), in_an_employment_zone=covered_count)
    is_fallback = kind is not ZoneKind.EMPLOYMENT_ZONE
    label = ZONE_KIND_LABELS[kind][1] + (", faute de zones d’emploi chargées" if is_fallback else f" {vintage}")
    return Zoning(kind, year if is_fallback else vintage, label, is_fallback)


def zone_in_use_of_commune(code: str, *, edition: int | None = None) -> Place | None:
    """Return the zone of a commune in the employment zoning of its region."""
    commune_place = commune_by_code(code, edition=edition)
    if commune_place is None:
        return None
    kind = zoning_in_use(region_code=commune_place.region_code, edition=commune_place.edition).kind
    return zones_of_commune(commune_place.code, edition=commune_place.edition).get(kind)


def _commune_codes_of_zone(kind: ZoneKind, code: str, edition: int) -> set[str]:
    """Return the communes of a zone as codes of the edition; the zoning may use codes of any year."""
    vintage = _vintage_in_edition(kind, edition)
    listed_codes = set(
        ZoneMembership.objects.filter(kind=kind, vintage=vintage, zone_code=code).values_list("commune_code", flat=True)
    )
    current_codes_only = set(current_commune_codes(listed_codes, edition=edition).values()) - listed_codes
    predecessor_codes = _predecessor_codes(listed_codes)
    candidates = listed_codes | current_codes_only | predecessor_codes
    return {each for each, zone in _zone_codes_in_vintage(kind, vintage, candidates).items() if zone == code}


def _predecessor_codes(listed_codes: set[str]) -> set[str]:
    """Return the codes replaced by one of these, such as a commune restored since the zoning was drawn."""
    return set(CodeChange.objects.filter(new_code__in=listed_codes).values_list("old_code", flat=True))


def _zone_codes_in_vintage(kind: ZoneKind, vintage: int, codes: Sequence[str] | set[str]) -> dict[str, str]:
    """Return the zone of each commune. A code missing from the zoning takes the zone of a predecessor or successor."""
    wanted_codes = set(codes)
    members = ZoneMembership.objects.filter(kind=kind, vintage=vintage)
    # Sending a country-wide list of codes costs more than reading the whole zoning.
    member_rows = members if len(wanted_codes) > _BULK_THRESHOLD else members.filter(commune_code__in=wanted_codes)
    zone_by_commune = {
        code: zone for code, zone in member_rows.values_list("commune_code", "zone_code") if code in wanted_codes
    }
    missing_codes = wanted_codes - zone_by_commune.keys()
    if not missing_codes:
        return zone_by_commune
    changes = CodeChange.objects.all()
    if len(missing_codes) <= _BULK_THRESHOLD:
        changes = changes.filter(Q(new_code__in=missing_codes) | Q(old_code__in=missing_codes))
    pairs = list(changes.values_list("old_code", "new_code"))
    relative_codes = {each for pair in pairs if missing_codes.intersection(pair) for each in pair}
    zone_by_relative = dict(members.filter(commune_code__in=relative_codes).values_list("commune_code", "zone_code"))
    zone_by_commune |= zones_through_changes(missing_codes, zone_by_relative, pairs)
    return zone_by_commune


def zone_names_of_region(*, actor: Actor, kind: ZoneKind, region_code: str, edition: int) -> dict[str, str]:
    """Return, by code, the names of the zones of a kind that have a commune in the region. Public."""
    column = {ZoneKind.COMMUNE: "code", **_ZONE_CODE_COLUMNS}.get(kind)
    communes = zones_of_kind(ZoneKind.COMMUNE, edition, region_code)
    if column:
        codes = set(communes.values_list(column, flat=True))
    else:
        inside = set(communes.values_list("code", flat=True))
        codes = set(_zone_codes_in_vintage(kind, _vintage_in_edition(kind, edition), inside).values())
    codes -= {""}
    names = zone_names_by_kind({kind: codes}, edition=edition)[kind]
    return {code: names.get(code) or code for code in codes}


def zone_codes_by_commune(kinds: Iterable[ZoneKind], *, edition: int | None = None) -> dict[ZoneKind, dict[str, str]]:
    """Return, by kind, the zone code of each commune of the edition, and of each code that was replaced by one."""
    year = edition or latest_territory_edition()
    columns = {ZoneKind.COMMUNE: "code", **_ZONE_CODE_COLUMNS}
    communes = list(zones_of_kind(ZoneKind.COMMUNE, year).values(*columns.values()))
    changes = list(CodeChange.objects.order_by("edition").values_list("old_code", "new_code"))
    wanted_kinds = set(kinds)
    vintages = loaded_zonings(edition=year) if wanted_kinds - columns.keys() else {}
    zones_by_kind = {}
    for kind in wanted_kinds:
        if kind in columns:
            zone_by_commune = {each["code"]: zone for each in communes if (zone := each[columns[kind]])}
        elif kind in vintages:
            zone_by_commune = _zone_codes_in_vintage(kind, vintages[kind], {each["code"] for each in communes})
        else:
            zone_by_commune = {}
        for old, new in changes:
            if new in zone_by_commune:
                zone_by_commune.setdefault(old, zone_by_commune[new])
        zones_by_kind[kind] = zone_by_commune
    return zones_by_kind


def former_codes_by_commune(codes: Iterable[str]) -> dict[str, set[str]]:
    """Return, for each of these commune codes that replaced others, the codes that it replaced."""
    former: dict[str, set[str]] = defaultdict(set)
    changes = CodeChange.objects.filter(new_code__in=set(codes))
    for old, new in changes.values_list("old_code", "new_code"):
        former[new].add(old)
    return former
