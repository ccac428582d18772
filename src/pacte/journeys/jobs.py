"""Background jobs of journeys: e-mails and texts to learners, and queueing again those whose worker died."""

from __future__ import annotations

from procrastinate.contrib.django import app

from pacte.accounts.row_context import acting_as
from pacte.infra.startup_jobs import StartupJob, StartupStep
from pacte.journeys.services.learner_emails import (
    REQUEUE_TASK,
    SEND_TASK,
    requeue_lost_learner_emails,
    send_learner_email,
)
from pacte.journeys.services.learner_texts import (
    REQUEUE_TEXTS_TASK,
    SEND_TEXT_TASK,
    requeue_lost_learner_texts,
    send_learner_text,
)
from pacte.kernel.actor import system_actor
from pacte.notifications.services.email_delivery import QUEUE

_MACHINE = "courrier aux personnes"


@app.task(name=SEND_TASK, queue=QUEUE)
def _send_learner_email(letter_id: int) -> None:
    with acting_as(system_actor(_MACHINE)) as actor:
        send_learner_email(actor=actor, letter_id=letter_id)


@app.periodic(cron="* * * * *")
@app.task(name=REQUEUE_TASK, queue=QUEUE)
def _requeue_lost_learner_emails(timestamp: int) -> None:
    with acting_as(system_actor(_MACHINE)) as actor:
        requeue_lost_learner_emails(actor=actor)


@app.task(name=SEND_TEXT_TASK, queue=QUEUE)
def _send_learner_text(text_id: int) -> None:
    """Two transactions of its own: the gateway is asked between them."""
    send_learner_text(actor=system_actor(_MACHINE), text_id=text_id)


@app.periodic(cron="* * * * *")
@app.task(name=REQUEUE_TEXTS_TASK, queue=QUEUE)
def _requeue_lost_learner_texts(timestamp: int) -> None:
    with acting_as(system_actor(_MACHINE)) as actor:
        requeue_lost_learner_texts(actor=actor)


STARTUP_JOBS = (
    StartupJob(StartupStep.SEND, requeue_lost_learner_emails, total="revived"),
    StartupJob(StartupStep.SEND, requeue_lost_learner_texts, total="revived"),
)
