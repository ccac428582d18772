"""Erasure of a learner: deletes name, contact, facts, free text and links; keeps anonymous counts.

What remains of a journey: department and age class of the person, sex and level, dates and states. The keys are
regenerated, so that no reference stored elsewhere leads to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from pacte.audit.services import audit_event
from pacte.infra.erasure_ledger import ErasureRecord, erasure_mark
from pacte.journeys.models import Journey, Learner, LearnerContact, Obligation, Referent
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.queries.erasure import ERASE_ACT, JOURNEY_TABLES, LEARNER_TABLES, notices_about
from pacte.journeys.rules.retention import HOLD_LABELS, ErasureHold, age_band
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, NotFound, ValidationError, hide_unless
from pacte.notifications.models import Notification
from pacte.notifications.services.system_access import as_system
from pacte.offer.rules.nature import department_of


@dataclass(frozen=True, slots=True)
class ErasedLearner:
    """What was erased, for other rooms with data about the person. ``ledger_entry``: its row of the erasure ledger."""

    learner_id: int
    journey_ids: tuple[int, ...]
    keys: tuple[str, ...]
    ledger_entry: ErasureRecord


def erase_learner(*, actor: Actor, learner: Learner, reason: str) -> ErasedLearner:
    """Erases a learner at once. Raises ``NotFound`` outside the referent's body, ``Conflict`` under a hold."""
    present = Referent.objects.filter(learner=learner, valid_until=None).values_list("body_id", flat=True).first()
    scope = JourneyScope(learner.organisation_id, present)
    if learner.purged_at or not may(actor, "journeys.erase", scope):
        raise NotFound
    if learner.held_until and learner.held_until >= today():
        raise Conflict(
            "learner_held", "Ces données ne peuvent pas être effacées.",
            f"Elles sont gardées jusqu’au {learner.held_until:%d/%m/%Y}.", "Attendez la levée, ou demandez-la.",
        )  # fmt: skip
    with as_system(actor), transaction.atomic():
        journeys = list(Journey.objects.filter(learner=learner))
        identifier = settings.INSTANCE.identifier()
        ledger_entry = ErasureRecord(now(), identifier, erasure_mark(identifier, learner.key))
        keys = (str(learner.key), *(str(each.key) for each in journeys))
        erased_learner = ErasedLearner(learner.pk, tuple(each.pk for each in journeys), keys, ledger_entry)
        # The entry has no key: it records that a person was erased, by whom and why. The mark is for the ledger.
        with audit_event(
            actor=actor, name=ERASE_ACT, subject_kind="learner", subject_label="Effacement d’une personne",
            organisation_id=present or learner.organisation_id, reason=reason,
        ) as entry:  # fmt: skip
            entry.detail.update(identifier=ledger_entry.identifier, mark=ledger_entry.mark)
            notices = _delete_notices(learner, erased_learner.keys)
            _delete_personal_rows(learner, journeys)
            _anonymise_rows(learner, journeys)
            _anonymise_history(erased_learner, notices)
    return erased_learner


def hold_purge(*, actor: Actor, learner: Learner, until: date, why: ErasureHold, reason: str = "") -> Learner:
    """Prevents any erasure of a learner before the end of that day. ``reason``: a sentence, for the audit log.

    Raises ``NotFound`` or ``ValidationError`` (``until``).
    """
    hide_unless(may(actor, "journeys.hold", JourneyScope(learner.organisation_id)))
    if until < today():
        raise ValidationError("until", "La date est passée.", hint="Donnez un jour à venir.")
    with audit_event(
        actor=actor, name="journeys.hold", subject_kind="learner", subject_id=learner.key,
        subject_label="Données gardées", organisation_id=learner.organisation_id,
        reason=f"{HOLD_LABELS[why]} : {reason}" if reason else HOLD_LABELS[why],
    ):  # fmt: skip
        learner.held_until, learner.held_for = until, why
        learner.save(update_fields=["held_until", "held_for"])
    return learner


def lift_hold(*, actor: Actor, learner: Learner, reason: str) -> Learner:
    """The ordinary retention period applies again. Raises ``NotFound``."""
    hide_unless(may(actor, "journeys.hold", JourneyScope(learner.organisation_id)))
    with audit_event(
        actor=actor, name="journeys.lift_hold", subject_kind="learner", subject_id=learner.key,
        subject_label="Garde levée", organisation_id=learner.organisation_id, reason=reason,
    ):  # fmt: skip
        learner.held_until, learner.held_for = None, ""
        learner.save(update_fields=["held_until", "held_for"])
    return learner


def _delete_notices(learner: Learner, keys: tuple[str, ...]) -> list[int]:
    """Deletes notices that refer to the learner; removes the name from the others."""
    notices = Notification.objects.filter(notices_about(keys), organisation_id=learner.organisation_id)
    notice_ids = list(notices.values_list("pk", flat=True))
    notices.delete()
    contact = LearnerContact.objects.filter(learner=learner).first()
    if contact is None:
        return notice_ids
    for name in (f"{contact.first_name} {contact.last_name}", f"{contact.last_name} {contact.first_name}"):
        for notice in Notification.objects.filter(Q(text__contains=name) | Q(subject__contains=name)):
            notice.text = notice.text.replace(name, "une personne effacée")
            notice.subject = notice.subject.replace(name, "une personne effacée")
            notice.save(update_fields=["text", "subject"])
            notice_ids.append(notice.pk)
    return notice_ids


def _delete_personal_rows(learner: Learner, journeys: list[Journey]) -> None:
    for model in JOURNEY_TABLES:
        model.objects.filter(journey__in=journeys).delete()
    for each in LEARNER_TABLES:
        each.objects.filter(learner=learner).delete()
    Obligation.objects.filter(journey__in=journeys, settled_on=None).delete()


def _anonymise_rows(learner: Learner, journeys: list[Journey]) -> None:
    for journey in journeys:
        journey.key = uuid4()
        journey.kept_department = department_of(learner.commune_code)
        journey.kept_age_band = age_band(learner.birth_year, journey.entered_on or journey.opened_on)
    Journey.objects.bulk_update(journeys, ["key", "kept_department", "kept_age_band"])
    learner.key, learner.purged_at = uuid4(), now()
    learner.birth_year, learner.commune_code = None, ""
    learner.has_licence, learner.has_vehicle = None, None
    learner.purge_on, learner.purge_told_on = None, None
    learner.held_until, learner.held_for = None, ""
    learner.save()


def _anonymise_history(erased_learner: ErasedLearner, notices: list[int]) -> None:
    """Calls the owner's SQL function for what the application may not change: audit log, row history, text of steps."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select journeys_forget(%s, %s, %s)",
            [list(erased_learner.keys), [str(each) for each in notices], list(erased_learner.journey_ids)],
        )
