"""Background jobs of journeys: e-mails to learners."""

from __future__ import annotations

from procrastinate.contrib.django import app

from pacte.accounts.row_context import acting_as
from pacte.journeys.services.learner_emails import SEND_TASK, send_learner_email
from pacte.kernel.actor import system_actor
from pacte.notifications.services.email_delivery import QUEUE


@app.task(name=SEND_TASK, queue=QUEUE)
def _send_learner_email(letter_id: int) -> None:
    with acting_as(system_actor("courrier aux personnes")) as actor:
        send_learner_email(actor=actor, letter_id=letter_id)
