"""A saved answer and a manual series added to the demonstration by the pilot."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

_SHEET = {
    "code": "serie_d_essai", "label": "Une série", "question": "Combien ?", "unit": "personnes", "entity": "personne",
    "source": "Insee", "owner": "observatoire",
}  # fmt: skip


def answered_in(page: Page) -> dict[str, str | int]:
    page.goto("/chiffres/question/")
    page.locator("#phrase-1").get_by_role("button", name="Répondre").click()
    expect(page).to_have_url(re.compile(r"/chiffres/reponse/\d+/$"))
    found = re.search(r"/reponse/(\d+)/", page.url)
    assert found
    page.goto("/chiffres/series/nouvelle/")
    for name, value in _SHEET.items():
        page.fill(f"[name={name}]", value)
    page.get_by_role("button", name="Ajouter la série").click()
    expect(page.get_by_role("link", name="Une série", exact=True)).to_be_visible()
    page.close()
    return {"our answer": int(found[1]), "our series": _SHEET["code"]}
