"""Definition of an indicator: a question, a numerator and a denominator as SQL over facts, and the metadata.

The SQL is in the DuckDB dialect, over one relation of ``facts.relations``. A rate is a sum over a sum: both are
computed separately and divided last. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pacte.indicators.records.grades import EvidenceGrade, ProofScope


class IndicatorKind(StrEnum):
    COMPUTED = "computed"
    SERIES = "series"
    DECLARED = "declared"


INDICATOR_KIND_LABELS = {
    IndicatorKind.COMPUTED: "calculé à partir des faits",
    IndicatorKind.SERIES: "série importée",
    IndicatorKind.DECLARED: "déclaré",
}


class Unit(StrEnum):
    """``PERCENT``, ``EUROS_PER_PLACE`` and the like divide; ``COUNT`` units have no denominator."""

    PERCENT = "%"
    POINTS = "points"
    ENTRIES = "entrées"
    PEOPLE = "personnes"
    PLACES = "places"
    HOURS = "heures-stagiaires"
    SESSIONS = "sessions"
    EUROS = "€"
    EUROS_PER_PLACE = "€ par place"
    EUROS_PER_HOUR = "€ par heure-stagiaire"
    EUROS_PER_ENTRY = "€ par entrée"
    EUROS_PER_PERSON = "€ par personne"
    HOURS_PER_ENTRY = "heures par entrée"
    DAYS = "jours"
    ETP = "ETP"


class Subset(StrEnum):
    """The part of the population that an indicator counts, when not all of it.

    Sessions that form a nightly table (``journeys.rules.night``), or some of the people.
    """

    OVER = "over"
    JURY = "jury"
    LATE = "late"
    FUND = "fund"
    OBJECTIVE = "objective"
    PEOPLE = "people"


class TimeRule(StrEnum):
    """How an indicator relates to a period. ``COHORT``: people anchored by an event and followed to a horizon."""

    FLOW = "flow"
    STOCK = "stock"
    ROLLING = "rolling"
    CUMULATIVE = "cumulative"
    COHORT = "cohort"


TIME_LABELS = {
    TimeRule.FLOW: "faits de la période",
    TimeRule.STOCK: "état au dernier jour de la période",
    TimeRule.ROLLING: "fenêtre glissante qui finit au dernier jour de la période",
    TimeRule.CUMULATIVE: "cumul depuis l’origine jusqu’au dernier jour de la période",
    TimeRule.COHORT: "personnes suivies depuis un fait de la période",
}


class TerritoryRule(StrEnum):
    SESSION = "session"
    RESIDENCE = "residence"
    NONE = "none"


TERRITORY_LABELS = {
    TerritoryRule.SESSION: "commune de la session",
    TerritoryRule.RESIDENCE: "commune de résidence à l’entrée",
    TerritoryRule.NONE: "sans territoire",
}


class Direction(StrEnum):
    """Which direction is better, to compare with a target; ``NEITHER`` when nothing says so."""

    RISING = "rising"
    FALLING = "falling"
    NEITHER = "neither"


DIRECTION_LABELS = {
    Direction.RISING: "une hausse est favorable",
    Direction.FALLING: "une baisse est favorable",
    Direction.NEITHER: "ni la hausse ni la baisse n’est favorable en soi",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """An aggregate over one relation. ``on`` is its date column. ``always``: the start of the period is ignored."""

    relation: str
    sql: str
    on: str = "happened_on"
    always: bool = False


ExampleRows = Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class IndicatorExample:
    """Tiny facts, by table of ``facts.tables``; missing columns take the default of their table.

    ``on`` is the reference day. The period is unbounded.
    """

    facts: Mapping[str, ExampleRows]
    numerator: float | None
    denominator: float | None = None
    on: date = date(2022, 12, 31)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One entry of the catalogue.

    ``expected`` counts the people from whom an answer is due (the denominator counts those who answered); ``waiting``,
    those for whom it is too early. ``side_measures`` are counts shown with the value, by French label.
    ``is_share_of_total``: the denominator is that of the total, whatever the split (a share). ``scale`` multiplies the
    ratio (100 for a percentage). An entry that is not computed has no measure: its values are in the database.
    ``threshold``: a count below this number of people is hidden from readers outside the staff. ``changes``: changes of
    the definition, by date. ``public``: the audience counted, which a plan may redefine (``rules.plan_publics``).
    ``subsets``: which sessions or people are counted, when not all. ``ends``: the kinds of end that the indicator
    discloses; readers who see no small count do not get it where another table hides them
    (``rules.suppression_consistency``).
    ``grade`` and ``scope``: what it proves of an action that has it as a target; ``shown_by``: the dimension by which
    that proof is shown too. ``others``: another group, shown next to the value of an action: its label, then the
    ``side_measures`` that are its numerator and its denominator.
    """

    code: str
    number: str
    label: str
    question: str
    unit: Unit | str
    entity: str
    source: str
    owner: str
    numerator: Measure | None = None
    examples: tuple[IndicatorExample, ...] = ()
    denominator: Measure | None = None
    numerator_label: str = ""
    denominator_label: str = ""
    expected: Measure | None = None
    waiting: Measure | None = None
    side_measures: Mapping[str, Measure] = field(default_factory=dict)
    time: TimeRule = TimeRule.FLOW
    window_months: int = 0
    territory: TerritoryRule = TerritoryRule.SESSION
    direction: Direction = Direction.RISING
    periodicity_months: int = 1
    delay_months: int = 1
    valid_from: date = date(2019, 1, 1)
    valid_until: date | None = None
    version: int = 1
    threshold: int = 11
    counts_people: bool = True
    counts_places_taken: bool = False
    is_share_of_total: bool = False
    kind: IndicatorKind = IndicatorKind.COMPUTED
    is_public: bool = True
    note: str = ""
    public: str = ""
    subsets: tuple[Subset, ...] = ()
    ends: tuple[str, ...] = ()
    changes: tuple[tuple[date, str], ...] = ()
    grade: EvidenceGrade = EvidenceGrade.RESULT
    scope: ProofScope = ProofScope.ACTION
    shown_by: str = ""
    others: tuple[str, str, str] | None = None

    @property
    def suppresses_small_counts(self) -> bool:
        """True where small counts are hidden: people, and places taken, which are as many people."""
        return self.counts_people or self.counts_places_taken

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every aggregate that the value needs, without duplicates, in a stable order."""
        candidates = (self.numerator, self.denominator, self.expected, self.waiting, *self.side_measures.values())
        return tuple(dict.fromkeys(each for each in candidates if each is not None))

    @property
    def unit_word(self) -> str:
        return self.unit.value if isinstance(self.unit, Unit) else self.unit

    @property
    def difference_unit(self) -> str:
        """Unit of a difference: a share changes by points."""
        return "points" if self.unit is Unit.PERCENT else self.unit_word

    @property
    def is_rate(self) -> bool:
        return self.denominator is not None

    @property
    def scale(self) -> int:
        return 100 if self.unit is Unit.PERCENT else 1

    def is_in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)
