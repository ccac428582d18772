"""What an operational count is asked with: who reads, the plan, the day, and what was known on it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from pacte.kernel.actor import Actor
from pacte.plan.models import Plan

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class CountContext:
    """Context of the counts. ``known``: rows recorded later are ignored. ``facts_dir``: None for the facts in use."""

    actor: Actor
    plan: Plan
    on: date
    known: datetime
    facts_dir: Path | None = None
    cache: dict[Hashable, Any] = field(default_factory=dict)

    def cached(self, read: Callable[[CountContext], Read]) -> Read:
        """Result of ``read``, computed once for all the counts that share it."""
        return self.cached_as(read, read)

    def cached_as(self, key: Hashable, read: Callable[[CountContext], Read]) -> Read:
        """Result of ``read``, computed once for all the counts that give the same ``key``."""
        if key not in self.cache:
            self.cache[key] = read(self)
        value: Read = self.cache[key]
        return value
