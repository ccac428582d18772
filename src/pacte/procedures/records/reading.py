"""How a procedure has its cases read and decided: conflicts of interest, grids, committees, rounds of a call. Pure.

Nothing of it is required: a procedure without grid has no reading, no committee and no round.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

HIGHEST_SCORE = 5
"""A criterion is scored from 0 to this."""


class ConflictKind(StrEnum):
    """What ties a reader to a case that they may not judge."""

    SAME_BODY = "same_body"
    SAME_GROUP = "same_group"
    PARTNER = "partner"
    FUNDER = "funder"
    DECLARED = "declared"


CONFLICT_KIND_LABELS = {
    ConflictKind.SAME_BODY: "son organisation présente le dossier",
    ConflictKind.SAME_GROUP: "son organisation est du même groupe que le demandeur (même SIREN)",
    ConflictKind.PARTNER: "son organisation est partenaire du projet",
    ConflictKind.FUNDER: "son organisation finance le projet",
    ConflictKind.DECLARED: "conflit d’intérêts déclaré",
}


@dataclass(frozen=True, slots=True)
class ConflictRules:
    """Conflicts that are computed from the case; a reader may always declare another.

    Each path (``siret``, ``funders.who``) is an answer that holds the SIRET or the name of a body: the one that
    applies, its partners, its funders. ``declared_before_reading``: until a reader declared that they have none, they
    read public answers only.
    """

    kinds: frozenset[ConflictKind]
    declared_before_reading: bool = True
    body_fields: tuple[str, ...] = ()
    partner_fields: tuple[str, ...] = ()
    funder_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingCriterion:
    """One criterion, scored from 0 to ``HIGHEST_SCORE``. ``words_if_below``: a score under that needs words."""

    code: str
    label: str
    weight: int = 1
    help: str = ""
    words_if_below: int = 0


@dataclass(frozen=True, slots=True)
class ReadingGrid:
    """A grid that several ``readers`` fill, each alone while it is ``blind``.

    ``third_if_gap``: points of 100 between the highest and the lowest score beyond which one more reader is asked.
    ``both_if_gap``: points beyond which a committee reads the grids side by side, and no mean.
    ``hides``: fields that no reader sees.
    """

    code: str
    label: str
    criteria: tuple[ReadingCriterion, ...]
    readers: int = 2
    blind: bool = True
    third_if_gap: int | None = None
    both_if_gap: int | None = None
    hides: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CommitteeKind:
    """A committee that decides on what was read with ``grid``, with ``quorum`` members who have no conflict.

    ``departs_with_reason``: a decision that does not follow the ranking says why.
    """

    code: str
    label: str
    grid: str
    quorum: int = 3
    departs_with_reason: bool = True


@dataclass(frozen=True, slots=True)
class CallRounds:
    """Applications come by rounds: each opens and closes at a moment, Paris time.

    ``has_envelope``: what its committees grant is taken from an amount. ``late_code``: somebody named may be let in
    after the end. ``amount_field``: what an application asks for, in the form.
    """

    has_envelope: bool = False
    late_code: bool = False
    amount_field: str = ""


class CommitteeOutcome(StrEnum):
    """What a committee decides on a case."""

    KEPT = "kept"
    WAITING = "waiting"
    REFUSED = "refused"


COMMITTEE_OUTCOME_LABELS = {
    CommitteeOutcome.KEPT: "retenu",
    CommitteeOutcome.WAITING: "sur liste d’attente",
    CommitteeOutcome.REFUSED: "non retenu",
}


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """The score of one criterion, with the weight that it had then: a later edition never changes it."""

    code: str
    label: str
    score: int
    weight: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class ScoreSummary:
    """The totals of one case, each out of 100 and exact: their mean, the lowest, the highest, and how many."""

    mean: Fraction
    lowest: Fraction
    highest: Fraction
    count: int

    @property
    def gap(self) -> Fraction:
        return self.highest - self.lowest


@dataclass(frozen=True, slots=True)
class RankedCase:
    """A case in the ranking of a committee. ``rank`` is None without a score; cases with the same mean share one."""

    case_id: int
    rank: int | None
    summary: ScoreSummary | None


@dataclass(frozen=True, slots=True)
class BodyIdentity:
    """A body as conflicts compare it: ``siret`` may be "", ``names`` are folded."""

    body_id: int
    siret: str
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RoundMoments:
    """When a round is open: from ``opens_at`` until just before ``closes_at``, the last of its extensions."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    """What transitions ask about reading. Codes of grids that are read, of grids without gap, of committees.

    ``quorum``: the committees that decided this case with enough members; ``is_granted``: the last decision kept it,
    within the envelope of its round.
    """

    read: frozenset[str] = frozenset()
    settled: frozenset[str] = frozenset()
    quorum: frozenset[str] = frozenset()
    is_round_open: bool = False
    is_granted: bool = False


NO_READING = ReadingFacts()


@dataclass(frozen=True, slots=True)
class BodiesOfCase:
    """Who a case names: what applies, what is a partner, what funds; texts by SIRET digits or folded name."""

    applicant_id: int | None
    applicants: frozenset[str] = frozenset()
    partners: frozenset[str] = frozenset()
    funders: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ScoreInput:
    """What a reader gives: a score and words by criterion, and a comment."""

    scores: Mapping[str, int]
    words: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
