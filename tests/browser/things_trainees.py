"""Personal links of a fictitious trainee, created by an adviser of the demonstration."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import enter

ADVISER = "conseil@pacte.example"


def trainees_in(somebody: BrowserContext) -> dict[str, str | int]:
    """A link to slots, a link to a journey, its invitation, a meeting."""
    page = somebody.new_page()
    page.goto("/")
    assert somebody.browser
    with_adviser = somebody.browser.new_context(locale="fr-FR", base_url=page.url)
    page.close()
    desk = with_adviser.new_page()
    enter(desk, ADVISER)
    slots, mine = link_to_slots(desk), link_to_journey(desk)
    desk.goto(f"/mon-parcours/{mine}/")
    invitation = int(_part(desk.content(), r"/rendez-vous/(\d+)/"))
    desk.goto("/rendez-vous/")
    meeting = int(_part(desk.content(), r"/rendez-vous/(\d+)/"))
    with_adviser.close()
    return {
        "link to slots": slots, "link of the person": mine, "invitation of the person": invitation,
        "our meeting": meeting,
    }  # fmt: skip


def link_to_slots(desk: Page) -> str:
    """Secret of the link of a person who has not chosen a slot yet, on the page of their adviser."""
    desk.goto("/rendez-vous/invitations/")
    desk.locator("section", has=desk.locator("#attente")).get_by_role("button", name="Texte du SMS").first.click()
    return _part(desk.locator("#sms").input_value(), r"/r/([\w-]+)/")


def link_to_journey(desk: Page) -> str:
    """Secret of the link of an invited person, shown once, on the page of their adviser."""
    desk.goto("/rendez-vous/invitations/")
    desk.get_by_role("link", name="Son lien").first.click()
    desk.get_by_role("button", name="Montrer un lien").click()
    return _part(desk.locator("#adresse").input_value(), r"/mon-parcours/([\w-]+)/")


def _part(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found, pattern
    return found[1]
