"""Names of the people whom an address is about, at the moment of reading: a notification keeps none.

Only those whom the reader may name today: another network's person, or one whose record is erased, has no name here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q

from pacte.journeys.models import Journey, LearnerContact, LearnerRequest
from pacte.journeys.permissions import bodies_with_journey_right, providers_with_journey_right
from pacte.journeys.queries.adviser_scope import is_present_referent_of
from pacte.kernel.actor import Actor
from pacte.offer.models import Session


class PersonMentionKind(StrEnum):
    LEARNER = "learner"
    JOURNEY = "journey"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class PersonMention:
    """What an address says of a person: the key of their record or of a journey, the number of what they ask."""

    kind: PersonMentionKind
    value: str


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person whom the reader may name. ``training``: of the journey, the latest of the record; "" for none yet."""

    name: str
    training: str = ""
    starts_on: date | None = None


def named_people(*, actor: Actor, mentions: Collection[PersonMention]) -> dict[PersonMention, NamedPerson]:
    """The people of these addresses whom the actor may name. Four queries at most."""
    by_kind: dict[PersonMentionKind, set[str]] = {kind: set() for kind in PersonMentionKind}
    for mention in mentions:
        by_kind[mention.kind].add(mention.value)
    bodies = tuple(sorted(bodies_with_journey_right(actor, "journeys.read_name")))
    if not mentions or not bodies:
        return {}
    records = dict(_records(by_kind, bodies))
    latest = _latest_sessions({learner_id for learner_id, _ in records.values()})
    people = {
        mention: _named(name, latest.get(learner_id)) for mention, (learner_id, name) in records.items()
    }  # fmt: skip
    return people | dict(_by_journey(actor, by_kind[PersonMentionKind.JOURNEY], bodies))


def _records(
    by_kind: dict[PersonMentionKind, set[str]], bodies: tuple[int, ...]
) -> Iterator[tuple[PersonMention, tuple[int, str]]]:
    """The learner and the name, for the addresses of a record and of a request, read by the present referent."""
    present = is_present_referent_of(bodies, prefix="learner__referents__")
    if keys := by_kind[PersonMentionKind.LEARNER]:
        for contact in LearnerContact.objects.filter(present, learner__key__in=keys).select_related("learner"):
            mention = PersonMention(PersonMentionKind.LEARNER, str(contact.learner.key))
            yield mention, (contact.learner_id, f"{contact.first_name} {contact.last_name}")
    if numbers := by_kind[PersonMentionKind.REQUEST]:
        requests = LearnerRequest.objects.filter(present, pk__in=numbers, learner__contact__isnull=False)
        for request in requests.select_related("learner__contact"):
            contact = request.learner.contact
            mention = PersonMention(PersonMentionKind.REQUEST, str(request.pk))
            yield mention, (request.learner_id, f"{contact.first_name} {contact.last_name}")


def _latest_sessions(learner_ids: Collection[int]) -> dict[int, Session]:
    """Session of the latest journey of each learner, left out when that journey has none."""
    if not learner_ids:
        return {}
    journeys = Journey.objects.filter(learner_id__in=learner_ids).select_related("session__training_action__training")
    latest = {each.learner_id: each.session for each in journeys.order_by("opened_on", "pk")}
    return {learner_id: session for learner_id, session in latest.items() if session is not None}


def _by_journey(
    actor: Actor, keys: Collection[str], bodies: tuple[int, ...]
) -> Iterator[tuple[PersonMention, NamedPerson]]:
    """For the addresses of a journey: read by the referent who orients it, and by the provider that trains it."""
    if not keys:
        return
    own = Q(referrer_id__in=bodies) & is_present_referent_of(bodies, prefix="learner__referents__")
    trained = Q(provider_body_id__in=providers_with_journey_right(actor, "journeys.read_name"))
    journeys = Journey.objects.filter(own | trained, key__in=keys, learner__contact__isnull=False).distinct()
    for journey in journeys.select_related("learner__contact", "session__training_action__training"):
        contact: Any = journey.learner.contact
        mention = PersonMention(PersonMentionKind.JOURNEY, str(journey.key))
        yield mention, _named(f"{contact.first_name} {contact.last_name}", journey.session)


def _named(name: str, session: Session | None) -> NamedPerson:
    return NamedPerson(name, session.training.title, session.starts_on) if session else NamedPerson(name)
