"""Pages of the plan in a real browser: axe, narrow screens, no script, keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import faults
from tests.browser.conftest import Site

PLAN = "/plan/centre-val-de-loire_2019-2022/"
PUBLIC = (
    "",
    "?au=2020-11-24",
    "?au=2017-01-01",
    "actions/",
    "actions/?axe=2&manque=lead&tri=-titre",
    "actions/?q=zzzz",
    "actions/18/",
    "actions/27/",
    "actions/35/",
    "actions/18/historique/",
    "historique/",
    "versions/",
    "versions/1/1/",
)
WIDTHS = (1280, 360)
MASTHEAD_ON_PHONE = 112


@pytest.mark.parametrize("rest", PUBLIC)
def test_a_page_without_account_has_no_violation_and_fits_the_screen(page: Page, site: Site, rest: str) -> None:
    page.goto(site.url(PLAN + rest))
    expect(page.locator("h1")).to_have_count(1)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page) == [], width


@pytest.mark.parametrize("rest", ["", f"{PLAN}?au=2020-11-24", PLAN])
def test_on_a_phone_the_masthead_leaves_the_screen_to_the_page(page: Page, site: Site, rest: str) -> None:
    """Two rows: sign, plan and account, then menu and day."""
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(site.url(rest or "/"))
    box = page.locator(".mast").bounding_box()
    assert box
    assert box["height"] <= MASTHEAD_ON_PHONE


def test_the_plan_is_read_and_filtered_without_any_script(browser: Browser, site: Site) -> None:
    without = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = without.new_page()
    page.goto(site.url(PLAN))
    expect(page.locator("#calendrier tbody tr:not(.tl-group)")).to_have_count(39)
    page.goto(site.url(f"{PLAN}actions/"))
    page.get_by_label("Mots").fill("illettrisme")
    page.get_by_role("button", name="Filtrer").click()
    page.wait_for_url("**/actions/?*q=illettrisme*")
    expect(page.locator("#actions tbody tr")).to_have_count(2)
    page.get_by_role("link", name="Ôter le filtre").first.click()
    expect(page.locator("#actions tbody tr")).to_have_count(39)
    without.close()


def test_a_filter_follows_its_choice_and_the_address_keeps_it(page: Page, site: Site) -> None:
    page.goto(site.url(f"{PLAN}actions/?au=2020-11-24"))
    page.get_by_label("Cible", exact=True).select_option("avec")
    expect(page.locator("#actions tbody tr")).to_have_count(6)
    assert "cible=avec" in page.url
    assert "au=2020-11-24" in page.url
    page.reload()
    expect(page.locator("#actions tbody tr")).to_have_count(6)


def test_the_day_is_chosen_by_keyboard_in_the_masthead(page: Page, site: Site) -> None:
    page.goto(site.url(f"{PLAN}actions/18/"))
    control = page.locator("details.as-of summary")
    control.focus()
    page.keyboard.press("Enter")
    field = page.get_by_label("Voir la page telle qu’elle était le")
    field.fill("2020-11-24")
    field.press("Enter")
    page.wait_for_url("**/actions/18/?au=2020-11-24")
    expect(page.get_by_text("Vous lisez le plan tel qu’il était en vigueur")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_text("Aller au contenu")).to_be_focused()
