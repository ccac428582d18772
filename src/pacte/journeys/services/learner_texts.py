"""SMS to learners by the gateway, one job each. The words and the link are made when the text leaves.

At most once. The row says that the text is leaving in a transaction of its own, before it is given to the gateway; what
the gateway answers is written in another. A process killed between the two leaves a text in doubt: it is never given
again, and its invitation goes back to « à envoyer » with that reason. An SMS in double costs and worries; a person who
is asked « l’avez-vous reçu ? » does not. A text that surely did not leave is tried again.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from procrastinate.contrib.django import app

from pacte.accounts.row_context import acting_as
from pacte.infra.stalled_jobs import WORKER_TIMEOUT, delete_dead_jobs, without_live_job
from pacte.infra.texting.records import (
    OutgoingText,
    PhoneUnknownError,
    TextError,
    TextInDoubtError,
    TextReceipt,
    TextRefusedError,
)
from pacte.journeys.models import Invitation, Journey, LearnerContact, LearnerText
from pacte.journeys.records import InvitationOutcome, LearnerTextKind, LearnerTextState, UnsentReason
from pacte.journeys.rules.phones import international_number
from pacte.journeys.services.invitation_texts import invitation_text, reminder_text
from pacte.journeys.services.text_gateway import is_within_ceiling, text_gateway
from pacte.journeys.services.text_outcomes import record_failure, record_hold, record_receipt, withdraw_text
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict
from pacte.notifications.services.system_access import as_system

# Retry after 2, 4, 8… minutes: the last try is about two hours after the first.
TEXT_TRIES = 6
SEND_TEXT_TASK = "journeys.send_text"
REQUEUE_TEXTS_TASK = "journeys.requeue_texts"
# Later, a text that arrives would surprise more than it helps.
_REQUEUED_WITHIN = timedelta(days=1)
# Longer than the gateway is waited for.
_ANSWERED_WITHIN = timedelta(minutes=2)

_log = logging.getLogger(__name__)
_STANDS = frozenset({"", InvitationOutcome.NONE_SUITS})


class _WithdrawalError(Exception):
    """The text no longer leaves, for that reason."""

    def __init__(self, reason: UnsentReason) -> None:
        super().__init__(reason)
        self.reason = reason


def queue_learner_text(*, actor: Actor, invitation: Invitation, kind: LearnerTextKind) -> LearnerText:
    """Queues one text in the open transaction: no job without its row, no row without its job."""
    with as_system(actor):
        text = LearnerText.objects.create(
            organisation_id=invitation.organisation_id,
            learner_id=invitation.journey.learner_id,
            invitation=invitation,
            meeting_id=invitation.chosen_id if kind is LearnerTextKind.REMINDER else None,
            kind=kind,
            created_at=now(),
        )
        app.configure_task(SEND_TEXT_TASK, allow_unknown=False).defer(text_id=text.pk)
    return text


def send_learner_text(*, actor: Actor, text_id: int) -> bool:
    """Gives the text to the gateway once: True when it left now. Must run as the machine, outside a transaction."""
    gateway = text_gateway(actor=actor)
    with acting_as(actor):
        outgoing = _prepare_leaving(actor, text_id, has_gateway=gateway is not None)
    if outgoing is None or gateway is None:
        return False
    answer: TextReceipt | TextError
    try:
        answer = gateway.send(outgoing)
    except TextError as error:
        _log.warning("text %s was not sent: %s", text_id, error)
        answer = error
    with acting_as(actor):
        return _record_answer(actor, text_id, outgoing, answer)


def requeue_lost_learner_texts(*, actor: Actor, older_than: timedelta = WORKER_TIMEOUT) -> int:
    """Queues again recent texts that wait without a job, and ends those whose answer never came. As the system."""
    at = now()
    texts = LearnerText.objects.filter(created_at__gt=at - _REQUEUED_WITHIN, created_at__lt=at - older_than)
    waiting = texts.filter(state=LearnerTextState.WAITING)
    lost_ids = list(
        without_live_job(waiting, task_name=SEND_TEXT_TASK, argument="text_id").values_list("pk", flat=True)
    )
    leaving = LearnerText.objects.filter(state=LearnerTextState.LEAVING, left_at__lt=at - _ANSWERED_WITHIN)
    leaving = without_live_job(leaving, task_name=SEND_TEXT_TASK, argument="text_id")
    for text_id in list(leaving.order_by("pk").values_list("pk", flat=True)):
        if text := _locked_text(text_id, LearnerTextState.LEAVING):
            text.error = "envoi interrompu"
            record_failure(actor=actor, text=text, reason=UnsentReason.TEXT_DOUBTFUL)
    delete_dead_jobs(SEND_TEXT_TASK, REQUEUE_TEXTS_TASK)
    for text_id in sorted(lost_ids):
        app.configure_task(SEND_TEXT_TASK, allow_unknown=False).defer(text_id=text_id)
    return len(lost_ids)


def _prepare_leaving(actor: Actor, text_id: int, *, has_gateway: bool) -> OutgoingText | None:
    """What to give to the gateway; None when the text does not leave, which is then written."""
    text = _locked_text(text_id, LearnerTextState.WAITING)
    if text is None:
        return None
    try:
        if not has_gateway:
            raise _WithdrawalError(UnsentReason.TEXT_FAILED)
        outgoing = _outgoing_text(actor, text)
    except _WithdrawalError as withdrawal:
        withdraw_text(actor=actor, text=text, reason=withdrawal.reason)
        return None
    cost = outgoing.parts * settings.SMS_PART_CENTS
    if not is_within_ceiling(actor=actor, organisation_id=text.organisation_id, cost_cents=cost, at=now()):
        record_hold(actor=actor, text=text)
        return None
    text.state, text.left_at, text.tries = LearnerTextState.LEAVING, now(), text.tries + 1
    text.parts, text.cost_cents = outgoing.parts, cost
    text.save(update_fields=["state", "left_at", "tries", "parts", "cost_cents"])
    return outgoing


def _outgoing_text(actor: Actor, text: LearnerText) -> OutgoingText:
    """To the number known now, with a link made now. Raises ``_WithdrawalError``."""
    contact = LearnerContact.objects.filter(learner_id=text.learner_id).first()
    invitation, is_reminder = text.invitation, text.kind == LearnerTextKind.REMINDER
    if contact is None or not contact.phone:
        raise _WithdrawalError(UnsentReason.NO_ADDRESS)
    if contact.no_texts_on is not None:
        raise _WithdrawalError(UnsentReason.TEXT_UNWANTED)
    phone = international_number(contact.phone)
    if not phone or contact.phone_to_check:
        raise _WithdrawalError(UnsentReason.PHONE_UNKNOWN)
    if invitation.outcome not in _STANDS or (not _still_to_come(text) if is_reminder else _left_since(text)):
        raise _WithdrawalError(UnsentReason.OUTDATED)
    try:
        write = reminder_text if is_reminder else invitation_text
        words = write(actor=actor, invitation=invitation, contact=contact)
    except Conflict as error:
        raise _WithdrawalError(UnsentReason.OUTDATED) from error
    return OutgoingText(phone, words, f"pacte-{text.pk}")


def _left_since(text: LearnerText) -> bool:
    """Its invitation was sent another way after the text was queued: it does not arrive twice."""
    sent_at = text.invitation.sent_at
    return sent_at is not None and sent_at >= text.created_at


def _still_to_come(text: LearnerText) -> bool:
    """The slot is the same as when the reminder was queued, and has not begun."""
    slot = text.invitation.chosen
    return slot is not None and slot.pk == text.meeting_id and slot.cancelled_at is None and slot.starts_at > now()


def _record_answer(actor: Actor, text_id: int, outgoing: OutgoingText, answer: TextReceipt | TextError) -> bool:
    text = _locked_text(text_id, LearnerTextState.LEAVING)
    if text is None:
        return False
    if isinstance(answer, TextReceipt):
        text.reference = answer.reference[:60]
        record_receipt(actor=actor, text=text)
        return True
    text.error = str(answer)[:300]
    if isinstance(answer, TextInDoubtError):
        record_failure(actor=actor, text=text, reason=UnsentReason.TEXT_DOUBTFUL)
        return False
    text.cost_cents = 0
    contact = LearnerContact.objects.filter(learner_id=text.learner_id).first()
    is_same_number = contact is not None and international_number(contact.phone) == outgoing.phone
    if isinstance(answer, PhoneUnknownError) and contact is not None and is_same_number:
        contact.phone_to_check = True
        contact.save(update_fields=["phone_to_check"])
        record_failure(actor=actor, text=text, reason=UnsentReason.PHONE_UNKNOWN)
    elif isinstance(answer, TextRefusedError | PhoneUnknownError) and text.tries < TEXT_TRIES:
        text.state = LearnerTextState.WAITING
        text.save(update_fields=["state", "error", "cost_cents"])
        retry = app.configure_task(SEND_TEXT_TASK, allow_unknown=False, schedule_in={"minutes": 2**text.tries})
        retry.defer(text_id=text.pk)
    else:
        record_failure(actor=actor, text=text, reason=UnsentReason.TEXT_FAILED)
    return False


def _locked_text(text_id: int, state: LearnerTextState) -> LearnerText | None:
    """The journey first, as every act on an invitation: none of them waits for another that waits for it."""
    invitations = LearnerText.objects.filter(pk=text_id, state=state).values_list("invitation_id", flat=True)
    list(Journey.objects.select_for_update().filter(invitations__in=invitations))
    texts = LearnerText.objects.select_for_update(of=("self",)).filter(pk=text_id, state=state)
    return texts.select_related("invitation__journey__learner", "invitation__chosen", "invitation__session").first()
