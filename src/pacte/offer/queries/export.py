"""Open catalogue in the order of numbers, by batches, so that exports use constant memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Prefetch, QuerySet

from pacte.kernel.actor import Actor
from pacte.offer.models import Session, Training, TrainingAction

_BATCH_SIZE = 500


def trainings_to_export(*, actor: Actor, host_id: int, provider_id: int | None = None) -> Iterator[Training]:
    """Open trainings with their open actions and sessions, provider, sites and source. Public."""
    last_number = ""
    while batch := trainings_after(actor=actor, host_id=host_id, after_number=last_number, provider_id=provider_id):
        yield from batch
        last_number = batch[-1].number


def trainings_after(
    *, actor: Actor, host_id: int, after_number: str, provider_id: int | None = None, limit: int = _BATCH_SIZE
) -> list[Training]:
    """Next batch after that number, in the order of numbers; empty at the end. Public."""
    wanted = Training.objects.filter(host_id=host_id, closed_on__isnull=True)
    if provider_id is not None:
        wanted = wanted.filter(provider_id=provider_id)
    return list(_with_related(wanted.filter(number__gt=after_number)).order_by("number")[:limit])


def trainings_by_id(*, actor: Actor, training_ids: Collection[int]) -> list[Training]:
    """The same rows, for these ids. Public."""
    return list(_with_related(Training.objects.filter(pk__in=training_ids)))


def _with_related(trainings: QuerySet[Training]) -> QuerySet[Training]:
    sessions = Session.objects.filter(closed_on__isnull=True).select_related("site", "places").order_by("pk")
    actions = TrainingAction.objects.filter(closed_on__isnull=True).select_related("site").order_by("pk")
    return trainings.select_related("provider", "source").prefetch_related(
        Prefetch("training_actions", actions), Prefetch("training_actions__sessions", sessions)
    )
