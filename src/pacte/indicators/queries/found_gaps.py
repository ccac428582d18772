"""What the register finds by itself for a plan, from the single source of evidence and from the series."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pacte.indicators.queries.evidence import plan_evidence
from pacte.indicators.queries.operational_count_registry import operational_counts_registry
from pacte.indicators.queries.series import series_summaries
from pacte.indicators.records.gaps import AwaitedMeasures
from pacte.indicators.rules.found_gaps import awaited_of_plan, awaited_series
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan
from pacte.plan.queries import content_of_version, version_on
from pacte.plan.rules.evidence import accountable_lead_names
from pacte.plan.rules.lifecycle import running_action_numbers


def awaited_measures(*, actor: Actor, plan: Plan, on: date, facts_dir: Path | None = None) -> AwaitedMeasures:
    """Of the running actions of the version in force, as known at the end of that day; nothing before it is in force.

    What is missing does not depend on the reader when the system asks.
    """
    version = version_on(actor=actor, plan=plan, on=on)
    if version.in_force_from is None or version.in_force_from > on:
        return AwaitedMeasures()
    content = content_of_version(version)
    numbers = frozenset(running_action_numbers(content))
    evidence = plan_evidence(actor=actor, plan=plan, known_on=on, numbers=numbers, facts_dir=facts_dir, content=content)
    leads = {number: accountable_lead_names(content, number) for number in evidence}
    counted = frozenset(service.code for service, _ in operational_counts_registry())
    summaries = series_summaries(actor=actor, host_id=plan.organisation_id, known_on=on)
    return awaited_of_plan(evidence, leads, awaited_series(summaries, on=on, computed=counted))
