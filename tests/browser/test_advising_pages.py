"""Pages of an adviser: no violation, no horizontal scroll, orientation by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import faults
from tests.browser.conftest import Site, enter, quiet_context
from tests.browser.hands import Hands

WIDTHS = (1280, 360)
ADVISER = "conseil@pacte.example"
DESK = "/mes-personnes/bureau/"
NOTHING: dict[int, list[str]] = {width: [] for width in WIDTHS}


@pytest.fixture(scope="module")
def adviser(browser: Browser, workshop: Site) -> Iterator[Page]:
    with quiet_context(browser, workshop) as context:
        page = context.new_page()
        enter(page, ADVISER)
        yield page


@pytest.fixture(scope="module")
def somebody(adviser: Page) -> dict[str, str]:
    """Addresses of a person to whom a training may be proposed: the person and the journey."""
    adviser.goto("/mes-personnes/?etat=open")
    person = adviser.locator("#liste tbody a").first.get_attribute("href") or ""
    adviser.goto(person)
    journey = adviser.get_by_role("link", name="Proposer une formation").get_attribute("href") or ""
    return {"person": person, "journey": journey.removesuffix("orienter/")}


def in_both_widths(page: Page, path: str) -> dict[int, list[str]]:
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto(path)
        assert answer
        assert answer.status == 200, path
        found[width] = faults(page)
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return found


@pytest.mark.parametrize(
    "path",
    [
        DESK,
        DESK + "?qui=agence",
        "/mes-personnes/",
        "/mes-personnes/?q=personne",
        "/mes-personnes/ouvrir/",
        "/mes-personnes/reporter/",
        "/rendez-vous/inviter/",
        "/rendez-vous/invitations/",
        "/demandes-de-place/",
    ],
)
def test_the_desk_and_the_list_have_no_fault(adviser: Page, path: str) -> None:
    assert in_both_widths(adviser, path) == NOTHING


@pytest.mark.parametrize("rest", ["", "modifier/", "nouveau-parcours/", "informations-protegees/", "passer-le-relais/"])
def test_the_pages_of_somebody_have_no_fault(adviser: Page, somebody: dict[str, str], rest: str) -> None:
    assert in_both_widths(adviser, somebody["person"] + rest) == NOTHING


@pytest.mark.parametrize("rest", ["orienter/", "etape/", "contact/", "carnet/"])
def test_the_pages_of_a_journey_have_no_fault(adviser: Page, somebody: dict[str, str], rest: str) -> None:
    assert in_both_widths(adviser, somebody["journey"] + rest) == NOTHING


def test_three_clicks_lead_from_the_desk_to_a_proposal_by_keyboard(adviser: Page, somebody: dict[str, str]) -> None:
    hands = Hands(adviser)
    adviser.goto(somebody["person"])
    hands.follow("link", "Proposer une formation")
    expect(adviser.get_by_role("heading", level=1)).to_contain_text("Quelle formation proposer")
    reasons = adviser.get_by_text("Pourquoi cet ordre")
    expect(reasons).to_be_visible()
    if adviser.locator(".advice .desk-verb a").count() == 0:
        hands.write("Métier ou but visé", "métier", role="searchbox")
        hands.press("Enter")
        adviser.wait_for_url(re.compile("q="))
    hands.follow("link", "Proposer")
    expect(adviser.get_by_role("heading", name="À dire à la personne")).to_be_visible()
    assert faults(adviser) == []
    hands.follow("button", "Enregistrer la proposition")
    expect(adviser.get_by_text("est proposée à")).to_be_visible()
