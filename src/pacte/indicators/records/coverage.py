"""Map of blanks: dated, located items crossed with the zones of a kind. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pacte.indicators.records.grades import EvidenceGrade, ProofScope
from pacte.reference.records import ZoneKind


class LocatedItem(NamedTuple):
    """``key`` tells two items apart: the same key twice in a zone is one item."""

    commune: str
    happened_on: date
    key: str


@dataclass(frozen=True, slots=True)
class CoverageSource:
    """What a map of blanks counts, for the actions that have ``target`` as a target.

    ``what``, ``unit`` and ``one``: the items, in French. ``zone_kind``: the zones, where the target names none.
    ``note``: what the map does not say. ``grade`` and ``scope``: what it tells of the action.
    """

    code: str
    what: str
    unit: str
    one: str
    source: str
    target: str
    zone_kind: ZoneKind
    note: str
    grade: EvidenceGrade
    scope: ProofScope

    @property
    def measures_target(self) -> bool:
        """True when a item is what the target promises; otherwise the map is shown next to the target."""
        return self.target == self.code


@dataclass(frozen=True, slots=True)
class ZoneCoverage:
    """``population``: inhabitants of the communes of the zone in the region; None when one of them has none known."""

    code: str
    name: str
    population: int | None
    count: int = 0
    first_on: date | None = None
    last_on: date | None = None

    @property
    def is_blank(self) -> bool:
        return not self.count


@dataclass(frozen=True, slots=True)
class ZoneFrame:
    """The zones of a kind in a region, in one edition. ``zone_of``: by commune, with the codes that were replaced.

    ``inhabitants``: by commune of the edition; None where the number is unknown.
    """

    kind: ZoneKind
    edition: int
    names: dict[str, str]
    zone_of: dict[str, str]
    inhabitants: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class CoverageMap:
    """``outside``: items in no zone of the region, or in no known commune."""

    source: CoverageSource
    kind: ZoneKind
    on: date
    edition: int
    zones: tuple[ZoneCoverage, ...]
    outside: int

    @property
    def covered(self) -> tuple[ZoneCoverage, ...]:
        return tuple(each for each in self.zones if not each.is_blank)

    @property
    def blanks(self) -> tuple[ZoneCoverage, ...]:
        """Zones without anything, the most inhabited first."""
        blanks = (each for each in self.zones if each.is_blank)
        return tuple(sorted(blanks, key=lambda each: (-(each.population or 0), each.name)))

    @property
    def inhabitants(self) -> int | None:
        """None when the population of one zone is unknown: a share of a part would be read as one of the whole."""
        return _total(self.zones)

    @property
    def inhabitants_without(self) -> int | None:
        return _total(self.blanks) if self.inhabitants is not None else None


def _total(zones: tuple[ZoneCoverage, ...]) -> int | None:
    known = [each.population for each in zones if each.population is not None]
    return sum(known) if len(known) == len(zones) else None
