"""What the actor has not read in the shared notebooks: the words of the other side, later than their last opening."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from pacte.journeys.models import Journey, Learner, NotebookEntry, NotebookReading
from pacte.journeys.permissions import bodies_with_journey_right, providers_with_journey_right
from pacte.journeys.queries.adviser_scope import is_present_referent_of
from pacte.journeys.records.adviser_desk import NoteKind
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now

_ACT = "journeys.write_notebook"
# Older words are no news: nobody is asked to open all the notebooks of the past.
NEWS = timedelta(days=60)
_MOST = 100


@dataclass(frozen=True, slots=True)
class UnreadNotebook:
    """A notebook with unread words. ``journey_key`` opens it; ``name`` is empty once erased."""

    journey_key: UUID
    name: str
    training: str
    count: int
    latest_at: datetime


def unread_notebooks(*, actor: Actor) -> list[UnreadNotebook]:
    """Notebooks that the actor has to read, latest first, a hundred at most: trained by theirs, or followed by them.

    An adviser gets those of their own people, and of those whom nobody is named to follow. Six queries at most.
    """
    if actor.person_id is None:
        return []
    notebooks = [*_of_provider(actor), *_of_referent(actor)]
    return sorted(notebooks, key=lambda each: each.latest_at, reverse=True)[:_MOST]


def unread_words_by_journey(*, actor: Actor, journey_keys: Collection[UUID]) -> dict[UUID, int]:
    """Unread words of these notebooks, for the provider that trains; those without any are left out. One query."""
    journeys = _trained_journeys(actor).filter(key__in=journey_keys)
    keys = dict(journeys.values_list("pk", "key"))
    counted = _counts(_unread(actor, NotebookEntry.objects.filter(journey_id__in=list(keys))), "journey_id")
    return {keys[journey_id]: count for journey_id, count, _ in counted}


def unread_words_of_learner(*, actor: Actor, learner: Learner) -> int:
    """Unread words of all the notebooks of one learner, for their referent. One query."""
    entries = NotebookEntry.objects.filter(_followed(actor), learner=learner)
    return sum(count for _, count, _ in _counts(_unread(actor, entries), "learner_id"))


def _trained_journeys(actor: Actor) -> QuerySet[Journey]:
    return Journey.objects.filter(provider_body_id__in=providers_with_journey_right(actor, _ACT))


def _followed(actor: Actor) -> Q:
    bodies = bodies_with_journey_right(actor, _ACT) - providers_with_journey_right(actor, _ACT)
    return is_present_referent_of(sorted(bodies), prefix="learner__referents__")


def _unread(actor: Actor, entries: QuerySet[NotebookEntry]) -> QuerySet[NotebookEntry]:
    """Words of somebody else's body, or of the learner, that no reading of the actor covers."""
    readings = NotebookReading.objects.filter(
        Q(journey_id=None) | Q(journey_id=OuterRef("journey_id")),
        learner_id=OuterRef("learner_id"), person_id=actor.person_id, read_at__gte=OuterRef("at"),
    )  # fmt: skip
    return entries.filter(
        Q(kind=NoteKind.WORD) | ~Q(text=""),
        Q(body=None) | ~Q(body_id__in=actor.organisation_ids),
        ~Exists(readings),
        at__gte=now() - NEWS,
    )


def _counts(entries: QuerySet[NotebookEntry], key: str) -> list[tuple[int, int, datetime]]:
    """(key, unread words, time of the latest), latest first."""
    counted = entries.order_by().values(key).annotate(words=Count("pk", distinct=True), latest=Max("at"))
    return list(counted.order_by("-latest").values_list(key, "words", "latest")[:_MOST])


def _of_provider(actor: Actor) -> list[UnreadNotebook]:
    trained = _trained_journeys(actor).values("pk")
    counted = _counts(_unread(actor, NotebookEntry.objects.filter(journey_id__in=trained)), "journey_id")
    journeys = _shown_journeys().in_bulk([journey_id for journey_id, *_ in counted])
    return [_unread_notebook(journeys[journey_id], count, latest) for journey_id, count, latest in counted]


def _of_referent(actor: Actor) -> list[UnreadNotebook]:
    """Each learner once, by the latest journey that the actor's body orients."""
    own = Q(learner__referents__person_id=actor.person_id) | Q(learner__referents__person=None)
    entries = NotebookEntry.objects.filter(_followed(actor) & own)
    counted = _counts(_unread(actor, entries), "learner_id")
    journeys = _shown_journeys().filter(
        learner_id__in=[learner_id for learner_id, *_ in counted], referrer_id__in=actor.organisation_ids
    )
    latest_journeys = {each.learner_id: each for each in journeys.order_by("opened_on", "pk")}
    return [
        _unread_notebook(latest_journeys[learner_id], count, latest)
        for learner_id, count, latest in counted
        if learner_id in latest_journeys
    ]


def _shown_journeys() -> QuerySet[Journey]:
    return Journey.objects.select_related("learner__contact", "session__training_action__training")


def _unread_notebook(journey: Journey, count: int, latest: datetime) -> UnreadNotebook:
    contact = getattr(journey.learner, "contact", None)
    return UnreadNotebook(
        journey_key=journey.key,
        name=f"{contact.first_name} {contact.last_name}" if contact else "",
        training=journey.session.training.title if journey.session else "",
        count=count,
        latest_at=latest,
    )
