"""The person for whom an adviser searches: carried from their page through the search and the sheets."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from pacte.journeys.queries import journey_by_key
from pacte.journeys.queries.adviser_learners import learner_record
from pacte.journeys.records import JourneyState, StepKind
from pacte.journeys.rules.state_machine import allowed_step_kinds
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import today
from pacte.offer.records import Triplet
from pacte.reference.queries import communes_by_code
from pacte.reference.records import Place

PARAMETER = "pour"


@dataclass(frozen=True, slots=True)
class SearchedFor:
    """``commune``: where the person lives, None when it is not known."""

    journey_key: UUID
    name: str
    commune: Place | None
    may_propose: bool

    @property
    def orient_url(self) -> str:
        return reverse("advisers:orient", args=[self.journey_key])

    @property
    def suffix(self) -> str:
        """« ?pour=… », to keep the person on the next page."""
        return "?" + urlencode({PARAMETER: self.journey_key})

    def propose_url(self, triplet: Triplet) -> str:
        """The form of the proposal; "" when nothing may be proposed now."""
        if not self.may_propose:
            return ""
        parts = [triplet.training, triplet.training_action, triplet.session]
        return reverse("advisers:propose", args=[self.journey_key, *parts])


def searched_for(actor: Actor, key: str) -> SearchedFor | None:
    """None without a key, or with one that is none. Raises ``NotFound`` for the journey of another network."""
    try:
        journey_key = UUID(key)
    except ValueError:
        return None
    journey = journey_by_key(actor=actor, key=journey_key)
    record = learner_record(actor=actor, key=journey.learner.key, on=today())
    return SearchedFor(
        journey_key=journey.key,
        name=record.name,
        commune=communes_by_code([journey.learner.commune_code]).get(journey.learner.commune_code),
        may_propose=StepKind.PROPOSED in allowed_step_kinds(JourneyState(journey.state)),
    )


def proposal_link(actor: Actor, person: SearchedFor | None, triplet: Triplet) -> tuple[str, str]:
    """(address, « Proposer à … ») for an adviser: to the person carried here, else to one to choose. Else two ""."""
    if person:
        return person.propose_url(triplet), f"Proposer à {person.name}"
    if not any(post.role is Role.ADVISER for post in actor.memberships):
        return "", ""
    parts = [triplet.training, triplet.training_action, triplet.session]
    return reverse("advisers:propose_to", args=parts), "Proposer à une personne"
