"""Writes what a learner lives from when a journey opens, or corrects it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pacte.audit.services import audit_event
from pacte.journeys.models import Journey
from pacte.journeys.permissions import may
from pacte.journeys.queries.journeys import journey_by_key, journey_scope
from pacte.journeys.records.reasons import JobAtOpening
from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless


def write_job(*, actor: Actor, key: UUID | str, job: JobAtOpening | None, job_until: date | None) -> Journey:
    """For the body that orients. Both None: nobody knows any more. Raises ``NotFound``."""
    journey = journey_by_key(actor=actor, key=key, locked=True)
    hide_unless(may(actor, "journeys.orient", journey_scope(journey)))
    with audit_event(
        actor=actor, name="journeys.write_job", subject_kind="journey", subject_id=journey.key,
        subject_label="Emploi à l’ouverture du parcours", organisation_id=journey.referrer_id,
    ):  # fmt: skip
        journey.job, journey.job_until = job or "", job_until
        journey.save(update_fields=["job", "job_until"])
    return journey
