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
    *, actor: Actor, on: date, stopped_days: int, age_under: int, most: int
) -> tuple[Organisation, list[UUID]] | None:
    """The body that follows most of them, and the keys of the first of its own; None when there is nobody.

    Raises ``NotFound`` for people.
    """
    actor.require_system()
    people = _stalled(on, stopped_days, age_under)
    counts = people.values("referents__body").annotate(people=Count("pk")).order_by("-people", "referents__body")
    first = counts.first()
    if first is None:
        return None
    body = Organisation.objects.get(pk=first["referents__body"])
    return body, list(people.filter(referents__body=body).order_by("pk").values_list("key", flat=True)[:most])


def _stalled(on: date, stopped_days: int, age_under: int) -> QuerySet[Learner]:
    of_learner = Journey.objects.filter(learner=OuterRef("pk"))
    began = of_learner.filter(opened_on__lte=on - timedelta(days=stopped_days))
    return Learner.objects.filter(
        Exists(began), ~Exists(of_learner.filter(entered_on__lt=on)), is_synthetic=True, purged_at=None,
        birth_year__gt=on.year - age_under, referents__valid_until=None,
    )  # fmt: skip
