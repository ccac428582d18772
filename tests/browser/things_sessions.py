"""A session and an order of the demonstration, in the place of those that access.toml speaks of."""

from __future__ import annotations

import re

from playwright.sync_api import Page

# The numbers of the test world, by the part of the triplet that they are.
_TRIPLET = ("24_118402", "24_1530117", "24_407731")


def sessions_in(page: Page) -> dict[str, str | int]:
    """Read on the pages themselves: the first training of the search, its first session, the first order."""
    page.goto("/formations/")
    page.locator(".result h3 a").first.click()
    found = re.search(r"/sessions/([^/]+)/([^/]+)/([^/]+)/", page.content())
    assert found, "no session on the sheet of a training"
    page.goto("/sessions/commandes/")
    order = re.search(r"/sessions/commande/([^/\"]+)/", page.content())
    assert order, "no order in the demonstration"
    page.close()
    return dict(zip(_TRIPLET, found.groups(), strict=True)) | {"our order": order.group(1)}
