"""Obligations of the provider after the steps of its journeys, and the side effects of a step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pacte.journeys.models import Journey, Obligation
from pacte.journeys.permissions import providers_with_journey_right
from pacte.journeys.queries.obligations import is_past_entry_deadline, obligations_of
from pacte.journeys.queries.session_people import SessionPerson, can_train
from pacte.journeys.rules.consequences import LABELS, Consequence, Doer
from pacte.journeys.rules.obligations import SETTLEMENT_LABELS, SettlementMethod
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.offer.models import Session

_MOST = 500


@dataclass(frozen=True, slots=True)
class ProviderObligation:
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
class ObligationSummary:
    """One side effect of a step; ``settlement`` is the way it was closed, empty while it is open."""

    label: str
    doer: Doer
    due_on: date
    settlement: str


def provider_obligations(*, actor: Actor, session: Session | None = None) -> list[ProviderObligation]:
    """Open obligations of the actor's organisation as a provider, oldest first; of one session when given.

    A freed seat whose entry deadline is past can no longer be taken: it is left out.
    """
    bodies = providers_with_journey_right(actor, "journeys.train")
    obligations = Obligation.objects.filter(
        body_id__in=bodies, doer=Doer.PROVIDER, settled_on=None, journey__session__isnull=False
    )
    obligations = obligations.exclude(what=Consequence.SEAT_FREED, due_on__lt=today())
    if session is not None:
        obligations = obligations.filter(journey__session=session)
    rows = obligations.select_related(
        "journey__learner__contact", "journey__session__training_action__training__provider"
    ).order_by("due_on", "pk")[:_MOST]
    return [
        ProviderObligation(
            each.pk, Consequence(each.what), each.due_on, each.journey.key, _name(each.journey), journey_session
        )
        for each in rows
        if (journey_session := each.journey.session) is not None
    ]


def obligations_of_person(*, actor: Actor, session: Session, person: SessionPerson) -> list[ObligationSummary]:
    """All obligations created by a person's steps in that session, open first. ``NotFound`` for other providers."""
    journey = ensure_found(Journey.objects.filter(session=session, key=person.key).first())
    hide_unless(can_train(actor=actor, session=session))
    own = {step.identifier for step in person.steps}
    return [
        ObligationSummary(
            LABELS[Consequence(each.what)],
            Doer(each.doer),
            each.due_on,
            _settlement_label(each),
        )
        for each in obligations_of(actor=actor, journey=journey)
        if each.step_id in own
    ]


def _settlement_label(each: Obligation) -> str:
    if each.settled_how:
        return SETTLEMENT_LABELS[SettlementMethod(each.settled_how)]
    return "le dernier jour pour entrer est passé" if is_past_entry_deadline(each) else ""


def _name(journey: Journey) -> str:
    contact = getattr(journey.learner, "contact", None)
    return f"{contact.last_name} {contact.first_name}" if contact else ""
