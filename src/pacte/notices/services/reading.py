"""Marks notifications as read: one's own only."""

from __future__ import annotations

from pacte.journal.services import act
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Unseen
from pacte.notices.models import Notice


def mark_read(*, actor: Actor, notice_id: int) -> None:
    """Marks one notification as read; idempotent. Raises ``NotFound`` for a notification of another person."""
    notice = Notice.objects.filter(pk=notice_id, person_id=actor.person_id).first()
    if notice is None:
        raise Unseen
    if notice.read_at:
        return
    with act(actor=actor, name="notices.read", subject_kind="notice", subject_id=notice.pk):
        notice.read_at = now()
        notice.save(update_fields=["read_at"])


def mark_all_read(*, actor: Actor) -> int:
    """Marks all the actor's notifications as read. Returns how many were unread."""
    with act(actor=actor, name="notices.read_all", subject_kind="notice") as entry:
        count = Notice.objects.filter(person_id=actor.person_id, read_at__isnull=True).update(read_at=now())
        entry.detail.update(count=count)
    return count
