"""Background jobs of the workflows: their hours, and what a starting worker catches up.

Every job is idempotent: a missed run is caught up by the next one, and nothing is sent twice.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from pacte.accounts.row_context import acting_as
from pacte.infra.startup_jobs import StartupJob, StartupStep
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import now
from pacte.workflows.count_journeys import count_journeys_if_stale
from pacte.workflows.delete_expired_logins import delete_expired_logins
from pacte.workflows.delete_expired_uploads import delete_expired_uploads
from pacte.workflows.erase_person import purge_due_people
from pacte.workflows.hand_over_learner import apply_planned_handovers
from pacte.workflows.notify_changes import notify_changes
from pacte.workflows.notify_sessions_at_risk import notify_sessions_at_risk
from pacte.workflows.prepare_figures import prepare_figures, warm_indicator_cache
from pacte.workflows.remind_invited import remind_invited
from pacte.workflows.remind_leads import remind_leads
from pacte.workflows.remind_owners import remind_owners
from pacte.workflows.remind_people import remind_people

_QUEUE = "rounds"


@app.periodic(cron="47 2 * * *")
@app.task(name="logins.sweep", queue=_QUEUE)
def _delete_expired_logins(timestamp: int) -> None:
    delete_expired_logins()


@app.periodic(cron="40 3 * * *")
@app.task(name="journeys.purge", queue=_QUEUE)
def _purge_due_people(timestamp: int) -> None:
    with acting_as(system_actor("durées de conservation")) as actor:
        purge_due_people(actor=actor)


@app.periodic(cron="10 4 * * *")
@app.task(name="journeys.count", queue=_QUEUE)
def _count_journeys(timestamp: int) -> None:
    with acting_as(system_actor("compte des parcours")) as actor:
        count_journeys_if_stale(actor=actor)


@app.periodic(cron="30 4 * * *")
@app.task(name="figures.prepare", queue=_QUEUE)
def _prepare_figures(timestamp: int) -> None:
    """Runs after the journeys are counted."""
    with acting_as(system_actor("faits des indicateurs")) as actor:
        prepare_figures(actor=actor)


@app.periodic(cron="20 5 * * *")
@app.task(name="journeys.hand_over", queue=_QUEUE)
def _apply_planned_handovers(timestamp: int) -> None:
    with acting_as(system_actor("relais prévus")) as actor:
        apply_planned_handovers(actor=actor)


@app.periodic(cron="41 6 * * *")
@app.task(name="sessions.tell_risks", queue=_QUEUE)
def _notify_sessions_at_risk(timestamp: int) -> None:
    with acting_as(system_actor("sessions à risque")) as actor:
        notify_sessions_at_risk(actor=actor)


@app.periodic(cron="47 6 * * *")
@app.task(name="journeys.remind", queue=_QUEUE)
def _remind_people(timestamp: int) -> None:
    with acting_as(system_actor("rappels")) as actor:
        remind_people(actor=actor)


@app.periodic(cron="53 6 * * *")
@app.task(name="journeys.tell_changes", queue=_QUEUE)
def _notify_changes(timestamp: int) -> None:
    with acting_as(system_actor("changements")) as actor:
        notify_changes(actor=actor)


@app.periodic(cron="17 7-18 * * *")
@app.task(name="rounds.remind", queue=_QUEUE)
def _remind_leads(timestamp: int) -> None:
    with acting_as(system_actor("rappels")) as actor:
        remind_leads(actor=actor)


@app.periodic(cron="23 7-19 * * *")
@app.task(name="journeys.remind_invited", queue=_QUEUE)
def _remind_invited(timestamp: int) -> None:
    with acting_as(system_actor("rappels")) as actor:
        remind_invited(actor=actor, at=now())


@app.periodic(cron="27 7 * * *")
@app.task(name="owners.remind", queue=_QUEUE)
def _remind_owners(timestamp: int) -> None:
    with acting_as(system_actor("rappels")) as actor:
        remind_owners(actor=actor)


@app.periodic(cron="23 * * * *")
@app.task(name="files.sweep", queue=_QUEUE)
def _delete_expired_uploads(timestamp: int) -> None:
    delete_expired_uploads()


def _count_reminded_people(*, actor: Actor) -> int:
    counts = remind_people(actor=actor)
    return counts.reminded + counts.silent


STARTUP_JOBS = (
    StartupJob(StartupStep.CATCH_UP, remind_leads, total="reminded"),
    StartupJob(StartupStep.CATCH_UP, remind_owners, total="reminded"),
    StartupJob(StartupStep.CATCH_UP, notify_sessions_at_risk, total="reminded"),
    StartupJob(StartupStep.CATCH_UP, purge_due_people),
    StartupJob(StartupStep.CATCH_UP, apply_planned_handovers),
    StartupJob(StartupStep.CATCH_UP, _count_reminded_people, total="reminded"),
    StartupJob(StartupStep.CATCH_UP, notify_changes, total="reminded"),
    StartupJob(StartupStep.COUNT, count_journeys_if_stale),
    StartupJob(StartupStep.COUNT, warm_indicator_cache, with_server_only=True),
)
