"""Template context shared by the pages of a round: breadcrumb and menu entry."""

from __future__ import annotations

from typing import Any

from django.urls import reverse


def round_page_context(plan_code: str, plan_title: str, *last: tuple[str, str]) -> dict[str, Any]:
    """``last``: (label, URL) pairs after the rounds of the plan; an empty URL is the current page."""
    trail: list[dict[str, str]] = [{"label": plan_title, "url": reverse("plan:glance", args=[plan_code])}]
    for label, url in (("Tours", reverse("rounds:list", args=[plan_code])), *last):
        trail.append({"label": label, "url": url} if url else {"label": label})
    return {"nav": "desk", "plan_code": plan_code, "trail": trail}
