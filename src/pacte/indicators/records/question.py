"""A question: which indicators, where, when, split by what, as known on which day. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pacte.indicators.records.definition import TerritoryRule

ZONE, MONTH, QUARTER, SEMESTER, YEAR = "zone", "month", "quarter", "semester", "year"
"""Splits available in every relation: by territory, and by the date of the measure."""


@dataclass(frozen=True, slots=True)
class ZoneFilter:
    """``kind`` is that of ``reference``; ``communes`` are commune codes, former codes included."""

    kind: str
    code: str
    name: str
    communes: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.code}"


@dataclass(frozen=True, slots=True)
class IndicatorQuestion:
    """``codes`` empty: the whole catalogue. ``by``: dimensions, in order. ``where``: (dimension, accepted values).

    ``territory`` None: the rule of each indicator. ``known_on``: only facts recorded by the end of that day count.
    ``plan``: credits and targets of that plan only; None: of every plan.
    """

    first: date
    last: date
    known_on: date
    codes: tuple[str, ...] = ()
    zone: ZoneFilter | None = None
    zone_kind: str = "department"
    by: tuple[str, ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    territory: TerritoryRule | None = None
    plan: int | None = None

    @property
    def period(self) -> str:
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


@dataclass(frozen=True, slots=True)
class CountScope:
    """Which facts an actor may count. Empty sets give access to nothing; ``everything`` is for the system actor.

    ``hosts``: pacts counted entirely. ``provider_bodies`` and ``referrers``: only what these organisations did
    themselves. ``sees_small``: small counts are shown. ``sees_protected``: splits by protected situations are answered,
    small or not. ``sees_subjects``: so are their sums, above the threshold.
    """

    everything: bool = False
    hosts: frozenset[int] = field(default_factory=frozenset)
    provider_bodies: frozenset[int] = field(default_factory=frozenset)
    referrers: frozenset[int] = field(default_factory=frozenset)
    sees_small: bool = False
    sees_protected: bool = False
    sees_subjects: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.everything or self.hosts or self.provider_bodies or self.referrers)
