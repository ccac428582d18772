"""Shape of ``experiments.yaml``: protocol versions, sessions of the arms, first entry, addenda, finding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pacte.demo.stories.reader import read_story
from pacte.evaluation.records import Arm, Judgement, ProtocolContent
from pacte.kernel.action_codes import ActionCode


@dataclass(frozen=True, slots=True)
class ProtocolVersionStory:
    on: date
    content: ProtocolContent
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProtocolLockStory:
    """``by``: the first entry, after which the protocol does not change."""

    on: date
    by: str


@dataclass(frozen=True, slots=True)
class AddendumStory:
    on: date
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class FindingStory:
    on: date
    result: str
    judgement: Judgement
    reason: str
    value: Decimal | None = None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class ArmStory:
    """Sessions attached to an arm ``on`` one day: at most ``most``, that start from ``first`` to ``last``.

    They are of these families of trainings and departments, or of any when none is named.
    """

    on: date
    arm: Arm
    first: date
    last: date
    most: int
    families: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()

    def takes(self, *, family: str, department: str, starts_on: date) -> bool:
        return (
            self.first <= starts_on <= self.last
            and (not self.families or family in self.families)
            and (not self.departments or department in self.departments)
        )


@dataclass(frozen=True, slots=True)
class ExperimentStory:
    """One experiment, of its first day to its finding. ``owner`` is an e-mail of the demonstration."""

    action: ActionCode
    title: str
    opened_on: date
    owner: str = ""
    versions: tuple[ProtocolVersionStory, ...] = ()
    arms: tuple[ArmStory, ...] = ()
    locked: ProtocolLockStory | None = None
    addenda: tuple[AddendumStory, ...] = ()
    finding: FindingStory | None = None


@dataclass(frozen=True, slots=True)
class ExperimentStories:
    """``pilot`` opens each experiment, and writes those without an owner."""

    pilot: str
    experiments: tuple[ExperimentStory, ...]


def experiment_stories(today: date) -> ExperimentStories:
    return read_story("experiments", ExperimentStories, today=today)
