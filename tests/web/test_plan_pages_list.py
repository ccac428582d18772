"""List of the actions: the address holds its whole state; a saved view belongs to one person."""

from __future__ import annotations

import re

import pytest
from django.conf import LazySettings

from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.web.plan_stage import Stage, plain, staged

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _password_is_enough(settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False


kept_stage = kept_for_module(staged)


def numbers(html: str) -> list[int]:
    """Numbers of the listed actions, in the order of the page."""
    body = html[html.index("<tbody") : html.index("</tbody")] if "<tbody" in html else ""
    return [int(each) for each in re.findall(r'rowheader[^>]*data-value="(\d+)"', body)]


def test_all_actions_are_listed_with_their_totals(stage: Stage) -> None:
    page = stage.get("actions/")
    assert numbers(page) == list(range(1, 40))
    foot = page[page.index("<tfoot") :]
    assert 'data-value="39"' in foot
    assert "45 lignes" in foot
    assert "12 cibles" in foot


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("axe=1", list(range(1, 12))),
        ("axe=1&axe=3", [*range(1, 12), *range(27, 40)]),
        ("objectif=2-5", list(range(20, 27))),
        ("objectif=2-5.1", [20, 21, 22, 23]),
        ("porteur=GIP+ALFA+Centre", [27, 33, 34]),
        ("porteur=R%C3%A9gion+%28DPOF%29", [8, 9, 15, 20]),
        ("public=jeunes", [13, 15]),
        ("secteur=fibre+optique", [1]),
        ("priorite=%3F", [5]),
        ("periode=2019&calendrier=question", [17]),
        ("calendrier=inconnu", [5, 10, 15, 19, 31]),
        ("calendrier=sans-date", [16]),
        ("cible=avec", [2, 6, 19, 21, 26, 30]),
        ("manque=lead", [23]),
        ("q=illettrisme", [14, 34]),
        ("q=ILLETTR%C3%8FSME", [14, 34]),
        ("q=mobilit%C3%A9+aide", [20, 21, 22]),
        ("q=18", [18]),
        ("axe=9", []),
        ("axe=2&axe=&porteur=", list(range(12, 27))),
    ],
)
def test_filters_narrow_the_list(stage: Stage, query: str, expected: list[int]) -> None:
    assert numbers(stage.get(f"actions/?{query}")) == expected


def test_nothing_found_leads_somewhere(stage: Stage) -> None:
    page = stage.get("actions/?axe=1&q=zzzz")
    assert "Aucune action sur 39 ne répond à ces choix" in page
    assert "Tout enlever" in page


def test_each_filter_in_force_can_be_taken_away_alone(stage: Stage) -> None:
    page = stage.get("actions/?axe=1&cible=sans&tri=-titre&au=2020-11-24")
    chips = dict(re.findall(r'<a class="chip" href="([^"]+)">(.*?)</a>', page))
    assert len(chips) == 2
    assert any("axe=1" not in href and "cible=sans" in href and "au=2020-11-24" in href for href in chips)
    assert all("tri=-titre" in href for href in chips)


def test_columns_sort_by_their_links_and_say_how_they_are_sorted(stage: Stage) -> None:
    page = stage.get("actions/?tri=-completude")
    assert 'aria-sort="descending"' in page
    assert numbers(page)[0] == 6
    up = stage.get("actions/?tri=completude")
    assert numbers(up)[-1] == 6
    assert numbers(stage.get("actions/?tri=n-importe-quoi")) == list(range(1, 40))
    assert numbers(stage.get("actions/?tri=-numero")) == list(range(39, 0, -1))


def test_what_people_type_never_becomes_markup(stage: Stage) -> None:
    page = stage.client().get(stage.address("actions/"), {"q": '"><script>alert(1)</script>', "axe": "<b>"})
    html = page.content.decode()
    assert "<script>alert" not in html
    assert "<b>" not in html


def test_a_long_search_is_cut_and_a_flood_of_values_answers(stage: Stage) -> None:
    assert stage.client().get(stage.address("actions/"), {"q": "é" * 5000}).status_code == 200
    assert stage.client().get(stage.address("actions/"), {"axe": [str(each) for each in range(500)]}).status_code == 200


def test_a_view_is_kept_recalled_and_forgotten_by_its_owner_alone(stage: Stage) -> None:
    stage = staged(small_plan(row("A01", 1, figures=(target(),)), code="another"), cast=stage.cast)
    lead = stage.client("lead")
    kept = lead.post(stage.address("actions/vues/"), {"name": "À revoir", "query": "axe=1&tri=-titre"}, follow=True)
    page = plain(kept.content.decode())
    assert kept.redirect_chain == [(stage.address("actions/?axe=1&tri=-titre"), 302)]
    assert "Vue « À revoir » gardée" in page
    assert f'href="{stage.address("actions/?axe=1&amp;tri=-titre")}">À revoir</a>' in page
    forget = re.search(r'action="([^"]+/oublier/)"', page)
    assert forget is not None
    assert "À revoir" not in stage.get("actions/", "pilot")
    stage.client("pilot").post(forget[1])
    assert "À revoir" in stage.get("actions/", "lead")
    lead.post(forget[1])
    assert "À revoir" not in stage.get("actions/", "lead")


def test_a_view_goes_nowhere_else_than_to_the_list(stage: Stage) -> None:
    answer = stage.client("lead").post(
        stage.address("actions/vues/"), {"name": "piège", "query": "//ailleurs.example/?x=1"}
    )
    assert answer["Location"].startswith(stage.address("actions/?"))


def test_nobody_keeps_a_view_without_an_account_or_a_name(stage: Stage) -> None:
    assert stage.client().post(stage.address("actions/vues/"), {"name": "x", "query": ""}).status_code == 302
    assert "Mes vues" not in stage.get("actions/")
    assert stage.client("lead").post(stage.address("actions/vues/"), {"name": " ", "query": ""}).status_code == 422
    assert stage.client("lead").get(stage.address("actions/vues/")).status_code == 405
