"""Marks notifications as read: one's own only."""

from __future__ import annotations

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import ensure_found
from pacte.notifications.models import Notification


def mark_notification_read(*, actor: Actor, notification_id: int) -> None:
    """Marks one notification as read; idempotent. Raises ``NotFound`` for a notification of another person."""
    notification = ensure_found(Notification.objects.filter(pk=notification_id, person_id=actor.person_id).first())
    if notification.read_at:
        return
    with audit_event(actor=actor, name="notices.read", subject_kind="notice", subject_id=notification.pk):
        notification.read_at = now()
        notification.save(update_fields=["read_at"])


def mark_all_notifications_read(*, actor: Actor) -> int:
    """Marks all the actor's notifications as read. Returns how many were unread."""
    with audit_event(actor=actor, name="notices.read_all", subject_kind="notice") as entry:
        count = Notification.objects.filter(person_id=actor.person_id, read_at__isnull=True).update(read_at=now())
        entry.detail.update(count=count)
    return count
