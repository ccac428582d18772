"""What every page's frame needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from pacte.kernel.actor import NOBODY


def page(request: HttpRequest) -> dict[str, Any]:
    """Brand, actor, and whether this installation holds invented data. No query."""
    return {
        "brand": settings.PACTE_BRAND,
        "actor": getattr(request, "actor", NOBODY),
        "synthetic": settings.INSTANCE.name == "demo",
        "source_url": settings.SOURCE_URL,
    }
