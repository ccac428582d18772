"""Telling people: the notice is written with the act that causes it, and its mail queued, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.notices.models import Notice
from pacte.notices.services.machine import as_machine
from pacte.notices.services.mailing import queue_mails


def tell(
    *,
    actor: Actor,
    host_id: int,
    person_ids: Iterable[int],
    kind: str,
    subject: str,
    text: str,
    address: str = "",
    key: str = "",
) -> int:
    """Writes one notice a person. Gives how many are new: the same ``key`` told twice to someone is told once.

    ``address`` is the path of the page where the person acts. Any act may tell: the right is that of the act itself.
    """
    at = now()
    wanted = sorted(set(person_ids))
    key = (key or f"{kind}:{at.isoformat()}:{actor.person_id or ''}")[:200]
    fresh = [
        Notice(
            organisation_id=host_id,
            person_id=person_id,
            kind=kind,
            key=key,
            subject=subject[:200],
            text=text,
            address=address,
            created_at=at,
        )
        for person_id in wanted
    ]
    # Who tells does not see the notices of others: only the machine knows which were already told.
    with as_machine(actor):
        Notice.objects.bulk_create(fresh, ignore_conflicts=True)
        made = list(
            Notice.objects.filter(key=key, created_at=at, person_id__in=wanted)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
    queue_mails(actor=actor, notice_ids=made)
    return len(made)
