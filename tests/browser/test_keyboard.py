"""Six user journeys with the keyboard only."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from pacte.demo.logins import PASSWORD
from tests.browser.conftest import Site
from tests.browser.hands import Hands
from tests.browser.things import PLAN, XLSX, changed_workbook

ADDRESS = f"/plan/{PLAN}"


@pytest.fixture(scope="module")
def site(workshop: Site) -> Site:
    return workshop


@pytest.fixture
def hands(page: Page) -> Hands:
    return Hands(page)


def test_one_logs_in(page: Page, hands: Hands) -> None:
    page.goto("/")
    hands.follow("link", "Se connecter")
    hands.write("Adresse électronique", "pilote@pacte.example")
    hands.write("Mot de passe", "mauvais mot de passe")
    hands.follow("button", "Se connecter")
    # The focus goes to the error message.
    expect(page.get_by_role("alert")).to_be_focused()
    hands.check()
    hands.write("Mot de passe", PASSWORD)
    hands.follow("button", "Se connecter")
    expect(page.get_by_text("Claire Aubry").first).to_be_visible()


def test_one_finds_an_action_by_filters_and_opens_it(page: Page, hands: Hands) -> None:
    page.goto(f"{ADDRESS}/actions/")
    select = hands.reach("combobox", "Axe")
    page.keyboard.type("Axe 2")
    expect(page).to_have_url(re.compile("axe=2"))
    expect(select).to_be_focused()
    hands.check()
    hands.follow("link", "Aide mobilité stagiaires")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Aide mobilité stagiaires")


def test_one_edits_a_row_with_a_reason(page: Page, hands: Hands, log_in: Callable[[str], Page]) -> None:
    log_in("porteur@pacte.example")
    page.goto(f"{ADDRESS}/actions/37/")
    hands.follow("link", "Modifier l’action")
    hands.write("Commentaires", "Écrit au clavier.")
    hands.follow("button", "Enregistrer la modification")
    expect(page.get_by_role("alert")).to_be_focused()
    hands.reach("link", "Motif")
    hands.press("Enter")
    expect(page.get_by_role("textbox", name="Pourquoi ce changement")).to_be_focused()
    hands.check()
    page.keyboard.type("Pour l’essai du clavier.")
    hands.follow("button", "Enregistrer la modification")
    expect(page.get_by_text("Enregistré dans « Projet d’avenant 1 »")).to_be_visible()
    page.locator("#fiche > summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Écrit au clavier.").first).to_be_visible()


def test_one_imports_a_file_up_to_its_review(page: Page, hands: Hands, log_in: Callable[[str], Page]) -> None:
    log_in("pilote@pacte.example")
    page.goto(f"{ADDRESS}/versions/")
    hands.follow("link", "Importer un tableau")
    data = changed_workbook(page.context)
    hands.reach("button", "Déposez un .xlsx")
    with page.expect_file_chooser() as chooser:
        hands.press("Space")
    chooser.value.set_files({"name": "avenant.xlsx", "mimeType": XLSX, "buffer": data})
    hands.follow("button", "Vérifier sans rien écrire")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ce fichier peut-il devenir un projet")
    sheet = hands.reach("region", "feuille « Plan opérationnel »")
    hands.press("ArrowRight", "ArrowRight", "ArrowRight")
    expect(sheet).to_be_focused()
    hands.follow("button", "Abandonner ce fichier")
    expect(page.get_by_text("est abandonné")).to_be_visible()


def test_one_sees_the_plan_as_of_a_past_day(page: Page, hands: Hands) -> None:
    page.goto(f"{ADDRESS}/")
    hands.reach_text("Vu aujourd’hui")
    hands.press("Enter")
    hands.reach("link", "Plan initial, en vigueur le 19 novembre 2018")
    with page.expect_navigation():
        hands.press("Enter")
    expect(page.get_by_text("tel qu’il était en vigueur")).to_be_visible()


def test_one_writes_the_decisions_of_a_committee_without_leaving_the_keyboard(
    page: Page, hands: Hands, site: Site, log_in: Callable[[str], Page]
) -> None:
    log_in("pilote@pacte.example")
    page.goto(f"{ADDRESS}/comites/nouveau/")
    hands.write("Nom du comité", "Comité écrit au clavier")
    hands.write_day("Date", site.day)
    hands.follow("button", "Prévoir ce comité")
    number = _number_of(page, "Comité écrit au clavier")
    page.goto(f"{ADDRESS}/comites/{number}/seance/")
    # The error message comes first, with the focus.
    hands.follow("button", "Écrire cette décision")
    expect(page.get_by_role("alert")).to_be_focused()
    hands.write("Décision", "Ouvrir vingt places de plus.")
    hands.write("Actions concernées", "18, 21")
    hands.reach("combobox", "Responsable")
    hands.press("ArrowDown")
    hands.write_day("Échéance", site.day + timedelta(days=30))
    hands.write_day("À vérifier le", site.day + timedelta(days=90))
    hands.write("Effet attendu", "Vingt entrées de plus au printemps.")
    hands.follow("button", "Écrire cette décision")
    expect(page.get_by_text("est écrite")).to_be_visible()
    # The focus returns to the first field: another decision can be written at once.
    hands.write("Décision", "Une décision de trop.")
    hands.follow("button", "Écrire cette décision")
    expect(page.get_by_role("row", name="Ouvrir vingt places de plus.")).to_be_visible()
    # The decision is also withdrawn with the keyboard.
    hands.reach_in(page.get_by_role("row", name="Une décision de trop."), "link", "Corriger")
    with page.expect_navigation():
        hands.press("Enter")
    hands.follow("button", "Retirer cette décision")
    expect(page.get_by_text("est retirée")).to_be_visible()
    hands.follow("link", "Relire et envoyer le relevé")
    expect(page.get_by_role("heading", level=1)).to_contain_text("elevé")


def _number_of(page: Page, title: str) -> int:
    section = page.locator("section", has=page.get_by_role("heading", name=title))
    found = re.search(r"/comites/(\d+)/", section.get_by_role("link", name="Ouvrir").get_attribute("href") or "")
    assert found
    return int(found[1])
