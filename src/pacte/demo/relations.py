"""Who follows trainees in the invented region: the Region's choice, names at providers, reviews of three, two, none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from pacte.accounts.row_context import acting_as, set_row_context
from pacte.demo.invented_members import ensure_member
from pacte.demo.queries.invented_trainees import invented_trainees
from pacte.demo.stories.relations import RelationStory, relation_story
from pacte.journeys.queries.relations import relation_decisions
from pacte.journeys.rules.relations import REVIEW_DUE_AFTER
from pacte.journeys.services.links import THE_PERSON
from pacte.journeys.services.relations import decide_relation_mode, name_training_referent
from pacte.journeys.services.reviews import ReviewAnswer, answer_own_review, answer_review, plan_review
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import clock_stopped_on

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.journeys.models import Journey

_PART = 10
_NAMED_AFTER = timedelta(days=4)
# Reviews take place on one of these days after they are due.
_SPREAD = 20
_THERE = ReviewAnswer(was_present=True)


def load_relations(*, actor: Actor, host: Organisation, since: date, on: date) -> int:
    """Return how many reviews were planned. Must run as the system actor, before the facts are prepared.

    ``since``: the day on which those who follow joined their body, when they are invented for it.
    """
    story = relation_story()
    if story.decided_on > on or relation_decisions(actor=actor, host_id=host.pk):
        return 0
    pilot = ensure_member(actor=actor, body=host, host=host, role=Role.REGION_PILOT, since=since, on=on)
    with acting_as(pilot), clock_stopped_on(story.decided_on):
        decide_relation_mode(
            actor=pilot, host_id=host.pk, mode=story.mode, valid_from=story.decided_on, reason=story.reason
        )
    set_row_context(actor)
    trainees = invented_trainees(
        actor=actor, since=story.decided_on, until=on - REVIEW_DUE_AFTER - timedelta(days=_SPREAD)
    )
    chosen = trainees[:: story.every][: story.most]
    for rank, journey in enumerate(chosen):
        _hold(actor, host, story, journey, rank, since=since, on=on)
    set_row_context(actor)
    return len(chosen)


def _hold(
    actor: Actor, host: Organisation, story: RelationStory, journey: Journey, rank: int, *, since: date, on: date
) -> None:
    assert journey.entered_on
    assert journey.provider_body
    set_row_context(actor)
    adviser = ensure_member(actor=actor, body=journey.referrer, host=host, role=Role.ADVISER, since=since, on=on)
    trainer = ensure_member(actor=actor, body=journey.provider_body, host=host, role=Role.PROVIDER, since=since, on=on)
    met_on = journey.entered_on + REVIEW_DUE_AFTER + timedelta(days=rank % _SPREAD)
    assert trainer.person_id
    with clock_stopped_on(journey.entered_on + _NAMED_AFTER), acting_as(trainer):
        name_training_referent(actor=trainer, key=journey.key, person_id=trainer.person_id)
    with clock_stopped_on(journey.entered_on + _NAMED_AFTER), acting_as(adviser):
        review = plan_review(actor=adviser, key=journey.key, planned_on=met_on)
    part = rank % _PART
    if part >= story.confirmed_of_ten + story.awaiting_of_ten:
        return
    with clock_stopped_on(met_on):
        for body in (adviser, trainer):
            with acting_as(body):
                answer_review(actor=body, key=journey.key, identifier=review.pk, answer=_THERE)
        if part < story.confirmed_of_ten:
            with acting_as(Actor(name=THE_PERSON, learner_id=journey.learner_id)) as person:
                answer_own_review(actor=person, identifier=review.pk, was_present=True)
