"""A visitor asks for a place: store the request, and tell those whom they chose, without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.journeys.queries.place_requests import people_of_place_request
from pacte.journeys.rules.place_requests import place_request_path
from pacte.journeys.services.place_requests import SentPlaceRequest, submit_place_request
from pacte.kernel.clock import today
from pacte.kernel.french import format_day
from pacte.notifications.services import notify

if TYPE_CHECKING:
    from pacte.journeys.records.place_requests import PlaceRequestInput
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Training


def request_place(
    *, actor: Actor, training: Training, place_request_input: PlaceRequestInput, seed: str, synthetic: bool = False
) -> SentPlaceRequest:
    """``actor`` is the site. Raises as ``submit_place_request``. A form sent twice notifies once."""
    sent = submit_place_request(
        actor=actor, training=training, place_request_input=place_request_input, seed=seed, synthetic=synthetic
    )
    if not sent.is_new:
        return sent
    place_request = sent.place_request
    notify(
        actor=actor,
        host_id=place_request.organisation_id,
        person_ids=people_of_place_request(actor=actor, place_request=place_request, on=today()),
        kind="journeys.place_request",
        subject="Une personne demande une place",
        text=f"{training.title}. Une réponse est demandée avant le {format_day(place_request.due_on)}.",
        address=place_request_path(place_request.pk),
        key=f"journeys.place_request:{place_request.pk}",
    )
    return sent
