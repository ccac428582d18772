"""The search of the masthead in a real browser: where it stands, how high the masthead is, without any script."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import faults, too_wide
from tests.browser.conftest import Site, quiet_context
from tests.browser.things import PLAN

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 900}
# Heights of one row of a wide screen, and of two rows of a phone: the brand, the menu. In pixels, with the border.
ONE_ROW, TWO_ROWS, DAY_ROW = 57, 93, 44
UNDATED = ("/", "/chercher/?q=abandon")
DATED = (f"/plan/{PLAN}/", f"/plan/{PLAN}/?au=2019-09-30")


@pytest.fixture(scope="module")
def site(workshop: Site) -> Site:
    """With two plans: the masthead holds their switch."""
    return workshop


@pytest.fixture
def bare(browser: Browser, site: Site) -> Iterator[Page]:
    with quiet_context(browser, site, java_script_enabled=False) as context:
        yield context.new_page()


def height(page: Page) -> float:
    return float(page.locator(".mast").evaluate("mast => mast.getBoundingClientRect().height"))


@pytest.mark.parametrize("email", ["", "pilote@pacte.example", "organisme@pacte.example"])
def test_the_masthead_holds_the_search_on_its_rows(page: Page, log_in: Callable[[str], Page], email: str) -> None:
    if email:
        log_in(email)
    for path in (*UNDATED, *DATED):
        page.set_viewport_size(WIDE)
        page.goto(path)
        expect(page.locator(".mast-search")).to_be_visible()
        expect(page.locator(".mast-search-link")).to_be_hidden()
        assert height(page) <= ONE_ROW, path
        page.set_viewport_size(NARROW)
        expect(page.locator(".mast-search")).to_be_hidden()
        expect(page.get_by_role("link", name="Chercher dans le site")).to_be_visible()
        assert height(page) <= TWO_ROWS + (DAY_ROW if path in DATED else 0), path
        assert not (path in UNDATED and too_wide(page)), path


@pytest.mark.parametrize("words", ["abandon", "Viezron", "zzzzzz yyyyy", "", "x" * 121, "illettrisme vierzon"])
def test_the_results_have_no_violation_and_fit_the_screen(page: Page, words: str) -> None:
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        page.goto(f"/chercher/?q={words}")
        assert faults(page) == [], size


def test_one_searches_from_the_masthead_by_keyboard_and_without_script(bare: Page) -> None:
    bare.goto(f"/plan/{PLAN}/versions/")
    field = bare.get_by_role("search", name="Dans tout le site").get_by_role("searchbox")
    field.fill("action 18")
    field.press("Enter")
    bare.wait_for_url(f"**/chercher/?q=action+18&plan={PLAN}")
    expect(bare.locator("main h2").first).to_have_text("Actions du plan")
    bare.get_by_role("link", name="Appétence et persévérance en formation").click()
    expect(bare.locator("h1")).to_contain_text("Appétence et persévérance")


def test_on_a_phone_the_sign_leads_to_the_page_that_has_the_field(bare: Page) -> None:
    bare.set_viewport_size(NARROW)
    bare.goto("/formations/")
    bare.get_by_role("link", name="Chercher dans le site").click()
    bare.get_by_label("Mots, numéro ou nom").fill("abandon")
    bare.get_by_role("button", name="Chercher", exact=True).click()
    expect(bare.get_by_role("link", name="Faire vivre les versions")).to_be_visible()
    assert not too_wide(bare)
