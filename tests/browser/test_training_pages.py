"""Pages of a training provider: no violation, no horizontal scroll, keyboard only."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import faults
from tests.browser.conftest import Site, enter, quiet_context
from tests.browser.hands import Hands

WIDTHS = (1280, 360)
PROVIDER = "organisme@pacte.example"


@pytest.fixture(scope="module")
def provider(browser: Browser, workshop: Site) -> Iterator[Page]:
    with quiet_context(browser, workshop) as context:
        page = context.new_page()
        enter(page, PROVIDER)
        yield page


@pytest.fixture(scope="module")
def session(provider: Page) -> str:
    """Address of the running session of the demonstration's provider, which has signed weeks."""
    provider.goto("/sessions/stagiaires/")
    row = provider.locator("#stagiaires tbody tr", has_text="signées jusqu’à").first
    found = re.search(r"(/sessions/.+/)candidats/", row.locator("th a").get_attribute("href") or "")
    assert found, "no running session for the provider of the demonstration"
    return found[1]


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
    "page_name",
    ["", "candidats/", "candidats/fin/", "candidats/non-retenue/", "presences/", "heures/"],
)
def test_a_page_of_who_trains_has_no_fault(provider: Page, session: str, page_name: str) -> None:
    assert in_both_widths(provider, session + page_name) == {width: [] for width in WIDTHS}


def test_the_page_that_takes_a_workbook_of_presences_has_no_fault(provider: Page, session: str) -> None:
    provider.goto(f"{session}presences/")
    path = provider.get_by_role("link", name="Déposer un classeur rempli").get_attribute("href") or ""
    assert in_both_widths(provider, path) == {width: [] for width in WIDTHS}


def test_the_desk_and_the_sheet_of_a_person_have_no_fault(provider: Page, session: str) -> None:
    provider.goto(f"{session}candidats/")
    person = provider.get_by_role("link", name="Ouvrir").first.get_attribute("href") or ""
    for path in ("/sessions/stagiaires/", person):
        assert in_both_widths(provider, path) == {width: [] for width in WIDTHS}


def test_a_form_sent_empty_says_what_is_wrong(provider: Page, session: str) -> None:
    provider.goto(f"{session}presences/?semaine=2000-01-03")
    provider.goto(f"{session}candidats/fin/")
    provider.get_by_role("button", name="Noter la fin").click()
    expect(provider.get_by_role("alert")).to_be_focused()
    assert faults(provider) == []


def test_a_wrong_mark_typed_by_keyboard_comes_back_with_the_focus_on_its_error(provider: Page, session: str) -> None:
    """A mark is typed in its cell. A wrong one comes back with the focus on the error."""
    provider.goto(f"{session}presences/")
    hands = Hands(provider)
    cell = provider.locator(".presence-mark").first
    hands.reach("textbox", cell.get_attribute("aria-label") or "")
    provider.keyboard.press("Control+A")
    provider.keyboard.type("X")
    expect(cell).to_have_value("X")
    provider.locator(".presence-mark").first.press("Enter")
    expect(provider.get_by_role("alert")).to_be_focused()
    expect(provider.get_by_role("alert")).to_contain_text("n’est pas une présence")
