"""Queries on the audit log. Row-level security limits each reader to the organisations in scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count

from pacte.audit.models import AuditEntry, RowChange
from pacte.kernel.actor import Actor


def audit_entries_about(
    *, actor: Actor, subject_kind: str, subject_ids: Sequence[object], limit: int = 200
) -> list[AuditEntry]:
    """Entries on these subjects, newest first. Empty for an anonymous actor."""
    if actor.is_anonymous:
        return []
    return list(
        AuditEntry.objects.filter(
            subject_kind=subject_kind, subject_id__in=[str(identifier) for identifier in subject_ids]
        ).order_by("-at", "-pk")[:limit]
    )


def audit_act_counts(*, actor: Actor, since: datetime, until: datetime) -> dict[str, int]:
    """Entries in the actor's scope between two instants, by act. Empty for an anonymous actor."""
    if actor.is_anonymous:
        return {}
    rows = AuditEntry.objects.filter(at__gt=since, at__lte=until).order_by().values_list("act")
    return dict(rows.annotate(count=Count("pk")))


def last_row_change(*, actor: Actor) -> int:
    """Number of the last change of a row in the actor's scope; 0 without any."""
    return RowChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def row_changes_after(*, actor: Actor, number: int, table_name: str, limit: int) -> list[RowChange]:
    """Changes of the rows of a table after that one, in their order."""
    return list(RowChange.objects.filter(pk__gt=number, table_name=table_name).order_by("pk")[:limit])
