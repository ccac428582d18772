"""Invented people who had begun and not entered a training on a past day, by the body that follows them."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from pacte.accounts.models import Organisation
from pacte.journeys.models import Campaign, Journey, Learner
from pacte.kernel.actor import Actor


def has_campaigns(*, actor: Actor) -> bool:
    """Raises ``NotFound`` for people."""
    actor.require_system()
    return Campaign.objects.exists()


def stalled_people(
    *, actor: Actor, on: date, stopped_days: int, age_under: int, bodies: int, most: int
) -> list[tuple[Organisation, list[UUID]]]:
    """The bodies that follow most of them, and the keys of some of each, ``most`` at most. Raises ``NotFound``.

    Whatever came after: several departments, because in the small region each invites again at its own pace, and people
    spread over all those of the body, because the first ones are invited again before the others.
    """
    actor.require_system()
    people = _stalled(on, stopped_days, age_under)
    counts = people.values("referents__body").annotate(people=Count("pk")).order_by("-people", "referents__body")
    return [
        (body, _spread(list(people.filter(referents__body=body).order_by("pk").values_list("key", flat=True)), most))
        for row in counts[:bodies]
        for body in (Organisation.objects.get(pk=row["referents__body"]),)
    ]


def _spread(keys: list[UUID], most: int) -> list[UUID]:
    return [keys[rank * len(keys) // most] for rank in range(most)] if len(keys) > most else keys


def _stalled(on: date, stopped_days: int, age_under: int) -> QuerySet[Learner]:
    of_learner = Journey.objects.filter(learner=OuterRef("pk"))
    began = of_learner.filter(opened_on__lte=on - timedelta(days=stopped_days))
    return Learner.objects.filter(
        Exists(began), ~Exists(of_learner.filter(entered_on__lt=on)), is_synthetic=True, purged_at=None,
        birth_year__gt=on.year - age_under, referents__valid_until=None,
    )  # fmt: skip
