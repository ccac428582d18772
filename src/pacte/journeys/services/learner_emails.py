"""E-mails to learners, one job each.

The text is written when the e-mail leaves, with a new link: only the digest of its secret is ever stored.

As with notification mails, the row is the source of truth, not the queue; a refused delivery is retried later.

An invitation is sent when its e-mail leaves, not when it is queued: its delay to answer never runs on a message that
stayed here, and a failure undoes no step. It then goes back to « à envoyer », with the reason.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from pacte.infra.stalled_jobs import WORKER_TIMEOUT, delete_dead_jobs, without_live_job
from pacte.journeys.models import Invitation, Journey, Learner, LearnerContact, LearnerEmail
from pacte.journeys.records import StepSource
from pacte.journeys.records.outreach import Channel, LearnerEmailKind, LearnerEmailState, UnsentReason
from pacte.journeys.rules.learner_emails import LearnerEmailContent, learner_email_content
from pacte.journeys.rules.links import journey_path, slot_path
from pacte.journeys.services.links import make_journey_link, make_slot_link
from pacte.journeys.services.sending import mark_unsent, record_sending
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict
from pacte.notifications.services.system_access import as_system

# Retry after 2, 4, 8… minutes: the last try is about ten hours after the first.
TRIES = 9
SEND_TASK = "journeys.send_letter"
REQUEUE_TASK = "journeys.revive_letters"
# Later, a link that arrives would surprise more than it helps.
_REQUEUED_WITHIN = timedelta(days=1)

_log = logging.getLogger(__name__)


def queue_learner_email(
    *, actor: Actor, learner: Learner, kind: LearnerEmailKind, invitation: Invitation | None = None
) -> LearnerEmail:
    """Queues one e-mail in the open transaction: no job without its row, no row without its job."""
    with as_system(actor):
        letter = LearnerEmail.objects.create(
            organisation_id=learner.organisation_id, learner=learner, invitation=invitation, kind=kind, created_at=now()
        )
        app.configure_task(SEND_TASK, allow_unknown=False).defer(letter_id=letter.pk)
    return letter


def requeue_lost_learner_emails(*, actor: Actor, older_than: timedelta = WORKER_TIMEOUT) -> int:
    """Requeues recent pending e-mails that have no queued job and no live worker. Must run as the system."""
    at = now()
    waiting = LearnerEmail.objects.filter(
        state=LearnerEmailState.WAITING, created_at__gt=at - _REQUEUED_WITHIN, created_at__lt=at - older_than
    )
    lost = without_live_job(waiting, task_name=SEND_TASK, argument="letter_id").order_by("pk")
    lost_ids = list(lost.values_list("pk", flat=True))
    delete_dead_jobs(SEND_TASK, REQUEUE_TASK)
    for letter_id in lost_ids:
        app.configure_task(SEND_TASK, allow_unknown=False).defer(letter_id=letter_id)
    return len(lost_ids)


def send_learner_email(*, actor: Actor, letter_id: int) -> bool:
    """Sends it once: True when it left now. Must run as the machine. A missing address is not an error."""
    # The journey first, as every act on an invitation: none of them waits for another that waits for it.
    list(Journey.objects.select_for_update().filter(invitations__in=_invitation_to_send(letter_id)))
    letter = (
        LearnerEmail.objects.select_for_update(of=("self",))
        .select_related("learner", "invitation__journey__learner", "invitation__chosen", "invitation__session")
        .filter(pk=letter_id, state=LearnerEmailState.WAITING)
        .first()
    )
    if letter is None:
        return False
    contact = LearnerContact.objects.filter(learner_id=letter.learner_id).first()
    letter.tries += 1
    try:
        # An invitation is sent in the same breath: undone when the server refuses.
        with transaction.atomic():
            content = _email_content(actor, letter, contact) if contact and contact.email else None
            if contact is None or content is None:
                return _drop(actor, letter, UnsentReason.NO_ADDRESS)
            headers = {"Message-ID": _identifier(letter)}
            EmailMessage(content.subject, content.text, to=[contact.email], headers=headers).send()
    except Conflict as error:
        letter.error = error.message
        return _drop(actor, letter, UnsentReason.OUTDATED)
    except (OSError, SMTPException) as error:
        _log.warning("letter %s was not sent: %s", letter.pk, error)
        return _retry_or_fail(actor, letter, str(error))
    letter.state, letter.sent_at, letter.error = LearnerEmailState.SENT, now(), ""
    letter.save(update_fields=["state", "tries", "sent_at", "error"])
    return True


def _invitation_to_send(letter_id: int) -> QuerySet[LearnerEmail, int | None]:
    letters = LearnerEmail.objects.filter(pk=letter_id, kind=LearnerEmailKind.INVITATION)
    return letters.filter(state=LearnerEmailState.WAITING).values_list("invitation_id", flat=True)


def _drop(actor: Actor, letter: LearnerEmail, reason: UnsentReason) -> bool:
    letter.state = LearnerEmailState.NOT_WANTED
    letter.save(update_fields=["state", "error"])
    if letter.kind == LearnerEmailKind.INVITATION and letter.invitation_id:
        mark_unsent(actor=actor, invitation_id=letter.invitation_id, reason=reason)
    return False


def _retry_or_fail(actor: Actor, letter: LearnerEmail, error: str) -> bool:
    letter.error = error[:300]
    letter.state = LearnerEmailState.FAILED if letter.tries >= TRIES else LearnerEmailState.WAITING
    letter.save(update_fields=["tries", "error", "state"])
    if letter.state == LearnerEmailState.WAITING:
        retry = app.configure_task(SEND_TASK, allow_unknown=False, schedule_in={"minutes": 2**letter.tries})
        retry.defer(letter_id=letter.pk)
    elif letter.kind == LearnerEmailKind.INVITATION and letter.invitation_id:
        mark_unsent(actor=actor, invitation_id=letter.invitation_id, reason=UnsentReason.EMAIL_FAILED)
    return False


def _email_content(actor: Actor, letter: LearnerEmail, contact: LearnerContact) -> LearnerEmailContent | None:
    """None when it is no longer relevant: the slot was freed meanwhile, the invitation closed."""
    invitation, kind = letter.invitation, LearnerEmailKind(letter.kind)
    if kind in (LearnerEmailKind.INVITATION, LearnerEmailKind.REMINDER, LearnerEmailKind.CANCELLED):
        if invitation is None or not _still_stands(kind, invitation) or _left_since(letter, invitation):
            return None
        if kind is LearnerEmailKind.INVITATION:
            sent = record_sending(actor=actor, invitation_id=invitation.pk, source=StepSource.MACHINE)
            invitation.expires_on = sent.expires_on
        secret = make_slot_link(actor=actor, invitation=invitation, channel=Channel.EMAIL).secret
        address = slot_path(secret)
    else:
        referent = letter.learner.referents.filter(valid_until=None).select_related("body").first()
        if referent is None:
            return None
        made = make_journey_link(actor=actor, learner=letter.learner, body=referent.body, channel=Channel.EMAIL)
        address = journey_path(made.secret) + ("situation/" if kind is LearnerEmailKind.SITUATION else "")
    slot = invitation.chosen if invitation else None
    return learner_email_content(
        kind,
        first_name=contact.first_name,
        address=settings.PUBLIC_URL + address,
        title=_title(invitation),
        slot=(slot.starts_at, slot.place, slot.link if slot.is_remote else "") if slot else None,
        answer_by=invitation.expires_on if invitation else None,
        is_synthetic=letter.learner.is_synthetic,
    )


def _still_stands(kind: LearnerEmailKind, invitation: Invitation) -> bool:
    if kind is LearnerEmailKind.REMINDER:
        return invitation.chosen is not None and invitation.chosen.cancelled_at is None
    return invitation.outcome == ""


def _left_since(letter: LearnerEmail, invitation: Invitation) -> bool:
    """The invitation was sent another way after its e-mail was queued: it does not arrive twice."""
    is_invitation = letter.kind == LearnerEmailKind.INVITATION
    return is_invitation and invitation.sent_at is not None and invitation.sent_at >= letter.created_at


def _title(invitation: Invitation | None) -> str:
    session = invitation.session if invitation else None
    return session.training.title if session else ""


def _identifier(letter: LearnerEmail) -> str:
    domain = settings.PUBLIC_URL.rpartition("/")[2].partition(":")[0]
    return f"<letter-{letter.pk}-{letter.created_at:%Y%m%d%H%M%S%f}@{domain}>"
