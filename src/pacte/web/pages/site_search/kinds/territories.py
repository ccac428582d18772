"""Zones that have a page: by name, code or postal code. Public."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.reference.queries import zones_with_initials, zones_with_words
from pacte.reference.records import ZONE_KIND_LABELS, Place, ZoneKind
from pacte.reference.text_query import TextQuery
from pacte.reference.text_search import SearchDocument
from pacte.web.pages.site_search.result_kind import ResultKind, SearchEntry, SearchScope
from pacte.web.zone_urls import SLUG_BY_KIND, territory_url

_LIMIT = 60


def _entries(scope: SearchScope, query: TextQuery) -> Sequence[SearchEntry]:
    if scope.host is None:
        return []
    zones = zones_with_words(actor=scope.actor, words=query.words, kinds=SLUG_BY_KIND, limit=_LIMIT)
    return _ordered(zones)


def _near(scope: SearchScope, words: Sequence[str]) -> Sequence[SearchEntry]:
    initials = {word[0] for word in words}
    zones = zones_with_initials(actor=scope.actor, initials=initials, kinds=SLUG_BY_KIND) if scope.host else []
    return _ordered(zones)


def _ordered(zones: Sequence[Place]) -> list[SearchEntry]:
    """The larger zones first: a département before the communes that bear its name."""
    rank = {kind: position for position, kind in enumerate(reversed(SLUG_BY_KIND))}
    return [_entry(zone) for zone in sorted(zones, key=lambda zone: (rank[zone.kind], zone.name))]


def _entry(zone: Place) -> SearchEntry:
    kind = ZONE_KIND_LABELS[zone.kind][0]
    note = f"{kind}, {zone.department_code}" if zone.kind is ZoneKind.COMMUNE else kind
    document = SearchDocument(zone.name, (zone.code, *zone.postal_codes), (("nature", kind),), "nom")
    return SearchEntry(document, territory_url("profile", zone.kind, zone.code), note)


KIND = ResultKind(
    code="territoires",
    order=4,
    title="Territoires",
    nouns=("territoire", "territoires"),
    entries=_entries,
    near=_near,
)
