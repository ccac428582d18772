"""Bulk creation of new learners imported from another tool, in one batch.

Each gets what ``open_learner``, ``open_journey`` and ``record_step`` would write, with one audit entry for all. Only
for steps without side effects (no seat, no obligation, no message): the others are recorded one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pacte.accounts.models import Organisation, Person
from pacte.audit.services import audit_event
from pacte.journeys.models import Journey, Learner, LearnerContact, Referent
from pacte.journeys.models import Step as StepRow
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.records import JourneyState, LearnerInput, StepKind, StepRecord, StepSource
from pacte.journeys.rules.consequences import side_effects_of
from pacte.journeys.rules.retention import purge_on
from pacte.journeys.rules.state_machine import HOLDS_A_SEAT, replay_status
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import ConfigurationError, PermissionDenied
from pacte.offer.models import Session


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A new learner, the target session, and the steps recorded on one day: (kind, message key)."""

    learner: LearnerInput
    session_id: int
    on: date
    steps: tuple[tuple[StepKind, str], ...]


def has_no_side_effects(kind: StepKind) -> bool:
    return kind is not StepKind.ENDED and not side_effects_of(kind)


def open_in_bulk(
    *, actor: Actor, host: Organisation, body: Organisation, newcomers: Sequence[Newcomer], source: StepSource,
    origin: str, synthetic: bool,
) -> list[Journey]:  # fmt: skip
    """Journeys, in input order. Raises ``PermissionDenied``, or ``ConfigurationError`` on a step with side effects."""
    if not may(actor, "journeys.open", JourneyScope(host.pk, body.pk)) or not (
        actor.is_system or body.pk in actor.organisation_ids
    ):
        raise PermissionDenied("journeys_open", "Seul un conseiller ouvre le dossier d’une personne, pour son réseau.")
    if not all(has_no_side_effects(kind) for each in newcomers for kind, _ in each.steps):
        raise ConfigurationError("take_over", "Une étape qui a des suites s’enregistre seule.")
    if not newcomers:
        return []
    with audit_event(actor=actor, name="journeys.take_over", subject_kind="learner", organisation_id=body.pk) as entry:
        journeys = _write(actor, host, body, newcomers, source, origin, synthetic=synthetic)
        entry.detail.update(people=len(newcomers), origin=origin)
    return journeys


def _write(
    actor: Actor,
    host: Organisation,
    body: Organisation,
    newcomers: Sequence[Newcomer],
    source: StepSource,
    origin: str,
    *,
    synthetic: bool,
) -> list[Journey]:
    at, opened = now(), today()
    person = Person.objects.filter(pk=actor.person_id).first()
    learners = Learner.objects.bulk_create(
        Learner(
            organisation=host, opened_by=body, created_at=at, last_seen_on=max(opened, each.on),
            purge_on=purge_on(opened), is_synthetic=synthetic,
        )
        for each in newcomers
    )  # fmt: skip
    Referent.objects.bulk_create(
        Referent(organisation=host, learner=learner, body=body, named_by=body, person=person, valid_from=opened)
        for learner in learners
    )
    LearnerContact.objects.bulk_create(
        LearnerContact(
            organisation=host,
            learner=learner,
            first_name=each.learner.first_name.strip(),
            last_name=each.learner.last_name.strip(),
            email=each.learner.email.strip(),
            phone=each.learner.phone.strip(),
            partner_number=each.learner.partner_number.strip(),
        )
        for learner, each in zip(learners, newcomers, strict=True)
    )
    trainers = dict(
        Session.objects.filter(pk__in={each.session_id for each in newcomers}).values_list(
            "pk", "training_action__training__provider__body_id"
        )
    )
    journeys = Journey.objects.bulk_create(
        _journey(host, body, learner, each, trainers.get(each.session_id), synthetic=synthetic)
        for learner, each in zip(learners, newcomers, strict=True)
    )
    StepRow.objects.bulk_create(
        StepRow(
            organisation=host, journey=journey, kind=kind, happened_on=each.on, recorded_at=at,
            session_id=each.session_id, body_id=next(iter(sorted(actor.organisation_ids)), None),
            person_id=actor.person_id, person_name=actor.name[:200], source=source, origin=origin[:80],
            message_key=key,
        )
        for journey, each in zip(journeys, newcomers, strict=True)
        for kind, key in each.steps
    )  # fmt: skip
    return journeys


def _journey(
    host: Organisation, body: Organisation, learner: Learner, each: Newcomer, trainer: int | None, *, synthetic: bool
) -> Journey:
    """The journey with the status that its steps give."""
    steps = [
        StepRecord(rank, kind, each.on, now(), session_id=each.session_id) for rank, (kind, _) in enumerate(each.steps)
    ]
    status = replay_status(steps)
    if status.state in HOLDS_A_SEAT or status.state is JourneyState.NEW:
        raise ConfigurationError("take_over", "Une étape qui prend une place s’enregistre seule.")
    has_session = status.session_id is not None
    return Journey(
        organisation=host, learner=learner, referrer=body, opened_on=each.on, state=status.state,
        state_on=status.state_on or each.on, session_id=status.session_id,
        provider_body_id=trainer if has_session else None, is_synthetic=synthetic,
    )  # fmt: skip
