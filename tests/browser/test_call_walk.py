"""Action 8: a call walked by eight people, from its publication to the last payment.

The pilot publishes and chairs; somebody asks; one applies with another; the lead of the action instructs; two read
without seeing each other; finance pays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import call_acts as acts
from tests.browser.conftest import Site, demonstration, enter, quiet_context
from tests.demonstration import DAY_OF_TWO_PLANS
from tests.web.canaries import text_of_pdf

# The open round of the demonstration has ended then: another may open.
_DAYS_LATER = 40
_PHONE = {"width": 360, "height": 800}
_COSTS = {"costs-0-what": "Animation", "costs-0-euros": "10 000", "asked": "8 000"}
_SHARE = {"funders-0-who": "Commune", "funders-0-euros": "2 000"}

Person = Callable[[str], Page]


@pytest.fixture(scope="module")
def year_after() -> Iterator[Site]:
    with demonstration(DAY_OF_TWO_PLANS, days_later=_DAYS_LATER) as site:
        yield site


@pytest.fixture
def person(year_after: Site, browser: Browser) -> Iterator[Person]:
    """A browser by person: logged in by their e-mail, or nobody's for who comes by a link."""
    with ExitStack() as stack:
        pages: dict[str, Page] = {}

        def page_of(who: str) -> Page:
            if who not in pages:
                pages[who] = stack.enter_context(quiet_context(browser, year_after)).new_page()
                if who.endswith("@pacte.example"):
                    enter(pages[who], who)
            return pages[who]

        yield page_of


def test_a_call_from_publication_to_last_payment(person: Person, year_after: Site) -> None:
    site, mark = year_after, uuid4().hex[:6]
    title, weaker = f"L’atelier ouvert {mark}", f"Un film {mark}"
    asker, applicant, co, other = (f"{each}-{mark}@association.example" for each in ("q", "a", "co", "x"))
    pilot, lead = person("pilote@pacte.example"), person("porteur-dpof@pacte.example")
    finance = person("finances@pacte.example")

    wave = "Vague d’essai"
    pilot.goto(f"{acts.PLAN}appels/")
    if not pilot.get_by_text(wave).count():
        acts.open_the_round(pilot, wave, site.day)
    public = person("public")
    public.set_viewport_size(_PHONE)
    public.goto(f"{acts.PLAN}dispositifs/{acts.CALL}/")
    expect(public.get_by_text(wave)).to_be_visible()
    acts.judge(public)

    question = f"Un car est-il une dépense {mark} ?"
    acts.ask_publicly(person(asker), site, asker, question)
    acts.answer_the_question(pilot, question, f"Oui, sur facture {mark}.")
    public.reload()
    expect(public.get_by_text(f"Oui, sur facture {mark}.")).to_be_visible()

    number = apply_together(person, site, applicant, co, title)
    weak = apply_alone(person(other), site, other, weaker)
    refuse_intruders(person, number, applicant, other)

    for each in (number, weak):
        acts.verify_eligibility(lead, each, "Statuts ou extrait" if each == number else "")
        acts.move(lead, each, "Admettre à la lecture")
        acts.name_reader(lead, each, "Hugo Caron")
        acts.name_reader(lead, each, "Lina Rousseau")
    for email, score in (("acheteur@pacte.example", 4), ("analyste@pacte.example", 5)):
        acts.read_and_score(person(email), title, [score] * 6)
        acts.read_and_score(person(email), weaker, [2] * 6)
    for each in (number, weak):
        acts.move(lead, each, "Passer au comité")

    meeting = acts.convene(pilot, wave, "Claire Aubry", ["Nadia Morin", "Odile Vasseur"])
    acts.decide(pilot, meeting, title, "8 000")
    acts.decide(pilot, meeting, weaker, "")
    acts.close(pilot, meeting, "Trois membres présents. Un projet retenu, un refusé.")
    acts.move(pilot, number, "Retenir")
    acts.move(pilot, weak, "Ne pas retenir", "L’effet n’est pas mesuré.")

    assert "Votre projet est retenu" in letter(person(applicant), "Lettre d’attribution")
    refusal = letter(person(other), "Lettre de refus")
    assert "L’effet n’est pas mesuré." in refusal
    assert "tribunal" in refusal

    cover = person(applicant).url
    acts.sign(person("signatory"), site, applicant)
    acts.sign_for_the_region(pilot, number)
    acts.move(lead, number, "Lancer le projet")
    acts.give_account(person(applicant), cover)
    acts.prepare(lead, number, "Avance")
    acts.order_and_pay(finance, number, "Avance")

    acts.report(person(applicant), cover, site.day)
    acts.accept_report(lead, number)
    acts.add_bills(lead, number)
    acts.move(lead, number, "Passer au solde")
    acts.prepare(lead, number, "Solde")
    acts.order_and_pay(finance, number, "Solde")
    acts.move(finance, number, "Solder le dossier")
    expect(finance.get_by_text("projet mené et soldé").first).to_be_visible()
    acts.judge(finance)
    person(applicant).goto(f"{cover}argent/")
    expect(person(applicant).get_by_text("4 000 €").first).to_be_visible()


