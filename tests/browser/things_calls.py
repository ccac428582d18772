"""The call of the demonstration as its pilot sees it: a round, a question, a meeting that is open, a case to read."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page

_CALL = "call_for_initiatives"


def calls_in(page: Page, plan: str) -> dict[str, str | int]:
    """Numbers of these, by the names of the access files. The buyer still has to read « Propreté, un métier »."""
    page.goto(f"/plan/{plan}/appels/")
    known: dict[str, str | int] = {
        "our call": _first(page, r"/appels/(\d+)/prolonger/"),
        "our question": _first(page, r"/appels/questions/(\d+)/"),
        "our panel": _first(page, r"/appels/seances/(\d+)/"),
        "our drawn call": _first(page.get_by_role("row").filter(has_text="tiré le").first, r"/appels/(\d+)/controle/"),
        "file of our call": _case(page, plan, "Propreté, un métier"),
    }
    page.goto(f"/plan/{plan}/dossiers/{known['file of our call']}/")
    row = page.get_by_role("row").filter(has_text="Hugo Caron")
    known["our reading"] = int((row.get_by_role("link").get_attribute("href") or "").strip("/").split("/")[-2])
    known["case before our panel"] = _case(page, plan, "La soudure se montre")
    known["case drawn for control"] = _case(page, plan, "Cuisines ouvertes")
    page.close()
    return known


def _case(page: Page, plan: str, title: str) -> int:
    page.goto(f"/plan/{plan}/dossiers/?procedure={_CALL}")
    link = page.get_by_role("link", name=title).first.get_attribute("href") or ""
    return int(link.strip("/").rpartition("/")[2])


def _first(page: Page | Locator, pattern: str) -> int:
    number = re.search(pattern, page.content() if isinstance(page, Page) else page.inner_html())
    assert number, f"no {pattern}"
    return int(number[1])
