"""Version that a page of the plan shows: by day, by number and by reader."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from django.conf import LazySettings

from pacte.accounts.row_context import acting_as
from pacte.plan.services import edit_row
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.web.plan_stage import Stage, enforce, plain, staged

pytestmark = pytest.mark.django_db
PAGES = ("", "actions/", "actions/1/", "actions/1/historique/", "historique/", "versions/")
AMENDED = date(2020, 9, 1)


@pytest.fixture(autouse=True)
def _password_is_enough(settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False


kept_stage = kept_for_module(lambda: staged(small_plan()))


@pytest.fixture
def amended(stage: Stage) -> Stage:
    """A second version in force from September 2020: the target of action 1 goes from 10 to 8."""
    draft = stage.draft()
    with acting_as(MACHINE):
        edit_row(
            actor=MACHINE,
            version=draft,
            row_key="A01",
            changes={"figures": (target(value=8),)},
            seen_digest={},
            lead_organisations={},
            reason="moins de moyens",
        )
        enforce(draft, AMENDED)
    return stage


@pytest.mark.parametrize("page", PAGES)
def test_a_malformed_day_is_explained_and_nothing_breaks(stage: Stage, page: str) -> None:
    for day in ("hier", "2020-13-01", "2021-02-31", "0", "20201124000000", "2020-11-24T00:00", "’; drop", "٢٠٢٠-01-01"):
        answer = stage.client().get(stage.address(page), {"au": day})
        assert answer.status_code == 422, day
        assert "n’est pas une date" in answer.content.decode()
    assert stage.client().get("/mes-actions/", {"au": "hier"}).status_code == 302


@pytest.mark.parametrize("number", ["un", "-1", "1.5", "²", "9999999"])
def test_a_malformed_version_is_explained(stage: Stage, number: str) -> None:
    answer = stage.client().get(stage.address(), {"version": number})
    assert answer.status_code == 422
    assert "n’est pas un numéro de version" in answer.content.decode()


def test_a_day_shows_the_version_in_force_that_day(amended: Stage) -> None:
    assert "8 formations" in amended.get()
    assert "8 formations" in amended.get("?au=2020-09-01")
    before = amended.get("?au=2020-08-31")
    assert "10 formations" in before
    assert "tel qu’il était en vigueur le 31 août 2020" in before


def test_the_day_is_carried_by_the_links_of_the_page(amended: Stage) -> None:
    page = amended.get("?au=2020-08-31")
    for rest in ("actions/1/?au=2020-08-31", "actions/?axe=1&amp;au=2020-08-31", "versions/?au=2020-08-31"):
        assert amended.address(rest) in page
    assert amended.address("telecharger/xlsx?au=2020-08-31") in page
    listed = amended.get("actions/?axe=1&au=2020-08-31")
    assert amended.address("actions/1/?au=2020-08-31") in listed
    assert 'type="hidden" name="au" value="2020-08-31"' in listed


def test_a_day_before_the_first_version_says_so_and_shows_the_first(amended: Stage) -> None:
    page = amended.get("?au=2017-01-01")
    assert "Aucune version du plan n’était en vigueur le 1<sup>er</sup> janvier 2017" in page
    assert "depuis le 19 novembre 2018" in page
    assert "10 formations" in page


@pytest.mark.parametrize("page", PAGES)
def test_a_draft_is_seen_by_few_and_answers_the_others_like_nothing(stage: Stage, page: str) -> None:
    stage.draft()
    for part in ("pilot", "lead", "administrator"):
        assert "Projet, non voté" in stage.get(f"{page}?version=2", part)
    nothing = stage.client().get(stage.address("actions/99/")).content
    for part in ("", "partner", "analyst", "state_reader", "visitor", "intruder"):
        answer = stage.client(part).get(stage.address(page), {"version": 2})
        assert answer.status_code == 404, part
        assert answer.content == nothing


def test_nobody_outside_is_told_that_a_draft_is_open(stage: Stage) -> None:
    before = {part: stage.get("versions/", part) for part in ("", "visitor")}
    stage.draft()
    for part, page in before.items():
        assert stage.get("versions/", part).count("Projet") == page.count("Projet") == 0
    assert "Un projet d’avenant est ouvert" in stage.get("", "pilot")
    assert "Un projet d’avenant est ouvert" not in stage.get("", "partner")


def test_a_draft_is_taken_away_by_those_who_read_it(stage: Stage) -> None:
    stage.draft()
    file = stage.address("telecharger/csv")
    assert stage.client("pilot").get(file, {"version": 2}).status_code == 200
    for part in ("", "partner", "intruder"):
        assert stage.client(part).get(file, {"version": 2}).status_code == 404


def test_an_older_version_says_when_it_held_and_what_replaced_it(amended: Stage) -> None:
    page = amended.get("?version=1", "partner")
    assert "du 19 novembre 2018 au 1<sup>er</sup> septembre 2020, remplacée depuis par la version 2" in page


def test_versions_tell_their_life_and_that_their_sums_are_right(amended: Stage) -> None:
    page = amended.get("versions/")
    assert "La version 2 est en vigueur" in page
    assert "votée le 19 novembre 2018 par Assemblée plénière (18.05.01)" in page
    assert "en vigueur du 19 novembre 2018 au 31 août 2020" in page
    assert page.count("la somme est juste") == 2
    assert page.count("10,00 M€") == 2


def test_a_comparison_counts_by_nature_and_shows_before_and_after(amended: Stage) -> None:
    page = amended.get("versions/1/2/")
    assert "Qu’est-ce qui change de la version 1 à la version 2 ?" in page
    assert "1 changement" in page
    assert "Cibles" in page
    assert amended.address("actions/1/?version=2") in page
    before, after = re.findall(r'data-label="(?:Avant|Après)">([^<]+)<', page)
    assert (before, after) == ("10", "8")
    assert re.findall(r'data-label="(?:Avant|Après)">([^<]+)<', amended.get("versions/2/1/")) == ["8", "10"]
    assert "Rien ne change entre ces deux versions" in amended.get("versions/1/1/")


def test_a_comparison_shows_words_that_left_and_words_that_came(stage: Stage) -> None:
    first = replace(small_plan(), rows=(row("A01", 1, description="Former dix agents de la Région"),))
    stage = staged(replace(first, code="mots", actions=first.actions[:1]), cast=stage.cast)
    draft = stage.draft()
    with acting_as(MACHINE):
        edit_row(
            actor=MACHINE, version=draft, row_key="A01", seen_digest={}, lead_organisations={}, reason="essai",
            changes={"description": "Former douze agents de la Région"},
        )  # fmt: skip
    page = stage.get("versions/1/2/", "pilot")
    assert '<del><span class="hidden-text">retiré : </span>dix</del>' in page
    assert '<ins><span class="hidden-text">ajouté : </span>douze</ins>' in page
    assert "rien de ce que le plan engage ne change" in page


def test_several_plans_stand_side_by_side(stage: Stage) -> None:
    staged(small_plan(code="suite_2024-2027", title="Pacte suivant", first_year=2024, last_year=2027), cast=stage.cast)
    page = plain(stage.client().get("/plans/").content.decode().partition("<main")[2])
    assert page.index("/plan/suite_2024-2027/") < page.index("/plan/essai_2019-2022/")
    assert "2 plans" in page
