"""Shared by the pages of exchanges: actor, breadcrumb, text of delays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from pacte.kernel.actor import Actor
from pacte.kernel.clock import PARIS
from pacte.kernel.french import format_day, format_number, pluralise

PARTNERS_NAV = "partners"


def request_actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def partners_page_context(*breadcrumb: tuple[str, str]) -> dict[str, Any]:
    """Menu and breadcrumb, which starts at the list of partners; its last label is the page itself."""
    trail = (("Échanges", reverse("partners:list")), *breadcrumb) if breadcrumb else (("Échanges", ""),)
    return {
        "nav": PARTNERS_NAV,
        "trail": [{"label": label, "url": url} if url else {"label": label} for label, url in trail],
    }


def moment_or_never(at: datetime | None) -> str:
    """« 24 novembre 2026, 9 h 05 », Paris time; « jamais » for None."""
    if at is None:
        return "jamais"
    paris_time = at.astimezone(PARIS)
    return f"{format_day(paris_time.date())}, {paris_time.hour}\u00a0h\u00a0{paris_time.minute:02}"


def delay_text(hours: float | None) -> str:
    """« 3 h », « 2,5 jours »; « aucun accord » when nothing was accepted."""
    if hours is None:
        return "aucun accord"
    if hours < 1:
        return pluralise(round(hours * 60), "minute")
    if hours < 48:
        return pluralise(round(hours), "heure")
    return f"{format_number(hours / 24, 1)}\u00a0jours"
