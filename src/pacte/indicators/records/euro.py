"""One euro of training, followed from its buyer to a job: sessions, stages in cents, places to come. Pure.

Every part of a stage is the code of what became of the euro there. What is lost or unknown is a part like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Seating(StrEnum):
    """What a bought place became. ``UNTOLD``: neither places, nor hours, nor people say it."""

    TAKEN = "taken"
    LOST = "lost"
    CLOSED = "closed"
    FREE = "free"
    UNTOLD = "untold"


class CertificationOutcome(StrEnum):
    """What a person took away. ``NOT_AIMED``: the training certifies nothing. ``NOT_DUE``: the jury is ahead."""

    WHOLE = "whole"
    BLOCK = "block"
    NEITHER = "neither"
    NOT_AIMED = "not_aimed"
    NOT_DUE = "not_due"


class AfterTraining(StrEnum):
    """Situation six months after. ``NO_ANSWER``: asked in vain; ``NOT_ASKED``: due, and nothing is recorded."""

    IN_JOB = "in_job"
    WITHOUT_JOB = "without_job"
    NO_ANSWER = "no_answer"
    NOT_DUE = "not_due"
    NOT_ASKED = "not_asked"


class EuroStep(StrEnum):
    """The stages of the euro, in order."""

    BOUGHT = "bought"
    SEATED = "seated"
    AWARDED = "awarded"
    WORKING = "working"


UNKNOWN_SEATING = frozenset({Seating.UNTOLD})
EMPTY_SEATING = frozenset({Seating.LOST, Seating.CLOSED, Seating.FREE})
UNKNOWN_SITUATIONS = frozenset({AfterTraining.NO_ANSWER, AfterTraining.NOT_DUE, AfterTraining.NOT_ASKED})


@dataclass(frozen=True, slots=True)
class EuroSession:
    """A session that is over. ``cents``: what each buyer ordered, by its identifier; all of them positive.

    ``places``: of each state, in places, or in hours when only hours were bought. ``people``: number of people by what
    they took away and their situation.
    """

    session: int
    commune: str
    cents: Mapping[str, int]
    places: Mapping[Seating, int]
    people: Mapping[tuple[CertificationOutcome, AfterTraining], int] = field(default_factory=dict)
    lots: frozenset[int] = frozenset()
    counts_hours: bool = False

    @property
    def entered(self) -> int:
        return sum(self.people.values())


@dataclass(frozen=True, slots=True)
class EuroPart:
    """``count``: places, hours or people of that part; None where none is counted, as for a buyer."""

    code: str
    cents: int
    count: int | None = None


@dataclass(frozen=True, slots=True)
class EuroStage:
    """``carried``: cents of the euro that did not reach this stage, and stay in it."""

    step: EuroStep
    parts: tuple[EuroPart, ...]
    carried: int = 0

    def cents_of(self, *codes: str) -> int:
        return sum(each.cents for each in self.parts if each.code in codes)

    def count_of(self, *codes: str) -> int:
        return sum(each.count or 0 for each in self.parts if each.code in codes)


@dataclass(frozen=True, slots=True)
class FollowedEuro:
    """``stages`` is empty when nothing was bought. ``job_share``: the exact part of the euro that leads to a job."""

    cents: int = 0
    sessions: int = 0
    places: int = 0
    people: int = 0
    stages: tuple[EuroStage, ...] = ()
    job_share: Fraction = Fraction(0)
    lots: tuple[int, ...] = ()

    def stage(self, step: EuroStep) -> EuroStage:
        return next(each for each in self.stages if each.step is step)

    @property
    def in_job(self) -> int:
        return self.stage(EuroStep.WORKING).count_of(AfterTraining.IN_JOB)

    @property
    def answers(self) -> int:
        return self.stage(EuroStep.WORKING).count_of(AfterTraining.IN_JOB, AfterTraining.WITHOUT_JOB)


@dataclass(frozen=True, slots=True)
class ComingSession:
    """A session that begins after the day. ``waiting``: people met who wait for the answer."""

    session: int
    commune: str
    starts_on: date
    places: int
    lost: int
    cents: int
    admitted: int
    waiting: int

    @property
    def free(self) -> int:
        return max(0, self.places - self.lost - self.admitted - self.waiting)


@dataclass(frozen=True, slots=True)
class EuroQuestion:
    """Which euros: sessions over before ``before``, as known on ``known_on``.

    ``occupations``: ROME codes of the trade, or ``domain`` three digits of a training domain; neither: all trainings.
    ``funder`` and ``fund``: who orders, on which fund. ``action``: only what is ordered for that action of ``plan``.
    """

    known_on: date
    before: date
    occupations: tuple[str, ...] = ()
    domain: str = ""
    funder: str = ""
    fund: str = ""
    plan: int | None = None
    action: str = ""


@dataclass(frozen=True, slots=True)
class EuroFacts:
    """``coming``: the next sessions, by day. ``funders`` to ``domains``: everything ordered, whatever the filters.

    ``last_jury_on`` and ``last_situation_on``: when the last result and the last answer not due yet will be.
    """

    sessions: tuple[EuroSession, ...] = ()
    coming: tuple[ComingSession, ...] = ()
    funders: frozenset[str] = frozenset()
    funds: frozenset[str] = frozenset()
    occupations: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    last_jury_on: date | None = None
    last_situation_on: date | None = None


@dataclass(frozen=True, slots=True)
class TradeNeed:
    """Hiring projects in a zone over a period, and those judged difficult; None when the series does not say it.

    ``is_of_trade``: False when they are those of all trades, because the series does not split by this one.
    """

    projects: int
    difficult: int | None
    first: date
    last: date
    source: str
    is_of_trade: bool
    is_around: bool = False
