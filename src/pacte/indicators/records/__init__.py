"""Words and plain values of indicators. Pure."""

from pacte.indicators.records.answer import (
    STATE_LABELS,
    Answer,
    Counts,
    Document,
    Line,
    Stamp,
    State,
    Value,
)
from pacte.indicators.records.definition import (
    DIRECTION_LABELS,
    KIND_LABELS,
    TERRITORY_LABELS,
    TIME_LABELS,
    Direction,
    Example,
    Indicator,
    Kind,
    Measure,
    TerritoryRule,
    TimeRule,
    Unit,
)
from pacte.indicators.records.question import Question, Reach, ZoneAsked

__all__ = [
    "DIRECTION_LABELS",
    "KIND_LABELS",
    "STATE_LABELS",
    "TERRITORY_LABELS",
    "TIME_LABELS",
    "Answer",
    "Counts",
    "Direction",
    "Document",
    "Example",
    "Indicator",
    "Kind",
    "Line",
    "Measure",
    "Question",
    "Reach",
    "Stamp",
    "State",
    "TerritoryRule",
    "TimeRule",
    "Unit",
    "Value",
    "ZoneAsked",
]
