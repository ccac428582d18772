"""The open round of the demonstration."""

from __future__ import annotations

import re

from playwright.sync_api import Page


def rounds_in(page: Page) -> dict[str, str | int]:
    """Reads it on the desk of the pilot, then closes the page."""
    page.goto("/mon-bureau/")
    found = re.search(r"/tour/(\d+)/", page.locator(".rounds-list a").first.get_attribute("href") or "")
    page.close()
    assert found, "the desk names no open round"
    return {"our round": int(found[1])}