def apply_together(person: Person, site: Site, email: str, co_email: str, title: str) -> int:
    """On a phone: the link creates nothing, the draft is on its page, another fills the budget, the first sends."""
    page = person(email)
    page.set_viewport_size(_PHONE)
    acts.ask_for_a_link(page, site, email)
    expect(page.get_by_role("heading", name="Reprendre")).to_have_count(0)
    start = page.url
    cover = acts.begin(page, "Savonnerie du Berry")
    page.goto(start)
    expect(page.get_by_role("heading", name="Reprendre")).to_be_visible()
    acts.fill_section(page, cover, "body", body(title))
    acts.fill_section(page, cover, "project", project(site))
    acts.attach(page, cover, "statutes", "statuts.pdf")
    acts.invite(page, cover, co_email)
    co = person(co_email)
    co.goto(acts.link_received(site, co_email))
    if co.get_by_role("button", name="Accepter").count() == 0:
        co.get_by_role("link", name=title).first.click()
    acts.press(co, "Accepter")
    acts.fill_section(co, co.url.partition("?")[0], "budget", {**_COSTS, **_SHARE})
    number = acts.send(page, cover)
    page.goto(cover)
    acts.judge(page)
    return number


def apply_alone(page: Page, site: Site, email: str, title: str) -> int:
    acts.ask_for_a_link(page, site, email)
    cover = acts.begin(page, "Un cinéma")
    acts.fill_section(page, cover, "body", body(title))
    acts.fill_section(page, cover, "project", project(site))
    acts.fill_section(page, cover, "budget", {**_COSTS, **_SHARE})
    number = acts.send(page, cover)
    page.goto(cover)
    return number


def refuse_intruders(person: Person, number: int, applicant: str, other: str) -> None:
    """A provider does not open the case, nor another applicant the application by their own link."""
    own, strange = person(applicant).url, person(other).url
    secret, strange_secret = (each.split("/mon-dossier/")[1].split("/")[0] for each in (own, strange))
    for who, address in (
        ("organisme@pacte.example", f"{acts.PLAN}dossiers/{number}/"),
        ("stranger", own.replace(secret, strange_secret)),
    ):
        answer = person(who).goto(address)
        assert answer
        assert answer.status == 404


def body(title: str) -> dict[str, str]:
    return {
        "title": title, "project_owner": "Savonnerie du Berry", "siret": "73282932000074", "kind": "firm",
        "contact": "Jeanne Essai",
    }  # fmt: skip


def project(site: Site) -> dict[str, str]:
    return {
        "summary": "Quatre journées portes ouvertes.", "trades": "H2913", "commune": "Bourges",
        "audience": "Demandeurs d’emploi.", "expected": "80", "effect": "Les inscriptions dans les six mois.",
        "starts_on": site.day.isoformat(), "ends_on": (site.day + timedelta(days=60)).isoformat(),
    }  # fmt: skip


def letter(page: Page, name: str) -> str:
    """The text of the letter that the page of the application offers."""
    page.reload()
    link = page.get_by_role("link", name=name).first.get_attribute("href") or ""
    return text_of_pdf(page.request.get(link).body())
