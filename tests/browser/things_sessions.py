"""Sessions, lots and orders of the demonstration, read on the buyer's pages, by the names of the access files."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page

# Numbers of the test world, by part of the triplet.
_TRIPLET = ("24_118402", "24_1530117", "24_407731")
_PROVIDER = "Métal Formation Berry"


def sessions_in(buyer: BrowserContext) -> dict[str, str | int]:
    """A session of the demonstration's provider, its order, a lot, a ledger line, a waiting request and difference."""
    page = buyer.new_page()
    page.goto("/sessions/")
    known: dict[str, str | int] = {
        "our request": _number(page, "Demandes des organismes", "demande"),
        "our difference": _number(page, "Fichiers et registre", "difference"),
    }
    waits = page.locator("section").filter(has_text="Demandes des organismes")
    link = waits.get_by_role("row").filter(has_text=_PROVIDER).locator("a[href^='/sessions/24']").first
    # Not a click: the whole page of the session must load.
    page.goto(link.get_attribute("href") or "")
    line = re.search(r"/sessions/([^/]+)/([^/]+)/([^/]+)/registre/(\d+)/", page.content())
    assert line, "no line of the ledger to correct"
    known |= dict(zip(_TRIPLET, line.groups()[:3], strict=True))
    known["our ledger line"] = int(line[4])
    known["our order"] = _found(page, r"/sessions/commande/([^/\"]+)/")
    page.goto("/sessions/signatures/")
    known["our preparation"] = int(_found(page, r"/sessions/signatures/(\d+)/"))
    page.goto("/sessions/lots/")
    known["our lot"] = _found(page, r"/sessions/lot/([^/\"]+)/")
    known["our closed site"] = _marked_site(page, str(known[_TRIPLET[2]]))
    known["our requirement"] = _written_requirement(page)
    page.close()
    return known


def _written_requirement(page: Page) -> int:
    """The demonstration has none: the buyer writes one."""
    page.goto("/sessions/exigences/nouvelle/")
    page.get_by_label("Exigence").fill("Lire un plan avant de souder.")
    page.get_by_label("Domaine de formation").fill("230")
    page.get_by_label("D’où vient-elle").fill("Un comité")
    page.get_by_role("button", name="Écrire cette exigence").click()
    return int(_found(page, r"/sessions/exigence/(\d+)/finir/"))


def _marked_site(page: Page, session_number: str) -> int:
    """The demonstration has none: the buyer marks the site of a session."""
    page.goto("/sessions/etablissements-fermes/nouveau/")
    page.get_by_label("Session", exact=True).fill(session_number)
    page.get_by_role("button", name="Ajouter ce lieu").click()
    return int(_found(page, r"/sessions/etablissement-ferme/(\d+)/"))


def _number(page: Page, title: str, thing: str) -> int:
    rows = page.locator("section").filter(has_text=title).get_by_role("row").filter(has_text=_PROVIDER)
    link = rows.locator(f"a[href^='/sessions/{thing}/']").first.get_attribute("href") or ""
    return int(link.strip("/").rpartition("/")[2])


def _found(page: Page, pattern: str) -> str:
    found = re.search(pattern, page.content())
    assert found, f"no {pattern} on {page.url}"
    return found[1]
