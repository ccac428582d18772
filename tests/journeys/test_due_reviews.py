"""How many three-party reviews are due, held and missing: a provider reads its own, the Region reads all of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey
from pacte.journeys.queries.due_reviews import (
    ProviderReviewCount,
    missing_reviews,
    provider_review_count,
    provider_review_counts,
)
from pacte.journeys.records.relations import RelationMode
from pacte.journeys.rules.relations import REVIEW_DUE_AFTER
from pacte.journeys.services.reviews import ReviewAnswer, answer_own_review, answer_review, plan_review
from pacte.kernel.errors import NotFound
from tests.cast import Cast
from tests.journeys.test_relations import MONDAY, decide, link_of, trained

pytestmark = pytest.mark.django_db
DUE_ON = MONDAY + REVIEW_DUE_AFTER


def counts(cast: Cast, part: str, on: date = DUE_ON) -> tuple[int, int, int]:
    """Due, held, missing while the training goes on."""
    with acting_as(cast[part].actor) as actor:
        found = provider_review_count(actor=actor, host_id=cast.region.pk, body_id=cast.provider.pk, on=on)
    return found.due_count, found.held_count, found.open_count


def hold(cast: Cast, journey: Journey) -> None:
    yes = ReviewAnswer(was_present=True)
    with acting_as(cast["adviser"].actor) as adviser:
        review = plan_review(actor=adviser, key=journey.key, planned_on=MONDAY)
        answer_review(actor=adviser, key=journey.key, identifier=review.pk, answer=yes)
    with acting_as(cast["provider"].actor) as provider:
        answer_review(actor=provider, key=journey.key, identifier=review.pk, answer=yes)
    assert counts(cast, "provider")[1] == 0, "two of the three"
    with acting_as(link_of(journey)) as person:
        answer_own_review(actor=person, identifier=review.pk, was_present=True)


def test_a_review_is_due_after_fifteen_days_and_held_when_the_three_said_so(cast: Cast) -> None:
    decide(cast, RelationMode.SHARED)
    journey = trained(cast)
    assert counts(cast, "provider", DUE_ON - timedelta(days=1)) == (0, 0, 0)
    assert counts(cast, "provider") == counts(cast, "pilot") == (1, 0, 1)
    with acting_as(cast["provider"].actor) as provider:
        (missing,) = missing_reviews(actor=provider, host_id=cast.region.pk, body_id=cast.provider.pk, on=DUE_ON)
    assert (missing.key, missing.planned_on) == (journey.key, None)
    with acting_as(cast["pilot"].actor) as pilot:
        assert not missing_reviews(actor=pilot, host_id=cast.region.pk, body_id=cast.provider.pk, on=DUE_ON), "no name"
        assert provider_review_counts(actor=pilot, host_id=cast.region.pk, on=DUE_ON) == [
            ProviderReviewCount(cast.provider.pk, "Organisme de formation du Cher", 1, 0, 1)
        ]
    hold(cast, journey)
    assert counts(cast, "provider") == (1, 1, 0)


def test_before_the_region_chose_nobody_owed_a_review(cast: Cast) -> None:
    trained(cast)
    assert counts(cast, "provider") == (0, 0, 0)
    decide(cast, RelationMode.SHARED, valid_from=MONDAY + timedelta(days=1))
    assert counts(cast, "provider") == (0, 0, 0)


@pytest.mark.parametrize("part", ["intruder", "adviser", "lead"])
def test_another_organisation_finds_nothing(cast: Cast, part: str) -> None:
    decide(cast, RelationMode.SHARED)
    trained(cast)
    with pytest.raises(NotFound):
        counts(cast, part)
    with acting_as(cast[part].actor) as actor, pytest.raises(NotFound):
        provider_review_counts(actor=actor, host_id=cast.region.pk, on=DUE_ON)


def test_the_staff_finds_no_body_that_trained_nobody(cast: Cast) -> None:
    with acting_as(cast["pilot"].actor) as pilot, pytest.raises(NotFound):
        provider_review_count(actor=pilot, host_id=cast.region.pk, body_id=cast.network.pk, on=DUE_ON)
