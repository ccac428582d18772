"""Background jobs: e-mails of notifications and letters to guests, and queueing again those whose worker died."""

from __future__ import annotations

from procrastinate.contrib.django import app

from pacte.accounts.row_context import acting_as
from pacte.infra.startup_jobs import StartupJob, StartupStep
from pacte.kernel.actor import system_actor
from pacte.notifications.services.email_delivery import MAIL_ACTOR_NAME, QUEUE, SEND_TASK, deliver_email
from pacte.notifications.services.email_requeue import REQUEUE_TASK, requeue_lost_emails
from pacte.notifications.services.guest_letters import (
    REQUEUE_GUEST_TASK,
    SEND_GUEST_TASK,
    requeue_lost_guest_letters,
    send_guest_letter,
)

_LETTERS = "courrier aux personnes sans compte"


@app.task(name=SEND_TASK, queue=QUEUE)
def _send_mail(notice_id: int) -> None:
    with acting_as(system_actor(MAIL_ACTOR_NAME)) as actor:
        deliver_email(actor=actor, notification_id=notice_id)


@app.periodic(cron="* * * * *")
@app.task(name=REQUEUE_TASK, queue=QUEUE)
def _requeue_lost_emails(timestamp: int) -> None:
    with acting_as(system_actor(MAIL_ACTOR_NAME)) as actor:
        requeue_lost_emails(actor=actor)


@app.task(name=SEND_GUEST_TASK, queue=QUEUE)
def _send_guest_letter(letter_id: int) -> None:
    with acting_as(system_actor(_LETTERS)) as actor:
        send_guest_letter(actor=actor, letter_id=letter_id)


@app.periodic(cron="* * * * *")
@app.task(name=REQUEUE_GUEST_TASK, queue=QUEUE)
def _requeue_lost_guest_letters(timestamp: int) -> None:
    with acting_as(system_actor(_LETTERS)) as actor:
        requeue_lost_guest_letters(actor=actor)


STARTUP_JOBS = (
    StartupJob(StartupStep.SEND, requeue_lost_emails, total="revived"),
    StartupJob(StartupStep.SEND, requeue_lost_guest_letters, total="revived"),
)
