"""A procedure added by one file has its pages at once: told to all, applied to by a link, instructed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from pacte.infra.instance import PROJECT_ROOT
from tests.architecture.patches import apply_diff
from tests.architecture.test_how_to import diff_of
from tests.browser.axe import faults
from tests.browser.conftest import Site, demonstration, enter, quiet_context
from tests.browser.letters import link_received
from tests.open_folder import open_folder

PLAN = "/plan/centre-val-de-loire_2019-2022/"
MAYOR = "mairie@bourges.example"


@pytest.fixture(scope="module")
def site_of_rooms() -> Iterator[Site]:
    """A site whose only difference with ours is the file of the guide."""
    with open_folder() as folder:
        shutil.copytree(PROJECT_ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
        apply_diff(diff_of(PROJECT_ROOT / "docs/how-to/add-a-procedure.md"), folder)
        with demonstration(source=folder / "src") as site:
            yield site


def test_a_commune_offers_a_room_that_no_code_knew(site_of_rooms: Site, browser: Browser) -> None:
    with quiet_context(browser, site_of_rooms) as context:
        page = context.new_page()
        page.set_viewport_size({"width": 360, "height": 800})
        page.goto(f"{PLAN}dispositifs/room_offer/")
        expect(page.get_by_role("heading", name="Salle prêtée par une commune")).to_be_visible()
        assert faults(page) == []
        page.get_by_role("link", name="Déposer une demande").click()
        page.get_by_label("Votre adresse électronique").fill(MAYOR)
        page.get_by_role("button", name="Recevoir mon lien").click()
        expect(page.get_by_role("heading", name="Regardez votre boîte de réception")).to_be_visible()
        page.goto(link_received(site_of_rooms, MAYOR))
        page.get_by_label("Qui dépose ?").fill("Commune de Bourges")
        page.get_by_role("button", name="Commencer").click()
        cover = page.url
        page.get_by_role("link", name="La salle").click()
        assert faults(page) == []
        page.get_by_label("Nom de votre demande").fill("Salle du lavoir")
        page.get_by_label("Commune", exact=True).fill("Bourges")
        page.get_by_label("Places assises").fill("24")
        page.get_by_label("Accessible en fauteuil").select_option("Oui")
        page.get_by_role("button", name="Enregistrer", exact=True).click()
        page.goto(f"{cover}relire/")
        expect(page.get_by_text("Bourges (18033)")).to_be_visible()
        assert faults(page) == []
        page.get_by_role("button", name="Envoyer ma demande").click()
        page.wait_for_url("**/recepisse/")
        assert faults(page) == []
    with quiet_context(browser, site_of_rooms) as context:
        page = context.new_page()
        enter(page, "pilote@pacte.example")
        page.goto(f"{PLAN}dossiers/?procedure=room_offer")
        page.get_by_role("link", name="Salle du lavoir").click()
        expect(page.get_by_text("Bourges (18033)").first).to_be_visible()
        assert faults(page) == []
