"""A missing indicator, a survey and a dispute added to the demonstration by the pilot."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.browser.forms import send_form


def diagnosed(page: Page, plan: str) -> dict[str, str | int]:
    """Creates them on ``page``, the pilot's.

    The dispute is between the observatory, as « the provider », and the State.
    """
    base = f"/plan/{plan}/"
    page.goto(f"{base}indicateurs-manquants/noter/")
    send_form(page, {"label": "Manque de la distribution", "needed_for": "un essai", "owed_by": "l’observatoire"})
    rows = page.locator("table#manques-table").get_by_role("row", name="Manque de la distribution")
    said = rows.last.inner_text()
    gap = re.search(r"n° (\d+)", said)
    assert gap
    page.goto(f"{base}enquetes/acheter/")
    page.get_by_label("Manque de la distribution").last.check()
    send_form(page, {"title": "Enquête de la distribution", "population": "tous", "questionnaire": "1. Oui ou non ?"})
    survey = _number(page, "Enquête de la distribution", r"/enquetes/(\d+)/")
    page.goto("/desaccords/ouvrir/")
    page.locator("select[name=first]").select_option(label="GIP ALFA Centre")
    page.locator("select[name=second]").select_option(index=1)
    send_form(
        page,
        {
            "subject": "Désaccord de la distribution", "first_on": "2020-01-01", "last_on": "2020-12-31",
            "due_on": "2030-01-01",
        },
    )  # fmt: skip
    dispute = _number(page, "Désaccord de la distribution", r"/desaccords/(\d+)/")
    page.close()
    return {"our gap": int(gap[1]), "our survey": survey, "our dispute": dispute}


def _number(page: Page, words: str, pattern: str) -> int:
    found = re.search(pattern, page.get_by_role("link", name=words).first.get_attribute("href") or "")
    assert found, f"no link « {words} »"
    return int(found[1])
