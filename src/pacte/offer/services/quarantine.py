"""Quarantined trainings: replayed once corrected, or dropped. Nothing is deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound
from pacte.offer.models import QuarantinedTraining
from pacte.offer.permissions import OfferScope
from pacte.offer.records.staging import ImportCounts
from pacte.offer.services.bulk import merge_staged_rows
from pacte.offer.services.permissions_check import refuse_blank_reason, refuse_unless


def save_correction(
    *, actor: Actor, quarantined_id: int, text: str, defects: Sequence[Mapping[str, object]]
) -> QuarantinedTraining:
    """Save an incomplete correction: its text and remaining defects. Raises ``PermissionDenied`` or ``Conflict``."""
    with audit_event(
        actor=actor, name="offer.correct_quarantined", subject_kind="quarantined", subject_id=quarantined_id
    ) as entry:
        waiting = _lock_quarantined(actor, quarantined_id)
        entry.subject_label, entry.organisation_id = waiting.title or waiting.number, waiting.organisation_id
        waiting.text, waiting.defects = text, [dict(defect) for defect in defects]
        waiting.save(update_fields=["text", "defects"])
        entry.detail = {"defects": len(defects)}
    return waiting


def replay_quarantined(*, actor: Actor, texts: Mapping[int, str], rows: Mapping[str, Sequence[bytes]]) -> ImportCounts:
    """Import corrected trainings of one file and release them from quarantine. ``texts``: by id; ``rows``: of them all.

    The act is recorded for the first one, with the number of the others. Raises ``PermissionDenied``, or ``Conflict``
    when one of them is no longer in quarantine: nothing is written then.
    """
    first = next(iter(texts))
    with audit_event(
        actor=actor, name="offer.replay_quarantined", subject_kind="quarantined", subject_id=first
    ) as entry:
        trainings = [_lock_quarantined(actor, each) for each in sorted(texts)]
        named = next(each for each in trainings if each.pk == first)
        entry.subject_label, entry.organisation_id = named.title or named.number, named.organisation_id
        counts = ImportCounts()
        with connection.cursor() as cursor:
            merge_staged_rows(cursor, actor, named.delivery, rows, counts)
        for each in trainings:
            each.text, each.defects, each.replayed_at, each.dropped_at = texts[each.pk], [], now(), None
        QuarantinedTraining.objects.bulk_update(trainings, ["text", "defects", "replayed_at", "dropped_at"])
        entry.detail = {name: count for name, count in counts.as_dict().items() if count}
        if len(trainings) > 1:
            entry.detail |= {"others": len(trainings) - 1}
    return counts


def drop_quarantined(*, actor: Actor, quarantined_id: int, reason: str) -> None:
    """Drop a training for good; it stays in the counts of its file. Raises ``PermissionDenied``, ``ValidationError`` or
    ``Conflict``.
    """
    refuse_blank_reason(actor=actor, reason=reason)
    with audit_event(
        actor=actor,
        name="offer.drop_quarantined",
        subject_kind="quarantined",
        subject_id=quarantined_id,
        reason=reason,
    ) as entry:
        waiting = _lock_quarantined(actor, quarantined_id)
        entry.subject_label, entry.organisation_id = waiting.title or waiting.number, waiting.organisation_id
        waiting.dropped_at = now()
        waiting.save(update_fields=["dropped_at"])


def _lock_quarantined(actor: Actor, quarantined_id: int) -> QuarantinedTraining:
    seen = QuarantinedTraining.objects.select_related("delivery__provider").filter(pk=quarantined_id).first()
    if seen is None:
        raise NotFound
    sender = seen.delivery.provider
    scope = OfferScope(seen.organisation_id, sender.body_id if sender else None)
    refuse_unless(actor=actor, act="offer.import", scope=scope)
    waiting = (
        QuarantinedTraining.objects.select_for_update(of=("self",))
        .select_related("delivery__provider")
        .get(pk=quarantined_id)
    )
    if waiting.replayed_at or waiting.dropped_at:
        raise Conflict("quarantine_left", "Cette formation n’est plus en quarantaine.", hint="Rechargez la page.")
    return waiting
