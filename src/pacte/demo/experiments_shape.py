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
NEXT_YEAR = date.max


@dataclass(frozen=True, slots=True)
class Version:
    on: date
    content: ProtocolContent
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    on: date
    result: str
    judgement: Judgement
    reason: str
    value: Decimal | None = None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One experiment. ``addenda``: day, text and reason of each addition after the lock."""

    action: int
    title: str
    opened_on: date
    versions: tuple[Version, ...] = ()
    owner: str = ""
    locked: tuple[date, str] | None = None
    added: tuple[tuple[date, str, str], ...] = field(default=())
    found: Found | None = None

    @property
    def code(self) -> ActionCode:
        return ActionCode(self.action)


def sheet(**values: object) -> ProtocolContent:
    return ProtocolContent(**values)  # type: ignore[arg-type]
