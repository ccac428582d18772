"""Runs pending jobs (emails, reminders). The site runs it automatically; use it by hand on a machine without a site."""

from __future__ import annotations

import argparse
import json
import os
import signal
import threading
import time
from typing import TYPE_CHECKING

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import DeleteJobCondition

from pacte.accounts.row_context import acting_as
from pacte.exchange.outbox.sending import plan_messages
from pacte.infra.job_log import log_job
from pacte.notifications.services import requeue_lost_emails
from pacte.workflows.count_journeys import count_journeys_if_stale
from pacte.workflows.erase_person import purge_due_people
from pacte.workflows.hand_over_learner import apply_planned_handovers
from pacte.workflows.notify_changes import notify_changes
from pacte.workflows.notify_sessions_at_risk import notify_sessions_at_risk
from pacte.workflows.prepare_figures import warm_indicator_cache
from pacte.workflows.remind_leads import remind_leads
from pacte.workflows.remind_owners import remind_owners
from pacte.workflows.remind_people import remind_people
from pacte.workflows.sync_erasure_ledger import sync_erasure_ledger
from pacte.workflows.verify_database import verify_application_role

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

HELP = "Exécute les travaux en attente : courriels, rappels. Le site le fait déjà tout seul."
EXAMPLE = "./pacte jobs run --once"
NEEDS = "database"
# A stopping worker finishes its current email, within the time that a mail server may take.
STOP_SECONDS = 15


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="s’arrête quand plus rien n’attend")
    parser.add_argument("--json", action="store_true", help="dernière ligne : un objet JSON")
    parser.add_argument("--beside", type=int, help=argparse.SUPPRESS)


def run(options: argparse.Namespace, actor: Actor) -> int:
    verify_application_role()
    if options.beside:
        threading.Thread(target=_stop_after, args=(options.beside,), daemon=True).start()
    sync_erasure_ledger(actor=actor)
    with acting_as(actor):
        reminded = remind_leads(actor=actor) + remind_owners(actor=actor) + notify_sessions_at_risk(actor=actor)
        purge_due_people(actor=actor)
        apply_planned_handovers(actor=actor)
        people = remind_people(actor=actor)
        reminded += people.reminded + people.silent + notify_changes(actor=actor)
        count_journeys_if_stale(actor=actor)
        requeued = requeue_lost_emails(actor=actor)
        if options.beside:
            warm_indicator_cache(actor=actor)
    planned = plan_messages(actor=actor)
    with app.replace_connector(DjangoConnector().get_worker_connector()) as worker_app:
        worker_app.run_worker(
            wait=not options.once,
            # Notifications trigger an immediate fetch; polling is for missed notifications.
            fetch_job_polling_interval=5,
            shutdown_graceful_timeout=STOP_SECONDS,
            delete_jobs=DeleteJobCondition.ALWAYS,
            worker_middleware=[log_job],
        )
    if options.json:
        print(json.dumps({"reminded": reminded, "revived": requeued, "planned": planned}))
    elif options.once:
        print("Plus rien n’attend.")
    return 0


def _stop_after(parent: int) -> None:
    """Stop the worker when its parent is gone: a site that was killed cannot stop it."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
