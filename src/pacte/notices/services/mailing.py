"""Mails of notices. One job a notice; the row of the notice says whether its mail left, not the queue.

What is promised: a mail is never lost while the database lives, and never leaves twice because two workers met or a
job ran again. One gap remains, and no queue closes it: a worker killed after the mail server said yes and before the
row was written sends again. Both copies bear the same Message-ID, by which a mail reader may tell that they are one.
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
# 2, 4, 8… minutes: the last try is about ten hours after the first.
TRIES = 9

_log = logging.getLogger(__name__)


@app.task(name="notices.send_mail", queue=QUEUE)
def _send_mail(notice_id: int) -> None:
    """What the worker runs."""
    actor = system(MACHINE)
    with acting_as(actor):
        deliver(actor=actor, notice_id=notice_id)


def queue_mails(*, actor: Actor, notice_ids: Sequence[int]) -> None:
    """One job a notice, in the transaction that is open: no job without its notice, no notice without its job."""
    if notice_ids:
        asked: list[JSONDict] = [{"notice_id": identifier} for identifier in notice_ids]
        _send_mail.batch_defer(*asked)


def deliver(*, actor: Actor, notice_id: int) -> bool:
    """Sends the mail of a notice, once: True when it left now. Must run as the machine.

    The row is locked for as long as the mail server takes: a second worker waits, then finds nothing to send. A server
    that refuses is tried again later, by a job of the same transaction; after ``TRIES`` the notice says that it failed.
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
    """Plain text, the address of the page where one acts, and an identifier that stays the same if it leaves again."""
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
