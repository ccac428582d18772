"""URL of a search: its parameters, and the URLs of its variants (another facet, another page)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from pacte.kernel.user_input import digits_only, parse_iso_day, parse_whole_number
from pacte.offer.queries.search import PAGE_SIZE
from pacte.offer.records.search import SearchArea, SearchFacet, SearchParams, SearchSort
from pacte.reference.queries import commune_by_code, communes_with_postal_code, search_places, territory_editions
from pacte.reference.records import Place
from pacte.web.occupation_field import OccupationFieldValue, resolve_occupation

RADII = (10, 20, 30, 50, 80, 120)
_DEFAULT_RADIUS = 50
LEVELS = {3: "CAP ou équivalent (niveau 3)", 4: "Bac (niveau 4)", 5: "Bac + 2 (niveau 5)", 6: "Bac + 3 ou 4 (niveau 6)"}
LENGTHS = {70: "2 semaines au plus", 210: "6 semaines au plus", 420: "3 mois au plus", 700: "5 mois au plus"}
_NAMES = ("q", "exact", "lieu", "commune", "km", "du", "avant", "niveau", "heures", "public", "metier", "savoir", "tri",
          "p")  # fmt: skip
PUBLICS = {
    "80006": "en recherche d’emploi",
    "81024": "jeune, de 16 à 25 ans",
    "80010": "au RSA",
    "81020": "en situation de handicap",
    "82044": "en emploi",
}


@dataclass(frozen=True, slots=True)
class SearchPageParams(SearchParams):
    """Parameters of the URL. ``place`` is the typed text, ``commune`` the commune that it names, None when unknown.

    ``others``: communes of the same name. The area of the search (``around``) is ``radius`` km around the commune.
    """

    place: str = ""
    commune: Place | None = None
    others: tuple[Place, ...] = ()
    radius: int = _DEFAULT_RADIUS
    job: OccupationFieldValue = field(default_factory=OccupationFieldValue)

    @property
    def first_rank(self) -> int:
        """Rank of the first result of the page."""
        return (self.page - 1) * PAGE_SIZE + 1

    def within(self, radius: int) -> SearchPageParams:
        """The same search in another radius, from its first page."""
        return replace(self, radius=radius, around=_area(self.commune, radius), page=1)

    def query(self, **changes: Any) -> str:
        """« ?q=soudeur&lieu=Vierzon… » with some values changed; back to the first page."""
        other = replace(self, **{"page": 1} | changes)
        pairs = [
            ("q", other.words),
            ("exact", "oui" if other.exact else ""),
            ("lieu", other.place),
            ("commune", other.commune.code if other.commune and other.others else ""),
            ("km", other.radius if other.place and other.radius != _DEFAULT_RADIUS else ""),
            *(("b", str(box)) for box in SearchFacet if box in other.facets),
            ("du", other.starts_from or ""),
            ("avant", other.starts_before or ""),
            ("niveau", other.level or ""),
            ("heures", other.hours_at_most or ""),
            ("public", other.public),
            ("metier", other.job.code or other.job.typed),
            ("savoir", other.competence),
            ("tri", str(other.sort)),
            ("p", other.page if other.page > 1 else ""),
        ]
        return "?" + urlencode([(name, value) for name, value in pairs if value])


def search_params_from_query(query: QueryDict) -> SearchPageParams:
    """Lenient parsing: invalid values are ignored, never an error."""
    sent = {name: query.get(name, "") for name in _NAMES}
    place, radius = sent["lieu"].strip()[:80], parse_whole_number(sent["km"])
    radius = radius if radius in RADII else _DEFAULT_RADIUS
    (commune, others), job = _match_commune(place, sent["commune"]), resolve_occupation(sent["metier"])
    return SearchPageParams(
        words=sent["q"].strip()[:120],
        exact=sent["exact"] == "oui",
        place=place,
        commune=commune,
        others=others,
        radius=radius,
        around=_area(commune, radius),
        facets=frozenset(SearchFacet(box) for box in query.getlist("b") if box in set(SearchFacet)),
        starts_from=day_or_none(sent["du"]),
        starts_before=day_or_none(sent["avant"]),
        level=_known_value(sent["niveau"], LEVELS),
        hours_at_most=_known_value(sent["heures"], LENGTHS),
        public=sent["public"] if sent["public"] in PUBLICS else "",
        job=job,
        romes=job.codes,
        competence=sent["savoir"].strip()[:120],
        sort=SearchSort(sent["tri"]) if sent["tri"] in set(SearchSort) else SearchSort.AUTO,
        page=max(1, min(500, parse_whole_number(sent["p"]) or 1)),
    )


def _area(commune: Place | None, radius: int) -> SearchArea | None:
    """Area around a commune; None without one whose place is known."""
    if commune is None or commune.latitude is None or commune.longitude is None:
        return None
    return SearchArea(commune.latitude, commune.longitude, float(radius))


def _match_commune(words: str, code: str) -> tuple[Place | None, tuple[Place, ...]]:
    """Matching commune, and its homonyms. Accepts « Vierzon (18100) », « 18100 », « vierzon »."""
    if not words or not territory_editions():
        return None, ()
    digits = digits_only(words)
    name = words.split("(")[0].strip()
    matches = communes_with_postal_code(digits) if len(digits) == 5 else []
    if name and parse_whole_number(name) is None:
        by_name = search_places(name, limit=8)
        matches = [each for each in by_name if each in matches] or matches or by_name
    if not matches:
        return None, ()
    chosen = commune_by_code(code) if code else None
    exact = [each for each in matches if each.name.casefold() == name.casefold()]
    others = exact if len(exact) > 1 else ()
    return chosen or (exact or matches)[0], tuple(others)


def _known_value(text: str, known: Mapping[int, str]) -> int | None:
    value = parse_whole_number(text)
    return value if value in known else None


def day_or_none(text: str) -> date | None:
    """Parses « 2020-11-24 »; None for anything else."""
    try:
        return parse_iso_day(text)
    except ValueError:
        return None
