"""What lasts, read both ways: how many last on a day, and how many began in each year. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pacte.reference.records import ZoneKind


class LastingItem(NamedTuple):
    """``ended_on``: None while it lasts. ``commune``: "" when it is not known."""

    commune: str
    began_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class ZoneStock:
    """``lasting``: on the day; ``begun``: in each of the years, in their order."""

    code: str
    name: str
    lasting: int
    begun: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StockAndFlow:
    """Both readings by zone, on a day. ``outside``: items in no zone of the region, or in no known commune.

    ``source``: the register that says it, in words.
    """

    kind: ZoneKind
    on: date
    years: tuple[int, ...]
    zones: tuple[ZoneStock, ...]
    outside: int
    source: str

    @property
    def lasting(self) -> int:
        return sum(each.lasting for each in self.zones)

    @property
    def begun(self) -> tuple[int, ...]:
        return tuple(sum(each.begun[rank] for each in self.zones) for rank in range(len(self.years)))
