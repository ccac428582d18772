"""Erases somebody in every room that holds something of them, in one transaction; at night, those due."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from pacte.accounts.context import acting_as
from pacte.journeys.queries.erasing import Erasure, erasure_told
from pacte.journeys.services.erasing import erase_learner
from pacte.journeys.services.purging import drop_what_ended, due_for_purge, tell_of_purges
from pacte.kernel.actor import Actor, system
from pacte.kernel.clock import today
from pacte.kernel.erasures import append_erasures
from pacte.liaison.queries.forgetting import held_of_person
from pacte.liaison.services.forgetting import forget_person

if TYPE_CHECKING:
    from pacte.journeys.models import Learner


@dataclass(frozen=True, slots=True)
class Purged:
    """Files announced, people erased, rows (protected facts, links) past their day."""

    told: int
    erased: int
    dropped: int


def erase_person(*, actor: Actor, learner: Learner, reason: str) -> None:
    """Raises as ``erase_learner``: ``Unseen`` or ``Conflict``."""
    with transaction.atomic():
        done = erase_learner(actor=actor, learner=learner, reason=reason)
        forget_person(actor=actor, learner_id=done.learner_id, journey_ids=done.journey_ids, keys=done.keys)

        def tell_ledger() -> None:
            settings.INSTANCE.make_folder()
            append_erasures(settings.INSTANCE.erasures, [done.told])

        # A crash in between leaves the entry of the journal, from which the ledger is completed (``keep_erasures``).
        # Errors are logged by Django: what was erased is erased.
        transaction.on_commit(tell_ledger, robust=True)


def erasure_of(*, actor: Actor, learner: Learner) -> Erasure:
    """What ``erase_person`` would take and leave today, in every room. Raises ``Unseen`` for who may not erase."""
    found = erasure_told(actor=actor, learner=learner)
    doors = held_of_person(
        actor=actor, learner_id=learner.pk, journey_ids=found.journey_ids, keys=(str(learner.key), *found.keys)
    )
    return replace(found, erased={**found.erased, **doors})


def purge(*, actor: Actor, on: date | None = None, limit: int | None = None) -> Purged:
    """What retention asks that day. ``limit``: people erased in one run; the rest waits for the next one."""
    at = on or today()
    told = tell_of_purges(actor=actor, on=at)
    ended = due_for_purge(actor=actor, on=at)[:limit]
    for learner in ended:
        erase_person(actor=actor, learner=learner, reason="durée de conservation atteinte")
    return Purged(told, len(ended), drop_what_ended(actor=actor, on=at))


@app.periodic(cron="40 3 * * *")
@app.task(name="journeys.purge", queue="rounds")
def purge_each_night(timestamp: int) -> None:
    """A night that was missed is caught up by the next one."""
    actor = system("durées de conservation")
    with acting_as(actor):
        purge(actor=actor)
