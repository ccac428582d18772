"""Addresses of demonstration objects, by the names that the access files use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import openpyxl
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from tests.browser.things_calls import calls_in
from tests.browser.things_committees import committees_in
from tests.browser.things_diagnosis import diagnosed
from tests.browser.things_figures import answered_in
from tests.browser.things_files import files_in
from tests.browser.things_money import money_things
from tests.browser.things_partners import partners_in
from tests.browser.things_rounds import rounds_in
from tests.browser.things_sessions import sessions_in
from tests.browser.things_studied import studied
from tests.browser.things_trainees import trainees_in
from tests.web.access_file import Case, cases

PLAN = "centre-val-de-loire_2019-2022"
# The demonstration has one Region: its second plan plays the part of another Region's plan.
OTHER_PLAN = "centre-val-de-loire_2024-2027_fictif"
ROW = "A01"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Objects missing from this demonstration: their pages are tested by other cases of the same address.
_ELSEWHERE = {"our-project", "their-project", "their round", "no-plan", "person intruder"}


@dataclass(frozen=True)
class Things:
    """Identifiers, by the names of the access files."""

    known: dict[str, str | int]

    def address(self, case: Case, reader: str) -> str | None:
        """Address of a case; None if this demonstration has no such object."""
        parts: dict[str, str | int] = {}
        for name, value in case.address.items():
            thing = self.known.get(f"{value} {reader}", self.known.get(str(value), value))
            if thing in _ELSEWHERE:
                return None
            parts[name] = thing
        asked = {name: self.known.get(str(value), value) for name, value in case.query.items()}
        if _ELSEWHERE & set(map(str, asked.values())):
            return None
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        return reverse(case.name, kwargs=parts) + (f"?{query}" if query else "")


def shown_to(reader: str) -> dict[str, list[Case]]:
    """Cases that answer 200 to a reader, by name of address."""
    found: dict[str, list[Case]] = {}
    for case in cases():
        if case.get[reader] == "200":
            found.setdefault(case.name, []).append(case)
    return found


def worked_in(
    pilot: BrowserContext, administrator: BrowserContext, buyer: BrowserContext, provider: BrowserContext, *, on: date
) -> Things:
    """Opens a draft, uploads a file, and reads the identifiers of the demonstration's objects."""
    known: dict[str, str | int] = {
        "our-plan": PLAN, "their-plan": OTHER_PLAN, "our published year": 2020,
        "view of the pilot": 0, "link of the visitor": "inconnu",
    }  # fmt: skip
    known |= studied(pilot.new_page(), PLAN)
    known |= money_things(pilot, PLAN)
    known |= diagnosed(pilot.new_page(), PLAN)
    known |= committees_in(pilot.new_page(), PLAN, on)
    known |= rounds_in(pilot.new_page())
    known |= calls_in(pilot.new_page(), PLAN)
    known |= answered_in(pilot.new_page())
    known |= sessions_in(buyer)
    known |= files_in(buyer, provider)
    known |= partners_in(pilot.new_page())
    known |= trainees_in(pilot)
    _open_draft(pilot.new_page())
    known["graded file"] = _link(
        pilot.new_page(),
        f"/plan/{PLAN}/dossiers/?procedure=provider_practices",
        "Nos pratiques d’atelier",
        r"/dossiers/(\d+)/",
    )
    known["file to read as a peer"] = _link(
        pilot.new_page(),
        f"/plan/{PLAN}/dossiers/?procedure=provider_practices",
        "Nos pratiques en savoirs de base",
        r"/dossiers/(\d+)/",
    )
    known["our provider"] = _link(
        pilot.new_page(), "/referents/", "Métal Formation Berry", r"/referents/organismes/(\d+)/"
    )
    page = administrator.new_page()
    known["person buyer"] = _link(page, "/personnes/", "Hugo Caron", r"/personnes/(\d+)/")
    known["post of buyer"] = _link(page, f"/personnes/{known['person buyer']}/", "Finir", r"/fonctions/(\d+)/")
    known["person lead"] = _link(page, "/personnes/", "Julien Ferrand", r"/personnes/(\d+)/")
    known["the provider"] = _link(page, "/organisations/?mots=alfa", "GIP ALFA", r"/organisations/(\d+)/")
    for reader, name in (("administrator", "Anne Lemaire"), ("pilot", "Claire Aubry")):
        known[f"oneself {reader}"] = _link(page, "/personnes/", name, r"/personnes/(\d+)/")
    page.close()
    return Things(known)


def _link(page: Page, path: str, words: str, pattern: str) -> int:
    page.goto(path)
    found = re.search(pattern, page.get_by_role("link", name=words).first.get_attribute("href") or "")
    assert found, f"no link « {words} » on {path}"
    return int(found[1])


def changed_workbook(context: BrowserContext, *, broken: bool = False) -> bytes:
    """The plan as the site exports it, changed as in Excel. ``broken``: with two defects."""
    answer = context.request.get(f"/plan/{PLAN}/telecharger/xlsx")
    book = openpyxl.load_workbook(BytesIO(answer.body()))
    sheet = book.worksheets[0]
    for name in book.sheetnames[1:]:
        del book[name]
    cells = [cell for line in sheet.iter_rows(min_row=4) for cell in line if cell.value]
    title = next(cell for cell in cells if str(cell.value).startswith("Renforcer les aides à la mobilité"))
    title.value = "Aider à se déplacer"
    if broken:
        next(cell for cell in cells if cell.value == 18).value = "dix-huit"
        next(cell for cell in cells if str(cell.value).startswith("Appel à projet national")).value = None
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _open_draft(page: Page) -> None:
    page.goto(f"/plan/{PLAN}/actions/1/modifier/{ROW}/")
    page.locator("#id_comment").fill("Pour essayer les pages.")
    page.locator("#id_reason").fill("Pour essayer les pages.")
    page.get_by_role("button", name="Enregistrer la modification").click()
    page.wait_for_url("**version=2*")
    page.close()
