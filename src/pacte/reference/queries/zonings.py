"""Zones of a commune, communes of a zone, and the zoning used for employment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q

from pacte.reference.models import CodeChange, Membership, Zone
from pacte.reference.queries.editions import current_codes, latest_edition
from pacte.reference.queries.places import as_place, commune, zones
from pacte.reference.records import ADMINISTRATIVE, KIND_LABELS, Place, ZoneKind, Zoning
from pacte.reference.rules import zoning_that_serves

ZONINGS = tuple(kind for kind in ZoneKind if kind not in ADMINISTRATIVE)
_MANY = 1_000
_COLUMNS = {
    ZoneKind.EPCI: "epci_code",
    ZoneKind.ARRONDISSEMENT: "arrondissement_code",
    ZoneKind.DEPARTMENT: "department_code",
    ZoneKind.REGION: "region_code",
}


def zonings_loaded(*, edition: int | None = None) -> dict[ZoneKind, int]:
    """Return the loaded zonings (zones d'emploi, bassins de vie…) with the vintage that applies."""
    year = edition or latest_edition()
    return {kind: vintage for kind in ZONINGS if (vintage := _vintage(kind, year))}


def _vintage(kind: ZoneKind, edition: int) -> int:
    """Return the last vintage by the edition, else the first; 0 if none. One index lookup each."""
    vintages = Membership.objects.filter(kind=kind).values_list("vintage", flat=True)
    drawn = vintages.filter(vintage__lte=edition).order_by("-vintage").first()
    return drawn or vintages.order_by("vintage").first() or 0


def zones_of_commune(code: str, *, edition: int | None = None) -> dict[ZoneKind, Place]:
    """Return the EPCI, arrondissement, department and region of a commune, and its zone in each loaded zoning."""
    home = commune(code, edition=edition)
    if home is None:
        return {}
    wanted = {kind: (getattr(home, column), home.edition) for kind, column in _COLUMNS.items()}
    for kind, vintage in zonings_loaded(edition=home.edition).items():
        wanted[kind] = _zone_codes(kind, vintage, [home.code]).get(home.code, ""), vintage
    either = Q(pk=None)
    for kind, (zone_code, year) in wanted.items():
        either |= Q(edition=year, kind=kind, code=zone_code)
    found = {ZoneKind(zone.kind): as_place(zone) for zone in Zone.objects.filter(either)}
    return {kind: found[kind] for kind in wanted if kind in found}


def communes_of_zone(kind: ZoneKind, code: str, *, edition: int | None = None) -> list[Place]:
    """Return the communes of a zone, with the codes of the edition, sorted by name."""
    year = edition or latest_edition()
    communes = zones(ZoneKind.COMMUNE, year)
    if kind is ZoneKind.COMMUNE:
        inside = communes.filter(code=code)
    elif kind in _COLUMNS:
        inside = communes.filter(**{_COLUMNS[kind]: code})
    else:
        inside = communes.filter(code__in=_members(kind, code, year))
    return [as_place(zone) for zone in inside.order_by("plain_name", "code")]


def zoning_in_use(*, region_code: str, edition: int | None = None) -> Zoning:
    """Return the employment zoning of a region: zones d'emploi when loaded, else EPCI as a fallback."""
    year = edition or latest_edition()
    codes = list(zones(ZoneKind.COMMUNE, year).filter(region_code=region_code).values_list("code", flat=True))
    vintage = _vintage(ZoneKind.EMPLOYMENT_ZONE, year)
    known = len(_zone_codes(ZoneKind.EMPLOYMENT_ZONE, vintage, codes)) if vintage else 0
    kind = zoning_that_serves(communes=len(codes), in_an_employment_zone=known)
    stands_in = kind is not ZoneKind.EMPLOYMENT_ZONE
    label = KIND_LABELS[kind][1] + (", faute de zones d’emploi chargées" if stands_in else f" {vintage}")
    return Zoning(kind, year if stands_in else vintage, label, stands_in)


def working_zone_of_commune(code: str, *, edition: int | None = None) -> Place | None:
    """Return the zone of a commune in the employment zoning of its region."""
    home = commune(code, edition=edition)
    if home is None:
        return None
    kind = zoning_in_use(region_code=home.region_code, edition=home.edition).kind
    return zones_of_commune(home.code, edition=home.edition).get(kind)


def _members(kind: ZoneKind, code: str, edition: int) -> set[str]:
    """Return the communes of a zone as codes of the edition; the zoning may use codes of any year."""
    vintage = _vintage(kind, edition)
    listed = set(
        Membership.objects.filter(kind=kind, vintage=vintage, zone_code=code).values_list("commune_code", flat=True)
    )
    moved = set(current_codes(listed, edition=edition).values()) - listed
    born = _led_to(listed)
    candidates = listed | moved | born
    return {each for each, zone in _zone_codes(kind, vintage, candidates).items() if zone == code}


def _led_to(listed: set[str]) -> set[str]:
    """Return the codes replaced by one of these, such as a commune restored since the zoning was drawn."""
    return set(CodeChange.objects.filter(new_code__in=listed).values_list("old_code", flat=True))


def _zone_codes(kind: ZoneKind, vintage: int, codes: Sequence[str] | set[str]) -> dict[str, str]:
    """Return the zone of each commune. A code missing from the zoning takes the zone of a predecessor or successor."""
    wanted = set(codes)
    members = Membership.objects.filter(kind=kind, vintage=vintage)
    # Sending a country-wide list of codes costs more than reading the whole zoning.
    asked = members if len(wanted) > _MANY else members.filter(commune_code__in=wanted)
    found = {code: zone for code, zone in asked.values_list("commune_code", "zone_code") if code in wanted}
    missing = wanted - found.keys()
    if not missing:
        return found
    relatives: dict[str, list[str]] = defaultdict(list)
    changes = CodeChange.objects.all()
    if len(missing) <= _MANY:
        changes = changes.filter(Q(new_code__in=missing) | Q(old_code__in=missing))
    for old, new in changes.values_list("old_code", "new_code"):
        if new in missing:
            relatives[new].append(old)
        if old in missing:
            relatives[old].append(new)
    near = {each for group in relatives.values() for each in group}
    known = dict(members.filter(commune_code__in=near).values_list("commune_code", "zone_code"))
    for code, group in relatives.items():
        zone = next((known[each] for each in sorted(group) if each in known), None)
        if zone:
            found[code] = zone
    return found


def commune_zones(kind: ZoneKind, *, edition: int | None = None) -> dict[str, str]:
    """Return the zone code of each commune of the edition, and of each code that was replaced by one."""
    year = edition or latest_edition()
    communes = zones(ZoneKind.COMMUNE, year)
    if kind is ZoneKind.COMMUNE:
        found = {code: code for code in communes.values_list("code", flat=True)}
    elif kind in _COLUMNS:
        found = {code: zone for code, zone in communes.values_list("code", _COLUMNS[kind]) if zone}
    else:
        found = _zone_codes(kind, _vintage(kind, year), set(communes.values_list("code", flat=True)))
    for old, new in CodeChange.objects.order_by("edition").values_list("old_code", "new_code"):
        if new in found:
            found.setdefault(old, found[new])
    return found


def former_codes(codes: Sequence[str]) -> set[str]:
    """Return the commune codes that were replaced by one of these."""
    return _led_to(set(codes))
