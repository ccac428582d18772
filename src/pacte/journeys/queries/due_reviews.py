"""Three-party reviews due, held and missing, by provider: for the staff of the Region, and for the provider itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet

from pacte.accounts.queries import organisation_names
from pacte.journeys.models import Journey, ThreePartyReview
from pacte.journeys.permissions import hosts_with_journey_right, providers_with_journey_right
from pacte.journeys.queries.relations import relation_decisions
from pacte.journeys.rules.relations import REVIEW_DUE_AFTER
from pacte.journeys.rules.state_machine import IN_TRAINING
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, hide_unless

_WITHOUT_ACCOUNT = "Organismes sans compte"
_HELD = Q(pk__in=ThreePartyReview.objects.filter(noted_at__isnull=False, withdrawn_at=None).values("journey_id"))


@dataclass(frozen=True, slots=True)
class ProviderReviewCount:
    """Trainings of one provider for which a review is due. ``body_id`` None: providers without an account.

    ``open_count``: those without a review whose training goes on, which can still have one.
    """

    body_id: int | None
    name: str
    due_count: int
    held_count: int
    open_count: int

    @property
    def missing_count(self) -> int:
        return self.due_count - self.held_count


@dataclass(frozen=True, slots=True)
class MissingReview:
    """A trainee of the provider who has no review yet. ``planned_on``: the next one planned, or the last."""

    key: UUID
    name: str
    title: str
    entered_on: date
    planned_on: date | None


def provider_review_counts(*, actor: Actor, host_id: int, on: date) -> list[ProviderReviewCount]:
    """By provider, most missing first. Raises ``NotFound`` for others than the staff of the Region."""
    hide_unless(host_id in hosts_with_journey_right(actor, "journeys.read_reviews"))
    counts = _counts(_due(actor, host_id, on), on)
    return sorted(counts, key=lambda each: (-each.missing_count, each.name))


def provider_review_count(*, actor: Actor, host_id: int, body_id: int, on: date) -> ProviderReviewCount:
    """Of one provider, for itself and the staff of the Region. Raises ``NotFound`` for others.

    For the staff, a body that trained nobody in the Region is not there.
    """
    is_own = _is_own(actor, body_id)
    hide_unless(is_own or host_id in hosts_with_journey_right(actor, "journeys.read_reviews"))
    journeys = Journey.objects.filter(organisation_id=host_id, provider_body_id=body_id)
    if not is_own and not journeys.exists():
        raise NotFound
    counts = _counts(_due(actor, host_id, on).filter(provider_body_id=body_id), on)
    return counts[0] if counts else ProviderReviewCount(body_id, organisation_names(on=on).get(body_id, ""), 0, 0, 0)


def missing_reviews(*, actor: Actor, host_id: int, body_id: int, on: date) -> Sequence[MissingReview]:
    """Trainees still there whose review is due and not held, the oldest entry first; empty for another body."""
    if not _is_own(actor, body_id):
        return ()
    journeys = _due(actor, host_id, on).filter(~_HELD, provider_body_id=body_id, state__in=IN_TRAINING)
    journeys = journeys.select_related("learner__contact", "session__training_action__training")
    rows = list(journeys.order_by("entered_on", "pk"))
    planned = ThreePartyReview.objects.filter(journey__in=rows, withdrawn_at=None).values_list("journey_id")
    days = dict(planned.annotate(day=Min("planned_on")))
    return [_missing(row, days.get(row.pk)) for row in rows]


def _is_own(actor: Actor, body_id: int) -> bool:
    return body_id in providers_with_journey_right(actor, "journeys.read_reviews")


def _due(actor: Actor, host_id: int, on: date) -> QuerySet[Journey]:
    """Trainings entered since the first choice of the Region, that lasted until a review was due. As the indicator."""
    decisions = relation_decisions(actor=actor, host_id=host_id)
    if not decisions:
        return Journey.objects.none()
    lasted = Q(ended_on=None, entered_on__lte=on - REVIEW_DUE_AFTER) | Q(
        ended_on__gte=F("entered_on") + REVIEW_DUE_AFTER
    )
    return Journey.objects.filter(lasted, organisation_id=host_id, entered_on__gte=decisions[0].valid_from)


def _counts(journeys: QuerySet[Journey], on: date) -> list[ProviderReviewCount]:
    rows = journeys.values_list("provider_body_id").annotate(
        due_count=Count("pk"),
        held_count=Count("pk", filter=_HELD),
        open_count=Count("pk", filter=~_HELD & Q(state__in=IN_TRAINING)),
    )
    names = organisation_names(on=on)
    return [
        ProviderReviewCount(body_id, names.get(body_id, "") if body_id else _WITHOUT_ACCOUNT, *counts)
        for body_id, *counts in rows.order_by("provider_body_id")
    ]


def _missing(row: Journey, planned_on: date | None) -> MissingReview:
    contact = getattr(row.learner, "contact", None)
    assert row.entered_on
    return MissingReview(
        key=row.key,
        name=f"{contact.last_name} {contact.first_name}" if contact else "",
        title=row.session.training.title if row.session else "",
        entered_on=row.entered_on,
        planned_on=planned_on,
    )
