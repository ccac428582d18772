"""In-process cache of counts, keyed by scope and by instant of the last nightly count.

All rows of the tallies carry the instant of the count that wrote them: an answer depends on one instant, one scope and
one question, and is the same for every reader with that scope.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from pacte.journeys.models import GroupTally, SessionTally
from pacte.journeys.queries import funnel as counts
from pacte.journeys.queries import labels, situations
from pacte.journeys.queries.funnel import CountAccess
from pacte.journeys.queries.situations import SituationAnswers
from pacte.journeys.records.counts import CountFilters, Cut, FunnelTable
from pacte.journeys.rules.ends import DropoutReason
from pacte.kernel.actor import Actor

_MOST = 512


@dataclass(frozen=True, slots=True)
class CountsCache:
    """Cached counts of a Region for one scope. Two readers with the same scope are equal.

    ``counted_at`` is None before the first count, and when the reader sees no row.
    """

    host_id: int
    counted_at: datetime | None
    scope: tuple[object, ...]
    actor: Actor = field(compare=False)

    def years(self) -> list[int]:
        """Years that have counts, latest first."""
        return list(_years(self))

    def funnel(self, *, filters: CountFilters, cut: Cut, most: int | None) -> FunnelTable:
        """One row a cell, and the total. Raises ``Unseen`` for a cut that the reader may not use."""
        return _funnel(self, filters, cut, most)

    def dropout_reasons(self, *, filters: CountFilters, cut: Cut) -> dict[DropoutReason, int]:
        """Dropout reasons; empty where no reason is counted."""
        return dict(_dropout_reasons(self, filters, cut))

    def answers(self, *, year: int | None) -> list[SituationAnswers]:
        """One row a horizon."""
        return list(_answers(self, year))

    def choices(self) -> dict[Cut, list[tuple[str, str]]]:
        """Values of each filter, with their labels at the first read."""
        return dict(_choices(self))


def cached_counts(*, actor: Actor, host_id: int) -> CountsCache:
    """The cache of the actor's scope. Two queries at most. Raises ``Unseen`` without access to the Region's counts."""
    access = CountAccess(actor, host_id)
    of_places = access.sees_all or access.is_masked or bool(access.as_provider)
    model = SessionTally if of_places else GroupTally
    at = model.objects.filter(organisation_id=host_id).values_list("counted_at", flat=True).first()
    scope = (access.sees_all, access.is_masked, access.as_provider, access.as_network)
    return CountsCache(host_id, at, scope, actor)


def clear_cached_counts() -> None:
    """Clears the cache after a new count."""
    for each in (_years, _funnel, _dropout_reasons, _answers, _choices):
        each.cache_clear()


@lru_cache(maxsize=_MOST)
def _years(cache: CountsCache) -> list[int]:
    return counts.years_counted(actor=cache.actor, host_id=cache.host_id)


@lru_cache(maxsize=_MOST)
def _funnel(cache: CountsCache, filters: CountFilters, cut: Cut, most: int | None) -> FunnelTable:
    return counts.funnel(actor=cache.actor, host_id=cache.host_id, filters=filters, cut=cut, most=most)


@lru_cache(maxsize=_MOST)
def _dropout_reasons(cache: CountsCache, filters: CountFilters, cut: Cut) -> dict[DropoutReason, int]:
    return counts.dropout_reasons(actor=cache.actor, host_id=cache.host_id, filters=filters, cut=cut) or {}


@lru_cache(maxsize=_MOST)
def _answers(cache: CountsCache, year: int | None) -> list[SituationAnswers]:
    return situations.situation_answers(actor=cache.actor, host_id=cache.host_id, year=year)


@lru_cache(maxsize=_MOST)
def _choices(cache: CountsCache) -> dict[Cut, list[tuple[str, str]]]:
    return labels.filter_choices(actor=cache.actor, host_id=cache.host_id)
