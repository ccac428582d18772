"""Two walks by their people: a campaign reaches somebody who never entered; a review is confirmed by its three."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import faults
from tests.browser.conftest import Site, enter, quiet_context
from tests.demonstration import bare_environment

ADVISER, PROVIDER, PILOT = "conseil@pacte.example", "organisme@pacte.example", "pilote@pacte.example"
PHONE = {"width": 360, "height": 800}
TITLE = "Parrains de la mécanique"
FIGURE = "/chiffres/young_people_entering_after_contact/"


@pytest.fixture(scope="module")
def logged_in(browser: Browser, workshop: Site) -> Iterator[dict[str, Page]]:
    """A page of each of them, by address."""
    with ExitStack() as contexts:
        yield {
            who: enter(contexts.enter_context(quiet_context(browser, workshop)).new_page(), who)
            for who in (ADVISER, PROVIDER, PILOT)
        }


def test_a_young_person_who_never_entered_is_reached_and_counted(logged_in: dict[str, Page], workshop: Site) -> None:
    """Action 15: a campaign, somebody of the list, a contact that the desk asks for, noted with their consent."""
    adviser, pilot = logged_in[ADVISER], logged_in[PILOT]
    before = _counted(pilot)
    year_ago = (workshop.day - timedelta(days=370)).isoformat()
    adviser.goto("/mes-personnes/campagnes/")
    adviser.get_by_role("link", name="Ouvrir une campagne").click()
    adviser.get_by_label("Pour quelle action du plan ?").select_option(index=1)
    adviser.get_by_label("Titre").fill(TITLE)
    adviser.get_by_label("Comment ?").select_option("Parrainage ou tutorat")
    adviser.get_by_label("Début").fill(year_ago)
    assert faults(adviser) == []
    adviser.get_by_role("button", name="Ouvrir cette campagne").click()
    adviser.get_by_role("link", name="Choisir vers qui aller").first.click()
    adviser.get_by_role("link", name="Mon agence").click()
    adviser.get_by_label("Par une campagne").select_option("non touchées")
    adviser.get_by_role("button", name="Filtrer").click()
    adviser.locator("#personnes tbody input[type=checkbox]").first.check()
    assert faults(adviser) == []
    adviser.get_by_role("button", name="Prévoir un contact").click()
    adviser.get_by_label("Dans quelle campagne ?").select_option(TITLE)
    adviser.get_by_label("Contact prévu le").fill(year_ago)
    adviser.get_by_label("Par quel moyen ?").select_option("Téléphone")
    adviser.get_by_role("button", name="Prévoir ce contact").click()
    adviser.goto("/?qui=agence")
    expect(adviser.get_by_text("à joindre pour vos campagnes")).to_be_visible()
    adviser.get_by_role("link", name=TITLE).first.click()
    assert faults(adviser) == []
    adviser.get_by_role("link", name="Noter le contact").click()
    adviser.get_by_label("Jointe le").fill(year_ago)
    adviser.get_by_label("D’accord pour être comptée", exact=True).check()
    adviser.get_by_role("button", name="Noter ce contact").click()
    expect(adviser.get_by_text("1 personne touchée sur 1")).to_be_visible()
    _refresh_facts(workshop)
    assert _counted(pilot) == before + 1


def _counted(page: Page) -> int:
    """How many people the figure counts, month by month, whatever the years of the plan that runs."""
    page.goto(FIGURE)
    text = page.locator(".curve-table tbody").first.text_content() or ""
    return sum(int(counted) for counted in re.findall(r"\d+\s*/\s*(\d+)", text))


def _refresh_facts(site: Site) -> None:
    """As every night."""
    subprocess.run(
        [sys.executable, "-m", "pacte", "facts", "refresh"], env=bare_environment(site.mails.parents[1]),
        stdout=subprocess.DEVNULL, check=False, timeout=60,
    )  # fmt: skip


def test_a_review_is_held_once_its_three_said_so(logged_in: dict[str, Page], browser: Browser, workshop: Site) -> None:
    """Action 29: the Region chooses who follows, the provider names somebody, three confirm the review."""
    adviser, provider, pilot = (logged_in[each] for each in (ADVISER, PROVIDER, PILOT))
    pilot.goto("/referents/")
    pilot.get_by_role("link", name="Décider").click()
    pilot.get_by_label("Organisme pilote").check()
    pilot.get_by_label("Pourquoi ?").fill("Conclusion de l’étude.")
    pilot.get_by_role("button", name="Décider").click()
    expect(pilot.get_by_text("Organisme pilote, à partir du")).to_be_visible()
    assert faults(pilot) == []
    person, follow = _shared_trainee(adviser, provider)
    provider.get_by_role("link", name="Nommer quelqu’un").click()
    provider.get_by_label("Qui, dans votre organisme ?").select_option(index=1)
    provider.get_by_role("button", name="Nommer").click()
    expect(provider.get_by_text("suit désormais")).to_be_visible()
    adviser.goto(follow)
    adviser.get_by_role("link", name="Prévoir un bilan").click()
    adviser.get_by_label("Quel jour ?").fill(workshop.day.isoformat())
    adviser.get_by_role("button", name="Prévoir").click()
    for page in (adviser, provider):
        page.goto(follow)
        page.get_by_role("link", name="Dire, pour le").first.click()
        page.get_by_label("Il a eu lieu, nous y étions").check()
        assert faults(page) == []
        page.get_by_role("button", name="Enregistrer").click()
    expect(provider.get_by_text("la personne n’a pas encore dit").first).to_be_visible()
    with quiet_context(browser, workshop) as context:
        phone = context.new_page()
        phone.set_viewport_size(PHONE)
        phone.goto(_own_page(adviser, person))
        phone.get_by_role("link", name="Bilan à trois du").click()
        assert faults(phone) == []
        phone.get_by_label("Oui, j’y étais").check()
        phone.get_by_role("button", name="Répondre").click()
        expect(phone.get_by_text("Votre réponse est enregistrée.")).to_be_visible()
    adviser.goto(follow)
    expect(adviser.get_by_text("tenu à trois").first).to_be_visible()
    assert faults(adviser) == []


def _shared_trainee(adviser: Page, provider: Page) -> tuple[str, str]:
    """Somebody whom the adviser follows and the provider trains: their page, and that of who follows them."""
    adviser.goto("/mes-personnes/?etat=in_training&qui=agence")
    people = [each.get_attribute("href") or "" for each in adviser.locator("#liste tbody a[href*=mes-personnes]").all()]
    for person in people:
        adviser.goto(person)
        link = adviser.locator("a[href$='/suivi/']").first
        follow = link.get_attribute("href") or "" if link.count() else ""
        answer = provider.goto(follow) if follow else None
        if answer and answer.status == 200:
            return person, follow
    raise AssertionError("nobody is followed by one and trained by the other")


def _own_page(adviser: Page, person: str) -> str:
    adviser.goto(f"{person}lien/")
    adviser.get_by_role("button", name="Montrer un lien").click()
    found = re.search(r"/mon-parcours/[\w-]+/", adviser.locator("#adresse").input_value())
    assert found
    return found[0]
