"""Queries on notifications: people only read their own."""

from __future__ import annotations

from pacte.kernel.actor import Actor
from pacte.notices.models import Notice
from pacte.notices.records import MailState, NoticeLine


def unread_count(*, actor: Actor) -> int:
    """Number of unread notifications of the actor."""
    if actor.person_id is None:
        return 0
    return Notice.objects.filter(person_id=actor.person_id, read_at__isnull=True).count()


def my_notices(*, actor: Actor, limit: int = 200) -> list[NoticeLine]:
    """The actor's notifications: unread first, then the latest."""
    if actor.person_id is None:
        return []
    found = Notice.objects.filter(person_id=actor.person_id)
    unread = list(found.filter(read_at__isnull=True).order_by("-created_at", "-pk")[:limit])
    read = list(found.filter(read_at__isnull=False).order_by("-created_at", "-pk")[: limit - len(unread)])
    return [_line(each) for each in (*unread, *read)]


def _line(notice: Notice) -> NoticeLine:
    return NoticeLine(
        notice_id=notice.pk,
        kind=notice.kind,
        subject=notice.subject,
        text=notice.text,
        address=notice.address,
        created_at=notice.created_at,
        read_at=notice.read_at,
        mail_state=MailState(notice.mail_state),
    )
