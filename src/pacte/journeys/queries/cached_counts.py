"""In-process cache of counts, keyed by scope and by instant of the last nightly count.

All rows of the tallies carry the instant of the count that wrote them: an answer depends on one instant, one scope and
one question, and is the same for every reader with that scope.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from pacte.infra.versioned_cache import CacheKey, VersionedCache
from pacte.journeys.models import GroupTally, SessionTally
from pacte.journeys.queries import funnel as counts
from pacte.journeys.queries import labels, situations
from pacte.journeys.queries.funnel import CountAccess
from pacte.journeys.queries.situations import SituationAnswers
from pacte.journeys.records.counts import CountFilters, Cut, FunnelTable
from pacte.journeys.rules.ends import DropoutReason
from pacte.kernel.actor import Actor

Answer = TypeVar("Answer")
_CACHE = VersionedCache("journeys.counts", maxsize=2048)


@dataclass(frozen=True, slots=True)
class CountsCache:
    """Cached counts of a Region for one scope: ``actor`` asks, and two readers with the same ``scope`` share answers.

    ``counted_at`` is None before the first count, and when the reader sees no row.
    """

    host_id: int
    counted_at: datetime | None
    scope: tuple[object, ...]
    actor: Actor

    def years(self) -> list[int]:
        """Years that have counts, latest first."""
        return list(self._answer(("years",), lambda: counts.years_counted(actor=self.actor, host_id=self.host_id)))

    def funnel(self, *, filters: CountFilters, cut: Cut, most: int | None) -> FunnelTable:
        """One row a cell, and the total. Raises ``NotFound`` for a cut that the reader may not use."""
        return self._answer(
            ("funnel", filters, cut, most),
            lambda: counts.funnel(actor=self.actor, host_id=self.host_id, filters=filters, cut=cut, most=most),
        )

    def dropout_reasons(self, *, filters: CountFilters, cut: Cut) -> dict[DropoutReason, int]:
        """Dropout reasons; empty where no reason is counted."""
        reasons = self._answer(
            ("dropout_reasons", filters, cut),
            lambda: counts.dropout_reasons(actor=self.actor, host_id=self.host_id, filters=filters, cut=cut),
        )
        return dict(reasons or {})

    def answers(self, *, year: int | None) -> list[SituationAnswers]:
        """One row a horizon."""
        return list(
            self._answer(
                ("answers", year),
                lambda: situations.situation_answers(actor=self.actor, host_id=self.host_id, year=year),
            )
        )

    def choices(self) -> dict[Cut, list[tuple[str, str]]]:
        """Values of each filter, with their labels at the first read."""
        return dict(self._answer(("choices",), lambda: labels.filter_choices(actor=self.actor, host_id=self.host_id)))

    def _answer(self, question: tuple[object, ...], count: Callable[[], Answer]) -> Answer:
        return _CACHE.get(CacheKey(self.counted_at, (self.host_id, *self.scope), question), count)


def cached_counts(*, actor: Actor, host_id: int) -> CountsCache:
    """The cache of the actor's scope. Two queries at most. Raises ``NotFound`` without access to the Region's
    counts.
    """
    access = CountAccess(actor, host_id)
    of_places = access.sees_all or access.is_masked or bool(access.as_provider)
    model = SessionTally if of_places else GroupTally
    at = model.objects.filter(organisation_id=host_id).values_list("counted_at", flat=True).first()
    scope = (access.sees_all, access.is_masked, access.as_provider, access.as_network)
    return CountsCache(host_id, at, scope, actor)


def clear_cached_counts() -> None:
    """Clears the cache after a new count."""
    _CACHE.clear()
