"""Queries on notifications: people only read their own."""

from __future__ import annotations

from pacte.kernel.actor import Actor
from pacte.notifications.models import Notification
from pacte.notifications.records import EmailState, NotificationRow

_UNREAD_COUNT = "select count(*) from notifications_notification where person_id = %s and read_at is null"


def unread_notification_count(*, actor: Actor) -> int:
    """Number of unread notifications of the actor."""
    if actor.person_id is None:
        return 0
    return Notification.objects.filter(person_id=actor.person_id, read_at__isnull=True).count()


def unread_count_statement(*, actor: Actor) -> tuple[str, list[object]]:
    """The SQL of ``unread_notification_count`` and its parameters, for whoever sends it with another statement."""
    return _UNREAD_COUNT, [actor.person_id]


def my_notifications(*, actor: Actor, limit: int = 200) -> list[NotificationRow]:
    """The actor's notifications: unread first, then the latest."""
    if actor.person_id is None:
        return []
    own_notifications = Notification.objects.filter(person_id=actor.person_id)
    unread = list(own_notifications.filter(read_at__isnull=True).order_by("-created_at", "-pk")[:limit])
    read = list(own_notifications.filter(read_at__isnull=False).order_by("-created_at", "-pk")[: limit - len(unread)])
    return [_notification_row(each) for each in (*unread, *read)]


def _notification_row(notification: Notification) -> NotificationRow:
    return NotificationRow(
        notification_id=notification.pk,
        kind=notification.kind,
        subject=notification.subject,
        text=notification.text,
        address=notification.address,
        created_at=notification.created_at,
        read_at=notification.read_at,
        mail_state=EmailState(notification.mail_state),
    )
