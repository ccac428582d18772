"""Counts of what the services did for each action of a plan, as known on a day."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from pacte.indicators.queries import served
from pacte.indicators.queries.store import known_until
from pacte.indicators.records.served import Counted, Service
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.plan.models import Plan


@dataclass(frozen=True, slots=True)
class Asked:
    """``aimed``: by code of indicator, the actions that have it for target. ``known``: what was written later waits."""

    actor: Actor
    plan: Plan
    on: date
    known: datetime
    aimed: Mapping[str, frozenset[int]]


Count = Callable[[Asked], Mapping[int, Counted]]


@cache
def services() -> tuple[tuple[Service, Count], ...]:
    """Every module of the folder, in the order of its names."""
    names = sorted(info.name for info in pkgutil.iter_modules(served.__path__))
    modules = [importlib.import_module(f"{served.__name__}.{name}") for name in names]
    return tuple((module.SERVICE, module.count) for module in modules)


def served_counts(
    *, actor: Actor, plan: Plan, on: date, aimed: Mapping[str, frozenset[int]]
) -> dict[int, list[tuple[Service, Counted]]]:
    """By number of action, what there is to count at the end of that day. At most one query a service. Public."""
    asked = Asked(actor, plan, on, min(now(), known_until(on).replace(tzinfo=UTC)), aimed)
    found: dict[int, list[tuple[Service, Counted]]] = defaultdict(list)
    for service, count in services():
        for number, counted in count(asked).items():
            found[number].append((service, counted))
    return found
