"""Thirty-one unique words put in every field that can hold data of a person, to look for them after the erasure."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from pacte.accounts.row_context import acting_as
from pacte.audit.models import AuditEntry
from pacte.interop.models import DossierReference, PersonReference
from pacte.journeys.models import (
    Invitation,
    Journey,
    LearnerContact,
    LearnerEmail,
    LearnerRequest,
    LearnerText,
    NotebookEntry,
    SensitiveFact,
    Step,
)
from pacte.journeys.records import StepKind
from pacte.notifications.models import Notification
from tests.cast import MACHINE, Cast
from tests.journeys.making import DAY

K = StepKind
TOKENS = [f"zq{rank:02d}jeton" for rank in range(31)]


def plant(cast: Cast, journey: Journey) -> None:
    """Puts ``TOKENS`` in order; the first one is the first name, given before."""
    words = iter(TOKENS[1:])
    region, learner, at = cast.region, journey.learner, datetime(2021, 1, 5, tzinfo=UTC)
    with acting_as(MACHINE):
        contact = LearnerContact.objects.get()
        contact.last_name, contact.email, contact.phone = next(words), f"{next(words)}@exemple.fr", next(words)
        contact.address, contact.preferred, contact.partner_number = next(words), next(words)[:10], next(words)
        contact.save()
        for _ in range(4):
            NotebookEntry.objects.create(
                organisation=region, learner=learner, phase="before", text=next(words), at=at, person_name="A"
            )
        SensitiveFact.objects.create(
            organisation=region, learner=learner, kind=next(words), purpose=next(words), valid_from=DAY,
            keep_until=DAY, recorded_at=at, recorded_by=cast.network, person_name=next(words),
        )  # fmt: skip
        invitation = Invitation.objects.create(
            organisation=region, journey=journey, mode="chosen", channel="sms", prepared_at=at, sent_at=at,
            expires_on=DAY, refusal_note=next(words),
        )  # fmt: skip
        LearnerEmail.objects.create(organisation=region, learner=learner, kind="link", error=next(words), created_at=at)
        LearnerText.objects.create(
            organisation=region, learner=learner, invitation=invitation, kind="invitation", error=next(words),
            created_at=at,
        )  # fmt: skip
        LearnerRequest.objects.create(
            organisation=region, learner=learner, kind="erase", text=next(words), made_at=at, answer=next(words),
            person_name=next(words),
        )  # fmt: skip
        PersonReference.objects.create(organisation=region, source="kairos", reference=next(words), learner=learner)
        DossierReference.objects.create(organisation=region, source="kairos", reference=next(words), journey=journey)
        Notification.objects.create(
            organisation=region, person=cast["adviser"].person, kind="x", key="a", subject=next(words),
            text=next(words), address=f"/mes-personnes/{learner.key}/", created_at=at,
        )  # fmt: skip
        full = f"{contact.first_name} {contact.last_name}"
        Notification.objects.create(
            organisation=region, person=cast["adviser"].person, kind="x", key="b", subject=full, text=full,
            created_at=at,
        )  # fmt: skip
        Step.objects.create(
            organisation=region, journey=journey, kind=K.BARRIER_NOTED, happened_on=DAY, recorded_at=at,
            source="file", origin=next(words), message_key=next(words), detail={"said": f"{next(words)} a dit"},
        )  # fmt: skip
        for _ in range(4):
            AuditEntry.objects.create(
                act_key=uuid4(), at=at, act="journeys.hand_over", person_name="A", organisation_id=region.pk,
                subject_kind="learner", subject_id=str(learner.key),
                subject_label="x", reason=next(words),
            )  # fmt: skip
        assert next(words, None) is None, "every token is planted"
