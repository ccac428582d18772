"""The guide is on the site: each of its files is a page, its links and pictures are there, and pages lead to it."""

from __future__ import annotations

import re

import pytest
from django.test import Client, override_settings

from pacte.web.guide_text import GUIDE_FOLDER, INDEX, guide_slugs
from pacte.web.navigation import GUIDE_PAGES, SECTIONS
from tests.web.plan_stage import plain, staged

pytestmark = pytest.mark.django_db
SLUGS = sorted(guide_slugs() - {INDEX})
_ADDRESS = re.compile(r'(?:href|src)="(/guide/[^"#]*)')


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_of_the_guide_is_read_without_an_account_and_all_it_leads_to_is_there(slug: str) -> None:
    client = Client()
    answer = client.get(f"/guide/{slug}/")
    page = plain(answer.content.decode())
    title = (GUIDE_FOLDER / f"{slug}.md").read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
    assert answer.status_code == 200
    assert title.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'") in page.replace("’", "'")
    assert "](" not in page, "a link was not made"
    for address in set(_ADDRESS.findall(page)):
        assert client.get(address).status_code == 200, address


def test_the_index_leads_to_every_page() -> None:
    page = Client().get("/guide/").content.decode()
    assert {f"/guide/{slug}/" for slug in SLUGS} <= set(_ADDRESS.findall(page))


@pytest.mark.parametrize("address", ["/guide/index/", "/guide/rien/", "/guide/images/rien.png"])
def test_what_the_guide_does_not_have_is_not_found(address: str) -> None:
    assert Client().get(address).status_code == 404


def test_every_page_of_the_menu_has_its_page_of_the_guide() -> None:
    assert {link.key for section in SECTIONS for link in section.links} <= set(GUIDE_PAGES)
    assert set(GUIDE_PAGES.values()) <= set(SLUGS)


@override_settings(TOTP_REQUIRED=False)
def test_a_page_of_the_site_leads_to_its_page_of_the_guide() -> None:
    stage = staged()
    assert 'href="/guide/lire-le-plan/"' in stage.get("")
    assert 'href="/guide/suivre-l-argent/"' in stage.client("finance").get("/").content.decode()
    assert 'href="/guide/accompagner-mes-personnes/"' not in stage.get("")
