"""Invented requests for a place, so that the lists of the demonstration provider and adviser hold some."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from pacte.accounts.queries import actor_of, organisation_by_name, person_by_email
from pacte.accounts.row_context import acting_as, set_row_context
from pacte.demo.stories.place_requests import PlaceRequestStory, place_request_stories
from pacte.journeys.records.place_requests import PlaceRequestInput
from pacte.journeys.services.place_requests import close_place_request, take_place_request
from pacte.kernel.clock import clock_stopped_on
from pacte.offer.queries import own_providers, sessions_of_provider
from pacte.workflows.request_place import request_place

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session


def load_place_requests(*, actor: Actor, host: Organisation, on: date) -> int:
    """Return how many were sent. A second call finds them. Must run as the system actor, after the region."""
    stories = place_request_stories()
    people = {part: person_by_email(getattr(stories, part)) for part in ("provider", "adviser")}
    actors = {}
    for part, person in people.items():
        if person is None:
            return 0
        with acting_as(actor_of(person, on=on)) as member:
            actors[part] = member
    set_row_context(actor)
    sessions = _coming_sessions(actors["provider"], host, on)
    if not sessions:
        return 0
    sent = 0
    for rank, story in enumerate(stories.requests):
        sent += _send(actor, actors, story, sessions[rank % len(sessions)], rank, on)
    set_row_context(actor)
    return sent


def _coming_sessions(provider: Actor, host: Organisation, on: date) -> list[Session]:
    """Those that begin late enough to have been asked for some days ago."""
    providers = own_providers(actor=provider)
    if not providers:
        return []
    upcoming = sessions_of_provider(actor=provider, provider=providers[0], host_id=host.pk, on=on)
    return [each.line.session for each in upcoming[:] if (each.line.session.starts_on or on) > on][:3]


def _send(
    actor: Actor, actors: dict[str, Actor], story: PlaceRequestStory, session: Session, rank: int, on: date
) -> bool:
    network = organisation_by_name(story.network) if story.network else None
    place_request_input = PlaceRequestInput(
        story.first_name, story.last_name, story.phone, story.email, story.town,
        session_id=session.pk if story.dated else None, network_id=network.pk if network else None,
        has_adviser=story.has_adviser, message=story.message,
    )  # fmt: skip
    with clock_stopped_on(on - timedelta(days=story.days_ago)):
        sent = request_place(
            actor=actor, training=session.training, place_request_input=place_request_input,
            seed=f"demonstration {rank}", synthetic=True,
        )  # fmt: skip
    if sent.is_new and story.taken_by:
        with acting_as(actors[story.taken_by]) as member:
            take_place_request(actor=member, identifier=sent.place_request.pk)
            if story.outcome:
                close_place_request(actor=member, identifier=sent.place_request.pk, outcome=story.outcome)
        set_row_context(actor)
    return sent.is_new
