"""Erase a person from every room, in one transaction; erase those due each night."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from pacte.accounts.row_context import acting_as
from pacte.infra.erasure_ledger import append_erasures
from pacte.interop.queries.forgetting import held_of_person
from pacte.interop.services.forgetting import forget_person
from pacte.journeys.queries.erasure import ErasurePreview, preview_erasure
from pacte.journeys.services.erasure import erase_learner
from pacte.journeys.services.retention import delete_expired_rows, learners_to_purge, notify_purges
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import today

if TYPE_CHECKING:
    from pacte.journeys.models import Learner


@dataclass(frozen=True, slots=True)
class Purged:
    """Records announced, people erased, expired rows (protected facts, links) deleted."""

    told: int
    erased: int
    dropped: int


def erase_person(*, actor: Actor, learner: Learner, reason: str) -> None:
    """Raises as ``erase_learner``: ``NotFound`` or ``Conflict``."""
    with transaction.atomic():
        done = erase_learner(actor=actor, learner=learner, reason=reason)
        forget_person(actor=actor, learner_id=done.learner_id, journey_ids=done.journey_ids, keys=done.keys)

        def tell_ledger() -> None:
            settings.INSTANCE.ensure_folder()
            append_erasures(settings.INSTANCE.erasure_ledger_path, [done.ledger_entry])

        # After a crash in between, the ledger is completed from the audit entry (``sync_erasure_ledger``).
        # Errors are only logged by Django: the erasure itself is committed.
        transaction.on_commit(tell_ledger, robust=True)


def erasure_of(*, actor: Actor, learner: Learner) -> ErasurePreview:
    """Preview what ``erase_person`` would delete and keep today, in every room.

    Raises ``NotFound`` for actors who may not erase.
    """
    found = preview_erasure(actor=actor, learner=learner)
    doors = held_of_person(
        actor=actor, learner_id=learner.pk, journey_ids=found.journey_ids, keys=(str(learner.key), *found.keys)
    )
    return replace(found, erased={**found.erased, **doors})


def purge(*, actor: Actor, on: date | None = None, limit: int | None = None) -> Purged:
    """Apply the retention rules of that day.

    ``limit``: maximum number of people erased per run; the rest waits for the next one.
    """
    at = on or today()
    told = notify_purges(actor=actor, on=at)
    ended = learners_to_purge(actor=actor, on=at)[:limit]
    for learner in ended:
        erase_person(actor=actor, learner=learner, reason="durée de conservation atteinte")
    return Purged(told, len(ended), delete_expired_rows(actor=actor, on=at))


@app.periodic(cron="40 3 * * *")
@app.task(name="journeys.purge", queue="rounds")
def purge_each_night(timestamp: int) -> None:
    """A missed night is caught up by the next one."""
    actor = system_actor("durées de conservation")
    with acting_as(actor):
        purge(actor=actor)
