"""Services of the room: facts, series and saved answers."""

from pacte.indicators.services.declaring import declare_point
from pacte.indicators.services.keeping import keep_answer
from pacte.indicators.services.refreshing import refresh_facts
from pacte.indicators.services.series import add_points, enter_series, name_splits, note_break, record_import

__all__ = [
    "add_points",
    "declare_point",
    "enter_series",
    "keep_answer",
    "name_splits",
    "note_break",
    "record_import",
    "refresh_facts",
]
