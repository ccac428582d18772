"""Actions 25 and 26: a buyer marks a prison, the prison service follows in and out, a provider attests a passport."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import faults
from tests.browser.conftest import Site, enter, quiet_context
from tests.browser.test_module_walk import record
from tests.web.canaries import text_of_pdf

PRISON_SERVICE, BUYER, ADVISER = "penitentiaire@pacte.example", "acheteur@pacte.example", "conseil@pacte.example"
PROVIDER, KNOWN = "organisme@pacte.example", "lire un plan d’ensemble mécano-soudé"


@pytest.fixture(scope="module")
def service(browser: Browser, workshop: Site) -> Iterator[Page]:
    with quiet_context(browser, workshop) as context:
        page = context.new_page()
        enter(page, PRISON_SERVICE)
        yield page


@pytest.fixture
def person(service: Page) -> str:
    """Somebody in training, whom the prison service follows: address of their page.

    Nothing is prepared after their training: a test that runs once more takes another person.
    """
    service.goto("/mes-personnes/?etat=in_training")
    pages = [link.get_attribute("href") or "" for link in service.locator("#liste tbody a").all()]
    for page in pages:
        service.goto(page)
        if service.get_by_role("link", name="Ouvrir une suite").count():
            return page
    raise AssertionError(f"of {len(pages)} people in training, all have a next stage")


def test_what_was_followed_inside_goes_on_outside(service: Page, person: str, browser: Browser, workshop: Site) -> None:
    """The buyer marks the site, the service holds a place outside, notes the release and prints the sheet."""
    service.goto(person)
    service.get_by_role("link", name="Ouvrir une suite").click()
    service.get_by_role("button", name="Ouvrir la suite").click()
    service.get_by_role("link", name="Proposer", exact=False).first.click()
    service.get_by_role("button", name="Enregistrer la proposition").click()
    service.get_by_role("link", name="Tenir une place").click()
    service.get_by_role("button", name="Tenir la place").click()
    expect(service.get_by_text("Une place est tenue pour")).to_be_visible()

    bridge = f"{person}dedans-dehors/"
    service.goto(bridge)
    row = service.locator("#dedans-dehors-table tbody tr").first
    expect(row).to_be_visible()
    session = (row.get_by_role("link").first.get_attribute("href") or "").strip("/").rsplit("/", 1)[-1]
    with quiet_context(browser, workshop) as context:
        buyer = enter(context.new_page(), BUYER)
        # A place of training that was marked for somebody else is not marked twice.
        if "dedans" not in row.inner_text():
            mark_closed(buyer, session)
        end_marks(buyer, until=workshop.day - timedelta(days=1))

    service.goto(bridge)
    expect(service.locator("#dedans-dehors-table tbody tr").first).to_contain_text("dedans")
    assert faults(service) == []
    service.get_by_role("link", name="Noter la sortie").click()
    service.get_by_label("Sortie le").fill(workshop.day.isoformat())
    service.get_by_role("button", name="Noter la sortie").click()
    expect(service.get_by_text("dehors, après la sortie").last).to_be_visible()
    sheet = service.request.get(f"{person}fiche-pour-le-juge.pdf")
    text = text_of_pdf(sheet.body())
    assert "Fiche pour le juge" in text
    assert "tenue jusqu’au" in text


def mark_closed(buyer: Page, session: str) -> None:
    buyer.goto("/sessions/etablissements-fermes/")
    assert faults(buyer) == []
    buyer.get_by_role("link", name="Ajouter un lieu").click()
    buyer.get_by_label("Session").fill(session)
    buyer.get_by_label("À partir du").fill("2019-01-01")
    buyer.get_by_role("button", name="Ajouter ce lieu").click()
    expect(buyer.get_by_text("Lieu ajouté à la liste.")).to_be_visible()


def end_marks(buyer: Page, *, until: date) -> None:
    """What was entered until that day was inside; what comes later is outside, wherever it is, whoever marked it."""
    buyer.goto("/sessions/etablissements-fermes/")
    for link in [each.get_attribute("href") or "" for each in buyer.locator("#closed-sites-table tbody a").all()]:
        buyer.goto(link)
        buyer.get_by_label("À partir du").fill("2019-01-01")
        buyer.get_by_label("Jusqu’au").fill(until.isoformat())
        buyer.get_by_role("button", name="Enregistrer").click()
        expect(buyer.get_by_text("Dates enregistrées.")).to_be_visible()


def test_another_adviser_opens_none_of_it(person: str, browser: Browser, workshop: Site) -> None:
    with quiet_context(browser, workshop) as context:
        page = context.new_page()
        enter(page, ADVISER)
        for path in ("dedans-dehors/", "sortie/"):
            answer = page.goto(f"{person}{path}")
            assert answer
            assert answer.status == 404


def test_an_attestation_is_a_passport_of_three_families(browser: Browser, workshop: Site) -> None:
    """The provider names the family on the sheet of its training, attests, and prints."""
    with quiet_context(browser, workshop) as context:
        provider = enter(context.new_page(), PROVIDER)
        provider.goto("/sessions/fiches/")
        provider.get_by_role("link", name="Soudeur assembleur industriel").click()
        modules = provider.locator("[name=modules]")
        modules.fill(modules.input_value().replace(KNOWN, f"savoir : {KNOWN}", 1))
        provider.get_by_role("button", name="Enregistrer").first.click()
        expect(provider.get_by_text("Fiche enregistrée")).to_be_visible()
        assert f"savoir : {KNOWN}" in provider.locator("[name=modules]").input_value()

        provider.goto("/sessions/stagiaires/")
        lists = provider.get_by_role("link", name="Soudeur assembleur industriel").all()
        for path in [each.get_attribute("href") or "" for each in lists]:
            provider.goto(path)
            trainees = provider.locator("section", has=provider.get_by_role("button", name="Attester des compétences"))
            if trainees.count():
                break
        trainee = trainees.first.locator("tbody tr").first
        name = trainee.locator("label").first.inner_text()
        page = trainee.get_by_role("link").first.get_attribute("href") or ""
        record(provider, "Attester des compétences", name, thing=KNOWN)
        provider.goto(page)
        attestation = provider.request.get(f"{provider.url}attestation.pdf")
        text = text_of_pdf(attestation.body())
        assert f"Savoir\n{KNOWN[:20]}" in text
