"""How full the bought places are: one figure, that of the catalogue, on each page that says it."""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

import pytest
from django.test import Client

from pacte import web
from pacte.accounts.row_context import acting_as
from pacte.indicators.services import refresh_facts
from pacte.journeys.records import StepKind
from pacte.journeys.services.tallies import rebuild_tallies
from pacte.kernel.clock import today
from pacte.offer.models import Session
from pacte.web.quoted_figures import FILLING, counted_years, quoted_figure
from tests.cast import MACHINE, Cast, gather_cast
from tests.indicators.purchased import buy, order_for
from tests.journeys.making import AT, session_with, somebody, walk
from tests.kept import kept_with_folder
from tests.plan.contents import row, small_plan
from tests.plans_at_hand import written
from tests.web.plan_stage import IN_FORCE, enforce, plain

K = StepKind
BACKEND = "pacte.accounts.backends.PasswordBackend"
PLACES = "/comptes/places/"
# Of the three places due, one is taken; the four of the session to come and the five of permanent entries are not due.
FIGURE = "33,3 % (1 / 3)"


def a_few_sessions(folder: Path) -> tuple[Cast, Path]:
    """Three places of a session that began, four of one to come, five of one that one enters at any date."""
    cast = gather_cast()
    with acting_as(MACHINE):
        version = written(
            actor=MACHINE, host=cast.region, content=small_plan(row("A01", 1), code="plan", last_year=2021)
        )
        enforce(version, IN_FORCE)
    for number, places, is_rolling in (("24_1", 3, False), ("24_2", 4, False), ("24_3", 5, True)):
        session = session_with(cast, opened=places, number=number, rolling=is_rolling)
        buy(order_for(cast.region, version.plan, 1, session), places, known=AT)
    journey = somebody(cast)
    with acting_as(MACHINE):
        began = Session.objects.get(number="24_1")
    walk(cast["adviser"].actor, journey, began, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
    walk(cast["provider"].actor, journey, began, K.ENTERED, on=date(2021, 1, 11))
    with acting_as(MACHINE):
        coming = today() + timedelta(days=60)
        Session.objects.filter(number="24_2").update(
            starts_on=coming, first_starts_on=coming, ends_on=coming + timedelta(days=90)
        )
        rebuild_tallies(actor=MACHINE)
        refresh_facts(actor=MACHINE, facts_dir=folder)
    return cast, folder


kept = kept_with_folder(a_few_sessions)


@pytest.fixture
def uncounted(settings: object, kept: tuple[Cast, Path], tmp_path: Path, db: None) -> Cast:
    """Before the facts are ready."""
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]
    settings.FACTS_FOLDER = tmp_path / "facts"  # type: ignore[attr-defined]
    return deepcopy(kept[0])


@pytest.fixture
def counted(uncounted: Cast, kept: tuple[Cast, Path], tmp_path: Path) -> Cast:
    copytree(kept[1], tmp_path / "facts")
    return uncounted


def read(cast: Cast, part: str, url: str) -> str:
    client = Client()
    client.force_login(cast[part].person, backend=BACKEND)
    answer = client.get(url)
    assert answer.status_code == 200, answer.content[-800:]
    return plain(answer.content.decode())


def test_the_page_of_places_says_the_figure_of_the_catalogue_and_leads_to_it(counted: Cast) -> None:
    page = read(counted, "pilot", PLACES)
    assert f"Remplissage des places achetées : {FIGURE}." in page
    assert f'href="/chiffres/{FILLING}/"' in page
    assert "sessions à dates fixes dont la date limite d’entrée est passée" in page
    assert "33,3 %, soit 1 sur 3 places achetées" in read(counted, "pilot", f"/chiffres/{FILLING}/")


def test_sessions_to_come_and_permanent_entries_are_in_the_table_and_it_says_so(counted: Cast) -> None:
    page = read(counted, "pilot", PLACES)
    assert "1 place prise sur 12 achetées en comptant les sessions à venir et les entrées permanentes" in page
    row = page.partition("Places prises, toutes sessions")[2].partition("</tr>")[0]
    assert '<td role="cell" class="num">1</td>' in row, "one share of places on this page: that of the catalogue"
    assert "libres, perdues ou d’une session à venir : 11" in row


