"""« Que cherchez-vous ? »: the search of the site, by kind of result, in the rights of its reader."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from pacte.plan.queries import version_cache
from pacte.reference.models import Edition, Zone
from pacte.web.pages.site_search.search_page import MAX_LENGTH
from pacte.web.pages.site_search.site_search import result_kinds
from tests.effort import share
from tests.journeys.making import session_with
from tests.kept import kept_for_module
from tests.web.plan_stage import Stage, plain, staged
from tests.web.world_territory import territory_of_the_world

pytestmark = pytest.mark.django_db
PAGE = "/chercher/"
_RESULT = re.compile(r'<h3><a href="([^"]+)">(.*?)</a></h3>.*?<p class="note">(.*?)</p>', re.DOTALL)
_SECTION = re.compile(r'<h2 id="([a-z-]+)">.*?(?=<h2|</main>)', re.DOTALL)
_TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def plan_and_territory() -> Stage:
    """The shipped plan in force, a département with two communes, the cast."""
    found = staged()
    territory_of_the_world(found.cast)
    return found


kept = kept_for_module(plan_and_territory)


@pytest.fixture
def stage(settings: Any, kept: Stage, db: None) -> Stage:
    settings.TOTP_REQUIRED = False
    return deepcopy(kept)


def page_of(client: Client, words: str, status: int = 200, **more: str) -> str:
    answer = client.get(PAGE, {"q": words, **more})
    assert answer.status_code == status, answer.content[-2000:]
    return plain(answer.content.decode())


def results(client: Client, words: str, **more: str) -> dict[str, list[tuple[str, str, str]]]:
    """By kind, in the order of the page: address, title, reason."""
    main = page_of(client, words, **more).partition("<main")[2]
    return {section[1]: found for section in _SECTION.finditer(main) if (found := _RESULT.findall(section[0]))}


def titles(client: Client, words: str, kind: str) -> list[str]:
    return [title for _, title, _ in results(client, words).get(kind, [])]


# ------------------------------------------------------------------ what is found


@pytest.mark.parametrize("words", ["18", "action 18", "Action n° 18", "018"])
def test_the_number_of_an_action_gives_it_first(stage: Stage, words: str) -> None:
    found = results(stage.client(), words)
    assert next(iter(found)) == "actions"
    [first, *_] = found["actions"]
    assert first == (stage.address("actions/18/"), "Appétence et persévérance en formation", "numéro exact")


@pytest.mark.parametrize(
    ("words", "title", "reason"),
    [
        ("bas niveau", "Part des entrées de personnes peu qualifiées", "synonyme : bas niveau → peu qualifiées"),
        ("abandon", "Sorties anticipées, hors emploi", "synonyme : abandon → sorties anticipées"),
        ("décrochage", "Sorties anticipées, hors emploi", "synonyme : décrochage → sorties anticipées"),
        ("chômeurs", "Entrées pour 100 demandeurs d’emploi", "synonyme : chômeurs → demandeurs d’emploi"),
        ("remplissage", "Remplissage des places achetées", "dans le titre"),
    ],
)
def test_a_word_of_the_trade_gives_its_indicator_and_says_why(
    stage: Stage, words: str, title: str, reason: str
) -> None:
    found = {name: why for _, name, why in results(stage.client("pilot"), words, genre="indicateurs")["indicateurs"]}
    assert found[title] == reason


@pytest.mark.parametrize(
    ("words", "title"),
    [("illettrisme", "Repérage illettrisme / illectronisme"), ("FLE", "Alphabétisation et FLE")],
)
def test_a_word_of_the_trade_gives_its_action(stage: Stage, words: str, title: str) -> None:
    assert titles(stage.client(), words, "actions")[0] == title


@pytest.mark.parametrize("words", ["budget", "financement"])
def test_money_in_any_word_leads_to_its_page(stage: Stage, words: str) -> None:
    found = results(stage.client("pilot"), words)
    assert found["pages"][0][:2] == (f"/plan/{stage.plan.code}/argent/", "Argent")
    assert [title for _, title, _ in found["guide"]] == ["Suivre l’argent"]


@pytest.mark.parametrize("words", ["vierzon", "VIERZON", "18279", "commune Vierzon"])
def test_a_zone_is_found_by_name_or_code(stage: Stage, words: str) -> None:
    found = results(stage.client(), words)["territoires"]
    assert [address for address, _, _ in found] == ["/territoires/commune/18279/profil/"]


def test_a_zone_of_an_older_edition_is_not_found(stage: Stage) -> None:
    older = Edition.objects.order_by("year").values_list("year", flat=True)[0] - 1
    Zone.objects.create(kind="commune", code="18999", edition=older, name="Jadis", plain_name="jadis")
    assert results(stage.client(), "jadis") == {}


@pytest.mark.parametrize("typed", ["{}", "session {}", " {} "])
def test_a_session_is_found_by_its_number_and_its_page_opens(stage: Stage, typed: str) -> None:
    session = session_with(stage.cast, opened=9)
    [(address, title, reason)] = results(stage.client(), typed.format(session.number))["sessions"]
    assert (title, reason) == (session.training.title, "numéro exact")
    assert stage.client().get(address).status_code == 200


def test_small_typing_errors_are_forgiven_and_said(stage: Stage) -> None:
    page = page_of(stage.client("pilot"), "remplisage")
    assert "voici ce qui répond à <strong>remplissage</strong>" in page
    assert titles(stage.client("pilot"), "remplisage", "indicateurs")
    assert [title for _, title, _ in results(stage.client(), "viezron")["territoires"]] == ["Vierzon"]
    assert "<strong>Vierzon</strong>" in page_of(stage.client(), "viezron")


def test_words_that_no_page_has_together_are_searched_apart(stage: Stage) -> None:
    page = page_of(stage.client("pilot"), "illettrisme vierzon")
    assert "celles-ci en ont une partie" in page
    assert {"actions", "territoires"} <= set(results(stage.client("pilot"), "illettrisme vierzon"))


def test_more_results_of_one_kind_are_one_link_away(stage: Stage) -> None:
    pilot = stage.client("pilot")
    first = results(pilot, "formation")["indicateurs"]
    [more] = re.findall(r'href="([^"]*genre=indicateurs)"', page_of(pilot, "formation"))
    whole = results(pilot, "formation", genre="indicateurs")
    assert "plan=" not in more
    assert list(whole) == ["indicateurs"]
    assert whole["indicateurs"][: len(first)] == first
    assert len(whole["indicateurs"]) > len(first)


def test_the_training_search_is_offered_with_the_same_words(stage: Stage) -> None:
    page = page_of(stage.client(), "zzzzzz yyyyy")
    assert "Rien ne répond à « zzzzzz yyyyy »" in page
    assert 'href="/formations/?q=zzzzzz+yyyyy"' in page


def test_without_a_query_the_page_says_what_can_be_searched(stage: Stage) -> None:
    nobody, pilot = page_of(stage.client(), ""), page_of(stage.client("pilot"), "")
    assert "actions, tableaux publics, territoires, pages du guide, sessions." in nobody
    assert "organisations, personnes." in pilot


# ------------------------------------------------------------------ odd queries


def test_too_long_a_query_is_refused_with_its_length(stage: Stage) -> None:
    page = page_of(stage.client(), "a" * (MAX_LENGTH + 1), status=422)
    assert f"Ce texte a {MAX_LENGTH + 1} signes" in page


@pytest.mark.parametrize("words", ["%%%", "« »", "🙂", "%", "'; --", "de la"])
def test_signs_without_a_word_are_no_query(stage: Stage, words: str) -> None:
    assert "ni mot ni numéro" in page_of(stage.client(), words)


def test_any_query_has_an_answer(stage: Stage) -> None:
    client = stage.client("pilot")

    @examples(max_examples=share(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=MAX_LENGTH + 20))
    def answered(words: str) -> None:
        expected = 422 if len(words.strip()) > MAX_LENGTH else 200
        assert client.get(PAGE, {"q": words}).status_code == expected

    answered()


# ------------------------------------------------------------------ rights


def test_nobody_is_shown_no_indicator_no_person_and_no_page_of_an_account(stage: Stage) -> None:
    nobody = stage.client()
    assert set(results(nobody, "remplissage")) & {"indicateurs", "personnes", "organisations"} == set()
    assert titles(nobody, "argent", "pages") == []
    assert titles(nobody, stage.cast["pilot"].person.last_name, "personnes") == []


def test_people_and_organisations_are_for_those_who_read_their_lists(stage: Stage) -> None:
    name = str(stage.cast["analyst"].person)
    assert titles(stage.client("auditor"), name, "personnes") == [name]
    assert titles(stage.client("auditor"), "mission locale", "organisations") == []
    assert titles(stage.client("pilot"), "mission locale", "organisations") == ["Mission locale de Bourges"]
    assert titles(stage.client("provider"), name, "personnes") == []


def test_a_plan_that_the_reader_does_not_see_is_as_if_not_named(stage: Stage) -> None:
    known, unknown = (results(stage.client(), "18", plan=code)["actions"] for code in (stage.plan.code, "no-such"))
    assert known == unknown


# ------------------------------------------------------------------ cost, masthead


@pytest.fixture
def cached_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """A voted version stays in memory, as in a request: the transaction of a test has written."""
    monkeypatch.setattr(version_cache, "_transaction_has_not_written", lambda: True)


@pytest.mark.usefixtures("cached_plan")
@pytest.mark.parametrize("part", ["", "pilot", "provider"])
@pytest.mark.parametrize("words", ["18", "remplissage", "a12 mission", "plan de financement", "Etat"])
def test_a_search_takes_six_queries_at_most_beside_those_of_the_frame(stage: Stage, part: str, words: str) -> None:
    assert _queries_of_search(stage, part, words) <= 6


@pytest.mark.usefixtures("cached_plan")
def test_a_misspelt_word_costs_one_query_more(stage: Stage) -> None:
    assert _queries_of_search(stage, "pilot", "remplisage") == 1 + _queries_of_search(stage, "pilot", "remplissage")


def _queries_of_search(stage: Stage, part: str, words: str) -> int:
    """Once the plan of the day is in the session and its frozen version in memory."""
    client = stage.client(part)
    client.get(PAGE, {"q": words})
    return len(_queries(client, PAGE, q=words)) - len(_queries(client, "/guide/"))


def _queries(client: Client, address: str, **query: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, query).status_code == 200
    return [each["sql"] for each in captured.captured_queries if not each["sql"].startswith(_TRANSACTION)]


def test_the_masthead_of_every_page_has_the_field_and_the_words_searched(stage: Stage) -> None:
    for address in ("/", "/formations/", "/guide/", stage.address("actions/18/")):
        page = stage.client().get(address).content.decode()
        assert page.count('class="mast-search"') == 1, address
        assert 'class="mast-search-link quiet" href="/chercher/"' in page
        assert f'maxlength="{MAX_LENGTH}" placeholder="Chercher"' in page
    assert page_of(stage.client(), "abandon").count('value="abandon"') == 2


def test_each_kind_of_result_has_its_own_place_and_words() -> None:
    kinds = result_kinds()
    assert len({kind.order for kind in kinds}) == len(kinds)
    assert len({kind.title for kind in kinds}) == len(kinds)
