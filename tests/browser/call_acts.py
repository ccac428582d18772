"""The acts of a call in a browser, one a function: each reads as what somebody does on the site."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.browser.conftest import Site
from tests.browser.letters import link_received
from tests.infra.attachments.samples import pdf

PLAN = "/plan/centre-val-de-loire_2019-2022/"
CALL = "call_for_initiatives"
PDF = pdf()
_JUDGED: set[tuple[str, int]] = set()
IBAN = "FR76 3000 6000 0112 3456 7890 189"


def fill(page: Page, values: dict[str, str]) -> None:
    """Fills fields by their names, whatever their kind."""
    for name, value in values.items():
        field = page.locator(f"main [name='{name}']")
        if field.evaluate("field => field.localName") == "select":
            field.select_option(value)
        else:
            field.fill(value)


def press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def follow(page: Page, link: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=link).first.click()


def judge(page: Page) -> None:
    """No fault on the page, the first time that the walk opens one of its kind at that width."""
    kind = re.sub(r"\d+|mon-dossier/[^/]+", "", urlsplit(page.url).path)
    width = page.viewport_size["width"] if page.viewport_size else 0
    if (kind, width) not in _JUDGED:
        _JUDGED.add((kind, width))
        assert faults(page) == []


# The pilot


def open_the_round(pilot: Page, title: str, day: date) -> None:
    pilot.goto(f"{PLAN}appels/")
    judge(pilot)
    follow(pilot, "Ouvrir une session : appel à initiatives")
    fill(
        pilot,
        {
            "title": title,
            "opens_on": day.isoformat(),
            "closes_on": (day + timedelta(days=30)).isoformat(),
            "envelope_cents": "40 000",
        },
    )
    press(pilot, "Ouvrir la session")
    expect(pilot.get_by_text(f"« {title} » est ouverte.").first).to_be_visible()


def answer_the_question(pilot: Page, question: str, answer: str) -> None:
    pilot.goto(f"{PLAN}appels/")
    follow(pilot, question)
    pilot.get_by_role("textbox", name="Réponse").fill(answer)
    press(pilot, "Répondre")
    expect(pilot.get_by_text("se lit sur la page de l’appel").first).to_be_visible()


# Who comes by a link


def ask_for_a_link(page: Page, site: Site, email: str) -> None:
    """From the public page of the call to the page that a letter opens."""
    page.goto(f"{PLAN}dispositifs/{CALL}/")
    follow(page, "Déposer une demande")
    page.get_by_label("Votre adresse électronique").fill(email)
    press(page, "Recevoir mon lien")
    page.goto(link_received(site, email))


def ask_publicly(page: Page, site: Site, email: str, question: str) -> None:
    ask_for_a_link(page, site, email)
    follow(page, "Poser une question")
    page.get_by_role("textbox", name="Votre question").fill(question)
    press(page, "Envoyer ma question")
    expect(page.get_by_text("Pas encore de réponse.").first).to_be_visible()
    judge(page)


def begin(page: Page, name: str) -> str:
    """Returns the address of the cover page."""
    judge(page)
    page.get_by_label("Qui dépose ?").fill(name)
    press(page, "Commencer")
    judge(page)
    return page.url


def fill_section(page: Page, cover: str, section: str, values: dict[str, str]) -> None:
    page.goto(f"{cover}partie/{section}/")
    fill(page, values)
    press(page, "Enregistrer")
    expect(page.locator(".field-error")).to_have_count(0)
    judge(page)


def attach(page: Page, cover: str, field: str, name: str) -> None:
    page.goto(f"{cover}piece/{field}/")
    page.get_by_label("Le fichier").set_input_files({"name": name, "mimeType": "application/pdf", "buffer": PDF})
    press(page, "Déposer cette pièce")
    expect(page.locator(".app-lines").get_by_text(name).first).to_be_visible()


def invite(page: Page, cover: str, email: str) -> None:
    page.goto(cover)
    follow(page, "Écrire à plusieurs")
    page.get_by_label("Son adresse électronique").fill(email)
    press(page, "Inviter")
    expect(page.get_by_text(email).first).to_be_visible()
    judge(page)


def send(page: Page, cover: str) -> int:
    """Returns the number of the receipt."""
    page.goto(f"{cover}relire/")
    judge(page)
    press(page, "Envoyer ma demande")
    page.wait_for_url("**/recepisse/")
    judge(page)
    return int(page.locator(".app-receipt dd").first.inner_text())


# Who instructs


def open_case(page: Page, number: int) -> None:
    page.goto(f"{PLAN}dossiers/{number}/")


def verify_eligibility(lead: Page, number: int, document: str = "") -> None:
    open_case(lead, number)
    judge(lead)
    if document:
        expect(lead.get_by_text(document).first).to_be_visible()
    lead.goto(f"{PLAN}dossiers/{number}/acte/description/")
    fill(lead, {"eligible": "yes", "eligibility_words": "Dans les dates, statuts joints."})
    press(lead, "Enregistrer")
    expect(lead.get_by_text("Le dossier est complété.").first).to_be_visible()


def move(page: Page, number: int, verb: str, reason: str = "") -> None:
    """Makes the case go on, by the link of its page."""
    open_case(page, number)
    follow(page, verb)
    if reason:
        page.get_by_role("textbox", name="Motif").fill(reason)
    press(page, verb)
    expect(page.get_by_text("Le dossier passe à").first).to_be_visible()


def name_reader(lead: Page, number: int, person: str) -> None:
    open_case(lead, number)
    follow(lead, "Demander une lecture")
    lead.get_by_label("Qui lit ce dossier ?").select_option(person)
    press(lead, "Demander cette lecture")
    expect(lead.get_by_text("La lecture est demandée à").first).to_be_visible()


def add_bills(lead: Page, number: int) -> None:
    lead.goto(f"{PLAN}dossiers/{number}/documents/ajouter/")
    fill(lead, {"kind": "bills", "title": "Factures"})
    lead.locator("main [type=file]").set_input_files(
        {"name": "factures.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    press(lead, "Ajouter la pièce")
    expect(lead.get_by_text("est au dossier").first).to_be_visible()


def accept_report(lead: Page, number: int) -> None:
    open_case(lead, number)
    follow(lead, "Accepter « Bilan final »")
    press(lead, "Accepter le bilan")
    expect(lead.get_by_text("Le bilan est accepté.").first).to_be_visible()


# Readers


def read_and_score(reader: Page, title: str, scores: list[int]) -> None:
    """Before the declaration the reader sees what is public only; then the case, and no score of anybody else."""
    reader.goto(f"{PLAN}lectures/")
    judge(reader)
    follow(reader, title)
    expect(reader.get_by_text("La suite s’ouvre quand vous avez dit").first).to_be_visible()
    follow(reader, "Dire mes liens")
    reader.get_by_label("Non, rien").check()
    press(reader, "Déclarer")
    follow(reader, title)
    judge(reader)
    expect(reader.get_by_text("Personne ne voit votre note avant que vous l’envoyiez")).to_be_visible()
    expect(reader.get_by_text("sur 100")).to_have_count(0)
    follow(reader, "Noter")
    for field, score in zip(reader.locator("main select[name^=score_]").all(), scores, strict=True):
        field.select_option(str(score))
    for field in reader.locator("main [name^=words_]").all():
        field.fill("Voir le dossier.")
    judge(reader)
    press(reader, "Envoyer ma note")
    expect(reader.get_by_text("Votre note est envoyée.").first).to_be_visible()


# The committee


def convene(pilot: Page, round_title: str, chair: str, members: list[str]) -> str:
    """Returns the address of the meeting."""
    pilot.goto(f"{PLAN}appels/")
    follow(pilot, "Réunir : Comité, appel à initiatives")
    pilot.get_by_label("Session").select_option(round_title)
    pilot.get_by_label("Préside").select_option(chair)
    for each in members:
        pilot.get_by_label(each).check()
    judge(pilot)
    press(pilot, "Ouvrir la séance")
    row = pilot.locator("#seances-table tbody tr, #seances tbody tr").filter(has_text=round_title).first
    row.get_by_role("link").first.click()
    pilot.wait_for_url("**/appels/seances/*/")
    return pilot.url


def decide(chair: Page, meeting: str, title: str, euros: str) -> None:
    """``euros``: nothing for a refusal."""
    chair.goto(meeting)
    judge(chair)
    follow(chair, title)
    fill(chair, {"outcome": "kept" if euros else "refused", "cents": euros, "reason": "Le projet est clair."})
    press(chair, "Garder la décision")


def close(chair: Page, meeting: str, minutes: str) -> None:
    chair.goto(meeting)
    follow(chair, "Clore la séance")
    chair.get_by_role("textbox", name="Compte rendu").fill(minutes)
    press(chair, "Clore la séance")
    expect(chair.get_by_text("La séance est close.").first).to_be_visible()
    chair.goto(meeting)
    expect(chair.get_by_text("le classement est le même").first).to_be_visible()


# Money


def give_account(page: Page, cover: str) -> None:
    page.goto(f"{cover}argent/")
    judge(page)
    follow(page, "Donner un compte")
    fill(page, {"holder": "Savonnerie", "iban": IBAN})
    press(page, "Garder ce compte")
    expect(page.get_by_text("189").first).to_be_visible()


def prepare(lead: Page, number: int, instalment: str) -> None:
    open_case(lead, number)
    follow(lead, f"Préparer « {instalment} »")
    press(lead, "Préparer ce versement")
    expect(lead.get_by_text("une autre personne les ordonne").first).to_be_visible()
    expect(lead.get_by_role("link", name="Ordonner")).to_have_count(0)


def order_and_pay(finance: Page, number: int, instalment: str) -> None:
    finance.goto(f"{PLAN}dossiers/a-payer/")
    judge(finance)
    open_case(finance, number)
    follow(finance, f"Ordonner « {instalment} »")
    press(finance, "Ordonner")
    expect(finance.get_by_text("C’est ordonné.").first).to_be_visible()
    follow(finance, f"Noter qu’il est versé « {instalment} »")
    press(finance, "Noter qu’il est versé")
    expect(finance.get_by_text("C’est noté.").first).to_be_visible()


# Papers and reports of who applied


def sign(page: Page, site: Site, email: str) -> None:
    page.goto(link_received(site, email, "/signer/"))
    expect(page.get_by_role("heading", name="Convention de subvention")).to_be_visible()
    judge(page)
    press(page, "Je signe")
    expect(page.get_by_text("C’est signé.").first).to_be_visible()


def sign_for_the_region(pilot: Page, number: int) -> None:
    open_case(pilot, number)
    pilot.locator("[aria-labelledby=a-signer]").get_by_role("link", name="Signer").first.click()
    press(pilot, "Signer pour la Région")


def report(page: Page, cover: str, day: date) -> None:
    page.goto(f"{cover}argent/")
    follow(page, "Bilan final")
    fill(
        page,
        {
            "story": "Quatre journées tenues.",
            "audiences-0-held_on": day.isoformat(),
            "audiences-0-trade": "H2913",
            "audiences-0-where": "18033",
            "audiences-0-women": "12",
            "audiences-0-men": "9",
            "spent-0-what": "Animation",
            "spent-0-euros": "10 000",
        },
    )
    judge(page)
    press(page, "Envoyer ce bilan")
    expect(page.get_by_text("envoyé").first).to_be_visible()
