"""Release dates from custody: written and read by the named authority only, with a log of reads."""

from __future__ import annotations

from datetime import date

from pacte.accounts.models import Organisation
from pacte.accounts.records import OrganisationKind
from pacte.audit.services import audit_event
from pacte.journeys.models import CustodyDate, Learner, Referent, SensitiveRead
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.records import Purpose
from pacte.journeys.rules.retention import fact_retention_end
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import NotFound, ValidationError, hide_unless

KIND = "custody_date"


def is_authority(*, actor: Actor, body_id: int) -> bool:
    """True for a prison service to which the actor belongs."""
    return (
        body_id in actor.organisation_ids
        and Organisation.objects.filter(pk=body_id, kind=OrganisationKind.PRISON_SERVICE).exists()
    )


def write_custody_dates(
    *, actor: Actor, learner: Learner, body_id: int, earliest_on: date, latest_on: date | None
) -> CustodyDate:
    """Adds a new pair of dates; older ones stay. Raises ``NotFound`` for other bodies, or ``ValidationError``."""
    refuse_unless_authority(actor, learner, body_id)
    if latest_on is not None and latest_on < earliest_on:
        raise ValidationError(
            "latest_on", "La sortie la plus tardive précède la plus proche.", hint="Corrigez une des dates."
        )
    with audit_event(
        actor=actor, name="journeys.write_custody", subject_kind="learner", subject_id=learner.key,
        subject_label="Information protégée", organisation_id=body_id,
    ):  # fmt: skip
        return CustodyDate.objects.create(
            organisation_id=learner.organisation_id,
            learner=learner,
            body_id=body_id,
            earliest_on=earliest_on,
            latest_on=latest_on,
            keep_until=fact_retention_end(latest_on or earliest_on),
            recorded_at=now(),
            person_name=actor.name[:200],
        )


def read_custody_dates(
    *, actor: Actor, learner: Learner, body_id: int, purpose: Purpose, channel: str
) -> CustodyDate | None:
    """The dates in force. Each read is logged: who, why and when; never the dates."""
    refuse_unless_authority(actor, learner, body_id)
    custody_date = CustodyDate.objects.filter(learner=learner, body_id=body_id).order_by("-recorded_at", "-pk").first()
    log_authority_read(actor=actor, learner=learner, body_id=body_id, kind=KIND, purpose=purpose, channel=channel)
    return custody_date


def log_authority_read(
    *, actor: Actor, learner: Learner, body_id: int, kind: str, purpose: Purpose, channel: str
) -> None:
    """Who read which protected fact, why and when; never the fact."""
    SensitiveRead.objects.create(
        organisation_id=learner.organisation_id,
        at=now(),
        person_id=actor.person_id,
        person_name=actor.name[:200],
        body_id=body_id,
        learner_key=learner.key,
        kinds=kind,
        purpose=purpose,
        channel=channel,
    )


def refuse_unless_authority(actor: Actor, learner: Learner, body_id: int) -> None:
    """Raises ``NotFound`` for anybody but the prison service that follows the learner today."""
    present = Referent.objects.filter(learner=learner, body_id=body_id, valid_until=None).exists()
    scope = JourneyScope(learner.organisation_id, body_id)
    if not present or not is_authority(actor=actor, body_id=body_id):
        raise NotFound
    hide_unless(may(actor, "journeys.read_sensitive", scope))
