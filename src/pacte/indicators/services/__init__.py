"""What this room writes: the facts, answers that are kept."""

from pacte.indicators.services.keeping import keep_answer
from pacte.indicators.services.refreshing import refresh_facts
from pacte.indicators.services.series import add_points, enter_series, note_break

__all__ = ["add_points", "enter_series", "keep_answer", "note_break", "refresh_facts"]
