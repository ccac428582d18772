"""Writing to the journal: every service that writes opens an act, and the rows it touches are tied to it."""

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
    """An act under way. ``detail`` may be completed until the act closes."""

    subject_kind: str = ""
    subject_id: str = ""
    subject_label: str = ""
    organisation_id: int | None = None
    detail: dict[str, Any] = field(default_factory=dict)

    def on(self, kind: str, identifier: object, label: str) -> None:
        """Names the subject, for a service that knows it only after having written it."""
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
    """One transaction, one entry. The entry is written only when the act succeeds, in the same transaction.

    ``organisation_id`` is who may read the entry later; without it the actor's first organisation.
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
    """The history trigger reads this setting; it ends with the transaction. Gives the one in force before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select b.key, set_config('pacte.act', %s, true)"
            " from (select coalesce(current_setting('pacte.act', true), '') as key offset 0) b",
            [key],
        )
        before, _ = cursor.fetchone()
    return str(before)
