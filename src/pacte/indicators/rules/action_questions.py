"""What is asked of one action: its own sessions on the fund of the pact, or the whole offer or territory. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pacte.indicators.records import Indicator, IndicatorQuestion
from pacte.indicators.records.grades import ProofScope
from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import PlanContent

PACT = "pact"


def plan_question(content: PlanContent, plan_id: int, known_on: date) -> IndicatorQuestion:
    """From the first day of the plan to its last one, or to the day of knowledge before it."""
    until = min(date(content.last_year, 12, 31), known_on)
    return IndicatorQuestion(date(content.first_year, 1, 1), until, known_on, plan=plan_id)


def question_of_action(
    question: IndicatorQuestion, number: ActionCode, definition: Indicator | None
) -> IndicatorQuestion:
    """The question asked of what the action bought on the fund of the pact, when the indicator is about actions."""
    if definition is None or definition.scope is not ProofScope.ACTION:
        return question
    return replace(question, where=(("action", (str(number),)), ("fund", (PACT,))))
