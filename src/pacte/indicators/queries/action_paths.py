"""What the people of an action follow next, by the year in which they entered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from pacte.indicators.permissions import count_scope_of
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.computed_answers import compute_answers
from pacte.indicators.queries.purchases import FOLLOW_ON_INDICATORS
from pacte.indicators.queries.store import open_facts, read_manifest
from pacte.indicators.records import Indicator, IndicatorAnswer, IndicatorQuestion, Measure
from pacte.indicators.records.question import YEAR
from pacte.indicators.rules.action_questions import PACT
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan


def action_paths(
    *,
    actor: Actor,
    plan: Plan,
    number: ActionCode,
    first: date,
    last: date,
    known_on: date,
    facts_dir: Path | None = None,
) -> tuple[IndicatorAnswer, ...]:
    """Split by year of entry, over the sessions that the action bought on the fund of the pact.

    Empty before the first facts, and for readers who see no small count: they get one table by action, of all the years
    together (``rules.action_suppression``).
    """
    scope = count_scope_of(actor, plan.organisation_id)
    if not scope.sees_small or not read_manifest(facts_dir).built_at:
        return ()
    question = IndicatorQuestion(
        first, last, known_on, by=(YEAR,), where=(("action", (str(number),)), ("fund", (PACT,))), plan=plan.pk
    )
    definitions = [_by_entry(indicator(code)) for code in FOLLOW_ON_INDICATORS]
    with open_facts(on=known_on, facts_dir=facts_dir) as connection:
        return compute_answers(connection, definitions, question, scope, labels={}, facts_dir=facts_dir)


def _by_entry(definition: Indicator) -> Indicator:
    """The same people, dated by their entry instead of their exit."""
    return replace(
        definition,
        numerator=_at_entry(definition.numerator),
        denominator=_at_entry(definition.denominator),
        waiting=None,
    )


def _at_entry(measure: Measure | None) -> Measure | None:
    return None if measure is None else replace(measure, on="entered_on")
