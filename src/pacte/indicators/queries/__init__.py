"""Queries of the room: the catalogue, the answers to a question, the saved answers."""

from pacte.indicators.queries.answering import answer
from pacte.indicators.queries.catalogue import indicator, indicators
from pacte.indicators.queries.changes import why_changed
from pacte.indicators.queries.evidence import plan_evidence
from pacte.indicators.queries.examples import value_of_example
from pacte.indicators.queries.kept import kept_answer, kept_answers
from pacte.indicators.queries.profile import zone_profile
from pacte.indicators.queries.series import all_series, imports, points, series_by_code, series_held
from pacte.indicators.queries.zones import zone_named

__all__ = [
    "all_series",
    "answer",
    "imports",
    "indicator",
    "indicators",
    "kept_answer",
    "kept_answers",
    "plan_evidence",
    "points",
    "series_by_code",
    "series_held",
    "value_of_example",
    "why_changed",
    "zone_named",
    "zone_profile",
]
