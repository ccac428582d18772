"""Download of an attestation by the learner. The audit log records it."""

from __future__ import annotations

from uuid import UUID

from pacte.audit.services import audit_event
from pacte.journeys.queries.attestations import MyAttestation, my_attestation
from pacte.kernel.actor import Actor
from pacte.notifications.services.system_access import as_system


def take_attestation(*, actor: Actor, key: UUID) -> MyAttestation:
    """Content of the document, for a learner with a personal link. Raises ``NotFound`` if not theirs, or not given."""
    attestation = my_attestation(actor=actor, key=key)
    with as_system(actor), audit_event(
        actor=actor, name="journeys.take_attestation", subject_kind="journey", subject_id=attestation.journey.key,
        subject_label="Attestation", organisation_id=attestation.journey.provider_body_id,
    ):  # fmt: skip
        return attestation