def test_the_page_of_the_figure_names_what_it_could_be_taken_for(counted: Cast) -> None:
    page = read(counted, "pilot", f"/chiffres/{FILLING}/")
    assert "Ne pas confondre avec" in page
    for other in ("I6b Remplissage des sessions tenues", "I6h Remplissage en heures-stagiaires", "Places et parcours"):
        assert other in page
    filtered = read(counted, "pilot", f"/chiffres/{FILLING}/?periode=2021")
    assert 'href="/chiffres/fill_in_hours/?periode=2021"' in filtered


def test_the_dashboard_gives_it_since_the_beginning_beside_the_last_twelve_months(counted: Cast) -> None:
    assert f"janvier 2019 : {FIGURE}" in read(counted, "pilot", "/chiffres/tableau-de-bord/")


@pytest.mark.parametrize("choices", ["?annee=2021", "?fonds=pact", "?annee=2021&fonds=pact"])
def test_the_same_choices_ask_the_same_question(counted: Cast, choices: str) -> None:
    assert FIGURE in read(counted, "pilot", PLACES + choices)


@pytest.mark.parametrize(
    "choices", ["?fonds=baseline", "?action=1", "?organisme=1", "?lot=1", "?departement=99", "?par=age"]
)
def test_no_rate_is_said_for_choices_that_the_catalogue_does_not_have(counted: Cast, choices: str) -> None:
    assert "Remplissage des places achetées :" not in read(counted, "pilot", PLACES + choices)


def test_before_the_facts_the_places_are_counted_without_a_rate(uncounted: Cast) -> None:
    page = read(uncounted, "pilot", PLACES)
    assert "1 place prise sur 12 achetées" in page
    assert "Remplissage des places achetées :" not in page


def test_a_provider_reads_the_figure_of_its_own_sessions(counted: Cast) -> None:
    assert f"Remplissage des places achetées : {FIGURE}." in read(counted, "provider", PLACES)


def test_who_sees_no_small_count_reads_none_in_the_figure(counted: Cast) -> None:
    assert "Remplissage des places achetées :" not in read(counted, "state_reader", PLACES)


def test_who_may_ask_nothing_is_quoted_nothing(counted: Cast) -> None:
    with acting_as(counted["visitor"].actor) as visitor:
        assert quoted_figure(actor=visitor, host_id=counted.region.pk, code=FILLING) is None
    with acting_as(counted["pilot"].actor) as pilot:
        assert quoted_figure(actor=pilot, host_id=counted.region.pk, code=FILLING, year=1999) is None


def test_without_a_plan_the_last_four_years_are_counted() -> None:
    assert counted_years(None, date(2022, 5, 1)) == [2019, 2020, 2021, 2022]


# They show both counts with their own scope in words: the funnel of all sessions.
COUNT_PLACES = {"outcomes/funnel_rows.py", "outcomes/places_page.py"}


def test_no_other_page_divides_places_of_its_own() -> None:
    """A page that says how full the places are quotes the catalogue. Pages of one session count its own seats."""
    pages = Path(web.__file__).parent / "pages"
    both = {
        str(path.relative_to(pages))
        for path in pages.rglob("*.py")
        if {"taken", "bought"} <= set(re.findall(r"""["'](taken|bought)["']""", path.read_text(encoding="utf-8")))
    }
    assert both == COUNT_PLACES


def test_the_last_point_of_the_curve_of_a_tile_is_its_value(counted: Cast) -> None:
    """Both are about the same twelve calendar months."""
    page = read(counted, "pilot", "/chiffres/tableau-de-bord/")
    tile = page.partition("Remplissage des places achetées")[2].partition("</li>")[0]
    assert "janvier 2021 au 31 décembre 2021, comparés aux mêmes un an plus tôt" in page
    assert re.search(r"33,3\s*<span[^>]*>%", tile), tile
    assert "33,3 % (déc. 2021)" in tile
