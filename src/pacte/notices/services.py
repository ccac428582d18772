"""Telling people: the notice is written with the act that causes it, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.notices.models import Notice


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
    fresh = [
        Notice(
            organisation_id=host_id,
            person_id=person_id,
            kind=kind,
            key=key or f"{kind}:{at.isoformat()}",
            subject=subject[:200],
            text=text,
            address=address,
            created_at=at,
        )
        for person_id in sorted(set(person_ids))
    ]
    before = Notice.objects.count()
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    return Notice.objects.count() - before
