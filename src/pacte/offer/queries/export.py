"""What the open catalogue holds, in the order of its numbers, by pieces: any file is written in flat memory."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch

from pacte.kernel.actor import Actor
from pacte.offer.models import Session, Training, TrainingAction

_AT_A_TIME = 500


def trainings_to_export(*, actor: Actor, host_id: int, provider_id: int | None = None) -> Iterator[Training]:
    """Open trainings with their open actions and sessions, provider, sites and source. Public."""
    reached = ""
    while piece := trainings_after(actor=actor, host_id=host_id, reached=reached, provider_id=provider_id):
        yield from piece
        reached = piece[-1].number


def trainings_after(
    *, actor: Actor, host_id: int, reached: str, provider_id: int | None = None, limit: int = _AT_A_TIME
) -> list[Training]:
    """The next ones after that number, in the order of numbers; empty at the end. Public."""
    wanted = Training.objects.filter(host_id=host_id, closed_on__isnull=True)
    if provider_id is not None:
        wanted = wanted.filter(provider_id=provider_id)
    return list(
        wanted.filter(number__gt=reached)
        .order_by("number")
        .select_related("provider", "source")
        .prefetch_related(
            Prefetch(
                "training_actions",
                TrainingAction.objects.filter(closed_on__isnull=True).select_related("site").order_by("pk"),
            ),
            Prefetch(
                "training_actions__sessions",
                Session.objects.filter(closed_on__isnull=True).select_related("site").order_by("pk"),
            ),
        )[:limit]
    )
