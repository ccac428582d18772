"""The population that a public is drawn from, as a series knows it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Eligible:
    """``is_least``: the source gives a part only, the true number is at least that. ``breaks``: (since, why)."""

    count: Decimal
    label: str
    entity: str
    source: str
    first: date
    last: date
    is_least: bool = False
    breaks: tuple[tuple[date, str], ...] = ()
    is_fictitious: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """What a series says of a group near to a public, in per cent: from the least zone to the greatest."""

    public: str
    label: str
    unit: str
    least: Decimal
    most: Decimal
    last: date
    source: str


@dataclass(frozen=True, slots=True)
class EligiblePopulation:
    """By code of public; "" is who looks for a job, whatever the public."""

    by_public: dict[str, Eligible] = field(default_factory=dict)
    shares: tuple[Share, ...] = ()

    @property
    def is_fictitious(self) -> bool:
        return any(each.is_fictitious for each in self.by_public.values())
