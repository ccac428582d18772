"""Creates learners and journeys, assigns referents, records protected facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from pacte.accounts.models import Organisation, Person
from pacte.audit.services import audit_event
from pacte.journeys.models import (
    Journey,
    Learner,
    LearnerContact,
    Referent,
    SensitiveFact,
    SensitiveRead,
)
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.records import JourneyState, LearnerInput, Purpose, SensitiveFactInput
from pacte.journeys.records.reasons import JobAtOpening
from pacte.journeys.rules.retention import fact_retention_end, purge_on
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import NotFound, PermissionDenied, ValidationError, ensure_found, hide_unless
from pacte.notifications.services.system_access import as_system


def open_learner(
    *, actor: Actor, host: Organisation, body: Organisation, learner_input: LearnerInput, synthetic: bool = False
) -> Learner:
    """Creates a learner whose first referent is ``body``. Raises ``PermissionDenied`` or ``ValidationError`` (no
    name).
    """
    if not may(actor, "journeys.open", JourneyScope(host.pk, body.pk)) or not _is_of(actor, body.pk):
        raise PermissionDenied("journeys_open", "Seul un conseiller ouvre le dossier d’une personne, pour son réseau.")
    if not learner_input.first_name.strip() or not learner_input.last_name.strip():
        raise ValidationError("learner_name", "Le nom et le prénom manquent.", hint="Écrivez-les.")
    on = today()
    with audit_event(actor=actor, name="journeys.open_learner", organisation_id=body.pk) as entry:
        learner = Learner.objects.create(
            organisation=host,
            opened_by=body,
            birth_year=learner_input.birth_year,
            sex=learner_input.sex,
            diploma=learner_input.diploma,
            commune_code=learner_input.commune_code,
            has_licence=learner_input.has_licence,
            has_vehicle=learner_input.has_vehicle,
            created_at=now(),
            last_seen_on=on,
            purge_on=purge_on(on),
            is_synthetic=synthetic,
        )
        Referent.objects.create(
            organisation=host,
            learner=learner,
            body=body,
            named_by=body,
            person=Person.objects.filter(pk=actor.person_id).first(),
            valid_from=on,
        )
        LearnerContact.objects.create(
            organisation=host,
            learner=learner,
            first_name=learner_input.first_name.strip(),
            last_name=learner_input.last_name.strip(),
            email=learner_input.email.strip(),
            phone=learner_input.phone.strip(),
            partner_number=learner_input.partner_number.strip(),
        )
        entry.set_subject("learner", learner.key, "Dossier d’une personne")
    return learner


def open_journey(
    *,
    actor: Actor,
    learner: Learner,
    body: Organisation,
    on: date,
    goal_rome: str = "",
    follows: Journey | None = None,
    job: JobAtOpening | None = None,
    job_until: date | None = None,
) -> Journey:
    """Creates a journey of a learner whose referent is ``body``; the caller records its first step.

    ``job``: what the learner lives from, None when nobody said it.
    """
    refuse_unless_referent(actor, learner, body.pk, "journeys.orient")
    with audit_event(actor=actor, name="journeys.open", organisation_id=body.pk) as entry:
        journey = Journey.objects.create(
            organisation_id=learner.organisation_id,
            learner=learner,
            referrer=body,
            follows=follows,
            goal_rome=goal_rome,
            job=job or "",
            job_until=job_until,
            opened_on=on,
            state=JourneyState.NEW,
            state_on=on,
            is_synthetic=learner.is_synthetic,
        )
        entry.set_subject("journey", journey.key, "Parcours")
    return journey


def assign_referent(
    *, actor: Actor, learner: Learner, body: Organisation, person: Person | None, on: date, reason: str
) -> Referent:
    """Assigns another body or person as referent from ``on``; the previous period ends the day before."""
    present = ensure_found(Referent.objects.filter(learner=learner, valid_until=None).first())
    refuse_unless_referent(actor, learner, present.body_id, "journeys.hand_over")
    if on < present.valid_from:
        raise ValidationError(
            "referent_before", "Le référent actuel a commencé après cette date.", hint="Choisissez un jour plus tardif."
        )
    with audit_event(
        actor=actor, name="journeys.hand_over", subject_kind="learner", subject_id=learner.key,
        subject_label="Changement de référent", organisation_id=present.body_id, reason=reason,
    ):  # fmt: skip
        if on == present.valid_from:
            present.delete()
        else:
            present.valid_until = on - timedelta(days=1)
            present.save(update_fields=["valid_until"])
        new_referent = Referent.objects.create(
            organisation_id=learner.organisation_id, learner=learner, body=body, person=person,
            named_by_id=present.body_id, valid_from=on,
        )  # fmt: skip
        # Run as the machine: the giver loses read access to the journeys in this same update.
        with as_system(actor):
            learner.journeys.exclude(state__in=[JourneyState.ENDED, JourneyState.CLOSED]).update(referrer=body)
    return new_referent


def write_sensitive_fact(
    *, actor: Actor, learner: Learner, body: Organisation, fact_input: SensitiveFactInput
) -> SensitiveFact:
    """Records a protected fact, with the learner's consent. The audit log records the act, never the content."""
    refuse_unless_referent(actor, learner, body.pk, "journeys.read_sensitive")
    if fact_input.consent_on > today():
        raise ValidationError(
            "consent_future", "L’accord de la personne ne peut pas être à venir.", hint="Corrigez la date."
        )
    with audit_event(
        actor=actor, name="journeys.write_fact", subject_kind="learner", subject_id=learner.key,
        subject_label="Information protégée", organisation_id=body.pk,
    ):  # fmt: skip
        fact, _ = SensitiveFact.objects.update_or_create(
            learner=learner,
            kind=fact_input.kind,
            valid_from=fact_input.valid_from,
            defaults={
                "organisation_id": learner.organisation_id,
                "purpose": fact_input.purpose,
                "consent_on": fact_input.consent_on,
                "valid_until": fact_input.valid_until,
                "keep_until": fact_retention_end(fact_input.valid_until or today()),
                "recorded_at": now(),
                "recorded_by": body,
                "person_name": actor.name[:200],
            },
        )
    return fact


