"""Without JavaScript: read-only pages show the same content, and the important forms work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, enter, quiet_context
from tests.browser.things import PLAN, ROW, XLSX, changed_workbook

ADDRESS = f"/plan/{PLAN}"
READ = (
    "/",
    "/plans/",
    f"{ADDRESS}/?au=2020-11-24",
    f"{ADDRESS}/actions/",
    f"{ADDRESS}/actions/?axe=2&tri=-titre",
    f"{ADDRESS}/actions/18/",
    f"{ADDRESS}/actions/18/historique/",
    f"{ADDRESS}/historique/",
    f"{ADDRESS}/versions/",
    f"{ADDRESS}/versions/1/1/",
    "/accessibilite/",
    "/mentions-legales/",
    "/composants/",
)


@pytest.fixture(scope="module")
def site(workshop: Site) -> Site:
    return workshop


@pytest.fixture
def bare(browser: Browser, site: Site) -> Iterator[Page]:
    """A page in a browser context without JavaScript."""
    with quiet_context(browser, site, java_script_enabled=False) as context:
        yield context.new_page()


@pytest.mark.parametrize("path", READ)
def test_a_page_says_the_same_with_and_without_script(page: Page, bare: Page, path: str) -> None:
    for each in (page, bare):
        answer = each.goto(path)
        assert answer
        assert answer.status == 200
    said = bare.locator("main").inner_text()
    assert len(said) > 100
    # Buttons that need a script are not shown without it.
    more = {"Copier vers Excel", "Imprimer"}
    page.evaluate("document.querySelectorAll('.picture-acts').forEach((each) => each.remove())")
    spoken = {line.strip() for line in page.locator("main").inner_text().splitlines()} - more
    assert spoken - {line.strip() for line in said.splitlines()} == set()


def test_one_filters_edits_and_imports_without_script(bare: Page) -> None:
    bare.goto(f"{ADDRESS}/actions/")
    bare.get_by_label("Axe", exact=True).select_option(value="2")
    bare.get_by_role("button", name="Filtrer").click()
    expect(bare.locator("#actions tbody tr")).to_have_count(15)
    enter(bare, "pilote@pacte.example")
    bare.goto(f"{ADDRESS}/actions/1/modifier/{ROW}/")
    bare.get_by_label("Commentaires").fill("Écrit sans script.")
    bare.get_by_label("Pourquoi ce changement").fill("Pour l’essai.")
    bare.get_by_role("button", name="Enregistrer la modification").click()
    expect(bare.get_by_text("Enregistré dans")).to_be_visible()
    bare.goto("/fichiers/plan/")
    data = changed_workbook(bare.context)
    bare.locator("#id_file").set_input_files({"name": "avenant.xlsx", "mimeType": XLSX, "buffer": data})
    bare.get_by_role("button", name="Vérifier sans rien écrire").click()
    expect(bare.get_by_role("heading", level=1)).to_contain_text("Ce fichier peut-il devenir un projet")
    bare.get_by_role("button", name="Abandonner ce fichier").click()
    expect(bare.get_by_text("est abandonné")).to_be_visible()
