"""Counts that are added up once a night and a reader, and then kept by each process until they are counted again.

All lines of the tallies bear the instant of the count that wrote them: an answer is that of one instant, of one scope
and of one question, and is the same for whoever has that scope.
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
    """How far somebody sees the counts of a Region, and which ones. Two people of one scope are equal.

    ``counted_at`` is None before the first count, and when the reader sees no line.
    """

    host_id: int
    counted_at: datetime | None
    scope: tuple[object, ...]
    actor: Actor = field(compare=False)

    def years(self) -> list[int]:
        """Years of which something is counted, the latest first."""
        return list(_years(self))

    def funnel(self, *, asked: Asked, cut: Cut, most: int | None) -> FunnelTable:
        """One line a cell, and the whole. Raises ``Unseen`` for a cut that the reader may not ask for."""
        return _funnel(self, asked, cut, most)

    def dropout_reasons(self, *, asked: Asked, cut: Cut) -> dict[DropoutReason, int]:
        """Why people dropped out; empty where no reason is counted."""
        return dict(_dropout_reasons(self, asked, cut))

    def answers(self, *, year: int | None) -> list[Answers]:
        """One line a horizon."""
        return list(_answers(self, year))

    def choices(self) -> dict[Cut, list[tuple[str, str]]]:
        """Values of each filter, named as they were when they were first read."""
        return dict(_choices(self))


def kept_for(*, actor: Actor, host_id: int) -> Kept:
    """Two queries at most. Raises ``Unseen`` for who reads no count of that Region."""
    reader = Reader(actor, host_id)
    of_places = reader.sees_all or reader.is_masked or bool(reader.as_provider)
    model = SessionTally if of_places else GroupTally
    at = model.objects.filter(organisation_id=host_id).values_list("counted_at", flat=True).first()
    scope = (reader.sees_all, reader.is_masked, reader.as_provider, reader.as_network)
    return Kept(host_id, at, scope, actor)


def forget_kept() -> None:
    """For who counts again."""
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
