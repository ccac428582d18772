"""What outside series say of one zone: which of their zones answer for it, and the values. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

FICTITIOUS = "fictitious-"


class Fit(StrEnum):
    """How the zones of a series answer for the zone asked.

    ``PART``: the sum of the communes that the source gives, fewer than all: a minimum. ``SPREAD``: a rate does not
    add up, each zone inside is told. ``AROUND``: a wider zone that holds it whole. ``MOSTLY``: the one that holds most.
    """

    EXACT = "exact"
    SUMMED = "summed"
    PART = "part"
    SPREAD = "spread"
    AROUND = "around"
    MOSTLY = "mostly"


@dataclass(frozen=True, slots=True)
class ZoneFit:
    """``codes`` are zones of ``kind``; ``share``: how many communes of the zone asked they hold, out of ``out_of``."""

    how: Fit
    kind: str
    codes: tuple[str, ...]
    share: int
    out_of: int


@dataclass(frozen=True, slots=True)
class ValueThere:
    """A value over a period. ``value`` None: all that there is, is kept secret; ``hidden`` counts secret parts.

    ``zone`` is set when each zone is told apart (``SPREAD``). ``parts``: how many values were added up.
    """

    split: str
    first: date
    last: date
    value: Decimal | None
    hidden: int = 0
    parts: int = 1
    zone: str = ""


@dataclass(frozen=True, slots=True)
class SeriesThere:
    """A series as it answers for a zone. ``names``: words of its splits; ``zones``: names of the zones that answer."""

    code: str
    label: str
    unit: str
    theme: str
    direction: str
    is_additive: bool
    source: str
    licence: str
    edition: str
    note: str
    fit: ZoneFit
    values: tuple[ValueThere, ...]
    names: dict[str, str] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=dict)
    breaks: tuple[tuple[date, str], ...] = ()

    @property
    def until(self) -> date:
        return max(each.last for each in self.values)

    def latest(self) -> tuple[ValueThere, ...]:
        """The values of the last period that the series has there."""
        last = self.until
        return tuple(each for each in self.values if each.last == last)

    def whole(self) -> tuple[ValueThere, ...]:
        """Values that are split by nothing and by no zone, oldest first."""
        found = (each for each in self.values if not each.split and not each.zone)
        return tuple(sorted(found, key=lambda each: each.last))

    def at(self, on: date) -> tuple[ValueThere, ...]:
        """The values of the last period ended by that day."""
        ended = [each.last for each in self.values if each.last <= on]
        return tuple(each for each in self.values if each.last == max(ended)) if ended else ()

    def name_of(self, split: str) -> str:
        return self.names.get(split) or split.partition(":")[2] or split


@dataclass(frozen=True, slots=True)
class ZoneProfile:
    kind: str
    code: str
    name: str
    communes: int
    known_on: date
    series: tuple[SeriesThere, ...]

    def of_theme(self, *themes: str) -> tuple[SeriesThere, ...]:
        return tuple(each for each in self.series if each.theme in themes)

    def by_code(self, code: str) -> SeriesThere | None:
        """The series of that code; else the one that a demonstration invented in its place, which says so."""
        known = {each.code: each for each in self.series}
        return known.get(code) or known.get(f"{FICTITIOUS}{code}")


@dataclass(frozen=True, slots=True)
class SeriesHeld:
    """A series as it stands: how many values, how many of them secret, from when to when, out of which file."""

    code: str
    label: str
    theme: str
    source: str
    licence: str
    edition: str
    values: int
    hidden: int
    first: date | None
    last: date | None
    due_on: date | None
    breaks: int = 0


@dataclass(frozen=True, slots=True)
class PartValue:
    """Of one zone: ``value`` None when all is kept secret; ``hidden`` counts secret parts, left out of the sum."""

    value: Decimal | None
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class SeriesByZone:
    """One series, zone by zone, over its last period. ``is_partial``: made of fewer communes than there are."""

    code: str
    label: str
    unit: str
    source: str
    first: date
    last: date
    values: dict[str, PartValue]
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class ZoneByZone:
    """Needs and supply of each zone of one kind inside a territory, of one occupation (``split``) or of all.

    ``occupations``: code and words of those that some series tells apart. ``kinds``: what it may be cut by.
    """

    kind: str
    kinds: tuple[str, ...]
    split: str
    occupations: tuple[tuple[str, str], ...]
    zones: dict[str, str]
    series: tuple[SeriesByZone, ...]

    def values_of(self, series: SeriesByZone) -> list[tuple[str, PartValue]]:
        """In the order of the zones; those of which nothing is said are left out."""
        return [(code, series.values[code]) for code in self.zones if code in series.values]
