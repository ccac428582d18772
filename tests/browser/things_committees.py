"""Two committees added to the demonstration: a future one, and one held today with a decision."""

from __future__ import annotations

import re
from datetime import date, timedelta

from playwright.sync_api import Page


def committees_in(page: Page, plan: str, on: date) -> dict[str, str | int]:
    """Numbers of committees and decisions, by the names of the access files. The issued one is the last of 2020."""
    coming = _planned(page, plan, "Comité d’essai à venir", on + timedelta(days=20))
    held = _planned(page, plan, "Comité d’essai du jour", on)
    page.goto(f"/plan/{plan}/comites/{held}/seance/")
    page.locator("#id_text").fill("Décision d’essai.")
    page.locator("#id_owner").select_option(index=1)
    page.get_by_role("button", name="Écrire cette décision").click()
    written = re.search(r"D-(\d+) est écrite", page.get_by_text("est écrite").first.inner_text())
    page.close()
    assert written
    return {
        "our issued committee": 4,
        "our held committee": held,
        "our next committee": coming,
        "decision of the lead": 1,
        "decision of the partner": int(written[1]),
    }


def _planned(page: Page, plan: str, title: str, on: date) -> int:
    page.goto(f"/plan/{plan}/comites/nouveau/")
    page.locator("#id_title").fill(title)
    page.locator("#id_held_on").fill(on.isoformat())
    page.get_by_role("button", name="Prévoir ce comité").click()
    page.wait_for_url(re.compile(r"/comites/$"))
    page.get_by_role("heading", name=title).wait_for()
    link = page.locator("section", has=page.get_by_role("heading", name=title)).get_by_role("link", name="Ouvrir")
    found = re.search(r"/comites/(\d+)/", link.get_attribute("href") or "")
    assert found
    return int(found[1])
