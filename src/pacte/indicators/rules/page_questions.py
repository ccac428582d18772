"""What a page of an indicator asks in its usual scope: the night answers it for the whole catalogue at once. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pacte.indicators.records import IndicatorQuestion
from pacte.indicators.records.question import MONTH, YEAR, ZONE
from pacte.indicators.rules.curves import month_starts

MONTHS = 24
USUAL_SPLIT = "objective"
"""Split of the second table, where the indicator has it."""
_BEFORE = 11


def page_questions(question: IndicatorQuestion, *, has_territory: bool) -> tuple[IndicatorQuestion, ...]:
    """``question``: that of the total. ``has_territory``: zones are loaded."""
    splits: tuple[tuple[str, ...], ...] = ((), (USUAL_SPLIT,))
    if has_territory:
        splits += ((ZONE,), (ZONE, USUAL_SPLIT))
    whole, *curves = catalogue_questions(question)
    return (*(replace(whole, by=by) for by in splits), *curves)


def catalogue_questions(question: IndicatorQuestion) -> tuple[IndicatorQuestion, ...]:
    """What the list of all indicators asks: each total, then each curve."""
    by_month = monthly_question(question)
    return question, by_month, yearly_question(question, by_month)


def monthly_question(question: IndicatorQuestion, months: int = MONTHS) -> IndicatorQuestion:
    """The months up to the last past day, with the eleven before them, which the sums over twelve months need."""
    last = min(question.last, question.known_on)
    return replace(question, first=month_starts(last, months + _BEFORE)[0], last=last, by=(MONTH,))


def yearly_question(question: IndicatorQuestion, monthly: IndicatorQuestion) -> IndicatorQuestion:
    """Civil years up to that of the last day, the current one as far as it is known."""
    first = min(question.first, monthly.first)
    return replace(monthly, first=date(first.year, 1, 1), last=date(monthly.last.year, 12, 31), by=(YEAR,))
