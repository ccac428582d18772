"""Pages of a trainee on an old phone: 360 px, no script, no cookie, no account; then with the keyboard only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import too_wide
from tests.browser.conftest import Site, enter, quiet_context
from tests.browser.things_trainees import ADVISER, link_to_journey, link_to_slots

PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def adviser(browser: Browser, workshop: Site) -> Iterator[Page]:
    """Where each test takes the link of a person who has not answered yet."""
    with quiet_context(browser, workshop) as context:
        yield enter(context.new_page(), ADVISER)


@pytest.fixture
def telephone(browser: Browser, workshop: Site) -> Iterator[BrowserContext]:
    with quiet_context(browser, workshop, java_script_enabled=False) as context:
        yield context
        assert context.cookies() == [], "a page of a person left something on the telephone"


@pytest.fixture
def page(telephone: BrowserContext) -> Page:
    made = telephone.new_page()
    made.set_viewport_size(PHONE)
    return made


def test_one_chooses_changes_and_refuses_on_an_old_telephone(page: Page, adviser: Page) -> None:
    page.goto(f"/r/{link_to_slots(adviser)}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Quel moment vous convient ?".replace(" ?", "\u202f?"))
    page.get_by_role("button", name="Choisir ce moment").click()
    expect(page.get_by_role("alert")).to_contain_text("Cochez-en un")
    page.locator("input[name=slot]:enabled").first.check()
    page.get_by_role("button", name="Choisir ce moment").click()
    expect(page.get_by_role("status")).to_contain_text("C’est noté")
    page.get_by_role("link", name="Changer de moment").click()
    page.get_by_label("Aucun ne me convient").check()
    page.get_by_role("button", name="Choisir ce moment").click()
    page.get_by_label("Le trajet").check()
    page.get_by_role("button", name="Prévenir mon conseiller").click()
    expect(page.get_by_role("status")).to_contain_text("d’autres moments")


def test_one_reads_ones_journey_and_asks_on_an_old_telephone(page: Page, adviser: Page) -> None:
    page.goto(f"/mon-parcours/{link_to_journey(adviser)}/")
    todo = page.locator(".mine-todo")
    expect(todo.get_by_text("À faire")).to_be_visible()
    assert (todo.bounding_box() or {"y": 999})["y"] < 200, "what there is to do comes first"
    page.get_by_role("link", name="Appeler mon conseiller").click()
    page.get_by_role("button", name="Demander à être rappelé").click()
    expect(page.get_by_role("status")).to_contain_text("C’est noté")
    page.get_by_role("link", name="Voir, corriger, retirer mes données").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Que sait-on de moi")
    with page.expect_download() as loaded:
        page.get_by_role("link", name="Tout prendre (JSON)").click()
    assert loaded.value.suggested_filename == "mes-donnees_donnees-fictives.json"


def test_what_one_touches_is_large_enough(page: Page, adviser: Page) -> None:
    for path in (f"/r/{link_to_slots(adviser)}/", f"/mon-parcours/{link_to_journey(adviser)}/"):
        page.goto(path)
        assert too_wide(page) == []
        for each in page.locator("main a:visible, main button:visible, main label:visible, main summary:visible").all():
            box = each.bounding_box()
            if box and not each.evaluate("node => getComputedStyle(node).display === 'inline'"):
                assert box["height"] >= 44, (path, each.inner_text())


def test_a_slot_is_chosen_by_keyboard_alone(page: Page, adviser: Page) -> None:
    page.goto(f"/r/{link_to_slots(adviser)}/")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name === 'slot'"):
            break
    page.keyboard.press("Space")
    while not page.evaluate("document.activeElement.tagName === 'BUTTON'"):
        page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("C’est noté")
