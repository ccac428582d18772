"""What a page of an indicator asks in its usual scope. The night answers it for the whole catalogue at once."""

from __future__ import annotations

from dataclasses import replace

from pacte.indicators.facts.dimensions import ZONE
from pacte.indicators.queries.curves import monthly_question, yearly_question
from pacte.indicators.records import IndicatorQuestion

USUAL_SPLIT = "objective"
"""Split of the second table, where the indicator has it."""


def page_questions(question: IndicatorQuestion, *, has_territory: bool) -> tuple[IndicatorQuestion, ...]:
    """``question``: that of the total. ``has_territory``: zones are loaded."""
    splits: tuple[tuple[str, ...], ...] = ((), (USUAL_SPLIT,))
    if has_territory:
        splits += ((ZONE,), (ZONE, USUAL_SPLIT))
    by_month = monthly_question(question)
    return (*(replace(question, by=by) for by in splits), by_month, yearly_question(question, by_month))
