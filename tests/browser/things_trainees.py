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
    slots = _slots(desk)
    mine, invitation = _journey(desk)
    desk.goto("/rendez-vous/")
    meeting = int(_part(desk.content(), r"/rendez-vous/(\d+)/"))
    with_adviser.close()
    return {
        "link to slots": slots, "link of the person": mine, "invitation of the person": invitation,
        "our meeting": meeting,
    }  # fmt: skip


def _slots(desk: Page) -> str:
    """Secret of the link of a person who has not chosen a slot yet."""
    desk.goto("/rendez-vous/invitations/")
    desk.locator("section", has=desk.locator("#attente")).get_by_role("button", name="Texte du SMS").first.click()
    return _part(desk.locator("#sms").input_value(), r"/r/([\w-]+)/")


def _journey(desk: Page) -> tuple[str, int]:
    """Secret of the link of an invited person, shown once, and id of the invitation."""
    desk.goto("/rendez-vous/invitations/")
    desk.get_by_role("link", name="Son lien").first.click()
    desk.get_by_role("button", name="Montrer un lien").click()
    secret = _part(desk.locator("#adresse").input_value(), r"/mon-parcours/([\w-]+)/")
    desk.goto(f"/mon-parcours/{secret}/")
    return secret, int(_part(desk.content(), r"/rendez-vous/(\d+)/"))


def _part(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found, pattern
    return found[1]
