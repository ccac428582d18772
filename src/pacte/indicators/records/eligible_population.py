"""Size of the population from which an audience is drawn, according to a series. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class EligibleCount:
    """``is_least``: the source covers only a part; the true number is at least ``count``.

    ``breaks``: (since, reason).
    """

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
class PublicShare:
    """Share, in per cent, of a group close to an audience: from the lowest zone to the highest."""

    public: str
    label: str
    unit: str
    least: Decimal
    most: Decimal
    last: date
    source: str


@dataclass(frozen=True, slots=True)
class EligiblePopulation:
    """By audience code; "" stands for all jobseekers, whatever the audience."""

    by_public: dict[str, EligibleCount] = field(default_factory=dict)
    shares: tuple[PublicShare, ...] = ()

    @property
    def is_fictitious(self) -> bool:
        return any(each.is_fictitious for each in self.by_public.values())
