"""E-mails of notifications. One job per notification; the notification row, not the queue, tells whether it was sent.

Guarantees: no e-mail is lost while the database lives, and none is sent twice because of two workers or a job that ran
again. One gap remains, which no queue closes: a worker killed after the mail server accepted the message and before the
row was written sends it again. Both copies have the same Message-ID, which lets a mail client detect the duplicate.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.demo_notice import DEMO_DATA_NOTICE
from pacte.notifications.models import Notification
from pacte.notifications.records import EmailState

QUEUE = "mail"
SEND_TASK = "notices.send_mail"
MAIL_ACTOR_NAME = "envoi du courrier"
# Retries after 2, 4, 8… minutes: the last one is about ten hours after the first attempt.
MAX_TRIES = 9

_log = logging.getLogger(__name__)


def queue_emails(*, actor: Actor, notification_ids: Sequence[int]) -> None:
    """Queues one job per notification in the open transaction: no job without its notification, and conversely."""
    if notification_ids:
        job_arguments: list[JSONDict] = [{"notice_id": identifier} for identifier in notification_ids]
        app.configure_task(SEND_TASK, allow_unknown=False).batch_defer(*job_arguments)


def deliver_email(*, actor: Actor, notification_id: int) -> bool:
    """Sends the e-mail of a notification once; True when it was sent now. Must run as the system.

    The row is locked while the mail server answers: a second worker waits, then finds nothing to send. When the server
    refuses, a job of the same transaction retries later; after ``MAX_TRIES`` the notification is marked as failed.
    """
    notification = (
        Notification.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=notification_id, mail_state=EmailState.WAITING)
        .first()
    )
    if notification is None:
        return False
    if not notification.person.is_active:
        return _save_email_state(notification, EmailState.NOT_WANTED)
    notification.mail_tries += 1
    try:
        _email_message(notification).send()
    except (OSError, SMTPException) as error:
        _log.warning("mail of notice %s was not sent: %s", notification.pk, error)
        notification.mail_error = str(error)[:300]
        if notification.mail_tries >= MAX_TRIES:
            return _save_email_state(notification, EmailState.FAILED)
        notification.save(update_fields=["mail_tries", "mail_error"])
        retry = app.configure_task(SEND_TASK, allow_unknown=False, schedule_in={"minutes": 2**notification.mail_tries})
        retry.defer(notice_id=notification.pk)
        return False
    notification.mailed_at, notification.mail_error = now(), ""
    _save_email_state(notification, EmailState.SENT)
    return True


def _save_email_state(notification: Notification, state: EmailState) -> bool:
    notification.mail_state = state
    notification.save(update_fields=["mail_state", "mail_tries", "mailed_at", "mail_error"])
    return False


def _email_message(notification: Notification) -> EmailMessage:
    """Plain text, with the URL of the page where to act, and a Message-ID that is the same on a second sending."""
    text = notification.text.strip()
    if notification.address:
        text += f"\n\nPour agir : {settings.PUBLIC_URL}{notification.address}"
    text += f"\n\nTous vos messages : {settings.PUBLIC_URL}/messages/\n"
    if settings.INSTANCE.name == "demo":
        text += f"\n{DEMO_DATA_NOTICE}\n"
    domain = settings.PUBLIC_URL.rpartition("/")[2].partition(":")[0]
    return EmailMessage(
        " ".join(notification.subject.split()),
        text,
        to=[notification.person.email],
        headers={"Message-ID": f"<notice-{notification.pk}-{notification.created_at:%Y%m%d%H%M%S%f}@{domain}>"},
    )
