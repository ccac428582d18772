"""Profile of a zone from external series: which zones of each series represent it, and the values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

FICTITIOUS = "fictitious-"


class ZoneFitKind(StrEnum):
    """How the zones of a series represent the requested zone.

    ``PART``: sum of the communes that the source provides, fewer than all: a lower bound. ``SPREAD``: a rate is not
    additive, each inner zone is listed. ``AROUND``: a larger zone that contains the requested one. ``MOSTLY``: the zone
    that contains most of it.
    """

    EXACT = "exact"
    SUMMED = "summed"
    PART = "part"
    SPREAD = "spread"
    AROUND = "around"
    MOSTLY = "mostly"


@dataclass(frozen=True, slots=True)
class ZoneFit:
    """``codes`` are zones of ``kind``.

    ``share``: how many communes of the requested zone they contain, out of ``out_of``.
    """

    how: ZoneFitKind
    kind: str
    codes: tuple[str, ...]
    share: int
    out_of: int


@dataclass(frozen=True, slots=True)
class ZoneValue:
    """A value over a period. ``value`` None: all of it is confidential; ``hidden`` counts the confidential parts.

    ``zone`` is set when each zone is listed (``SPREAD``). ``parts``: how many values were added up.
    """

    split: str
    first: date
    last: date
    value: Decimal | None
    hidden: int = 0
    parts: int = 1
    zone: str = ""


@dataclass(frozen=True, slots=True)
class ZoneSeries:
    """A series restricted to a zone.

    ``names``: labels of its splits; ``zones``: names of the zones that represent it; ``months_to_next``: from the end
    of a period to the day when the value of the next one is due.
    """

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
    values: tuple[ZoneValue, ...]
    names: dict[str, str] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=dict)
    breaks: tuple[tuple[date, str], ...] = ()
    series_id: int = 0
    months_to_next: int = 0

    @property
    def is_fictitious(self) -> bool:
        """Invented for the demonstration."""
        return self.code.startswith(FICTITIOUS)

    @property
    def until(self) -> date:
        return max(each.last for each in self.values)

    def latest(self) -> tuple[ZoneValue, ...]:
        """Values of the last period available for the zone."""
        last = self.until
        return tuple(each for each in self.values if each.last == last)

    def totals(self) -> tuple[ZoneValue, ...]:
        """Values without split or zone, oldest first."""
        values = (each for each in self.values if not each.split and not each.zone)
        return tuple(sorted(values, key=lambda each: each.last))

    def as_of(self, on: date) -> tuple[ZoneValue, ...]:
        """Values of the last period that ended by that day."""
        ended = [each.last for each in self.values if each.last <= on]
        return tuple(each for each in self.values if each.last == max(ended)) if ended else ()

    def name_of(self, split: str) -> str:
        return self.names.get(split) or split.partition(":")[2] or split


@dataclass(frozen=True, slots=True)
class ProfileTerritory:
    """Communes of the profiled zone, and the zones of all communes, in an edition of the territory.

    ``former_communes``: codes that those of the zone replaced. ``zone_of``: kind of zone → current commune → its zone.
    """

    edition: int = 0
    communes: frozenset[str] = frozenset()
    former_communes: frozenset[str] = frozenset()
    zone_of: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ZoneProfile:
    kind: str
    code: str
    name: str
    communes: int
    known_on: date
    series: tuple[ZoneSeries, ...]
    territory: ProfileTerritory = ProfileTerritory()

    def of_theme(self, *themes: str) -> tuple[ZoneSeries, ...]:
        return tuple(each for each in self.series if each.theme in themes)

    def by_code(self, code: str) -> ZoneSeries | None:
        """The series of that code; otherwise the fictitious one of the demonstration, which is labelled as such."""
        known = {each.code: each for each in self.series}
        return known.get(code) or known.get(f"{FICTITIOUS}{code}")


@dataclass(frozen=True, slots=True)
class SeriesSummary:
    """State of a series: number of values, number of confidential values, first and last day, edition."""

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
    owner: str = ""


@dataclass(frozen=True, slots=True)
class SubzoneValue:
    """Value of one zone. ``value`` None: all confidential; ``hidden`` counts the confidential parts, not in the sum."""

    value: Decimal | None
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class SeriesByZone:
    """One series by zone over its last period. ``is_partial``: computed from fewer communes than there are."""

    code: str
    label: str
    unit: str
    source: str
    first: date
    last: date
    values: dict[str, SubzoneValue]
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class ZoneBreakdown:
    """Needs and supply of each zone of one kind inside a territory, for one occupation (``split``) or all.

    ``occupations``: code and label of those that at least one series splits by. ``kinds``: the available zone kinds.
    """

    kind: str
    kinds: tuple[str, ...]
    split: str
    occupations: tuple[tuple[str, str], ...]
    zones: dict[str, str]
    series: tuple[SeriesByZone, ...]

    def values_of(self, series: SeriesByZone) -> list[tuple[str, SubzoneValue]]:
        """In the order of the zones; zones without a value are left out."""
        return [(code, series.values[code]) for code in self.zones if code in series.values]
