"""Models of the room: answers and series; missing indicators and surveys; disputed figures."""

from pacte.indicators.models.disputes import Dispute, DisputeRecord, DisputeSide
from pacte.indicators.models.gaps import MissingIndicator, Survey, SurveyGap, SurveyStratum
from pacte.indicators.models.kept import (
    FactPerson,
    KeptAnswer,
    Publication,
    Series,
    SeriesBreak,
    SeriesImport,
    SeriesPoint,
    SeriesSplit,
)

__all__ = [
    "Dispute",
    "DisputeRecord",
    "DisputeSide",
    "FactPerson",
    "KeptAnswer",
    "MissingIndicator",
    "Publication",
    "Series",
    "SeriesBreak",
    "SeriesImport",
    "SeriesPoint",
    "SeriesSplit",
    "Survey",
    "SurveyGap",
    "SurveyStratum",
]
