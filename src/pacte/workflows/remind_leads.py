"""Remind leads without an answer to a round, hourly in daytime: once a week before, once two days before."""

from __future__ import annotations

from datetime import date

from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.steering.queries.previous_answers import open_round_ids
from pacte.steering.services.reminders import remind_round


def remind_leads(*, actor: Actor, on: date | None = None) -> int:
    """Send the reminders due that day in every open round. Return how many are new."""
    day = on or today()
    return sum(remind_round(actor=actor, round_id=identifier, on=day) for identifier in open_round_ids(actor=actor))
