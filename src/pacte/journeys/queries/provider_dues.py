"""Obligations of the provider after the steps of its journeys, and the side effects of a step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pacte.journeys.models import Due, Journey
from pacte.journeys.permissions import trains_where
from pacte.journeys.queries.owed import dues_of, is_too_late
from pacte.journeys.queries.provider import SessionPerson, trains
from pacte.journeys.rules.consequences import LABELS, Consequence, Doer
from pacte.journeys.rules.dues import SETTLED_LABELS, Settled
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.offer.models import Session

_MOST = 500


@dataclass(frozen=True, slots=True)
class OwnDue:
    """One obligation of the provider, with its due date."""

    identifier: int
    what: Consequence
    due_on: date
    key: UUID
    name: str
    session: Session

    @property
    def label(self) -> str:
        return LABELS[self.what]


@dataclass(frozen=True, slots=True)
class DueLine:
    """One side effect of a step; ``settlement`` is the way it was closed, empty while it is open."""

    label: str
    doer: Doer
    due_on: date
    done: str


def own_dues(*, actor: Actor, session: Session | None = None) -> list[OwnDue]:
    """Open obligations of the actor's organisation as a provider, oldest first; of one session when given.

    A freed seat whose entry deadline is past can no longer be taken: it is left out.
    """
    bodies = trains_where(actor, "journeys.train")
    found = Due.objects.filter(body_id__in=bodies, doer=Doer.PROVIDER, settled_on=None, journey__session__isnull=False)
    found = found.exclude(what=Consequence.SEAT_FREED, due_on__lt=today())
    if session is not None:
        found = found.filter(journey__session=session)
    rows = found.select_related(
        "journey__learner__contact", "journey__session__training_action__training__provider"
    ).order_by("due_on", "pk")[:_MOST]
    return [
        OwnDue(each.pk, Consequence(each.what), each.due_on, each.journey.key, _name(each.journey), held)
        for each in rows
        if (held := each.journey.session) is not None
    ]


def dues_of_person(*, actor: Actor, session: Session, person: SessionPerson) -> list[DueLine]:
    """All obligations created by a person's steps in that session, open first. ``Unseen`` for other providers."""
    journey = Journey.objects.filter(session=session, key=person.key).first()
    if journey is None or not trains(actor=actor, session=session):
        raise NotFound
    own = {step.identifier for step in person.steps}
    return [
        DueLine(
            LABELS[Consequence(each.what)],
            Doer(each.doer),
            each.due_on,
            _done(each),
        )
        for each in dues_of(actor=actor, journey=journey)
        if each.step_id in own
    ]


def _done(each: Due) -> str:
    if each.settled_how:
        return SETTLED_LABELS[Settled(each.settled_how)]
    return "le dernier jour pour entrer est passé" if is_too_late(each) else ""


def _name(journey: Journey) -> str:
    contact = getattr(journey.learner, "contact", None)
    return f"{contact.last_name} {contact.first_name}" if contact else ""
