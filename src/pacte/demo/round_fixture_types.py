"""Types of the round fixtures: one year of answers of an action lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pacte.kernel.action_codes import ActionCode
from pacte.steering.records import RiskLevel, Weather

_WEATHER_BY_CODE = {"B": Weather.GOOD, "M": Weather.MIXED, "A": Weather.ALERT, "-": Weather.NONE}


@dataclass(frozen=True, slots=True)
class MilestoneFixture:
    """A milestone: due date, date reached (None: not yet), one postponement with its reason, previous milestone."""

    title: str
    due: date
    done: date | None = None
    moved_to: date | None = None
    move_reason: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ActionYearFixture:
    """``weather_codes``: one letter per round, good, mixed, alert; « - » is no answer. ``comments`` go with them."""

    number: int
    weather_codes: str
    comments: tuple[str, str, str, str]
    milestones: tuple[MilestoneFixture, ...] = ()
    value: tuple[str, str, tuple[int | None, int | None, int | None, int | None]] | None = None
    risk: tuple[str, RiskLevel, str] | None = None
    decision: str = ""

    @property
    def code(self) -> ActionCode:
        return ActionCode(self.number)

    def weather(self, rank: int) -> Weather:
        return _WEATHER_BY_CODE[self.weather_codes[rank]]

    def amount(self, rank: int) -> Decimal | None:
        value = self.value[2][rank] if self.value else None
        return None if value is None else Decimal(value)
