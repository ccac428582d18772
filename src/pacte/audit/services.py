"""Writes to the audit log: every service that writes opens an audit event, to which the changed rows are linked."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from pacte.audit.models import AuditEntry
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now


@dataclass(slots=True)
class AuditEvent:
    """An audit event in progress. ``detail`` may be completed until it closes."""

    subject_kind: str = ""
    subject_id: str = ""
    subject_label: str = ""
    organisation_id: int | None = None
    detail: dict[str, Any] = field(default_factory=dict)

    def set_subject(self, kind: str, identifier: object, label: str) -> None:
        """Sets the subject, for a service that only knows it after writing."""
        self.subject_kind, self.subject_id, self.subject_label = kind, str(identifier), label


@contextmanager
def audit_event(
    *,
    actor: Actor,
    name: str,
    subject_kind: str = "",
    subject_id: object = "",
    subject_label: str = "",
    organisation_id: int | None = None,
    reason: str = "",
) -> Iterator[AuditEvent]:
    """Context of one audited transaction. The entry is written in the same transaction, only on success.

    ``organisation_id``: whose members may read the entry later; by default the actor's first organisation.
    """
    key = uuid.uuid4()
    actor_organisation_id = next((membership.organisation_id for membership in actor.memberships), None)
    event = AuditEvent(subject_kind, str(subject_id), subject_label, organisation_id or actor_organisation_id)
    with transaction.atomic():
        previous_key = _set_act_key(str(key))
        yield event
        AuditEntry.objects.create(
            act_key=key,
            at=now(),
            act=name,
            person_id=actor.person_id,
            person_name=actor.name[:200],
            organisation_id=event.organisation_id,
            subject_kind=event.subject_kind,
            subject_id=event.subject_id,
            subject_label=event.subject_label[:300],
            reason=reason,
            detail=event.detail,
        )
        _set_act_key(previous_key)


def _set_act_key(key: str) -> str:
    """Sets the key read by the history trigger until the transaction ends. Returns the previous key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select b.key, set_config('pacte.act', %s, true)"
            " from (select coalesce(current_setting('pacte.act', true), '') as key offset 0) b",
            [key],
        )
        before, _ = cursor.fetchone()
    return str(before)
