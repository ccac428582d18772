"""Finance objects of the demonstration, by the names of the access files."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page


def money_things(pilot: BrowserContext, plan: str) -> dict[str, str | int]:
    """A commitment, a line that waits for an action and a typed amount."""
    page = pilot.new_page()
    money = f"/plan/{plan}/argent/"
    found: dict[str, str | int] = {
        "our commitment": _first(page, f"{money}actions/1/", r"/engagements/(\d+)/"),
        "our waiting line": _first(page, f"{money}a-affecter/", r"/a-affecter/(\d+)/"),
        "our typed amount": _first(page, f"{money}declarer/", r"/declarer/(\d+)/corriger/"),
    }
    page.close()
    return found


def _first(page: Page, path: str, pattern: str) -> int:
    page.goto(path)
    found = re.search(pattern, page.content())
    assert found, f"nothing like {pattern} on {path}"
    return int(found[1])
