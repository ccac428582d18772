"""The people's side, walked by its people: the next place held before the end, what is left shown to an agency."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import faults
from tests.browser.conftest import Site, enter, quiet_context
from tests.browser.letters import link_received

ADVISER = "conseil@pacte.example"
AGENCY = "agence@interim.example"
PHONE = {"width": 360, "height": 800}


@pytest.fixture(scope="module")
def adviser(browser: Browser, workshop: Site) -> Iterator[Page]:
    with quiet_context(browser, workshop) as context:
        page = context.new_page()
        enter(page, ADVISER)
        yield page


@pytest.fixture(scope="module")
def person(adviser: Page) -> tuple[str, str]:
    """Somebody in training, whom the adviser follows: address of their page, and of their own one."""
    adviser.goto("/mes-personnes/?etat=in_training")
    page = adviser.locator("#liste tbody a").first.get_attribute("href") or ""
    adviser.goto(page)
    adviser.goto(f"{page}lien/")
    adviser.get_by_role("button", name="Montrer un lien").click()
    found = re.search(r"/mon-parcours/[\w-]+/", adviser.locator("#adresse").input_value())
    assert found
    return page, found[0]


def test_the_next_place_is_held_before_the_present_training_ends(
    adviser: Page, person: tuple[str, str], browser: Browser, workshop: Site
) -> None:
    """Action 12: the adviser opens the next stage, proposes a session and holds its seat; the person reads it."""
    page, own = person
    adviser.goto(page)
    adviser.get_by_role("link", name="Préparer la suite").first.click()
    adviser.get_by_role("button", name="Ouvrir la suite").click()
    adviser.get_by_role("link", name="Proposer", exact=False).first.click()
    adviser.get_by_role("button", name="Enregistrer la proposition").click()
    adviser.get_by_role("link", name="Tenir une place").click()
    assert faults(adviser) == []
    adviser.get_by_role("button", name="Tenir la place").click()
    expect(adviser.get_by_text("Une place est tenue pour")).to_be_visible()
    expect(adviser.get_by_text("Place réservée").first).to_be_visible()
    assert faults(adviser) == []
    with quiet_context(browser, workshop) as context:
        phone = context.new_page()
        phone.set_viewport_size(PHONE)
        phone.goto(own)
        expect(phone.get_by_role("heading", name="Et après")).to_be_visible()
        expect(phone.get_by_text("Une place est réservée pour vous")).to_be_visible()
        assert faults(phone) == []
    adviser.goto("/mes-personnes/fins-proches/")
    assert faults(adviser) == []


def test_an_agency_reads_what_is_left_as_long_as_the_person_agrees(
    adviser: Page, person: tuple[str, str], browser: Browser, workshop: Site
) -> None:
    """Action 4: the adviser proposes, the person agrees on a phone, the agency reads, the person revokes."""
    page, own = person
    adviser.goto(page)
    adviser.get_by_role("link", name="Montrer ce qui reste à une agence").click()
    adviser.get_by_label("Agence ou employeur").fill("Intérim du Cher")
    adviser.get_by_label("Son adresse électronique").fill(AGENCY)
    adviser.get_by_role("button", name="Demander son accord").click()
    expect(adviser.get_by_text("attend l’accord de la personne")).to_be_visible()
    assert faults(adviser) == []
    with quiet_context(browser, workshop) as context:
        phone = context.new_page()
        phone.set_viewport_size(PHONE)
        phone.goto(f"{own}montrer/")
        assert faults(phone) == []
        phone.get_by_role("button", name="Je suis d’accord").click()
        link = link_received(workshop, AGENCY)
        agency = context.new_page()
        agency.set_viewport_size(PHONE)
        agency.goto(link)
        expect(agency.get_by_role("heading", name="Que reste-t-il à")).to_be_visible()
        assert faults(agency) == []
        phone.get_by_role("button", name="Arrêter de montrer").click()
        answer = agency.goto(link)
        assert answer
        assert answer.status == 404


def test_a_short_contract_is_known(adviser: Page, person: tuple[str, str], workshop: Site) -> None:
    """Action 4: what the person lives from, and until when."""
    page, _ = person
    adviser.goto(page)
    adviser.get_by_role("link", name="Emploi à l’ouverture").click()
    adviser.get_by_label("Emploi aujourd’hui").select_option("En intérim")
    until = (workshop.day + timedelta(days=40)).isoformat()
    adviser.get_by_label("Fin de la mission ou du contrat").fill(until)
    adviser.get_by_role("button", name="Enregistrer").click()
    expect(adviser.get_by_text("C’est noté.")).to_be_visible()
    adviser.get_by_role("link", name="Emploi à l’ouverture").click()
    expect(adviser.get_by_label("Fin de la mission ou du contrat")).to_have_value(until)
