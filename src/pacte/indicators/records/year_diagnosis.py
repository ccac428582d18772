"""The diagnosis of one year of a plan: figures of the region, gaps of the register, surveys. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pacte.indicators.records.gaps import GapCounts


@dataclass(frozen=True, slots=True)
class DiagnosisFigure:
    """Last value of a series for the whole region by the end of the year, as texts.

    ``number`` is None when the zones inside the region are given apart, or when the value is confidential. ``change``:
    since the previous value, or why both are not compared. ``due_on``: when the next value was due.
    """

    label: str
    value: str
    number: Decimal | None
    unit: str
    period: str
    change: str
    source: str
    where: str
    due_on: date
    is_late: bool
    is_invented: bool


@dataclass(frozen=True, slots=True)
class DiagnosisGap:
    """A gap open at some time in the year. ``state``: where it was at its end, or on the day of the page."""

    number: int
    label: str
    action: str
    owed_by: str
    origin: str
    state: str


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """One measure of a survey run in the year. ``margin`` in points; None when it cannot be computed."""

    survey_number: int
    survey: str
    field_days: str
    label: str
    value: Decimal | None
    margin: Decimal | None
    respondents: int | None


@dataclass(frozen=True, slots=True)
class YearDiagnosis:
    """``gaps`` and ``surveys`` are None for readers who may not see the register. ``on``: the last day known."""

    year: int
    on: date
    figures: tuple[DiagnosisFigure, ...]
    gap_counts: GapCounts
    gaps: tuple[DiagnosisGap, ...] | None
    surveys: tuple[SurveyResult, ...] | None

    @property
    def has_begun(self) -> bool:
        return date(self.year, 1, 1) <= self.on
