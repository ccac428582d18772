"""Search parameters read from the URL, and search results. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum

from pacte.offer.records.catalogue import TrainingNature


class SearchSort(StrEnum):
    """Sort order. AUTO: by distance when a place is given, else by relevance when there are words, else by date."""

    AUTO = ""
    DISTANCE = "distance"
    DATE = "date"
    WORDS = "mots"
    DURATION = "duree"


class SearchFacet(StrEnum):
    """Facets of the search form. Facets of one group are combined with OR, groups with AND."""

    SEATS_LEFT = "places"
    SOON = "bientot"
    ROLLING = "toute-annee"
    CERTIFYING = "diplome"
    ATTESTING = "attestation"
    TRYING = "essai"
    PART_TIME = "temps-partiel"
    EVENING = "soir"
    REMOTE = "distance"
    WHEELCHAIR = "fauteuil"
    NO_LICENCE = "sans-permis"
    WITHOUT_CAR = "sans-voiture"
    PAID = "region"
    READING = "lire"
    # Bits follow the order of definition: add new facets at the end.
    BY_EMPLOYMENT_SERVICE = "france-travail"
    BY_STATE = "etat"
    BY_EUROPE = "europe"
    BY_DISABILITY_FUND = "agefiph"
    BY_EMPLOYER = "employeur"
    BY_TRANSITION_FUND = "transition-pro"
    BY_LOCAL_AUTHORITY = "collectivite"
    BY_ONESELF = "soi-meme"
    BY_ANOTHER = "autre-financeur"


# Funder codes of ``records.funders`` by facet: each code has its facet.
FUNDER_CODES_BY_FACET: dict[SearchFacet, tuple[int, ...]] = {
    SearchFacet.PAID: (2,),
    SearchFacet.BY_EMPLOYMENT_SERVICE: (4,),
    SearchFacet.BY_STATE: (11, 12, 13, 19, 20),
    SearchFacet.BY_EUROPE: (3, 14),
    SearchFacet.BY_DISABILITY_FUND: (7,),
    SearchFacet.BY_EMPLOYER: (5, 16),
    SearchFacet.BY_TRANSITION_FUND: (17,),
    SearchFacet.BY_LOCAL_AUTHORITY: (8, 9, 15),
    SearchFacet.BY_ONESELF: (10,),
    SearchFacet.BY_ANOTHER: (0, 1, 6, 18),
}


FACET_GROUPS = (
    (SearchFacet.SEATS_LEFT,),
    (SearchFacet.SOON, SearchFacet.ROLLING),
    (SearchFacet.CERTIFYING, SearchFacet.ATTESTING, SearchFacet.TRYING),
    (SearchFacet.PART_TIME, SearchFacet.EVENING),
    (SearchFacet.REMOTE,),
    (SearchFacet.WHEELCHAIR,),
    (SearchFacet.NO_LICENCE,),
    (SearchFacet.WITHOUT_CAR,),
    tuple(FUNDER_CODES_BY_FACET),
    (SearchFacet.READING,),
)


# Properties that do not depend on the day are stored as bits; SOON is computed at query time.
_STORED_FACETS = [facet for facet in SearchFacet if facet is not SearchFacet.SOON]
FACET_BITS: dict[SearchFacet, int] = {facet: 1 << rank for rank, facet in enumerate(_STORED_FACETS)}


@dataclass(frozen=True, slots=True)
class SearchSubject:
    """What people search beside the name of an occupation, and the codes of the trainings that answer.

    ``formacodes``: beginnings of codes. ``is_first_step``: it comes before an occupation (basic skills, a project…).
    """

    key: str
    label: str
    formacodes: tuple[str, ...] = ()
    natures: tuple[TrainingNature, ...] = ()
    is_first_step: bool = False


@dataclass(frozen=True, slots=True)
class SearchArea:
    """A point and a radius in kilometres."""

    latitude: float
    longitude: float
    kilometres: float


@dataclass(frozen=True, slots=True)
class SearchParams:
    """Search parameters. ``level``: target level, 1 to 8; ``hours_at_most``: maximum length of the training.

    ``competence``: words of a competence or of the certification. ``romes``: codes of one occupation in several
    editions. ``is_wide``: also the trainings that only mention the words. ``same_title_as``: number of a training; only
    those of its title. ``formacode``: the main one of the training, or its beginning.
    """

    words: str = ""
    exact: bool = False
    around: SearchArea | None = None
    facets: frozenset[SearchFacet] = frozenset()
    starts_from: date | None = None
    starts_before: date | None = None
    level: int | None = None
    hours_at_most: int | None = None
    public: str = ""
    romes: tuple[str, ...] = ()
    competence: str = ""
    department: str = ""
    sort: SearchSort = SearchSort.AUTO
    page: int = 1
    is_wide: bool = False
    same_title_as: str = ""
    formacode: str = ""


class SearchTier(IntEnum):
    """Part of a list: what was searched, a way to try it first, or what only mentions the words (not listed)."""

    MAIN = 0
    TRY_FIRST = 1
    MENTION = 2


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A session of the result, with its distance in kilometres when a place was given."""

    session_id: int
    training_id: int
    kilometres: float | None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Sessions found. ``total``: all of them, of so many ``trainings``. ``is_loose``: no training has all the words,
    these have some of them.
    """

    hits: tuple[SearchHit, ...]
    total: int
    trainings: int
    corrections: dict[str, tuple[str, ...]]
    sort: SearchSort
    pages: int
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class SearchChoice:
    """A training in a town: what one chooses. ``hits``: its first sessions; ``sessions``: how many it has."""

    hits: tuple[SearchHit, ...]
    sessions: int


@dataclass(frozen=True, slots=True)
class SearchCard:
    """The choices of one title, nearest or soonest first. ``total``: how many there are, shown or not."""

    tier: SearchTier
    choices: tuple[SearchChoice, ...]
    total: int


@dataclass(frozen=True, slots=True)
class SearchChoices:
    """What the page lists. ``total``: choices; ``trainings``: distinct titles; ``counts``: choices by facet.

    ``map_points``: (latitude, longitude, choices) of each place. ``mentions``: choices that only mention the words.
    ``is_loose``: no training has all the words, these have some of them.
    """

    cards: tuple[SearchCard, ...]
    total: int
    trainings: int
    communes: int
    counts: dict[SearchFacet, int]
    sort: SearchSort
    pages: int
    map_points: tuple[tuple[float, float, int], ...] = field(default=())
    mentions: int = 0
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class NearOccupation:
    """An occupation near the one searched, with its choices in the area and the nearest of them (km, commune)."""

    code: str
    label: str
    choices: int
    kilometres: float | None
    commune_code: str
