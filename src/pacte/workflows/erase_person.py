"""Erase a person from every room, in one transaction; erase those due each night."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from pacte.infra.erasure_hooks import PersonTraces, erasure_hooks
from pacte.infra.erasure_ledger import append_erasures
from pacte.interop.queries.erasure import count_rows_of_person, person_numbers
from pacte.interop.services.erasure import erase_person_exchanges
from pacte.journeys.queries.erasure import ErasurePreview, identity_before_erasure, preview_erasure
from pacte.journeys.services.erasure import erase_learner
from pacte.journeys.services.retention import delete_expired_rows, learners_to_purge, notify_purges
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today

if TYPE_CHECKING:
    from pacte.journeys.models import Learner


@dataclass(frozen=True, slots=True)
class PurgeCounts:
    """Records announced, people erased, expired rows (protected facts, links) deleted."""

    told: int
    erased: int
    dropped: int


def erase_person(*, actor: Actor, learner: Learner, reason: str) -> None:
    """Raises as ``erase_learner``: ``NotFound`` or ``Conflict``."""
    with transaction.atomic():
        traces = _traces_of(actor, learner)
        erased = erase_learner(actor=actor, learner=learner, reason=reason)
        erase_person_exchanges(
            actor=actor, learner_id=erased.learner_id, journey_ids=erased.journey_ids, keys=erased.keys
        )
        for hook in erasure_hooks():
            hook.erase(actor=actor, traces=traces)

        def append_to_ledger() -> None:
            settings.INSTANCE.ensure_folder()
            append_erasures(settings.INSTANCE.erasure_ledger_path, [erased.ledger_entry])

        # After a crash in between, the ledger is completed from the audit entry (``sync_erasure_ledger``).
        # Errors are only logged by Django: the erasure itself is committed.
        transaction.on_commit(append_to_ledger, robust=True)


def preview_person_erasure(*, actor: Actor, learner: Learner) -> ErasurePreview:
    """Preview what ``erase_person`` would delete and keep today, in every room.

    Raises ``NotFound`` for actors who may not erase.
    """
    preview = preview_erasure(actor=actor, learner=learner)
    exchange_counts = count_rows_of_person(
        actor=actor, learner_id=learner.pk, journey_ids=preview.journey_ids, keys=(str(learner.key), *preview.keys)
    )
    traces = _traces_of(actor, learner)
    file_counts = {
        name: count for hook in erasure_hooks() for name, count in hook.count(actor=actor, traces=traces).items()
    }
    return replace(preview, erased={**preview.erased, **exchange_counts, **file_counts})


def _traces_of(actor: Actor, learner: Learner) -> PersonTraces:
    """Read before the erasure: afterwards nobody knows their name nor their numbers."""
    identity = identity_before_erasure(actor=actor, learner=learner)
    numbers = person_numbers(actor=actor, learner_id=learner.pk, journey_ids=identity.journey_ids)
    return PersonTraces(
        identity.first_name, identity.last_name, identity.identifiers | numbers, identity.organisation_ids
    )


def purge_due_people(*, actor: Actor, on: date | None = None, limit: int | None = None) -> PurgeCounts:
    """Apply the retention rules of that day.

    ``limit``: maximum number of people erased per run; the rest waits for the next one.
    """
    at = on or today()
    announced = notify_purges(actor=actor, on=at)
    due_learners = learners_to_purge(actor=actor, on=at)[:limit]
    for learner in due_learners:
        erase_person(actor=actor, learner=learner, reason="durée de conservation atteinte")
    return PurgeCounts(announced, len(due_learners), delete_expired_rows(actor=actor, on=at))
