"""Quarantined trainings: replayed once corrected, or dropped. Nothing is deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound
from pacte.offer.models import Quarantined
from pacte.offer.permissions import OfferScope
from pacte.offer.records.staging import Tally
from pacte.offer.services.bulk import merge
from pacte.offer.services.right import refuse_unless, refuse_without_reason


def keep_correction(
    *, actor: Actor, quarantined_id: int, text: str, defects: Sequence[Mapping[str, object]]
) -> Quarantined:
    """Save an incomplete correction: its text and remaining defects. Raises ``Refused`` or ``Conflict``."""
    with audit_event(
        actor=actor, name="offer.correct_quarantined", subject_kind="quarantined", subject_id=quarantined_id
    ) as entry:
        waiting = _locked(actor, quarantined_id)
        entry.subject_label, entry.organisation_id = waiting.title or waiting.number, waiting.organisation_id
        waiting.text, waiting.defects = text, [dict(defect) for defect in defects]
        waiting.save(update_fields=["text", "defects"])
        entry.detail = {"defects": len(defects)}
    return waiting


def enter_replayed(*, actor: Actor, quarantined_id: int, text: str, rows: Mapping[str, Sequence[bytes]]) -> Tally:
    """Import a corrected training and release it from quarantine. Raises ``Refused`` or ``Conflict``."""
    with audit_event(
        actor=actor, name="offer.replay_quarantined", subject_kind="quarantined", subject_id=quarantined_id
    ) as entry:
        waiting = _locked(actor, quarantined_id)
        entry.subject_label, entry.organisation_id = waiting.title or waiting.number, waiting.organisation_id
        tally = Tally()
        with connection.cursor() as cursor:
            merge(cursor, actor, waiting.delivery, rows, tally)
        waiting.text, waiting.defects, waiting.replayed_at, waiting.dropped_at = text, [], now(), None
        waiting.save(update_fields=["text", "defects", "replayed_at", "dropped_at"])
        entry.detail = {name: count for name, count in tally.plain().items() if count}
    return tally


def drop_quarantined(*, actor: Actor, quarantined_id: int, reason: str) -> None:
    """Drop a training for good; it stays in the counts of its file. Raises ``Refused``, ``Invalid`` or ``Conflict``."""
    refuse_without_reason(actor=actor, reason=reason)
    with audit_event(
        actor=actor,
        name="offer.drop_quarantined",
        subject_kind="quarantined",
        subject_id=quarantined_id,
        reason=reason,
    ) as entry:
        waiting = _locked(actor, quarantined_id)
        entry.subject_label, entry.organisation_id = waiting.title or waiting.number, waiting.organisation_id
        waiting.dropped_at = now()
        waiting.save(update_fields=["dropped_at"])


def _locked(actor: Actor, quarantined_id: int) -> Quarantined:
    seen = Quarantined.objects.select_related("delivery__provider").filter(pk=quarantined_id).first()
    if seen is None:
        raise NotFound
    sender = seen.delivery.provider
    scope = OfferScope(seen.organisation_id, sender.body_id if sender else None)
    refuse_unless(actor=actor, act="offer.import", scope=scope)
    waiting = (
        Quarantined.objects.select_for_update(of=("self",)).select_related("delivery__provider").get(pk=quarantined_id)
    )
    if waiting.replayed_at or waiting.dropped_at:
        raise Conflict("quarantine_left", "Cette formation n’est plus en quarantaine.", hint="Rechargez la page.")
    return waiting
