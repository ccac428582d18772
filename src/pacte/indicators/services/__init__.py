"""Services of the room: facts, series and saved answers."""

from pacte.indicators.services.answer_archive import save_indicator_answer
from pacte.indicators.services.declared_values import declare_point
from pacte.indicators.services.facts_refresh import refresh_facts
from pacte.indicators.services.series import (
    add_points,
    record_series_break,
    save_series,
    save_split_names,
)

__all__ = [
    "add_points",
    "declare_point",
    "record_series_break",
    "refresh_facts",
    "save_indicator_answer",
    "save_series",
    "save_split_names",
]
