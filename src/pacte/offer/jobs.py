"""Nightly job of the offer: counts of the descriptions, and the end of old counts of searches."""

from __future__ import annotations

from procrastinate.contrib.django import app

from pacte.accounts.row_context import acting_as
from pacte.infra.startup_jobs import StartupJob, StartupStep
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import today
from pacte.offer.services.description_counts import keep_description_counts
from pacte.offer.services.unmet_searches import delete_old_unmet_searches


def _keep_counts_of_the_day(*, actor: Actor) -> None:
    keep_description_counts(actor=actor, on=today())
    delete_old_unmet_searches(actor=actor, on=today())


@app.periodic(cron="50 3 * * *")
@app.task(name="offer.keep_counts", queue="rounds")
def _keep_counts(timestamp: int) -> None:
    with acting_as(system_actor("comptes de l’offre")) as actor:
        _keep_counts_of_the_day(actor=actor)


STARTUP_JOBS = (StartupJob(StartupStep.COUNT, _keep_counts_of_the_day),)
