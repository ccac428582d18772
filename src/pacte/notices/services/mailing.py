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

from pacte.accounts.context import acting_as
from pacte.kernel.actor import Actor, system
from pacte.kernel.clock import now
from pacte.kernel.fiction import FICTIVE
from pacte.notices.models import Notice
from pacte.notices.records import MailState

QUEUE = "mail"
MACHINE = "envoi du courrier"
# Retries after 2, 4, 8… minutes: the last one is about ten hours after the first attempt.
TRIES = 9

_log = logging.getLogger(__name__)


@app.task(name="notices.send_mail", queue=QUEUE)
def _send_mail(notice_id: int) -> None:
    """Task run by the worker."""
    actor = system(MACHINE)
    with acting_as(actor):
        deliver(actor=actor, notice_id=notice_id)


def queue_mails(*, actor: Actor, notice_ids: Sequence[int]) -> None:
    """Queues one job per notification in the open transaction: no job without its notification, and conversely."""
    if notice_ids:
        asked: list[JSONDict] = [{"notice_id": identifier} for identifier in notice_ids]
        _send_mail.batch_defer(*asked)


def deliver(*, actor: Actor, notice_id: int) -> bool:
    """Sends the e-mail of a notification once; True when it was sent now. Must run as the system.

    The row is locked while the mail server answers: a second worker waits, then finds nothing to send. When the server
    refuses, a job of the same transaction retries later; after ``MAX_TRIES`` the notification is marked as failed.
    """
    notice = (
        Notice.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=notice_id, mail_state=MailState.WAITING)
        .first()
    )
    if notice is None:
        return False
    if not notice.person.is_active:
        return _settle(notice, MailState.NOT_WANTED)
    notice.mail_tries += 1
    try:
        _letter(notice).send()
    except (OSError, SMTPException) as error:
        _log.warning("mail of notice %s was not sent: %s", notice.pk, error)
        notice.mail_error = str(error)[:300]
        if notice.mail_tries >= TRIES:
            return _settle(notice, MailState.FAILED)
        notice.save(update_fields=["mail_tries", "mail_error"])
        _send_mail.configure(schedule_in={"minutes": 2**notice.mail_tries}).defer(notice_id=notice.pk)
        return False
    notice.mailed_at, notice.mail_error = now(), ""
    _settle(notice, MailState.SENT)
    return True


def _settle(notice: Notice, state: MailState) -> bool:
    notice.mail_state = state
    notice.save(update_fields=["mail_state", "mail_tries", "mailed_at", "mail_error"])
    return False


def _letter(notice: Notice) -> EmailMessage:
    """Plain text, with the URL of the page where to act, and a Message-ID that is the same on a second sending."""
    text = notice.text.strip()
    if notice.address:
        text += f"\n\nPour agir : {settings.PUBLIC_URL}{notice.address}"
    text += f"\n\nTous vos messages : {settings.PUBLIC_URL}/messages/\n"
    if settings.INSTANCE.name == "demo":
        text += f"\n{FICTIVE}\n"
    domain = settings.PUBLIC_URL.rpartition("/")[2].partition(":")[0]
    return EmailMessage(
        " ".join(notice.subject.split()),
        text,
        to=[notice.person.email],
        headers={"Message-ID": f"<notice-{notice.pk}-{notice.created_at:%Y%m%d%H%M%S%f}@{domain}>"},
    )
