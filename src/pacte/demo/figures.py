"""Facts of the demonstration, forecasts, gaps, public tables of its closed years, and public figures of its plan."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pacte.indicators.queries.gaps import plan_gaps
from pacte.indicators.services import refresh_facts
from pacte.indicators.services.entry_forecasts import record_entry_forecasts, replay_entry_forecasts
from pacte.indicators.services.found_gaps import find_gaps
from pacte.indicators.services.plan_figures_publication import publish_plan_figures
from pacte.indicators.services.table_publication import publish_tables
from pacte.plan.queries import main_plan

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan

FIRST_YEAR = 2019
# Sessions before have too few past sessions to be foreseen.
_FORECAST_SINCE = date(2019, 6, 1)


def prepare_facts(*, actor: Actor) -> None:
    """Refresh the facts at each call."""
    refresh_facts(actor=actor)


def forecast_entries_of_sessions(*, actor: Actor, region: Organisation, on: date) -> None:
    """Forecast the sessions to come, and those that started, marked as replayed."""
    replay_entry_forecasts(actor=actor, host_id=region.pk, since=_FORECAST_SINCE, on=on)
    record_entry_forecasts(actor=actor, host_id=region.pk, on=on)


def find_gaps_of_plan(*, actor: Actor, plan: Plan, on: date) -> None:
    """What the register would have found at the end of each year, once; then what it finds now."""
    if not any(each.is_found for each in plan_gaps(actor=actor, plan=plan)):
        for year in range(FIRST_YEAR, on.year):
            find_gaps(actor=actor, plan=plan, on=date(year, 12, 31))
    find_gaps(actor=actor, plan=plan, on=on)


def publish_figures(*, actor: Actor, region: Organisation, on: date) -> None:
    """Publish each table once, and the last closed quarter of the main plan, from the existing facts."""
    publish_tables(actor=actor, host=region, first=FIRST_YEAR, on=on, is_synthetic=True)
    plan = main_plan(actor=actor)
    if plan:
        publish_plan_figures(actor=actor, plan=plan, on=on)
