"""Shape of ``diagnosis.yaml``: series of invented figures, gaps, a survey, a dispute."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pacte.demo.stories.known import known_by
from pacte.demo.stories.reader import read_story
from pacte.indicators.records.dispute import DisputeSideInput
from pacte.indicators.records.series_input import SeriesInput
from pacte.indicators.records.survey import GapInput, Stratum, SurveyInput


@dataclass(frozen=True, slots=True)
class SeriesStories:
    """The series, each with the figures that ``diagnosis`` draws for it; those of ``population`` are real."""

    population: SeriesInput
    needs: SeriesInput
    hard_to_fill: SeriesInput
    offers: SeriesInput
    seekers: SeriesInput
    tension: SeriesInput
    reading: SeriesInput
    eligible: SeriesInput


@dataclass(frozen=True, slots=True)
class SeriesBreakStory:
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class SurveyStory:
    """``survey`` answers the first of the gaps; its answers are known by stratum on ``answered_on``."""

    survey: SurveyInput
    answered_on: date
    strata: tuple[Stratum, ...]


@dataclass(frozen=True, slots=True)
class DisputeSideStory:
    """``body`` is the name of an organisation."""

    body: str
    side: DisputeSideInput


@dataclass(frozen=True, slots=True)
class DisputeStory:
    subject: str
    first_on: date
    last_on: date
    due_on: date
    unit: str
    territory: str
    indicator_code: str
    first: DisputeSideStory
    second: DisputeSideStory


@dataclass(frozen=True, slots=True)
class TradeTensionStory:
    """``level``: 1 to 5, the same in every department."""

    name: str
    level: int


@dataclass(frozen=True, slots=True)
class DiagnosisStories:
    """``occupations``: name by code (« rome:K1304 »), those taught in the invented region. ``more_tensions``: levels of
    others, which no draw gives.

    ``jobless`` is a share of the inhabitants; ``publics`` are percentages of these people, by code.
    """

    occupations: dict[str, str]
    more_tensions: dict[str, TradeTensionStory]
    series: SeriesStories
    reading_break: SeriesBreakStory | None
    jobless: Decimal
    publics: dict[str, int]
    gaps: tuple[GapInput, ...]
    survey: SurveyStory | None
    dispute: DisputeStory


def diagnosis_stories(today: date) -> DiagnosisStories:
    """What happened by that day; the dispute is told whole."""
    stories = read_story("diagnosis", DiagnosisStories, today=today)
    return replace(known_by(stories, today), dispute=stories.dispute)
