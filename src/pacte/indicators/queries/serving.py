"""Registry of operational counts: what the services did for each action of a plan, as known on a day."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from types import ModuleType
from typing import Any, TypeVar

from pacte.indicators.queries import served
from pacte.indicators.queries.store import known_until
from pacte.indicators.records.served import Counted, Service
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.plan.models import Plan

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Asked:
    """Context of the counts. ``known``: rows recorded later are ignored."""

    actor: Actor
    plan: Plan
    on: date
    known: datetime
    kept: dict[Callable[[Asked], Any], Any] = field(default_factory=dict)

    def once(self, read: Callable[[Asked], Read]) -> Read:
        """Result of ``read``, computed once for all the counts that share it."""
        if read not in self.kept:
            self.kept[read] = read(self)
        found: Read = self.kept[read]
        return found


Aimed = Mapping[str, frozenset[ActionCode]]
"""By code of indicator, the actions that have it for target."""
Counts = Callable[[Asked, Aimed], Mapping[ActionCode, Counted]]


@cache
def services() -> tuple[tuple[Service, Counts], ...]:
    """Every module of the folder, sorted by name."""
    names = sorted(info.name for info in pkgutil.iter_modules(served.__path__))
    modules = [importlib.import_module(f"{served.__name__}.{name}") for name in names]
    return tuple((module.SERVICE, _counts(module)) for module in modules)


def _counts(module: ModuleType) -> Counts:
    """A count tied to a target runs only for a plan that has the target, and for the actions of that target."""
    service: Service = module.SERVICE

    def counts(asked: Asked, aimed: Aimed) -> Mapping[ActionCode, Counted]:
        numbers = aimed.get(service.target, frozenset())
        if service.target and not numbers:
            return {}
        if hasattr(module, "count"):
            return dict.fromkeys(numbers, module.count(asked))
        found: Mapping[ActionCode, Counted] = module.counts(asked)
        return {number: each for number, each in found.items() if not service.target or number in numbers}

    return counts


def served_counts(
    *, actor: Actor, plan: Plan, on: date, aimed: Aimed
) -> dict[ActionCode, list[tuple[Service, Counted]]]:
    """By action number, the non-empty counts at the end of that day. A constant number of queries. Public."""
    asked = Asked(actor, plan, on, min(now(), known_until(on).replace(tzinfo=UTC)))
    found: dict[ActionCode, list[tuple[Service, Counted]]] = defaultdict(list)
    for service, counts in services():
        for number, counted in counts(asked, aimed).items():
            if not counted.is_empty:
                found[number].append((service, counted))
    return found
