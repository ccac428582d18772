"""Remind leads without an answer to a round, hourly in daytime: once a week before, once two days before."""

from __future__ import annotations

from datetime import date

from procrastinate.contrib.django import app

from pacte.accounts.row_context import acting_as
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import today
from pacte.steering.queries.previous_answers import open_round_ids
from pacte.steering.services.reminders import remind_round


@app.periodic(cron="17 7-18 * * *")
@app.task(name="rounds.remind", queue="rounds")
def remind_leads_hourly(timestamp: int) -> None:
    """Cheap and idempotent: a reminder is never sent twice."""
    actor = system_actor("rappels")
    with acting_as(actor):
        remind_leads(actor=actor)


def remind_leads(*, actor: Actor, on: date | None = None) -> int:
    """Send the reminders due that day in every open round. Return how many are new."""
    day = on or today()
    return sum(remind_round(actor=actor, round_id=identifier, on=day) for identifier in open_round_ids(actor=actor))
