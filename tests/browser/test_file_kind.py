"""A kind of file that is added by one file has its pages at once: dropped, its columns read, written, given back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pacte.infra.instance import PROJECT_ROOT
from tests.architecture.patches import apply_diff
from tests.architecture.test_how_to import diff_of
from tests.browser.axe import faults
from tests.browser.conftest import demonstration, enter, quiet_context
from tests.open_folder import open_folder

ADMINISTRATOR = "administration@pacte.example"


@pytest.fixture(scope="module")
def administrator(browser: Browser) -> Iterator[Page]:
    """On a site whose only difference with ours is the file of the guide."""
    with open_folder() as folder:
        shutil.copytree(PROJECT_ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
        apply_diff(diff_of(PROJECT_ROOT / "docs/how-to/add-a-file-kind.md"), folder)
        with demonstration(source=folder / "src") as site, quiet_context(browser, site) as context:
            page = context.new_page()
            enter(page, ADMINISTRATOR)
            yield page


def directory(page: Page) -> str:
    """The name of an organisation of the demonstration."""
    page.goto("/organisations/")
    return page.locator("main table tbody th a").first.inner_text()


def test_the_file_of_a_new_kind_is_dropped_read_written_and_given_back(administrator: Page, tmp_path: Path) -> None:
    page, name = administrator, directory(administrator)
    path = tmp_path / "annuaire.csv"
    path.write_text(f"Structure;Tél.\n{name};02 48 00 00 01\nInconnue;02 48 00 00 02\n", encoding="utf-8")
    page.goto("/fichiers/")
    page.get_by_role("link", name="Téléphones des organisations").click()
    assert faults(page) == []
    page.get_by_label("Déposez votre annuaire").set_input_files(path)
    page.get_by_role("button", name="Vérifier sans rien écrire").click()
    expect(page.get_by_text("1 organisation changée, 1 refusée. Rien n’est encore écrit.")).to_be_visible()
    expect(page.get_by_text("« Inconnue » n’est pas dans l’annuaire.")).to_be_visible()
    page.get_by_text("Voir ou corriger").click()
    expect(page.get_by_label("Organisation")).to_have_value("Structure")
    assert faults(page) == []
    page.get_by_role("button", name="Écrire ces numéros").click()
    expect(page.get_by_role("heading", name="Lignes refusées")).to_be_visible()
    assert faults(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger les lignes refusées (.csv)").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert "Inconnue" in text
    assert name not in text
    page.set_viewport_size({"width": 360, "height": 900})
    assert faults(page) == []
