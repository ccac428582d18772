"""Places by code, name, postal code and distance."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, IntegerField, QuerySet, Value, When

from pacte.kernel.french import fold_text
from pacte.reference.models import Zone, ZonePopulation
from pacte.reference.queries.editions import current_codes, editions, latest_edition
from pacte.reference.records import ADMINISTRATIVE, Neighbour, Place, ZoneKind
from pacte.reference.rules import box_around, edition_for_year, kilometres

_CARRYING_A_REGION = (ZoneKind.COMMUNE, ZoneKind.ARRONDISSEMENT, ZoneKind.DEPARTMENT)


def as_place(zone: Zone) -> Place:
    """Convert a zone to the record that other rooms read."""
    return Place(
        kind=ZoneKind(zone.kind),
        code=zone.code,
        name=zone.name or zone.code,
        edition=zone.edition,
        nature=zone.nature,
        region_code=zone.region_code,
        department_code=zone.department_code,
        arrondissement_code=zone.arrondissement_code,
        epci_code=zone.epci_code,
        population=zone.population,
        latitude=zone.latitude,
        longitude=zone.longitude,
        postal_codes=tuple(zone.postal_codes),
    )


def vintage_for(edition: int, vintages: Iterable[int]) -> int:
    """Return the zoning vintage that applies in an edition: the last one by then, else the first; 0 if none."""
    return edition_for_year(edition, list(vintages)) or 0


def zones(kind: ZoneKind, edition: int | None = None, region_code: str | None = None) -> QuerySet[Zone]:
    """Return the zones of a kind in an edition (newest by default), or in the vintage that applies to it."""
    year = edition or latest_edition()
    if kind not in ADMINISTRATIVE:
        year = vintage_for(year, Zone.objects.filter(kind=kind).values_list("edition", flat=True).distinct())
    found = Zone.objects.filter(kind=kind, edition=year)
    if region_code is None:
        return found
    if kind in _CARRYING_A_REGION:
        return found.filter(region_code=region_code)
    if kind is ZoneKind.REGION:
        return found.filter(code=region_code)
    if kind is not ZoneKind.EPCI:
        return found
    # An EPCI can span two regions: it belongs to each region where it has a commune. The codes are fetched first,
    # because a subquery is slow on a freshly loaded table that has no statistics yet.
    communes = Zone.objects.filter(kind=ZoneKind.COMMUNE, edition=year, region_code=region_code)
    return found.filter(code__in=set(communes.values_list("epci_code", flat=True)))


def place(kind: ZoneKind, code: str, *, edition: int | None = None) -> Place | None:
    """Return the zone with this exact code in the edition."""
    zone = zones(kind, edition).filter(code=code).first()
    return as_place(zone) if zone else None


def commune(code: str, *, edition: int | None = None) -> Place | None:
    """Return the commune that ``code`` designates in the edition, following code changes."""
    year = edition or latest_edition()
    heir = current_codes([code], edition=year).get(code)
    return place(ZoneKind.COMMUNE, heir, edition=year) if heir else None


def communes(codes: Iterable[str], *, edition: int | None = None) -> dict[str, Place]:
    """Return communes by given code, following code changes. Unknown codes are omitted.

    Empty before a territory is loaded.
    """
    wanted = set(codes) - {""}
    if not wanted or not editions():
        return {}
    year = edition or latest_edition()
    heirs = current_codes(wanted, edition=year)
    found = {zone.code: as_place(zone) for zone in zones(ZoneKind.COMMUNE, year).filter(code__in=set(heirs.values()))}
    return {code: found[heir] for code, heir in heirs.items() if heir in found}


def places(kind: ZoneKind, *, edition: int | None = None, region_code: str | None = None) -> list[Place]:
    """Return all zones of a kind, sorted by name."""
    return [as_place(zone) for zone in zones(kind, edition, region_code).order_by("plain_name", "code")]


def zone_names(kind: ZoneKind, codes: Iterable[str] | None = None, *, edition: int | None = None) -> dict[str, str]:
    """Return zone names by code, for some codes or all. Only two columns are read, for country-wide lists."""
    asked = zones(kind, edition)
    return dict((asked if codes is None else asked.filter(code__in=set(codes))).values_list("code", "name"))


def places_named(
    text: str,
    *,
    kind: ZoneKind = ZoneKind.COMMUNE,
    edition: int | None = None,
    region_code: str | None = None,
    limit: int = 20,
) -> list[Place]:
    """Return zones whose name starts with ``text``, then those that contain it, ignoring accents and case."""
    wanted = fold_text(text)
    if not wanted:
        return []
    near = zones(kind, edition, region_code)
    # Hyphens and spaces are interchangeable when typed: « saint jean » must find « Saint-Jean ».
    spellings = sorted({wanted, wanted.replace(" ", "-"), wanted.replace("-", " ")})
    first = _ranked(near, [("plain_name__startswith", spelling) for spelling in spellings], wanted)
    found = list(first[:limit])
    if len(found) < limit:
        rest = _ranked(near, [("plain_name__contains", spelling) for spelling in spellings], wanted)
        found += rest.exclude(pk__in=[zone.pk for zone in found])[: limit - len(found)]
    return [as_place(zone) for zone in found]


def _ranked(near: QuerySet[Zone], conditions: list[tuple[str, str]], wanted: str) -> QuerySet[Zone]:
    """Sort the exact name first, then alphabetically."""
    either = near.none()
    for lookup, spelling in conditions:
        either |= near.filter(**{lookup: spelling})
    exact = Case(When(plain_name=wanted, then=Value(0)), default=Value(1), output_field=IntegerField())
    return either.order_by(exact, "plain_name", "code")


def communes_with_postal_code(postal_code: str, *, edition: int | None = None) -> list[Place]:
    """Return the communes of a postal code, sorted by name."""
    found = zones(ZoneKind.COMMUNE, edition).filter(postal_codes__contains=[postal_code.strip()])
    return [as_place(zone) for zone in found.order_by("plain_name", "code")]


def communes_near(
    latitude: float,
    longitude: float,
    *,
    within_km: float,
    edition: int | None = None,
    region_code: str | None = None,
) -> list[Neighbour]:
    """Return communes whose town hall is within ``within_km`` in a straight line, nearest first."""
    south, north, west, east = box_around(latitude, longitude, within_km)
    boxed = zones(ZoneKind.COMMUNE, edition, region_code).filter(
        latitude__gte=south, latitude__lte=north, longitude__gte=west, longitude__lte=east
    )
    near = [
        Neighbour(as_place(zone), kilometres(latitude, longitude, zone.latitude, zone.longitude))
        for zone in boxed
        if zone.latitude is not None and zone.longitude is not None
    ]
    return sorted(
        (each for each in near if each.kilometres <= within_km),
        key=lambda each: (each.kilometres, each.place.code),
    )


def population(codes: Iterable[str], *, year: int, kind: ZoneKind = ZoneKind.COMMUNE) -> dict[str, int]:
    """Return municipal populations by code for a census reference year, where loaded."""
    found = ZonePopulation.objects.filter(kind=kind, code__in=set(codes), year=year)
    return dict(found.values_list("code", "count"))
