"""Creates notifications and queues their e-mails in the same transaction as the act that causes them."""

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
    """Creates one notification per person. Returns how many are new: the same ``key`` notifies a person only once.

    ``address`` is the path of the page where the person acts. No right is checked here: the caller checks the right of
    its own act.
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
    # The actor does not see the notifications of others: only the system knows which already exist.
    with as_machine(actor):
        Notice.objects.bulk_create(fresh, ignore_conflicts=True)
        made = list(
            Notice.objects.filter(key=key, created_at=at, person_id__in=wanted)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
    queue_mails(actor=actor, notice_ids=made)
    return len(made)
