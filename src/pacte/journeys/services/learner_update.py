"""Updates a learner's record: name, contact, commune, licence, vehicle, diploma."""

from __future__ import annotations

from pacte.audit.services import audit_event
from pacte.journeys.models import Learner, LearnerContact, LearnerLink, Referent
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.records import Channel, LearnerInput
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import NotFound, ValidationError
from pacte.notifications.services.system_access import as_system


def update_learner(*, actor: Actor, learner: Learner, body_id: int, learner_input: LearnerInput) -> Learner:
    """For the present referent's body. Raises ``NotFound``, or ``ValidationError`` (no name)."""
    present = Referent.objects.filter(learner=learner, body_id=body_id, valid_until=None).exists()
    if not present or not may(actor, "journeys.orient", JourneyScope(learner.organisation_id, body_id)):
        raise NotFound
    if not learner_input.first_name.strip() or not learner_input.last_name.strip():
        raise ValidationError("last_name", "Le nom et le prénom manquent.", hint="Écrivez-les.")
    with audit_event(
        actor=actor, name="journeys.change_learner", subject_kind="learner", subject_id=learner.key,
        subject_label="Dossier d’une personne", organisation_id=body_id,
    ):  # fmt: skip
        for name in ("birth_year", "sex", "diploma", "commune_code", "has_licence", "has_vehicle"):
            setattr(learner, name, getattr(learner_input, name))
        learner.save(update_fields=["birth_year", "sex", "diploma", "commune_code", "has_licence", "has_vehicle"])
        before = LearnerContact.objects.filter(learner=learner).first()
        phone = learner_input.phone.strip()
        has_new_phone = before is not None and before.phone != phone
        if has_new_phone:
            _close_links_of_texts(actor, learner)
        LearnerContact.objects.update_or_create(
            learner=learner,
            defaults={
                "organisation_id": learner.organisation_id,
                "first_name": learner_input.first_name.strip(),
                "last_name": learner_input.last_name.strip(),
                "email": learner_input.email.strip(),
                "phone": phone,
                "phone_to_check": before is not None and before.phone_to_check and not has_new_phone,
                "partner_number": learner_input.partner_number.strip(),
            },
        )
    return learner


def _close_links_of_texts(actor: Actor, learner: Learner) -> None:
    """The old number may be somebody else’s by now. A text that waits reads the new one as it leaves."""
    with as_system(actor):
        LearnerLink.objects.filter(
            learner=learner, channel=Channel.SMS, invitation__isnull=False, revoked_at=None
        ).update(revoked_at=now())
