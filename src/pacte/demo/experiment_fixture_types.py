"""Types of the experiment fixtures: protocol versions, first entry, addenda, finding."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pacte.evaluation.records import Judgement, ProtocolContent
from pacte.kernel.action_codes import ActionCode

PILOT, LEAD, ANALYST, OBSERVATORY = (
    "pilote@pacte.example",
    "porteur@pacte.example",
    "analyste@pacte.example",
    "porteur-observatoire@pacte.example",
)
# Placeholder for an end after the day of the demonstration.
END_OF_NEXT_YEAR = date.max


@dataclass(frozen=True, slots=True)
class ProtocolVersionFixture:
    on: date
    content: ProtocolContent
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FindingFixture:
    on: date
    result: str
    judgement: Judgement
    reason: str
    value: Decimal | None = None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class ExperimentFixture:
    """One experiment. ``addenda``: day, text and reason of each addition after the lock."""

    action: int
    title: str
    opened_on: date
    versions: tuple[ProtocolVersionFixture, ...] = ()
    owner: str = ""
    locked: tuple[date, str] | None = None
    addenda: tuple[tuple[date, str, str], ...] = field(default=())
    finding: FindingFixture | None = None

    @property
    def code(self) -> ActionCode:
        return ActionCode(self.action)


def protocol_fixture(**values: object) -> ProtocolContent:
    return ProtocolContent(**values)  # type: ignore[arg-type]
