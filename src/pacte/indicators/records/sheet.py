"""What is typed or read in a file: the sheet of a series, its values. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pacte.indicators.records.definition import Direction, TerritoryRule


@dataclass(frozen=True, slots=True)
class SeriesGiven:
    """The sheet of a series, as a computed indicator has one."""

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
class PointGiven:
    """A value of a zone over a period; ``split``: an occupation, a public… or "" for the whole.

    ``value`` None: the source keeps it secret, which is neither nought nor an absence.
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
class PointsWritten:
    """What an import of values did: new ones, corrections of other values, those that were known already."""

    added: int
    corrected: int
    known: int


@dataclass(frozen=True, slots=True)
class ImportGiven:
    """A file that was read: its source and edition, under which licence, its name and SHA-256."""

    source_code: str
    source_label: str
    edition: str
    licence: str
    file_name: str
    digest: str
