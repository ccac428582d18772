"""Background jobs of exchanges: messages to partners.

Their state is in the database: when a job is lost with its worker, that of the next minute catches up.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from pacte.exchange.outbox.sending import plan_messages, send_to_partners
from pacte.infra.startup_jobs import StartupJob, StartupStep
from pacte.kernel.actor import system_actor

_QUEUE = "partners"


@app.periodic(cron="* * * * *")
@app.task(name="partners.send", queue=_QUEUE, queueing_lock="partners.send")
def _send_to_partners(timestamp: int) -> None:
    """No lock between jobs, which a killed worker would never release: each row is locked while it is sent."""
    send_to_partners(actor=system_actor("échanges avec les partenaires"))


STARTUP_JOBS = (StartupJob(StartupStep.SEND, plan_messages, total="planned"),)
