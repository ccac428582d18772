"""Letters to guests, one job each. The link is drawn when the letter leaves: only its digest is ever stored.

As with notification e-mails, the row is the source of truth, not the queue; a refused delivery is tried again later.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from procrastinate.contrib.django import app

from pacte.accounts.models import Guest, Organisation
from pacte.accounts.records import GuestScope
from pacte.accounts.rules.guest_links import guest_path
from pacte.accounts.services import ensure_guest, issue_guest_link
from pacte.audit.services import audit_event
from pacte.infra.stalled_jobs import WORKER_TIMEOUT, delete_dead_jobs, without_live_job
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.email_address import canonical_email
from pacte.kernel.errors import hide_unless
from pacte.notifications.models import GuestLetter
from pacte.notifications.records import EmailState, GuestLetterInput
from pacte.notifications.rules import guest_letter_text
from pacte.notifications.services.email_delivery import MAX_TRIES
from pacte.notifications.services.system_access import as_system

SEND_GUEST_TASK = "guests.send_letter"
REQUEUE_GUEST_TASK = "guests.revive_letters"
# Later, a link that arrives would surprise more than it helps.
_REQUEUED_WITHIN = timedelta(days=1)
# Long enough to answer somebody who says that nothing came.
_LETTER_LIFE = timedelta(days=30)

_log = logging.getLogger(__name__)


def queue_guest_letter(*, actor: Actor, guest: Guest, letter_input: GuestLetterInput) -> GuestLetter:
    """Queues a letter to a known guest in the open transaction.

    The caller has checked that ``actor`` may write to them. Raises ``NotFound`` for an erased guest.
    """
    hide_unless(guest.erased_at is None)
    return _queue(actor, guest.organisation_id, letter_input, guest_id=guest.pk)


def request_guest_link(
    *, actor: Actor, host: Organisation, email: str, letter_input: GuestLetterInput, opens_guest: bool = False
) -> None:
    """Somebody asks to be sent a link at ``email``. ``actor`` is the machine, in the name of the visitor.

    Writes the same rows whether the address is known or not; the worker looks. Count the attempt before, in a
    transaction of its own (``accounts.rules.rate_limits.guest_link_buckets``). Raises ``ValidationError`` (``email``).
    """
    actor.require_system()
    _queue(actor, host.pk, letter_input, email=canonical_email(email), opens_guest=opens_guest)


def send_guest_letter(*, actor: Actor, letter_id: int) -> bool:
    """Sends it once: True when it left now. Must run as the machine.

    A letter for an unknown address is deleted unsent, unless that address becomes a guest.
    """
    letter = (
        GuestLetter.objects.select_for_update(of=("self",))
        .select_related("guest", "organisation")
        .filter(pk=letter_id, state=EmailState.WAITING)
        .first()
    )
    if letter is None:
        return False
    guest = _guest_of(actor, letter)
    if guest is None or guest.erased_at is not None:
        letter.delete()
        return False
    letter.guest, letter.email, letter.tries = guest, "", letter.tries + 1
    try:
        # The link is undone when the server refuses the letter.
        with transaction.atomic():
            _message(actor, letter, guest).send()
    except (OSError, SMTPException) as error:
        _log.warning("letter %s to a guest was not sent: %s", letter.pk, error)
        _retry_or_fail(letter, str(error).replace(guest.email, "…"))
        return False
    letter.state, letter.sent_at, letter.error, letter.text = EmailState.SENT, now(), "", ""
    letter.save()
    return True


def requeue_lost_guest_letters(*, actor: Actor, older_than: timedelta = WORKER_TIMEOUT) -> int:
    """Requeues recent letters that have no queued job and no live worker. Must run as the system."""
    at = now()
    waiting = GuestLetter.objects.filter(
        state=EmailState.WAITING, created_at__gt=at - _REQUEUED_WITHIN, created_at__lt=at - older_than
    )
    lost = without_live_job(waiting, task_name=SEND_GUEST_TASK, argument="letter_id").order_by("pk")
    lost_ids = list(lost.values_list("pk", flat=True))
    delete_dead_jobs(SEND_GUEST_TASK, REQUEUE_GUEST_TASK)
    for letter_id in lost_ids:
        app.configure_task(SEND_GUEST_TASK, allow_unknown=False).defer(letter_id=letter_id)
    return len(lost_ids)


def delete_old_guest_letters(*, actor: Actor, at: datetime | None = None) -> int:
    """Deletes letters a month after they were written, whatever became of them. Returns how many."""
    actor.require_system("guests_purge", "Seule la machine applique les durées de conservation.")
    return GuestLetter.objects.filter(created_at__lt=(at or now()) - _LETTER_LIFE).delete()[0]


def _queue(
    actor: Actor,
    host_id: int,
    letter_input: GuestLetterInput,
    *,
    guest_id: int | None = None,
    email: str = "",
    opens_guest: bool = False,
) -> GuestLetter:
    """No job without its row, no row without its job. The audit log says that a letter was asked for, not to whom."""
    with as_system(actor), audit_event(
        actor=actor, name="guest.ask_letter", subject_kind="guest_letter", organisation_id=host_id,
        subject_label="Lettre à une personne sans compte",
    ) as entry:  # fmt: skip
        letter = GuestLetter.objects.create(
            organisation_id=host_id,
            guest_id=guest_id,
            email=email,
            opens_guest=opens_guest,
            scope=letter_input.scope,
            subject_id=letter_input.subject_id,
            tail=letter_input.tail,
            title=letter_input.title,
            text=letter_input.text,
            created_at=now(),
        )
        entry.subject_id = str(letter.pk)
        app.configure_task(SEND_GUEST_TASK, allow_unknown=False).defer(letter_id=letter.pk)
    return letter


def _guest_of(actor: Actor, letter: GuestLetter) -> Guest | None:
    """The guest of the letter; else the one of the address typed, made when the letter says so."""
    if letter.guest is not None:
        return letter.guest
    if letter.opens_guest:
        synthetic = settings.INSTANCE.name == "demo"
        return ensure_guest(actor=actor, host=letter.organisation, email=letter.email, synthetic=synthetic)
    return Guest.objects.filter(organisation_id=letter.organisation_id, email=letter.email).first()


def _message(actor: Actor, letter: GuestLetter, guest: Guest) -> EmailMessage:
    issued = issue_guest_link(actor=actor, guest=guest, scope=GuestScope(letter.scope), subject_id=letter.subject_id)
    text = guest_letter_text(
        letter.text,
        address=settings.PUBLIC_URL + guest_path(issued.secret, letter.tail),
        expires_at=issued.expires_at,
        is_synthetic=guest.is_synthetic,
    )
    domain = settings.PUBLIC_URL.rpartition("/")[2].partition(":")[0]
    identifier = f"<guest-{letter.pk}-{letter.created_at:%Y%m%d%H%M%S%f}@{domain}>"
    title = " ".join(letter.title.split())
    return EmailMessage(title, text, to=[guest.email], headers={"Message-ID": identifier})


def _retry_or_fail(letter: GuestLetter, error: str) -> None:
    """Again after 2, 4, 8… minutes: the last try is about ten hours after the first."""
    letter.error = error[:300]
    letter.state = EmailState.FAILED if letter.tries >= MAX_TRIES else EmailState.WAITING
    letter.save()
    if letter.state == EmailState.WAITING:
        retry = app.configure_task(SEND_GUEST_TASK, allow_unknown=False, schedule_in={"minutes": 2**letter.tries})
        retry.defer(letter_id=letter.pk)
