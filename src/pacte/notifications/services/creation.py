"""Creates notifications and queues their e-mails in the same transaction as the act that causes them."""

from __future__ import annotations

from collections.abc import Iterable

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.notifications.models import Notification
from pacte.notifications.services.email_delivery import queue_emails
from pacte.notifications.services.system_access import as_system


def notify(
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
    recipient_ids = sorted(set(person_ids))
    key = (key or f"{kind}:{at.isoformat()}:{actor.person_id or ''}")[:200]
    new_notifications = [
        Notification(
            organisation_id=host_id,
            person_id=person_id,
            kind=kind,
            key=key,
            subject=subject[:200],
            text=text,
            address=address,
            created_at=at,
        )
        for person_id in recipient_ids
    ]
    # The actor does not see the notifications of others: only the system knows which already exist.
    with as_system(actor):
        Notification.objects.bulk_create(new_notifications, ignore_conflicts=True)
        created_ids = list(
            Notification.objects.filter(key=key, created_at=at, person_id__in=recipient_ids)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
    queue_emails(actor=actor, notification_ids=created_ids)
    return len(created_ids)
