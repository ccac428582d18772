"""Models of the room: answers and series; forecasts; missing indicators and surveys; disputed figures."""

from pacte.indicators.models.answers_and_series import (
    FactPerson,
    Publication,
    SavedAnswer,
    Series,
    SeriesBreak,
    SeriesPoint,
    SeriesSplit,
)
from pacte.indicators.models.disputes import Dispute, DisputeRecord, DisputeSide
from pacte.indicators.models.forecasts import EntryForecast, KeptForecast, ObservedEntries
from pacte.indicators.models.gaps import MissingIndicator, Survey, SurveyGap, SurveyStratum

__all__ = [
    "Dispute",
    "DisputeRecord",
    "DisputeSide",
    "EntryForecast",
    "FactPerson",
    "KeptForecast",
    "MissingIndicator",
    "ObservedEntries",
    "Publication",
    "SavedAnswer",
    "Series",
    "SeriesBreak",
    "SeriesPoint",
    "SeriesSplit",
    "Survey",
    "SurveyGap",
    "SurveyStratum",
]
