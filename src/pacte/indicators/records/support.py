"""Providers that were supported, beside comparable ones that were not: before, and after. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class ComparedPeople(NamedTuple):
    """Trainees of one provider in one domain and department who entered in the year before, or after, a support began.

    ``body``: the one whose support it is; ``is_own``: they are its own trainees, else those of a provider that nobody
    supported. ``people`` and ``reached``: those whose outcome is known, and those who have it.
    """

    body: int
    domain: str
    department: str
    is_after: bool
    is_own: bool
    provider: int
    people: int
    reached: int


@dataclass(frozen=True, slots=True)
class SupportSide:
    """One of the four shares compared, as anybody may read it. ``percent``: whole; ``people``: to the ten below."""

    is_supported: bool
    is_after: bool
    percent: int
    people: int
    providers: int


@dataclass(frozen=True, slots=True)
class SupportComparison:
    """How many more points the share moved where there was support, with its 95 % interval. ``sides``: the four shares.

    ``left_out``: supported providers of which no training has enough comparable ones.
    """

    difference: int
    low: int
    high: int
    sides: tuple[SupportSide, ...]
    left_out: int = 0

    @property
    def supported(self) -> int:
        """How many supported providers are compared."""
        return min(each.providers for each in self.sides if each.is_supported)

    @property
    def people(self) -> int:
        return sum(each.people for each in self.sides)

    @property
    def may_be_chance(self) -> bool:
        """True when the interval contains zero."""
        return self.low <= 0 <= self.high
