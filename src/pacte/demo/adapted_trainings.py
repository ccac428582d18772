"""Invented requests of adaptation about journeys of the invented region, ended or under way."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle
from typing import TYPE_CHECKING, Any

from pacte.demo.queries.invented_journeys import invented_journeys, is_about_journeys
from pacte.demo.stories.adapted_trainings import AdaptationStory, AdaptedTrainingStories, adapted_training_stories
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.procedures.services import move_case, open_case, update_case_fields

if TYPE_CHECKING:
    from pacte.journeys.models import Journey
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan

_PROCEDURE = "adaptation_request"
# Days from the entry to the request, then from the request to each step before its effect.
_ASKED, _ENTRUSTED, _PLANNED = 4, 2, 5


def load_adapted_trainings(*, actor: Actor, plan: Plan, on: date) -> int:
    """Return how many requests were opened. Must run as the system actor: no post reads all these journeys."""
    stories = adapted_training_stories()
    is_loaded = is_about_journeys(actor=actor, plan=plan, procedure_code=_PROCEDURE)
    if is_loaded or stories.action not in action_titles_by_number(actor=actor, plan=plan, on=on):
        return 0
    journeys = invented_journeys(
        actor=actor, completed=stories.completed, left=stories.left, entered_by=on - timedelta(days=_ASKED), on=on
    )
    for journey, story in zip(journeys, cycle(stories.requests), strict=False):
        _load_request(actor, plan, stories, story, journey, on)
    return len(journeys)


def _load_request(
    writer: Actor, plan: Plan, stories: AdaptedTrainingStories, story: AdaptationStory, journey: Journey, on: date
) -> None:
    if journey.entered_on is None or journey.session is None:
        return
    asked_on = journey.entered_on + timedelta(days=_ASKED)
    effect_on = asked_on + timedelta(days=story.effect_days)
    case = open_case(
        actor=writer, plan=plan, number=stories.action, procedure_code=_PROCEDURE, title="Aménagement", on=asked_on,
        values={
            **story.request(), "journey": str(journey.key), "session": journey.session.number,
            "contact": stories.contact, "wished_on": (asked_on + timedelta(days=15)).isoformat(),
        },
    )  # fmt: skip
    steps: tuple[tuple[str, date | None, dict[str, Any]], ...] = (
        ("entrust", asked_on + timedelta(days=_ENTRUSTED), {"referent": stories.referent}),
        ("plan", asked_on + timedelta(days=_PLANNED), story.answer()),
        ("take_effect", effect_on, {}),
        ("end", journey.ended_on, {"satisfaction": story.satisfaction}),
    )
    for transition, day, values in steps:
        if day is None or day > on:
            return
        if values:
            update_case_fields(actor=writer, case=case, title="", values=values, on=day)
        move_case(actor=writer, case=case, transition=transition, on=day)
