"""Refresh the facts each night, and what is made from them: the catalogue in advance so that the first page of the day
is fast, the effect of experiments, what their sheets promised at their date, the entries expected in sessions, the gaps
that the register finds, the figures of the plan that everybody may read when a quarter is due.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pacte.accounts.queries import host_organisation
from pacte.evaluation.services.effects import record_effects
from pacte.evaluation.services.target_readings import record_target_readings
from pacte.indicators.queries.answer_sets import warm_answer_cache
from pacte.indicators.queries.store import read_manifest
from pacte.indicators.records import IndicatorQuestion
from pacte.indicators.rules.page_questions import catalogue_questions, page_questions
from pacte.indicators.services import refresh_facts
from pacte.indicators.services.entry_forecasts import record_entry_forecasts
from pacte.indicators.services.found_gaps import find_gaps
from pacte.indicators.services.plan_figures_publication import publish_plan_figures
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict
from pacte.plan.queries import current_plans, main_plan
from pacte.reference.queries import territory_editions


def prepare_figures(*, actor: Actor) -> None:
    try:
        refresh_facts(actor=actor)
    except Conflict:
        return  # A manual refresh is running: the figures of the day will be computed on demand.
    warm_indicator_pages(actor=actor)
    record_effects(actor=actor, on=today())
    record_target_readings(actor=actor, on=today())
    region = host_organisation()
    if region:
        record_entry_forecasts(actor=actor, host_id=region.pk, on=today())
    for plan in current_plans(actor=actor):
        find_gaps(actor=actor, plan=plan, on=today())
    if main := main_plan(actor=actor):
        publish_plan_figures(actor=actor, plan=main, on=today())


def warm_indicator_cache(*, actor: Actor, on: date | None = None) -> int:
    """Compute what « /chiffres/ » shows by default, for each scope. Return how many scopes; 0 without facts."""
    return _warm(actor, on or today(), catalogue_questions)


def warm_indicator_pages(*, actor: Actor) -> int:
    """Compute what the page of each indicator shows by default too."""
    has_territory = bool(territory_editions())
    return _warm(actor, today(), lambda question: page_questions(question, has_territory=has_territory))


def _warm(actor: Actor, day: date, questions_of: Callable[[IndicatorQuestion], tuple[IndicatorQuestion, ...]]) -> int:
    region, plan = host_organisation(), main_plan(actor=actor)
    if region is None or plan is None or plan.organisation_id != region.pk or not read_manifest().built_at:
        return 0
    last_year = max(plan.first_year, min(plan.last_year, day.year))
    question = IndicatorQuestion(date(plan.first_year, 1, 1), min(date(last_year, 12, 31), day), day, plan=plan.pk)
    return warm_answer_cache(host_id=region.pk, questions=questions_of(question))
