"""An experiment sheet and a study file opened in the demonstration on an action of the lead."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.browser.forms import send_form


def studied(page: Page, plan: str) -> dict[str, str | int]:
    """Opens one of each, with a deliverable, an option and a criterion. ``page``: the pilot's."""
    sheet = _opened(page, f"/plan/{plan}/experimentations/", "Essai de la distribution")
    file = _opened(page, f"/plan/{plan}/dossiers/", "Étude de la distribution")
    base = f"/plan/{plan}/dossiers/{file}/"
    _filled(page, f"{base}acte/livrable/", {"title": "Rapport", "due_on": "2030-01-07"})
    _filled(page, f"{base}options/option/nouvelle/", {"title": "Une option"})
    _filled(page, f"{base}options/critere/0/", {"label": "Effet", "points": "3"})
    page.close()
    return {
        "our sheet": sheet,
        "our file": file,
        "our file with a deliverable": file,
        "our file with options": file,
    }


def _opened(page: Page, path: str, title: str) -> int:
    """A sheet asks for the action in its form; a case asks for it first, then for one of its procedures."""
    page.goto(f"{path}ouvrir/?action=2")
    if page.locator("select[name=procedure]").count():
        page.select_option("select[name=procedure]", "assistance_study")
    else:
        page.select_option("select[name=action]", "2")
    is_case = "/dossiers/" in path
    send_form(page, {"title": title})
    if is_case:
        page.goto(f"{path}?procedure=assistance_study")
    found = re.search(r"/(\d+)/$", page.get_by_role("link", name=title).first.get_attribute("href") or "")
    assert found, f"« {title} » is not in its list"
    return int(found[1])


def _filled(page: Page, path: str, values: dict[str, str]) -> None:
    page.goto(path)
    send_form(page, values)
