"""Background jobs of the workflows: their hours, and what a starting worker catches up.

Every job is idempotent: a missed run is caught up by the next one, and nothing is sent twice.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from pacte.accounts.row_context import acting_as
from pacte.infra.startup_jobs import StartupAction, StartupJob, StartupStep
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import now
from pacte.procedures.services import ask_promised_hires
from pacte.workflows.check_documents import check_documents, scan_waiting_documents
from pacte.workflows.count_journeys import count_journeys_if_stale
from pacte.workflows.delete_expired_logins import delete_expired_logins
from pacte.workflows.erase_old_cases import erase_old_cases
from pacte.workflows.erase_person import purge_due_people
from pacte.workflows.hand_over_learner import apply_planned_handovers
from pacte.workflows.lapse_reservations import lapse_reservations
from pacte.workflows.notify_changes import notify_changes
from pacte.workflows.notify_sessions_at_risk import notify_sessions_at_risk
from pacte.workflows.prepare_figures import prepare_figures, warm_indicator_cache
from pacte.workflows.purge_old_drafts import purge_old_drafts
from pacte.workflows.remind_invited import remind_invited
from pacte.workflows.remind_leads import remind_leads
from pacte.workflows.remind_owners import remind_owners
from pacte.workflows.remind_people import remind_people

_QUEUE = "rounds"


@app.periodic(cron="47 2 * * *")
@app.task(name="logins.sweep", queue=_QUEUE)
def _delete_expired_logins(timestamp: int) -> None:
    delete_expired_logins()


# Both open their own transactions, one for each document or block.
@app.periodic(cron="*/5 * * * *")
@app.task(name="documents.scan", queue=_QUEUE, queueing_lock="documents.scan")
def _scan_documents(timestamp: int) -> None:
    scan_waiting_documents(actor=system_actor("antivirus"))


@app.periodic(cron="25 3 * * *")
@app.task(name="documents.check", queue=_QUEUE, queueing_lock="documents.check")
def _check_documents(timestamp: int) -> None:
    check_documents(actor=system_actor("contrôle des pièces"))


def _remind_invited_now(*, actor: Actor) -> None:
    remind_invited(actor=actor, at=now())


# Hour, name of the task, name under which the machine acts, and what it does.
_DAILY: tuple[tuple[str, str, str, StartupAction], ...] = (
    ("40 3 * * *", "journeys.purge", "durées de conservation", purge_due_people),
    ("50 3 * * *", "applications.purge", "durées de conservation", purge_old_drafts),
    ("0 4 * * *", "cases.purge", "durées de conservation", erase_old_cases),
    ("10 4 * * *", "journeys.count", "compte des parcours", count_journeys_if_stale),
    # After the journeys are counted.
    ("30 4 * * *", "figures.prepare", "faits des indicateurs", prepare_figures),
    ("20 5 * * *", "journeys.hand_over", "relais prévus", apply_planned_handovers),
    ("35 6 * * *", "seats.lapse", "places tenues", lapse_reservations),
    ("41 6 * * *", "sessions.tell_risks", "sessions à risque", notify_sessions_at_risk),
    ("47 6 * * *", "journeys.remind", "rappels", remind_people),
    ("53 6 * * *", "journeys.tell_changes", "changements", notify_changes),
    ("17 7-18 * * *", "rounds.remind", "rappels", remind_leads),
    ("23 7-19 * * *", "journeys.remind_invited", "rappels", _remind_invited_now),
    ("27 7 * * *", "owners.remind", "rappels", remind_owners),
    ("37 7 * * *", "hires.ask", "promesses d’embauche", ask_promised_hires),
)


def _declare(cron: str, name: str, machine: str, run: StartupAction) -> None:
    @app.periodic(cron=cron)
    @app.task(name=name, queue=_QUEUE)
    def _run_daily(timestamp: int) -> None:
        with acting_as(system_actor(machine)) as actor:
            run(actor=actor)


for _job in _DAILY:
    _declare(*_job)


def _count_reminded_people(*, actor: Actor) -> int:
    counts = remind_people(actor=actor)
    return counts.reminded + counts.silent


def _count_hold_warnings(*, actor: Actor) -> int:
    return lapse_reservations(actor=actor).warned


STARTUP_JOBS = (
    StartupJob(StartupStep.CATCH_UP, remind_leads, total="reminded"),
    StartupJob(StartupStep.CATCH_UP, remind_owners, total="reminded"),
    StartupJob(StartupStep.CATCH_UP, notify_sessions_at_risk, total="reminded"),
    StartupJob(StartupStep.CATCH_UP, purge_due_people),
    StartupJob(StartupStep.CATCH_UP, purge_old_drafts),
    StartupJob(StartupStep.CATCH_UP, erase_old_cases),
    StartupJob(StartupStep.CATCH_UP, apply_planned_handovers),
    StartupJob(StartupStep.CATCH_UP, _count_hold_warnings, total="reminded"),
    StartupJob(StartupStep.CATCH_UP, _count_reminded_people, total="reminded"),
    StartupJob(StartupStep.CATCH_UP, notify_changes, total="reminded"),
    StartupJob(StartupStep.COUNT, count_journeys_if_stale),
    StartupJob(StartupStep.COUNT, warm_indicator_cache, with_server_only=True),
)
