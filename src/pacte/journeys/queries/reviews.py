"""Three-party reviews of a training, for the referent, the provider and the person; their counts for the Region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from pacte.journeys.models import Journey, ThreePartyReview
from pacte.journeys.permissions import hosts_with_journey_right
from pacte.journeys.records.relations import RelationDecision, ReviewConclusion, ReviewParty
from pacte.journeys.rules.relations import is_held_by_three, silent_parties
from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless
from pacte.notifications.services.system_access import as_system


@dataclass(frozen=True, slots=True)
class ReviewSummary:
    """One review. ``answers``: whether each party was there, None for who has not said."""

    identifier: int
    planned_on: date
    held_on: date | None
    answers: Mapping[ReviewParty, bool | None]
    conclusion: ReviewConclusion | None

    @property
    def is_held_by_three(self) -> bool:
        return is_held_by_three(self.answers)

    @property
    def waits_for(self) -> tuple[ReviewParty, ...]:
        return silent_parties(self.answers)


@dataclass(frozen=True, slots=True)
class ReviewPeriodCount:
    """Trainings entered while one decision was in force: how many, and with a review held by three."""

    decision: RelationDecision
    until: date | None
    entered: int
    reviewed: int


def journey_reviews(*, actor: Actor, journey: Journey) -> list[ReviewSummary]:
    """Reviews of a journey obtained through a checked query, latest first, without those withdrawn."""
    rows = ThreePartyReview.objects.filter(journey=journey, withdrawn_at=None).order_by("-planned_on", "-pk")
    return [_summary(row) for row in rows]


def my_reviews(*, actor: Actor) -> list[ReviewSummary]:
    """The person's own reviews, latest first; none for an actor without a personal link."""
    if actor.learner_id is None:
        return []
    with as_system(actor):
        rows = ThreePartyReview.objects.filter(journey__learner_id=actor.learner_id, withdrawn_at=None)
        return [_summary(row) for row in rows.order_by("-planned_on", "-pk")]


def review_counts(*, actor: Actor, host_id: int, decisions: list[RelationDecision]) -> list[ReviewPeriodCount]:
    """By period of the decisions, oldest first. Raises ``NotFound`` for others than its staff."""
    hide_unless(host_id in hosts_with_journey_right(actor, "journeys.read_relations"))
    has_review = Q(
        pk__in=ThreePartyReview.objects.filter(noted_at__isnull=False, withdrawn_at=None).values("journey_id")
    )
    periods = []
    for decision, following in zip(decisions, [*decisions, None][1:], strict=True):
        if following and following.valid_from == decision.valid_from:
            continue
        journeys = Journey.objects.filter(organisation_id=host_id, entered_on__gte=decision.valid_from)
        if following:
            journeys = journeys.filter(entered_on__lt=following.valid_from)
        counts = journeys.aggregate(entered=Count("pk"), reviewed=Count("pk", filter=has_review))
        until = following.valid_from if following else None
        periods.append(ReviewPeriodCount(decision, until, counts["entered"], counts["reviewed"]))
    return periods


def _summary(row: ThreePartyReview) -> ReviewSummary:
    return ReviewSummary(
        row.pk, row.planned_on, row.held_on, row.answers,
        ReviewConclusion(row.conclusion) if row.conclusion else None,
    )  # fmt: skip
