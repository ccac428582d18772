"""URL of a search: its parameters, and the URLs of its variants (another facet, another page)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from pacte.kernel.actor import NOBODY
from pacte.kernel.user_input import digits_only, parse_iso_day, parse_whole_number
from pacte.offer.queries.search_places import communes_named, place_in_words
from pacte.offer.records.search import SearchArea, SearchFacet, SearchParams, SearchSort
from pacte.reference.queries import communes_with_postal_code, search_places, territory_editions
from pacte.reference.records import Place
from pacte.web.occupation_field import OccupationFieldValue, resolve_occupation
from pacte.web.searched_for import PARAMETER

RADII = (10, 20, 30, 50, 80, 120)
_DEFAULT_RADIUS = 50
_MOST_OTHERS, _MOST_BEGUN = 6, 40
LEVELS = {3: "CAP ou équivalent (niveau 3)", 4: "Bac (niveau 4)", 5: "Bac + 2 (niveau 5)", 6: "Bac + 3 ou 4 (niveau 6)"}
LENGTHS = {70: "2 semaines au plus", 210: "6 semaines au plus", 420: "3 mois au plus", 700: "5 mois au plus"}
_NAMES = ("q", "exact", "lu", "lieu", "commune", "km", "du", "avant", "niveau", "heures", "public", "metier", "savoir",
          "large", "titre", "pour", "tri", "p")  # fmt: skip
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

    ``typed`` are all the words typed, ``words`` those left when a commune was read among them (``is_place_in_words``);
    ``ignores_place``: the person said that it was not one. ``others``: communes of the same name. ``journey_key``: of
    the person for whom an adviser searches. The area of the search (``around``) is ``radius`` km around the commune.
    """

    typed: str = ""
    place: str = ""
    commune: Place | None = None
    is_place_in_words: bool = False
    ignores_place: bool = False
    journey_key: str = ""
    others: tuple[Place, ...] = ()
    radius: int = _DEFAULT_RADIUS
    job: OccupationFieldValue = field(default_factory=OccupationFieldValue)

    @property
    def filter_count(self) -> int:
        """Filters that narrow the list, beside the words and the place."""
        values = (self.level, self.hours_at_most, self.public, self.starts_from, self.starts_before, self.job.code)
        is_other_radius = self.commune is not None and self.radius != _DEFAULT_RADIUS
        return len(self.facets) + sum(map(bool, (*values, self.competence, is_other_radius)))

    def within(self, radius: int) -> SearchPageParams:
        """The same search in another radius, from its first page."""
        return replace(self, radius=radius, around=_area(self.commune, radius), page=1)

    def query(self, **changes: Any) -> str:
        """« ?q=soudeur&lieu=Vierzon… » with some values changed; back to the first page."""
        other = replace(self, **{"page": 1} | changes)
        pairs = [
            ("q", other.typed),
            ("exact", "oui" if other.exact else ""),
            ("lu", "non" if other.ignores_place else ""),
            ("lieu", other.place),
            ("commune", other.commune.code if other.commune and other.others else ""),
            ("km", other.radius if other.commune and other.radius != _DEFAULT_RADIUS else ""),
            *(("b", str(box)) for box in SearchFacet if box in other.facets),
            ("du", other.starts_from or ""),
            ("avant", other.starts_before or ""),
            ("niveau", other.level or ""),
            ("heures", other.hours_at_most or ""),
            ("public", other.public),
            ("metier", other.job.code or other.job.typed),
            ("savoir", other.competence),
            ("large", "oui" if other.is_wide else ""),
            ("titre", other.same_title_as),
            (PARAMETER, other.journey_key),
            ("tri", str(other.sort)),
            ("p", other.page if other.page > 1 else ""),
        ]
        return "?" + urlencode([(name, value) for name, value in pairs if value])


def search_params_from_query(query: QueryDict) -> SearchPageParams:
    """Lenient parsing: invalid values are ignored, never an error."""
    sent = {name: query.get(name, "") for name in _NAMES}
    typed, place, radius = sent["q"].strip()[:120], sent["lieu"].strip()[:80], parse_whole_number(sent["km"])
    radius = radius if radius in RADII else _DEFAULT_RADIUS
    (commune, others), job = _match_commune(place, sent["commune"]), resolve_occupation(sent["metier"])
    is_exact, ignores_place = sent["exact"] == "oui", sent["lu"] == "non"
    read = None if is_exact or ignores_place or not typed else place_in_words(actor=NOBODY, words=typed)
    if read and place:  # Said twice, or another word of the search.
        read = read if commune in read.communes else None
    elif read:
        commune, others = _chosen_commune(read.communes, sent["commune"])
    return SearchPageParams(
        typed=typed,
        words=read.words if read else typed,
        exact=is_exact,
        place=place,
        commune=commune,
        is_place_in_words=read is not None and not place,
        ignores_place=ignores_place,
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
        is_wide=sent["large"] == "oui",
        same_title_as=sent["titre"][:100],
        journey_key=sent["pour"][:40],
        sort=SearchSort(sent["tri"]) if sent["tri"] in set(SearchSort) else SearchSort.AUTO,
        page=max(1, min(500, parse_whole_number(sent["p"]) or 1)),
    )


def _area(commune: Place | None, radius: int) -> SearchArea | None:
    """Area around a commune; None without one whose place is known."""
    if commune is None or commune.latitude is None or commune.longitude is None:
        return None
    return SearchArea(commune.latitude, commune.longitude, float(radius))


def _match_commune(words: str, code: str) -> tuple[Place | None, tuple[Place, ...]]:
    """Commune that is meant, and others that may be: « Vierzon (18100) », « 18100 », « st pierre des corps »."""
    if not words or not territory_editions():
        return None, ()
    digits, name = digits_only(words), words.split("(")[0].strip()
    by_code = communes_with_postal_code(digits) if len(digits) == 5 else []
    is_named = bool(name) and parse_whole_number(name) is None
    exact = list(communes_named(actor=NOBODY, name=name)) if is_named else []
    exact = [each for each in exact if digits in each.postal_codes] or exact if by_code else exact
    begun = search_places(name, limit=_MOST_BEGUN) if is_named and not exact and not by_code else []
    # « Tour »: Tours before Tour-en-Sologne, which comes first by name.
    likely = sorted(begun, key=lambda each: (-(each.population or 0), each.code))
    return _chosen_commune(exact or by_code or likely, code)


def _chosen_commune(matches: Sequence[Place], code: str) -> tuple[Place | None, tuple[Place, ...]]:
    """The commune chosen by its code, else the first; and all of them, when there are several."""
    if not matches:
        return None, ()
    chosen = next((each for each in matches if each.code == code), matches[0])
    return chosen, tuple(matches[:_MOST_OTHERS]) if len(matches) > 1 else ()


def _known_value(text: str, known: Mapping[int, str]) -> int | None:
    value = parse_whole_number(text)
    return value if value in known else None


def day_or_none(text: str) -> date | None:
    """Parses « 2020-11-24 »; None for anything else."""
    try:
        return parse_iso_day(text)
    except ValueError:
        return None
