"""Queries of the room: the catalogue, the answers to a question, the saved answers."""

from pacte.indicators.queries.answer_archive import saved_answer, saved_answers
from pacte.indicators.queries.answer_sets import answer_document
from pacte.indicators.queries.catalogue import indicator, indicators
from pacte.indicators.queries.changes import explain_change
from pacte.indicators.queries.evidence import plan_evidence
from pacte.indicators.queries.examples import example_value
from pacte.indicators.queries.profile import zone_profile
from pacte.indicators.queries.series import all_series, series_by_code, series_points, series_summaries
from pacte.indicators.queries.zones import find_zone

__all__ = [
    "all_series",
    "answer_document",
    "example_value",
    "explain_change",
    "find_zone",
    "indicator",
    "indicators",
    "plan_evidence",
    "saved_answer",
    "saved_answers",
    "series_by_code",
    "series_points",
    "series_summaries",
    "zone_profile",
]
