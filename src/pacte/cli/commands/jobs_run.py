"""Runs pending jobs (emails, reminders). The site runs it automatically; use it by hand on a machine without a site."""

from __future__ import annotations

import argparse
import json
import os
import signal
import threading
import time
from collections import Counter

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import DeleteJobCondition

from pacte.accounts.row_context import acting_as
from pacte.infra.job_log import log_job
from pacte.infra.startup_jobs import startup_jobs
from pacte.kernel.actor import Actor
from pacte.workflows.sync_erasure_ledger import sync_erasure_ledger
from pacte.workflows.verify_database import verify_application_role

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
    totals = _run_startup_jobs(actor, with_server=bool(options.beside))
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
        print(json.dumps(totals))
    elif options.once:
        print("Plus rien n’attend.")
    return 0


def _run_startup_jobs(actor: Actor, *, with_server: bool) -> dict[str, int]:
    """Runs the startup jobs of all rooms, each in its own transaction. Returns their totals by name."""
    totals: Counter[str] = Counter()
    for job in startup_jobs():
        if job.with_server_only and not with_server:
            continue
        with acting_as(actor):
            result = job.run(actor=actor)
        if job.total:
            assert isinstance(result, int)
            totals[job.total] += result
    return dict(totals)


def _stop_after(parent: int) -> None:
    """Stop the worker when its parent is gone: a site that was killed cannot stop it."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
