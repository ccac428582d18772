"""The effect of experiments as of a day: as measured, for readers of small counts; as published, for the pact."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TypeVar

from django.db.models import QuerySet

from pacte.evaluation.models import EffectMeasure, PublishedEffect
from pacte.kernel.actor import Actor

_Row = TypeVar("_Row", EffectMeasure, PublishedEffect)


def last_effects(*, actor: Actor, experiment_ids: Collection[int], on: date) -> dict[int, EffectMeasure]:
    """The effect of each experiment as measured by that day. One query. Whoever sees no small count has
    ``last_published_effects``: the caller asks which.
    """
    return _last_rows(actor, EffectMeasure.objects.all(), experiment_ids, on)


def last_published_effects(*, actor: Actor, experiment_ids: Collection[int], on: date) -> dict[int, PublishedEffect]:
    """What everybody of the pact is shown of the effect of each experiment on that day. One query."""
    return _last_rows(actor, PublishedEffect.objects.all(), experiment_ids, on)


def shown_measures(*, actor: Actor, host_id: int) -> list[EffectMeasure]:
    """Every measure that was ever published in the Region. For the machine: raises ``NotFound`` for anybody else."""
    actor.require_system()
    shown = PublishedEffect.objects.filter(organisation_id=host_id, measure__isnull=False).values("measure_id")
    return list(EffectMeasure.objects.filter(pk__in=shown).order_by("pk"))


def _last_rows(actor: Actor, rows: QuerySet[_Row], experiment_ids: Collection[int], on: date) -> dict[int, _Row]:
    rows = rows.filter(experiment_id__in=experiment_ids, measured_on__lte=on)
    if not actor.is_system:
        rows = rows.filter(organisation_id__in=actor.host_ids)
    return {each.experiment_id: each for each in rows.order_by("experiment_id", "-pk").distinct("experiment_id")}
