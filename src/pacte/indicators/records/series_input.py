"""Input of series, typed or imported from a file: metadata and values. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pacte.indicators.records.definition import Direction, TerritoryRule


@dataclass(frozen=True, slots=True)
class SeriesInput:
    """Metadata of a series, the same as those of a computed indicator."""

    code: str
    label: str
    question: str
    unit: str
    entity: str
    source: str
    owner: str
    territory: TerritoryRule = TerritoryRule.RESIDENCE
    producer: str = ""
    licence: str = ""
    url: str = ""
    periodicity_months: int = 12
    delay_months: int = 1
    direction: Direction = Direction.NEITHER
    is_public: bool = True
    theme: str = ""
    is_additive: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class SeriesPointInput:
    """A value of a zone over a period. ``split``: an occupation, an audience… or "" for the total.

    ``value`` None: confidential at the source, which is neither zero nor missing.
    """

    zone_kind: str
    zone_code: str
    first: date
    last: date
    value: Decimal | None
    split: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    margin: Decimal | None = None

    @property
    def key(self) -> tuple[str, str, str, date, date]:
        return self.zone_kind, self.zone_code, self.split, self.first, self.last

    @property
    def is_hidden(self) -> bool:
        return self.value is None


@dataclass(frozen=True, slots=True)
class PointsImportResult:
    """Result of an import of values: new ones, corrections, and values already known."""

    added: int
    corrected: int
    known: int
