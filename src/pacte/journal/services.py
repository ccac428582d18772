"""Writes to the audit log: every service that writes opens an audit event, to which the changed rows are linked."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from pacte.journal.models import Entry
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now


@dataclass(slots=True)
class Act:
    """An audit event in progress. ``detail`` may be completed until it closes."""

    subject_kind: str = ""
    subject_id: str = ""
    subject_label: str = ""
    organisation_id: int | None = None
    detail: dict[str, Any] = field(default_factory=dict)

    def on(self, kind: str, identifier: object, label: str) -> None:
        """Sets the subject, for a service that only knows it after writing."""
        self.subject_kind, self.subject_id, self.subject_label = kind, str(identifier), label


@contextmanager
def act(
    *,
    actor: Actor,
    name: str,
    subject_kind: str = "",
    subject_id: object = "",
    subject_label: str = "",
    organisation_id: int | None = None,
    reason: str = "",
) -> Iterator[Act]:
    """Context of one audited transaction. The entry is written in the same transaction, only on success.

    ``organisation_id``: whose members may read the entry later; by default the actor's first organisation.
    """
    key = uuid.uuid4()
    own = next((post.organisation_id for post in actor.posts), None)
    open_act = Act(subject_kind, str(subject_id), subject_label, organisation_id or own)
    with transaction.atomic():
        before = _tie_rows_to(str(key))
        yield open_act
        Entry.objects.create(
            act_key=key,
            at=now(),
            act=name,
            person_id=actor.person_id,
            person_name=actor.name[:200],
            organisation_id=open_act.organisation_id,
            subject_kind=open_act.subject_kind,
            subject_id=open_act.subject_id,
            subject_label=open_act.subject_label[:300],
            reason=reason,
            detail=open_act.detail,
        )
        _tie_rows_to(before)


def _tie_rows_to(key: str) -> str:
    """Sets the key read by the history trigger until the transaction ends. Returns the previous key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select b.key, set_config('pacte.act', %s, true)"
            " from (select coalesce(current_setting('pacte.act', true), '') as key offset 0) b",
            [key],
        )
        before, _ = cursor.fetchone()
    return str(before)
