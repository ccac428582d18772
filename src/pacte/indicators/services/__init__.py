"""What this room writes: the facts, answers that are kept."""

from pacte.indicators.services.keeping import keep_answer
from pacte.indicators.services.refreshing import refresh_facts

__all__ = ["keep_answer", "refresh_facts"]
