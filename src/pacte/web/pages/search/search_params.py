"""URL of a search: its parameters, and the URLs of its variants (another facet, another page)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from pacte.kernel.user_input import digits_only, parse_iso_day, parse_whole_number
from pacte.offer.records.search import SearchArea, SearchFacet, SearchParams, SearchSort
from pacte.reference.queries import commune_by_code, communes_with_postal_code, search_places, territory_editions
from pacte.reference.records import Place
from pacte.web.occupation_field import OccupationFieldValue, resolve_occupation

RADII = (10, 20, 30, 50, 80, 120)
_DEFAULT_RADIUS = 50
LEVELS = {3: "CAP ou équivalent (niveau 3)", 4: "Bac (niveau 4)", 5: "Bac + 2 (niveau 5)", 6: "Bac + 3 ou 4 (niveau 6)"}
LENGTHS = {70: "2 semaines au plus", 210: "6 semaines au plus", 420: "3 mois au plus", 700: "5 mois au plus"}
PUBLICS = {
    "80006": "en recherche d’emploi",
    "81024": "jeune, de 16 à 25 ans",
    "80010": "au RSA",
    "81020": "en situation de handicap",
    "82044": "en emploi",
}


@dataclass(frozen=True, slots=True)
class SearchPageParams:
    """Parameters of the URL. ``place`` is the typed text, ``commune`` the commune that it names, None when unknown."""

    words: str = ""
    exact: bool = False
    place: str = ""
    commune: Place | None = None
    others: tuple[Place, ...] = ()
    radius: int = _DEFAULT_RADIUS
    boxes: frozenset[SearchFacet] = frozenset()
    starts_from: date | None = None
    starts_before: date | None = None
    level: int | None = None
    hours: int | None = None
    public: str = ""
    job: OccupationFieldValue = field(default_factory=OccupationFieldValue)
    competence: str = ""
    sort: SearchSort = SearchSort.AUTO
    page: int = 1

    @property
    def is_empty(self) -> bool:
        return self == SearchPageParams(radius=self.radius)

    @property
    def search_params(self) -> SearchParams:
        around = None
        if self.commune and self.commune.latitude is not None and self.commune.longitude is not None:
            around = SearchArea(self.commune.latitude, self.commune.longitude, float(self.radius))
        return SearchParams(
            words=self.words,
            exact=self.exact,
            around=around,
            facets=self.boxes,
            starts_from=self.starts_from,
            starts_before=self.starts_before,
            level=self.level,
            hours_at_most=self.hours,
            public=self.public,
            romes=self.job.codes,
            competence=self.competence,
            sort=self.sort,
            page=self.page,
        )

    def query(self, **changes: object) -> str:
        """« ?q=soudeur&lieu=Vierzon… » with some values changed; back to the first page."""
        other = replace(self, page=1)
        other = replace(other, **changes)  # type: ignore[arg-type]
        pairs = [
            ("q", other.words),
            ("exact", "oui" if other.exact else ""),
            ("lieu", other.place),
            ("commune", other.commune.code if other.commune and other.others else ""),
            ("km", other.radius if other.place and other.radius != _DEFAULT_RADIUS else ""),
            *(("b", str(box)) for box in SearchFacet if box in other.boxes),
            ("du", other.starts_from or ""),
            ("avant", other.starts_before or ""),
            ("niveau", other.level or ""),
            ("heures", other.hours or ""),
            ("public", other.public),
            ("metier", other.job.code or other.job.typed),
            ("savoir", other.competence),
            ("tri", str(other.sort)),
            ("p", other.page if other.page > 1 else ""),
        ]
        return "?" + urlencode([(name, value) for name, value in pairs if value])


def search_params_from_query(params: Mapping[str, str], boxes: Sequence[str]) -> SearchPageParams:
    """Lenient parsing: invalid values are ignored, never an error."""
    place = params.get("lieu", "").strip()[:80]
    matched_commune, others = _match_commune(place, params.get("commune", ""))
    radius = parse_whole_number(params.get("km", ""))
    return SearchPageParams(
        words=params.get("q", "").strip()[:120],
        exact=params.get("exact") == "oui",
        place=place,
        commune=matched_commune,
        others=others,
        radius=radius if radius in RADII else _DEFAULT_RADIUS,
        boxes=frozenset(SearchFacet(box) for box in boxes if box in set(SearchFacet)),
        starts_from=_day_or_none(params.get("du", "")),
        starts_before=_day_or_none(params.get("avant", "")),
        level=_known_value(params.get("niveau", ""), LEVELS),
        hours=_known_value(params.get("heures", ""), LENGTHS),
        public=params.get("public", "") if params.get("public", "") in PUBLICS else "",
        job=resolve_occupation(params.get("metier", "")),
        competence=params.get("savoir", "").strip()[:120],
        sort=SearchSort(params["tri"])
        if params.get("tri", "") in set(SearchSort) and params.get("tri")
        else SearchSort.AUTO,
        page=max(1, min(500, parse_whole_number(params.get("p", "")) or 1)),
    )


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


def _day_or_none(text: str) -> date | None:
    try:
        return parse_iso_day(text)
    except ValueError:
        return None
