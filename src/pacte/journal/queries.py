"""Reading the journal: row-level security keeps each reader to the organisations within reach."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.journal.models import Entry
from pacte.kernel.actor import Actor


def entries_about(*, actor: Actor, subject_kind: str, subject_ids: Sequence[object], limit: int = 200) -> list[Entry]:
    """Entries on these subjects, newest first. An actor with no post reads none."""
    if actor.is_anonymous:
        return []
    return list(
        Entry.objects.filter(
            subject_kind=subject_kind, subject_id__in=[str(identifier) for identifier in subject_ids]
        ).order_by("-at", "-pk")[:limit]
    )


def latest_entries(*, actor: Actor, limit: int = 100) -> list[Entry]:
    """The last acts within the actor's reach, newest first."""
    if actor.is_anonymous:
        return []
    return list(Entry.objects.order_by("-at", "-pk")[:limit])
