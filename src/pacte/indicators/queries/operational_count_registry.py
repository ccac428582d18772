"""Registry of operational counts: what the services did for each action of a plan, as known on a day."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType

from pacte.indicators.queries import operational_counts
from pacte.indicators.queries.case_counts import ProcedureCount, procedure_counts, results_by_action
from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.queries.hire_counts import cost_per_hire_by_action, hires_by_action
from pacte.indicators.queries.reported_counts import gain_by_action
from pacte.indicators.queries.share_counts import share_by_action
from pacte.indicators.queries.supported_providers import support_by_action
from pacte.indicators.queries.tension_coverage import tension_covered_by_action
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import known_before
from pacte.plan.models import Plan
from pacte.procedures.records.counts import CountMeasure

TargetActions = Mapping[str, frozenset[ActionCode]]
"""Indicator code → actions that have it as a target."""
CountFunction = Callable[[CountContext, TargetActions], Mapping[ActionCode, CountResult]]
# How each measure of a description is read; the others are sums of cases.
_READERS: Mapping[CountMeasure, Callable[[CountContext, ProcedureCount], Mapping[ActionCode, CountResult]]] = {
    CountMeasure.HIRES: hires_by_action,
    CountMeasure.COST_PER_HIRE: cost_per_hire_by_action,
    CountMeasure.EXIT_DIFFERENCE: support_by_action,
    CountMeasure.CERTIFICATION_DIFFERENCE: support_by_action,
    CountMeasure.TENSION_COVERED: tension_covered_by_action,
    CountMeasure.SHARE: share_by_action,
    CountMeasure.REPORTED_GAIN: gain_by_action,
}


@cache
def operational_counts_registry() -> tuple[tuple[OperationalCount, CountFunction], ...]:
    """Every module of the folder, sorted by name, then the counts of the procedures but those that are maps."""
    names = sorted(info.name for info in pkgutil.iter_modules(operational_counts.__path__))
    modules = [importlib.import_module(f"{operational_counts.__name__}.{name}") for name in names]
    of_modules = ((module.SERVICE, _count_function(module)) for module in modules)
    return (
        *of_modules,
        *((each.service, _procedure_count_function(each)) for each in procedure_counts() if each.coverage is None),
    )


def _procedure_count_function(source: ProcedureCount) -> CountFunction:
    read = _READERS.get(source.count.measure, results_by_action)

    def counts(context: CountContext, aimed: TargetActions) -> Mapping[ActionCode, CountResult]:
        numbers = aimed.get(source.service.target, frozenset())
        if source.service.target and not numbers:
            return {}
        by_action = read(context, source)
        return {number: each for number, each in by_action.items() if not source.service.target or number in numbers}

    return counts


def _count_function(module: ModuleType) -> CountFunction:
    """A count tied to a target runs only for a plan that has the target, and for the actions of that target."""
    service: OperationalCount = module.SERVICE

    def counts(context: CountContext, aimed: TargetActions) -> Mapping[ActionCode, CountResult]:
        numbers = aimed.get(service.target, frozenset())
        if service.target and not numbers:
            return {}
        if hasattr(module, "count"):
            return dict.fromkeys(numbers, module.count(context))
        by_action: Mapping[ActionCode, CountResult] = module.counts(context)
        return {number: each for number, each in by_action.items() if not service.target or number in numbers}

    return counts


def plan_operational_counts(
    *, actor: Actor, plan: Plan, on: date, aimed: TargetActions, facts_dir: Path | None = None
) -> dict[ActionCode, list[tuple[OperationalCount, CountResult]]]:
    """By action number, the non-empty counts at the end of that day. A constant number of queries. Public."""
    context = CountContext(actor, plan, on, known_before(on), facts_dir)
    by_action: dict[ActionCode, list[tuple[OperationalCount, CountResult]]] = defaultdict(list)
    for service, counts in operational_counts_registry():
        for number, counted in counts(context, aimed).items():
            if not counted.is_empty:
                by_action[number].append((service, counted))
    return by_action
