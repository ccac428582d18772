"""Template context shared by all pages."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from pacte.accounts.permissions import may
from pacte.kernel.actor import NOBODY, Actor
from pacte.kernel.clock import day_offset, today
from pacte.notifications.queries import unread_notification_count
from pacte.web.login_session import idle_seconds_left


def site_context(request: HttpRequest) -> dict[str, Any]:
    """Brand, actor, and whether this installation holds demo data. The unread count is a query after a form only."""
    actor = getattr(request, "actor", NOBODY)
    return {
        "brand": settings.PACTE_BRAND,
        "actor": actor,
        "may_read_people": may(actor, "accounts.read_members"),
        "may_keep_directory": may(actor, "accounts.keep_directory"),
        "synthetic": settings.INSTANCE.name == "demo",
        "demonstration_day": today() if day_offset() else None,
        "source_url": settings.SOURCE_URL,
        "unread_messages": cache(partial(_unread_count, request, actor)),
        "session_seconds": None if actor.is_anonymous else idle_seconds_left(request.session, actor),
    }


def _unread_count(request: HttpRequest, actor: Actor) -> int:
    """0 on error pages, whose transaction is broken. ``ActorMiddleware`` has read it for pages that only read."""
    if actor.is_anonymous or connection.needs_rollback:
        return 0
    count: int | None = getattr(request, "unread_count", None)
    return unread_notification_count(actor=actor) if count is None else count
