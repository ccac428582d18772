"""Types of the round fixtures: one year of answers of an action lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pacte.kernel.action_codes import ActionCode
from pacte.steering.records import RiskLevel, Weather

_WEATHERS = {"B": Weather.GOOD, "M": Weather.MIXED, "A": Weather.ALERT, "-": Weather.NONE}


@dataclass(frozen=True, slots=True)
class Stone:
    """A milestone: due date, date reached (None: not yet), one postponement with its reason, previous milestone."""

    title: str
    due: date
    done: date | None = None
    moved_to: date | None = None
    why: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """``weather_codes``: one letter per round, good, mixed, alert; « - » is no answer. ``comments`` go with them."""

    number: int
    skies: str
    words: tuple[str, str, str, str]
    stones: tuple[Stone, ...] = ()
    value: tuple[str, str, tuple[int | None, int | None, int | None, int | None]] | None = None
    risk: tuple[str, RiskLevel, str] | None = None
    decision: str = ""

    @property
    def code(self) -> ActionCode:
        return ActionCode(self.number)

    def weather(self, rank: int) -> Weather:
        return _WEATHERS[self.skies[rank]]

    def amount(self, rank: int) -> Decimal | None:
        found = self.value[2][rank] if self.value else None
        return None if found is None else Decimal(found)
