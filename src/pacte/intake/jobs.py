"""Background jobs of received files: long writings, what expires, what is late."""

from __future__ import annotations

from procrastinate.contrib.django import app

from pacte.accounts.row_context import acting_as
from pacte.infra.startup_jobs import StartupJob, StartupStep
from pacte.intake.background import MACHINE, WRITE_TASK, continue_writing, requeue_lost_writings
from pacte.intake.services import delete_expired_contents, remind_late_files
from pacte.kernel.actor import system_actor

_QUEUE = "partners"


@app.task(name=WRITE_TASK, queue=_QUEUE)
def _continue_writing(file_id: int) -> None:
    continue_writing(file_id)


@app.periodic(cron="* * * * *")
@app.task(name="intake.revive", queue=_QUEUE, queueing_lock="intake.revive")
def _requeue_lost_writings(timestamp: int) -> None:
    with acting_as(system_actor(MACHINE)) as actor:
        requeue_lost_writings(actor=actor)


@app.periodic(cron="17 * * * *")
@app.task(name="intake.expire", queue=_QUEUE, queueing_lock="intake.expire")
def _delete_expired_contents(timestamp: int) -> None:
    with acting_as(system_actor(MACHINE)) as actor:
        delete_expired_contents(actor=actor)


@app.periodic(cron="35 6 * * *")
@app.task(name="intake.remind_late", queue=_QUEUE, queueing_lock="intake.remind_late")
def _remind_late_files(timestamp: int) -> None:
    with acting_as(system_actor(MACHINE)) as actor:
        remind_late_files(actor=actor)


STARTUP_JOBS = (StartupJob(StartupStep.CATCH_UP, delete_expired_contents),)