def read_sensitive_facts(
    *, actor: Actor, learner: Learner, purpose: Purpose, channel: str, on: date
) -> Sequence[SensitiveFact]:
    """Protected facts in force, for the referent's body. Each read is logged: who, why, when, by which channel."""
    present = learner.referents.filter(valid_until=None).first()
    body_id = ensure_found(present.body_id if present and _is_of(actor, present.body_id) else None)
    hide_unless(may(actor, "journeys.read_sensitive", JourneyScope(learner.organisation_id, body_id)))
    facts = [
        fact
        for fact in SensitiveFact.objects.filter(learner=learner, valid_from__lte=on).order_by("kind")
        if fact.valid_until is None or fact.valid_until >= on
    ]
    SensitiveRead.objects.create(
        organisation_id=learner.organisation_id,
        at=now(),
        person_id=actor.person_id,
        person_name=actor.name[:200],
        body_id=body_id,
        learner_key=learner.key,
        kinds=",".join(fact.kind for fact in facts),
        purpose=purpose,
        channel=channel,
    )
    return facts


def refuse_unless_referent(actor: Actor, learner: Learner, body_id: int, act_name: str) -> None:
    """The body must be the present referent, and the actor its member. Raises ``NotFound`` otherwise."""
    if actor.is_system:
        return
    known = Referent.objects.filter(learner=learner, body_id=body_id, valid_until=None).exists()
    if not known or not may(actor, act_name, JourneyScope(learner.organisation_id, body_id)):
        raise NotFound


def _is_of(actor: Actor, body_id: int) -> bool:
    return actor.is_system or body_id in actor.organisation_ids
