"""What every page's frame needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from pacte.accounts.permissions import may
from pacte.kernel.actor import NOBODY


def page(request: HttpRequest) -> dict[str, Any]:
    """Brand, actor, and whether this installation holds invented data. No query."""
    actor = getattr(request, "actor", NOBODY)
    return {
        "brand": settings.PACTE_BRAND,
        "actor": actor,
        "may_read_people": may(actor, "accounts.read_members"),
        "may_keep_directory": may(actor, "accounts.keep_directory"),
        "synthetic": settings.INSTANCE.name == "demo",
        "source_url": settings.SOURCE_URL,
    }
