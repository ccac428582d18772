"""What the pages of exchanges share: who asks, the trail, the words of delays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from pacte.kernel.actor import Actor
from pacte.kernel.clock import PARIS
from pacte.kernel.french import day, number, plural

NAV = "partners"


def actor_in(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def frame(*trail: tuple[str, str]) -> dict[str, Any]:
    """The menu and the trail, which begins at the list of partners; the last label is the page itself."""
    steps = (("Échanges", reverse("partners:list")), *trail) if trail else (("Échanges", ""),)
    return {"nav": NAV, "trail": [{"label": label, "url": url} if url else {"label": label} for label, url in steps]}


def moment(at: datetime | None) -> str:
    """« 24 novembre 2026, 9 h 05 », in Paris; « jamais »."""
    if at is None:
        return "jamais"
    here = at.astimezone(PARIS)
    return f"{day(here.date())}, {here.hour}\u00a0h\u00a0{here.minute:02}"


def delay(hours: float | None) -> str:
    """« 3 h », « 2,5 jours »; « aucun » when nothing was accepted."""
    if hours is None:
        return "aucun accord"
    if hours < 1:
        return plural(round(hours * 60), "minute")
    if hours < 48:
        return plural(round(hours), "heure")
    return f"{number(hours / 24, 1)}\u00a0jours"
