"""Finance objects of the demonstration, by the names of the access files."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page

from tests.exchange.accounting.extracts import line, workbook


def money_things(pilot: BrowserContext, plan: str) -> dict[str, str | int]:
    """A commitment, a line that waits for an action, a typed amount, and a file uploaded for review."""
    page = pilot.new_page()
    money = f"/plan/{plan}/argent/"
    found: dict[str, str | int] = {
        "our commitment": _first(page, f"{money}actions/1/", r"/engagements/(\d+)/"),
        "our waiting line": _first(page, f"{money}a-affecter/", r"/a-affecter/(\d+)/"),
        "our typed amount": _first(page, f"{money}declarer/", r"/declarer/(\d+)/corriger/"),
    }
    page.goto("/argent/importer/")
    file = {"name": "extrait.xlsx", "mimeType": "application/octet-stream", "buffer": _extract()}
    page.set_input_files("#id_file", file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Vérifier ce fichier").click()
    page.wait_for_url(re.compile(r"/imports/\d+/"))
    dropped = re.search(r"/imports/(\d+)/", page.url)
    assert dropped
    page.close()
    return found | {"our extract": int(dropped[1])}


def _extract() -> bytes:
    """Three new lines: a valid one, one that waits for an action, one with a defect."""
    return workbook(line("N1"), line("N2", action=99), line("N3", ordered="à voir"))


def _first(page: Page, path: str, pattern: str) -> int:
    page.goto(path)
    found = re.search(pattern, page.content())
    assert found, f"nothing like {pattern} on {path}"
    return int(found[1])
