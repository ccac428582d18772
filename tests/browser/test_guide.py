"""The user guide: its screenshots come from the demonstration, and its links work.

Pictures go to ``build/guide``; with ``PACTE_WRITE_GUIDE=1`` they replace those that the guide shows. The browser's own
words (« Choisir un fichier ») are French if Chromium has its French locale: package chromium-l10n, ``LANGUAGE=fr``.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from pacte.accounts.permissions import ACTS as ACCOUNT_ACTS
from pacte.accounts.records import ROLE_LABELS, SECOND_FACTOR_ROLES
from pacte.infra.instance import PROJECT_ROOT
from pacte.kernel.actor import Role
from pacte.plan.permissions import RIGHTS, PlanAccessLevel
from tests.browser.conftest import Site
from tests.browser.picture import MARGIN, take

GUIDE = PROJECT_ROOT / "docs" / "guide"
IMAGES = GUIDE / "images"
PAGES = sorted(GUIDE.glob("*.md"))
WRITES = os.environ.get("PACTE_WRITE_GUIDE") == "1"
HEAVIEST, HEAVIEST_OF_ALL = 250_000, 2_500_000

PLAN = "/plan/centre-val-de-loire_2019-2022/"
PROVIDER, BUYER = "organisme@pacte.example", "acheteur@pacte.example"
ADMINISTRATOR, PILOT, LEAD = "administration@pacte.example", "pilote@pacte.example", "porteur@pacte.example"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REASON = "Comité de pilotage : une quatrième étude-appui par an."

_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def shown(page: Page) -> Callable[..., None]:
    """Function that takes a picture of the guide, and checks its size in bytes."""

    def picture(name: str, *, end: Locator, start: Locator | None = None) -> None:
        path = (IMAGES if WRITES else PROJECT_ROOT / "build" / "guide") / f"{name}.png"
        ends_on_row = end.evaluate("each => each.matches('tr, dd')")
        take(page, path, start=start, end=end, margin=0 if ends_on_row else MARGIN)
        expect(page.get_by_text("Données fictives", exact=True)).to_be_visible()
        assert path.stat().st_size < HEAVIEST, f"{path.name} is too heavy for a guide"

    return picture


@pytest.fixture
def enter(page: Page, log_in: Callable[[str], Page]) -> Callable[[str], Page]:
    """Function that logs the previous person out and another one in."""

    def become(email: str) -> Page:
        page.context.clear_cookies()
        return log_in(email)

    return become


@pytest.fixture
def draft(page: Page, site: Site, enter: Callable[[str], Page]) -> Iterator[str]:
    """The lead of action 2 proposes a change; at the end of the test the pilot gives the draft up."""
    enter(LEAD)
    page.goto(site.url(f"{PLAN}actions/2/"))
    change_action(page)
    page.get_by_role("button", name="Enregistrer la modification").click()
    page.wait_for_url("**version=2*")
    yield page.url
    enter(PILOT)
    page.goto(site.url(f"{PLAN}versions/2/etapes/"))
    section(page, "Abandonner ce projet").get_by_role("textbox").fill("Fin de l’exemple du guide.")
    page.get_by_role("button", name="Abandonner ce projet").click()
    page.wait_for_url("**/versions/")


def change_action(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^Modifier")).first.click()
    comment = page.get_by_label("Commentaire")
    comment.fill(comment.input_value().replace("3 études-appui", "4 études-appui"))
    page.get_by_label("Pourquoi ce changement").fill(REASON)


def section(page: Page, title: str) -> Locator:
    heading = page.get_by_role("heading", level=2, name=title, exact=True)
    return page.locator("section").filter(has=heading)


def row(page: Page | Locator, words: str) -> Locator:
    return page.get_by_role("row").filter(has_text=words).first


# ---------------------------------------------------------------- one test a page of the guide


def test_pictures_of_reading_the_plan(
    page: Page, site: Site, enter: Callable[..., Page], shown: Callable[..., None]
) -> None:
    page.goto(site.url(PLAN))
    shown("plan", end=section(page, "L’argent, par axe"))
    shown("calendrier", start=section(page, "Les 39 actions"), end=row(page, "Concurrence financière"))
    page.goto(site.url(PLAN))
    day = page.locator("details.as-of")
    day.locator("summary").click()
    shown("vu-au", end=day.locator(".menu-body"))
    page.goto(site.url(f"{PLAN}actions/36/"))
    shown("action", end=section(page, "Résultat"))
    page.goto(site.url(f"{PLAN}actions/35/"))
    page.locator("#fiche > summary").click()
    source = section(page, "Ce que dit la source, et ses doutes")
    shown("doutes", start=source, end=source)
    enter(LEAD)
    page.goto(site.url(f"{PLAN}actions/?axe=2&cible=sans"))
    shown("filtres", end=row(page, "Repérage illettrisme"))


def test_pictures_of_leading_an_action(
    page: Page, site: Site, enter: Callable[..., Page], draft: str, shown: Callable[..., None]
) -> None:
    page.goto(draft)
    shown("modifie", end=page.locator("dl").first)
    page.goto(site.url("/mes-actions/"))
    shown("mes-actions", end=page.get_by_role("table").last)
    page.goto(site.url(f"{PLAN}actions/2/"))
    shown("porter", end=page.locator("dl").first)
    change_action(page)
    shown("modifier", end=page.get_by_label("Description"))
    shown("motif", start=section(page, "Motif"), end=section(page, "Motif"))
    page.goto(site.url(f"{PLAN}actions/2/historique/"))
    shown("histoire", end=page.locator("main section").first)


def test_pictures_of_importing_a_table(
    page: Page, site: Site, enter: Callable[..., Page], shown: Callable[..., None]
) -> None:
    enter(PILOT)
    table = page.request.get(site.url(f"{PLAN}telecharger/xlsx")).body()
    page.goto(site.url(f"{PLAN}versions/"))
    page.get_by_role("link", name="Importer un tableau").click()
    shown("deposer", end=page.get_by_role("button", name="Vérifier sans rien écrire"))
    send(page, table, {"E6": "2", "F8": None, "G2": "Porteuse"})
    shown("defauts", end=row(page, "Parcours itér"))
    columns = section(page, "Comment ce fichier se lit")
    columns.locator("details").evaluate("each => { each.open = true; }")
    shown("colonnes", start=columns, end=row(columns, "Porteuse"))
    page.reload()
    decide = section(page, "À trancher")
    shown("a-trancher", start=decide, end=decide.locator("details").first)
    give_up(page)
    send(
        page, table, {"I7": "2021", "J5": "Ingénierie et mise en modèle des démarches.\nChaque année, 4 études-appui."}
    )
    page.get_by_label("Pourquoi ce fichier").fill("Calendrier revu au comité de pilotage.")
    shown("garder", start=section(page, "Ce qui change"), end=section(page, "Décider"))
    give_up(page)


def test_pictures_of_the_life_of_versions(
    page: Page, site: Site, enter: Callable[..., Page], draft: str, shown: Callable[..., None]
) -> None:
    enter(PILOT)
    page.goto(site.url(f"{PLAN}versions/"))
    shown("versions", end=page.locator("main section").last)
    page.goto(site.url(f"{PLAN}versions/1/2/"))
    shown("comparer", end=page.locator("main section").first)
    page.goto(site.url(f"{PLAN}versions/2/etapes/"))
    shown("etapes", end=page.get_by_role("button", name=re.compile("vote")))


def test_pictures_of_accounts(page: Page, site: Site, enter: Callable[..., Page], shown: Callable[..., None]) -> None:
    page.goto(site.url("/connexion/"))
    shown("connexion", end=page.get_by_role("button", name="Se connecter"))
    enter(ADMINISTRATOR)
    page.goto(site.url("/organisations/?mots=emploi"))
    page.get_by_role("link", name="Pôle emploi").first.click()
    shown("organisme", end=section(page, "Ses noms"))
    page.goto(site.url("/personnes/"))
    shown("personnes", end=row(page, "Hugo Caron"))
    page.goto(site.url("/personnes/inviter/"))
    shown("inviter", end=page.locator("fieldset, [role=radiogroup]").first)
    page.goto(site.url("/personnes/"))
    page.get_by_role("link", name="Julien Ferrand").click()
    shown("personne", end=page.locator("main section").last)
    page.goto(site.url("/connexion/verifier/?suite=/personnes/inviter/"))
    shown("verifier", end=page.get_by_role("button", name="Continuer"))


def test_pictures_of_holding_sessions(
    page: Page, site: Site, enter: Callable[..., Page], shown: Callable[..., None]
) -> None:
    enter(PROVIDER)
    page.goto(site.url("/sessions/"))
    shown("mes-sessions", end=section(page, "Mes fichiers et le registre"))
    section(page, "Mes sessions").get_by_role("link").first.click()
    page.get_by_role("link", name="Demander à l’acheteur").click()
    shown("demander", end=page.get_by_label("Heures-stagiaires"))


def test_pictures_of_buying(page: Page, site: Site, enter: Callable[..., Page], shown: Callable[..., None]) -> None:
    enter(BUYER)
    page.goto(site.url("/sessions/"))
    asked = section(page, "Demandes des organismes")
    shown("attente", end=asked.get_by_role("row").nth(5))
    asked.get_by_role("link", name=re.compile("^R-.*places en plus")).first.click()
    shown("repondre", end=section(page, "Répondre"))
    page.goto(site.url("/sessions/commandes/"))
    page.locator("a[href*='/sessions/commande/']").first.click()
    shown("commande", end=section(page, "Avenants"))
    page.goto(site.url("/sessions/achats/"))
    shown("achats", end=section(page, "Achats").get_by_role("row").nth(9))


def test_pictures_of_instructing_files(
    page: Page, site: Site, enter: Callable[..., Page], shown: Callable[..., None]
) -> None:
    enter(PILOT)
    page.goto(site.url(f"{PLAN}dossiers/"))
    shown("dossiers", end=section(page, "Dossiers").get_by_role("row").nth(6))
    page.get_by_role("link", name="Aides à domicile du nord").click()
    shown("convention", start=section(page, "Documents à signer"), end=section(page, "Promesses d’embauche"))
    page.goto(site.url(f"{PLAN}actions/6/"))
    shown("carte-des-chantiers", start=section(page, "Où, et quand ?"), end=section(page, "Où, et quand ?"))
    page.goto(site.url(f"{PLAN}actions/31/"))
    compared = page.locator("#preuve-early_exit_difference")
    shown("organismes-accompagnes", start=compared, end=compared)


def test_pictures_of_installing(page: Page, site: Site, shown: Callable[..., None]) -> None:
    page.goto(site.url("/mentions-legales/"))
    shown("mentions-legales", end=page.locator("main section").first)


def send(page: Page, table: bytes, changes: dict[str, str | None]) -> None:
    """Imports the table of the plan with some cells changed, as a person would change them in a spreadsheet."""
    book = openpyxl.load_workbook(io.BytesIO(table))
    for cell, value in changes.items():
        book.worksheets[0][cell] = value
    changed = io.BytesIO()
    book.save(changed)
    page.locator("input[type=file]").set_input_files(
        {"name": "tableau-2020.xlsx", "mimeType": XLSX, "buffer": changed.getvalue()}
    )
    page.get_by_role("button", name="Vérifier sans rien écrire").click()
    page.wait_for_url(re.compile(r"/fichiers/plan/\d+/"))


def give_up(page: Page) -> None:
    page.get_by_role("button", name="Abandonner ce fichier").click()
    page.wait_for_url("**/fichiers/plan/")


# ---------------------------------------------------------------- what is written


def test_every_picture_of_the_guide_is_there_is_described_and_is_used() -> None:
    named = {target for page in PAGES for mark, words, target in links(page) if mark and words}
    there = {f"images/{path.name}" for path in IMAGES.glob("*")}
    assert named == there
    assert sum(path.stat().st_size for path in IMAGES.glob("*")) < HEAVIEST_OF_ALL


@pytest.mark.parametrize("page", [PROJECT_ROOT / "README.md", *PAGES], ids=lambda path: path.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    lost = []
    for _, words, target in links(page):
        if target.startswith("https://"):
            continue
        name, _, anchor = unquote(target).partition("#")
        file = page.parent / name if name else page
        if not words or not file.exists() or (anchor and anchor not in anchors(file)):
            lost.append(target)
    assert lost == []


def test_every_page_of_the_guide_is_reached_from_its_index() -> None:
    reached = {target.partition("#")[0] for _, _, target in links(GUIDE / "index.md")}
    assert {page.name for page in PAGES} - {"index.md"} <= reached


def test_the_table_of_roles_of_the_readme_says_the_rights_of_the_program() -> None:
    lines = (PROJECT_ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    assert [cells for cells in table if cells[0] in ROLE_LABELS.values()] == [
        [label, *rights_of(role)] for role, label in ROLE_LABELS.items()
    ]


def rights_of(role: Role) -> list[str]:
    """Cells of the role's row in the table of the readme, computed from the rights."""
    words = {PlanAccessLevel.HOST: "oui", PlanAccessLevel.LED: "les siennes", PlanAccessLevel.NONE: "non"}
    of_plan = [words[RIGHTS[f"plan.{act}"][role]] for act in ("read_draft", "edit_row", "import", "vote", "history")]
    of_accounts = [
        *(role in ACCOUNT_ACTS[f"accounts.{act}"] for act in ("read_members", "keep_directory", "manage")),
        role in SECOND_FACTOR_ROLES,
    ]
    assert RIGHTS["plan.vote"][role] == RIGHTS["plan.sign"][role] == RIGHTS["plan.put_in_force"][role]
    return [*of_plan, *("oui" if each else "non" for each in of_accounts)]


def links(page: Path) -> list[tuple[str, str, str]]:
    return _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))


def anchors(page: Path) -> set[str]:
    """Anchors of the headings as Markdown renderers make them: lower case, no punctuation, hyphens for spaces."""
    headings = _HEADING.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
