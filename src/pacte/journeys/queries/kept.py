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
from pacte.journeys.queries.funnel import Reader
from pacte.journeys.queries.situations import Answers
from pacte.journeys.records.counts import Asked, Cut, FunnelTable
from pacte.journeys.rules.ends import DropoutReason
from pacte.kernel.actor import Actor

_MOST = 512


@dataclass(frozen=True, slots=True)
class Kept:
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

    def funnel(self, *, asked: Asked, cut: Cut, most: int | None) -> FunnelTable:
        """One row a cell, and the total. Raises ``Unseen`` for a cut that the reader may not use."""
        return _funnel(self, asked, cut, most)

    def dropout_reasons(self, *, asked: Asked, cut: Cut) -> dict[DropoutReason, int]:
        """Dropout reasons; empty where no reason is counted."""
        return dict(_dropout_reasons(self, asked, cut))

    def answers(self, *, year: int | None) -> list[Answers]:
        """One row a horizon."""
        return list(_answers(self, year))

    def choices(self) -> dict[Cut, list[tuple[str, str]]]:
        """Values of each filter, with their labels at the first read."""
        return dict(_choices(self))


def kept_for(*, actor: Actor, host_id: int) -> Kept:
    """The cache of the actor's scope. Two queries at most. Raises ``Unseen`` without access to the Region's counts."""
    reader = Reader(actor, host_id)
    of_places = reader.sees_all or reader.is_masked or bool(reader.as_provider)
    model = SessionTally if of_places else GroupTally
    at = model.objects.filter(organisation_id=host_id).values_list("counted_at", flat=True).first()
    scope = (reader.sees_all, reader.is_masked, reader.as_provider, reader.as_network)
    return Kept(host_id, at, scope, actor)


def forget_kept() -> None:
    """Clears the cache after a new count."""
    for each in (_years, _funnel, _dropout_reasons, _answers, _choices):
        each.cache_clear()


@lru_cache(maxsize=_MOST)
def _years(kept: Kept) -> list[int]:
    return counts.years_counted(actor=kept.actor, host_id=kept.host_id)


@lru_cache(maxsize=_MOST)
def _funnel(kept: Kept, asked: Asked, cut: Cut, most: int | None) -> FunnelTable:
    return counts.funnel(actor=kept.actor, host_id=kept.host_id, asked=asked, cut=cut, most=most)


@lru_cache(maxsize=_MOST)
def _dropout_reasons(kept: Kept, asked: Asked, cut: Cut) -> dict[DropoutReason, int]:
    return counts.dropout_reasons(actor=kept.actor, host_id=kept.host_id, asked=asked, cut=cut) or {}


@lru_cache(maxsize=_MOST)
def _answers(kept: Kept, year: int | None) -> list[Answers]:
    return situations.answers(actor=kept.actor, host_id=kept.host_id, year=year)


@lru_cache(maxsize=_MOST)
def _choices(kept: Kept) -> dict[Cut, list[tuple[str, str]]]:
    return labels.choices_of(actor=kept.actor, host_id=kept.host_id)
