"""An answer that the pilot keeps, by one of the sentences that are ready."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def answered_in(page: Page) -> dict[str, str | int]:
    page.goto("/chiffres/question/")
    page.locator("#phrase-1").get_by_role("button", name="Répondre").click()
    expect(page).to_have_url(re.compile(r"/chiffres/reponse/\d+/$"))
    found = re.search(r"/reponse/(\d+)/", page.url)
    assert found
    page.close()
    return {"our answer": int(found[1])}
