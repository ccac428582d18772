"""Personal links of a fictitious trainee, created by an adviser of the demonstration."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import enter

ADVISER = "conseil@pacte.example"


def trainees_in(somebody: BrowserContext) -> dict[str, str | int]:
    """A link to slots, a link to a journey, its invitation, a meeting; a request for a place, and its link."""
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
    number, request = _training_asked_for(desk)
    asked = ask_for_place(desk, number)
    with_adviser.close()
    return {
        "training asked for": number, "our request for a place": request, "link of a request for a place": asked,
        "link to slots": slots, "link of the person": mine, "invitation of the person": invitation,
        "our meeting": meeting,
    }  # fmt: skip


def _training_asked_for(desk: Page) -> tuple[str, int]:
    """Number of a training for which a place is asked, and of the request."""
    desk.goto("/demandes-de-place/")
    request = int(_part(desk.content(), r"/demandes-de-place/(\d+)/"))
    desk.goto(f"/demandes-de-place/{request}/")
    sheet = desk.get_by_role("link", name="Voir la formation").get_attribute("href") or ""
    return _part(sheet, r"/formations/([^/]+)/"), request


def ask_for_place(page: Page, number: str) -> str:
    """Secret of the page of a visitor who has just asked for a place."""
    page.goto(f"/formations/{number}/demander/")
    page.get_by_label("Votre prénom").fill("Zoé")
    page.get_by_label("Votre nom").fill("Visiteuse")
    page.get_by_label("Votre téléphone").fill("00 00 00 00 16")
    page.get_by_label("Non", exact=True).check()
    page.get_by_label("Quel réseau lit aussi votre demande").select_option("aucun")
    page.get_by_label("J’accepte").check()
    page.get_by_role("button", name="Envoyer ma demande").click()
    return _part(page.url, r"/ma-demande-de-place/([\w-]+)/")


def link_to_slots(desk: Page) -> str:
    """Secret of the link of a person who has not chosen a slot yet, on the page of their adviser."""
    desk.goto("/rendez-vous/invitations/")
    desk.locator("form[action$='/sms/'] button").first.click()
    return _part(desk.locator("#sms").input_value(), r"/r/([\w-]+)/")


def link_to_journey(desk: Page) -> str:
    """Secret of the link of an invited person, shown once, on the page of their adviser."""
    desk.goto("/rendez-vous/invitations/")
    silent = desk.locator("section", has=desk.locator("#sans-reponse"))
    silent.get_by_role("link", name="Son lien").first.click()
    desk.get_by_role("button", name="Montrer un lien").click()
    return _part(desk.locator("#adresse").input_value(), r"/mon-parcours/([\w-]+)/")


def _part(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found, pattern
    return found[1]
