"""Places by code, name, postal code and distance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import or_

from django.db.models import Case, IntegerField, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Length

from pacte.kernel.actor import Actor
from pacte.kernel.french import fold_text
from pacte.reference.models import Edition, Zone, ZonePopulation
from pacte.reference.neighbour_communes import communes_of_neighbours
from pacte.reference.queries.editions import current_commune_codes, latest_territory_edition, territory_editions
from pacte.reference.records import ADMINISTRATIVE_KINDS, Place, ZoneKind
from pacte.reference.rules import edition_for_year

_KINDS_WITH_REGION = (ZoneKind.COMMUNE, ZoneKind.ARRONDISSEMENT, ZoneKind.DEPARTMENT)


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


def vintage_for_edition(edition: int, vintages: Iterable[int]) -> int:
    """Return the zoning vintage that applies in an edition: the last one by then, else the first; 0 if none."""
    return edition_for_year(edition, list(vintages)) or 0


def zones_of_kind(kind: ZoneKind, edition: int | None = None, region_code: str | None = None) -> QuerySet[Zone]:
    """Return the zones of a kind in an edition (newest by default), or in the vintage that applies to it."""
    year = edition or latest_territory_edition()
    if kind not in ADMINISTRATIVE_KINDS:
        year = vintage_for_edition(year, Zone.objects.filter(kind=kind).values_list("edition", flat=True).distinct())
    rows = Zone.objects.filter(kind=kind, edition=year)
    if region_code is None:
        return rows
    if kind in _KINDS_WITH_REGION:
        return rows.filter(region_code=region_code)
    if kind is ZoneKind.REGION:
        return rows.filter(code=region_code)
    if kind is not ZoneKind.EPCI:
        return rows
    # An EPCI can span two regions: it belongs to each region where it has a commune. The codes are fetched first,
    # because a subquery is slow on a freshly loaded table that has no statistics yet.
    communes = Zone.objects.filter(kind=ZoneKind.COMMUNE, edition=year, region_code=region_code)
    return rows.filter(code__in=set(communes.values_list("epci_code", flat=True)))


def place_by_code(kind: ZoneKind, code: str, *, edition: int | None = None) -> Place | None:
    """Return the zone with this exact code in the edition."""
    zone = zones_of_kind(kind, edition).filter(code=code).first()
    return as_place(zone) if zone else None


def commune_by_code(code: str, *, edition: int | None = None) -> Place | None:
    """Return the commune that ``code`` designates in the edition, following code changes."""
    year = edition or latest_territory_edition()
    heir = current_commune_codes([code], edition=year).get(code)
    return place_by_code(ZoneKind.COMMUNE, heir, edition=year) if heir else None


def communes_by_code(codes: Iterable[str], *, edition: int | None = None) -> dict[str, Place]:
    """Return communes by given code, following code changes. Unknown codes are omitted.

    Empty before a territory is loaded.
    """
    wanted_codes = set(codes) - {""}
    if not wanted_codes or not territory_editions():
        return {}
    year = edition or latest_territory_edition()
    heirs = current_commune_codes(wanted_codes, edition=year)
    place_of_heir = {
        zone.code: as_place(zone) for zone in zones_of_kind(ZoneKind.COMMUNE, year).filter(code__in=set(heirs.values()))
    }
    return {code: place_of_heir[heir] for code, heir in heirs.items() if heir in place_of_heir}


def places_of_kind(kind: ZoneKind, *, edition: int | None = None, region_code: str | None = None) -> list[Place]:
    """Return all zones of a kind, sorted by name."""
    return [as_place(zone) for zone in zones_of_kind(kind, edition, region_code).order_by("plain_name", "code")]


def zone_names_by_kind(
    codes: Mapping[ZoneKind, Iterable[str] | None], *, edition: int | None = None
) -> dict[ZoneKind, dict[str, str]]:
    """Return zone names by kind, then by code, for some codes of each kind (None: all of them). Two queries.

    Only the names are read, for country-wide lists.
    """
    year = edition or latest_territory_edition()
    vintages: dict[str, list[int]] = defaultdict(list)
    zonings = Zone.objects.filter(kind__in=set(codes) - set(ADMINISTRATIVE_KINDS))
    for kind, vintage in zonings.values_list("kind", "edition").distinct():
        vintages[kind].append(vintage)
    in_kinds = Q(pk=None)
    for zone_kind, of_kind in codes.items():
        zone_edition = year if zone_kind in ADMINISTRATIVE_KINDS else vintage_for_edition(year, vintages[zone_kind])
        in_codes = Q() if of_kind is None else Q(code__in=set(of_kind))
        in_kinds |= Q(kind=zone_kind, edition=zone_edition) & in_codes
    names: dict[ZoneKind, dict[str, str]] = {kind: {} for kind in codes}
    for kind, code, name in Zone.objects.filter(in_kinds).values_list("kind", "code", "name"):
        names[ZoneKind(kind)][code] = name
    return names


def search_places(
    text: str,
    *,
    kind: ZoneKind = ZoneKind.COMMUNE,
    edition: int | None = None,
    region_code: str | None = None,
    limit: int = 20,
) -> list[Place]:
    """Return zones whose name starts with ``text``, then those that contain it, ignoring accents and case."""
    plain_text = fold_text(text)
    if not plain_text:
        return []
    candidates = zones_of_kind(kind, edition, region_code)
    # Hyphens and spaces are interchangeable when typed: « saint jean » must find « Saint-Jean ».
    spellings = sorted({plain_text, plain_text.replace(" ", "-"), plain_text.replace("-", " ")})
    first = _exact_name_first(candidates, [("plain_name__startswith", spelling) for spelling in spellings], plain_text)
    matches = list(first[:limit])
    if len(matches) < limit:
        rest = _exact_name_first(candidates, [("plain_name__contains", spelling) for spelling in spellings], plain_text)
        matches += rest.exclude(pk__in=[zone.pk for zone in matches])[: limit - len(matches)]
    return [as_place(zone) for zone in matches]


def zones_with_words(*, actor: Actor, words: Collection[str], kinds: Iterable[ZoneKind], limit: int) -> list[Place]:
    """Return the zones whose name has one of the folded ``words``, those with most of them first; also by code
    or postal code. Public. One query for all kinds, in the newest edition or its vintage.
    """
    if not words:
        return []
    has_word = [Q(plain_name__contains=word) for word in words if len(word) > 1 and not word.isdigit()]
    has_code = [Q(code=word.upper()) | Q(postal_codes__contains=[word]) for word in words]
    score: Combinable = Value(0)
    for condition in (*has_word, *has_code):
        score += Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
    zones = _current_zones(kinds).filter(reduce(or_, (*has_word, *has_code)))
    return [as_place(zone) for zone in zones.order_by(-score, Length("plain_name"), "plain_name", "code")[:limit]]


def zones_with_initials(*, actor: Actor, initials: Iterable[str], kinds: Iterable[ZoneKind]) -> list[Place]:
    """Return the zones with a word that begins with one of these letters: what a misspelt name may be. Public."""
    letters = "".join(sorted({each for each in initials if each.isascii() and each.isalpha()}))
    if not letters:
        return []
    return [as_place(zone) for zone in _current_zones(kinds).filter(plain_name__regex=rf"\m[{letters}]")]


def _current_zones(kinds: Iterable[ZoneKind]) -> QuerySet[Zone]:
    """Zones of the newest edition; of a zoning, those of the vintage that applies to it (``zones_of_kind``)."""
    newest = Subquery(Edition.objects.order_by("-year").values("year")[:1])
    in_force = Q(kind__in=ADMINISTRATIVE_KINDS, edition=newest)
    for kind in set(kinds) - set(ADMINISTRATIVE_KINDS):
        vintages = Zone.objects.filter(kind=kind).values("edition")
        last = vintages.filter(edition__lte=newest).order_by("-edition")[:1]
        in_force |= Q(kind=kind, edition=Coalesce(Subquery(last), Subquery(vintages.order_by("edition")[:1])))
    return Zone.objects.filter(in_force, kind__in=set(kinds))


def _exact_name_first(candidates: QuerySet[Zone], conditions: list[tuple[str, str]], exact_name: str) -> QuerySet[Zone]:
    """Sort the exact name first, then alphabetically."""
    either = candidates.none()
    for lookup, spelling in conditions:
        either |= candidates.filter(**{lookup: spelling})
    exact = Case(When(plain_name=exact_name, then=Value(0)), default=Value(1), output_field=IntegerField())
    return either.order_by(exact, "plain_name", "code")


def communes_with_postal_code(postal_code: str, *, edition: int | None = None) -> list[Place]:
    """Return the communes of a postal code, sorted by name."""
    rows = zones_of_kind(ZoneKind.COMMUNE, edition).filter(postal_codes__contains=[postal_code.strip()])
    return [as_place(zone) for zone in rows.order_by("plain_name", "code")]


def neighbour_communes(*, actor: Actor, region_codes: Iterable[str]) -> list[Place]:
    """Return the communes of the regions around these, from the shipped files. Public. Slow at first."""
    regions = set(region_codes) - {""}
    around = {each.code: each for region in sorted(regions) for each in communes_of_neighbours(region)}
    return [each for each in around.values() if each.region_code not in regions]


def population_by_code(codes: Iterable[str], *, year: int, kind: ZoneKind = ZoneKind.COMMUNE) -> dict[str, int]:
    """Return municipal populations by code for a census reference year, where loaded."""
    rows = ZonePopulation.objects.filter(kind=kind, code__in=set(codes), year=year)
    return dict(rows.values_list("code", "count"))
