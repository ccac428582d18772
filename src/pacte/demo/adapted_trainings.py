"""Invented requests of adaptation about journeys of the invented region, ended or under way.

Sent as people send them: by an adviser of who orients the person, or by the provider that trains them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from pacte.accounts.queries import host_organisation, organisation_names
from pacte.accounts.row_context import acting_as, set_row_context
from pacte.demo.invented_members import ensure_member
from pacte.demo.queries.invented_journeys import invented_journeys, is_about_journeys
from pacte.demo.stories.adapted_trainings import AdaptationStory, AdaptedTrainingStories, adapted_training_stories
from pacte.kernel.actor import Role
from pacte.kernel.clock import clock_stopped_on, now
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.procedures.records.form import SectionAuthor
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.rules.form_answers import sections_by
from pacte.procedures.services import move_case, update_case_fields
from pacte.procedures.services.applications import begin_application, save_section, send_application

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pacte.accounts.models import Organisation
    from pacte.journeys.models import Journey
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan
    from pacte.procedures.models import Case

_PROCEDURE = "adaptation_request"
# Days from the entry to the request, then from the request to each step before its effect.
_ASKED, _ENTRUSTED, _PLANNED = 4, 2, 5
_ARRIVED = timedelta(hours=10)
_ONE_IN = 6  # the requests that the provider sends, when it has joined


@dataclass(frozen=True, slots=True)
class _Request:
    """One request: what is told of it, whose journey it is about, who sends it and for which organisation."""

    story: AdaptationStory
    journey: Journey
    session: str
    on: date
    sender: Actor
    body: Organisation


def load_adapted_trainings(*, actor: Actor, plan: Plan, since: date, on: date) -> int:
    """Return how many requests were sent. Must run as the system actor: no post reads all these journeys.

    ``since``: the day on which those who send them joined their organisation, when they are invented for it.
    """
    stories = adapted_training_stories()
    is_loaded = is_about_journeys(actor=actor, plan=plan, procedure_code=_PROCEDURE)
    if is_loaded or stories.action not in action_titles_by_number(actor=actor, plan=plan, on=on):
        return 0
    journeys = invented_journeys(
        actor=actor, completed=stories.completed, left=stories.left, entered_by=on - timedelta(days=_ASKED), on=on
    )
    requests = sorted(_requests(actor, stories, journeys, since, on), key=lambda each: each.on)
    names = organisation_names(on=on)
    for each in requests:
        with acting_as(each.sender), clock_stopped_on(each.on):
            case = _send(plan, stories, each, names[each.body.pk], on)
        set_row_context(actor)
        _answer(actor, stories, each, case, on)
    return len(requests)


def _requests(
    actor: Actor, stories: AdaptedTrainingStories, journeys: Sequence[Journey], since: date, on: date
) -> Iterator[_Request]:
    host = host_organisation()
    for rank, (journey, story) in enumerate(zip(journeys, cycle(stories.requests), strict=False)):
        if host is None or journey.entered_on is None or journey.session is None:
            continue
        provider = journey.provider_body if rank % _ONE_IN == 0 else None
        body, role = (provider, Role.PROVIDER) if provider else (journey.referrer, Role.ADVISER)
        sender = ensure_member(actor=actor, body=body, host=host, role=role, since=since, on=on)
        asked_on = journey.entered_on + timedelta(days=_ASKED)
        yield _Request(story, journey, journey.session.number, asked_on, sender, body)


def _send(plan: Plan, stories: AdaptedTrainingStories, request: _Request, name: str, today: date) -> Case:
    values = {
        **request.story.request(), "journey": str(request.journey.key), "session": request.session,
        "contact": stories.contact, "wished_on": (request.on + timedelta(days=15)).isoformat(),
    }  # fmt: skip
    application = begin_application(
        actor=request.sender, plan=plan, number=stories.action, procedure_code=_PROCEDURE,
        key=uuid5(request.journey.key, _PROCEDURE), name=name, body=request.body,
    )  # fmt: skip
    for section in sections_by(procedure_by_code(_PROCEDURE).form, SectionAuthor.APPLICANT):
        application = save_section(actor=request.sender, application=application, section=section, values=values)
    # In the morning; what arrives on the day of the demonstration is past at any hour.
    arrived_at = now() + (_ARRIVED if request.on < today else timedelta())
    return send_application(actor=request.sender, application=application, arrived_at=arrived_at)


def _answer(writer: Actor, stories: AdaptedTrainingStories, request: _Request, case: Case, on: date) -> None:
    story, asked_on = request.story, request.on
    steps: tuple[tuple[str, date | None, dict[str, Any]], ...] = (
        ("entrust", asked_on + timedelta(days=_ENTRUSTED), {"referent": stories.referent}),
        ("plan", asked_on + timedelta(days=_PLANNED), story.answer()),
        ("take_effect", asked_on + timedelta(days=story.effect_days), {}),
        ("end", request.journey.ended_on, {"satisfaction": story.satisfaction}),
    )
    for transition, day, values in steps:
        if day is None or day > on:
            return
        with clock_stopped_on(day):
            if values:
                update_case_fields(actor=writer, case=case, title="", values=values, on=day)
            move_case(actor=writer, case=case, transition=transition, on=day)
