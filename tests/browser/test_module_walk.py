"""Action 13, walked by its people: a plan of modules, an admission, presence, one competence attested."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import faults
from tests.browser.conftest import Site, enter, quiet_context

ADVISER, PROVIDER = "conseil@pacte.example", "organisme@pacte.example"
CERTIFICATION, MODULE = "RNCP34502", "Assembler et souder à plat avec un poste semi-automatique"
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@pytest.fixture
def adviser(browser: Browser, site: Site) -> Iterator[Page]:
    with quiet_context(browser, site) as context:
        yield enter(context.new_page(), ADVISER)


@pytest.fixture
def provider(browser: Browser, site: Site) -> Iterator[Page]:
    with quiet_context(browser, site) as context:
        yield enter(context.new_page(), PROVIDER)


def test_a_module_is_composed_entered_and_attested(adviser: Page, provider: Page, site: Site) -> None:
    """The adviser proposes two modules, the provider admits, signs and attests; the rest of the plan is withdrawn."""
    propose(adviser, site)
    page, first_name, last_name = adviser.url, *(adviser.get_by_role("heading", level=1).inner_text().split())
    expect(adviser.locator("section:has(#plan-modules)")).to_contain_text(MODULE)
    name = f"{last_name} {first_name}"
    provider.goto("/sessions/")
    provider.goto(f"{session_of(provider, site)}candidats/")
    for act in ("Admettre", "Noter l’entrée"):
        record(provider, act, name)
    provider.get_by_role("link", name="Présences").click()
    day = DAYS[site.day.weekday()]
    for half in ("matin", "après-midi"):
        provider.get_by_label(f"{name}, {day} {half}").fill("P")
    provider.get_by_label(f"{name}, heures de la semaine").fill("7")
    assert faults(provider) == []
    provider.get_by_role("button", name="Signer").first.click()
    expect(provider.get_by_text("1 semaine signée")).to_be_visible()
    provider.get_by_role("link", name="Candidats et stagiaires").first.click()
    record(provider, "Attester des compétences", name, thing=MODULE.lower())
    adviser.goto(page)
    expect(adviser.get_by_text("Compétence attestée").first).to_be_visible()
    adviser.get_by_role("link", name="Retirer ce plan").click()
    assert faults(adviser) == []
    adviser.get_by_label("Pourquoi le retirer").fill("Un seul module suffit.")
    adviser.get_by_role("button", name="Retirer ce plan").click()
    expect(adviser.get_by_text("1 étape est retirée")).to_be_visible()
    expect(adviser.locator("section:has(#plan-modules)")).to_contain_text("En formation")


def propose(adviser: Page, site: Site) -> None:
    """To somebody who has not entered and lacks blocks: the module that begins this week, then another one."""
    people = []
    for state in ("open", "proposed"):
        adviser.goto(f"/mes-personnes/?etat={state}")
        people += [link.get_attribute("href") or "" for link in adviser.locator("#liste tbody a").all()]
    for person in people:
        adviser.goto(person)
        compose(adviser, site)
        if adviser.get_by_text("La règle trouve 2 étapes").count():
            break
    assert faults(adviser) == []
    adviser.get_by_role("button", name="Proposer ces étapes").click()
    expect(adviser.get_by_text("2 étapes sont proposées")).to_be_visible()


def compose(adviser: Page, site: Site) -> None:
    adviser.get_by_role("link", name="Composer un plan de modules").click()
    adviser.get_by_label("Certification visée").fill(CERTIFICATION)
    adviser.get_by_label("Kilomètres au plus").fill("")
    monday = site.day - timedelta(days=site.day.weekday())
    adviser.get_by_label("À partir du").fill(monday.isoformat())
    adviser.get_by_role("button", name="Composer").click()


def session_of(provider: Page, site: Site) -> str:
    """Address of the session of the module: the one that begins this week."""
    for link in provider.locator('main a[href^="/sessions/24F"]').all():
        provider_page = link.get_attribute("href") or ""
        answer = provider.request.get(site.url(provider_page))
        if re.search(rf"module\W+{MODULE}\W+140", answer.text()):
            return provider_page
    raise AssertionError("no session of the module")


def record(provider: Page, act: str, name: str, *, thing: str = "") -> None:
    """Ticks the person in the list, then says what happened on its page."""
    provider.get_by_label(name).check()
    provider.get_by_role("button", name=act, exact=True).first.click()
    provider.get_by_label(name).check()
    if thing:
        provider.get_by_label(thing).check()
    assert faults(provider) == []
    provider.get_by_role("button", name=act, exact=True).click()
    expect(provider.get_by_text("enregistré pour 1 personne")).to_be_visible()
