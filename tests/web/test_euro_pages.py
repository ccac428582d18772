"""« Suivre un euro »: to the job for who sees small counts, what is public for the others, nothing for a stranger."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pacte.accounts.row_context import acting_as
from pacte.indicators.queries.purchases import PURCHASES_INDICATOR
from pacte.indicators.services import refresh_facts
from pacte.journeys.records import StepKind
from pacte.journeys.services import StepInput, record_step
from pacte.journeys.services.tallies import rebuild_tallies
from pacte.offer.models import Session, Training
from tests.cast import MACHINE, Cast, gather_cast
from tests.indicators.purchased import buy, order_for
from tests.journeys.making import session_with, somebody, walk
from tests.kept import kept_with_folder
from tests.plan.contents import row, small_plan, target
from tests.web.plan_stage import Stage, plain, staged
from tests.web.world_territory import territory_of_the_world

K = StepKind
ENDED_ON, KNOWN = date(2021, 6, 11), datetime(2021, 1, 6, 9, tzinfo=UTC)
PAGE = "actions/1/suivre-un-euro/"
PURCHASES = small_plan(row("A01", 1, figures=(target(indicator_code=PURCHASES_INDICATOR),)), code="plan")
SEES_PEOPLE = ("pilot", "analyst", "buyer", "auditor")
SEES_AMOUNTS = ("lead", "state_reader", "finance")
SEES_PLACES = ("visitor", "provider", "adviser", "partner", "")


@dataclass
class World:
    stage: Stage
    session: Session


def bought_by_two_bodies(folder: Path) -> tuple[World, Path]:
    """Ten places of 900 € at Bourges, seven of the Region and three of the network, and three people at the end.

    One has the certification and a job; one a job; one did not answer.
    """
    cast = gather_cast()
    stage = staged(PURCHASES, cast=cast)
    territory_of_the_world(cast)
    session = session_with(cast, opened=10)
    with acting_as(MACHINE):
        Training.objects.update(rome_codes=["H2913"], is_certifying=True)
    order = order_for(cast.region, stage.plan, 1, session)
    for places, buyer in ((7, cast.region), (3, cast.network)):
        order.buyer = buyer
        buy(order, places, known=KNOWN)
    people = [somebody(cast, first_name=name) for name in ("Inès", "Omar", "Rose")]
    for journey in people:
        walk(cast["adviser"].actor, journey, session, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
        walk(cast["provider"].actor, journey, session, K.ENTERED, on=date(2021, 1, 11))
        walk(cast["provider"].actor, journey, session, K.ENDED, on=ENDED_ON)
    walk(cast["provider"].actor, people[0], session, K.PRESENTED, K.CERTIFIED, on=ENDED_ON)
    situations = (
        {"months": 6, "situation": "in_job", "answered": True, "in_job": True, "had_job": True},
        {"months": 6, "situation": "in_job", "answered": True, "in_job": True, "had_job": True},
        {"months": 6, "situation": "no_answer", "answered": False},
    )
    for journey, detail in zip(people, situations, strict=True):
        with acting_as(cast["provider"].actor) as provider:
            given = StepInput(K.SITUATION, ENDED_ON + timedelta(days=183), detail=detail)
            record_step(actor=provider, key=journey.key, step_input=given)
    with acting_as(MACHINE):
        refresh_facts(actor=MACHINE, facts_dir=folder)
    return World(stage, session), folder


kept = kept_with_folder(bought_by_two_bodies)


@pytest.fixture
def world(settings: object, kept: tuple[World, Path], tmp_path: Path, db: None) -> World:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]
    settings.FACTS_FOLDER = tmp_path / "facts"  # type: ignore[attr-defined]
    copytree(kept[1], tmp_path / "facts")
    return deepcopy(kept[0])


def page(world: World, part: str = "pilot", query: str = "", status: int = 200) -> str:
    return " ".join(world.stage.get(PAGE + query, part, status).split())


def table(text: str, caption: str) -> list[list[str]]:
    """Texts of the cells of a table, without tags."""
    found = re.search(rf"<table[^>]*>\s*<caption[^>]*>\s*{caption}\s*</caption>(.*?)</table>", text)
    assert found, f"no table « {caption} »"
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", found[1])
    return [
        [re.sub(r"<[^>]+>", " ", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", each)]
        for each in rows
    ]


def test_the_euro_is_followed_to_the_job(world: World) -> None:
    text = page(world)
    assert "Sur un euro, 20 centimes mènent à un emploi à six mois." in text
    assert "70 centimes ont payé des places vides." in text
    assert "Pour 10 centimes, on ne sait pas." in text
    assert "9 000 €" in text


def test_the_table_says_the_same_as_the_drawing_and_each_stage_is_one_euro(world: World) -> None:
    rows = table(page(world), "Un euro, étape par étape, en centimes")[1:]
    cents = {(step, what): int(number) for step, what, number, *_ in rows}
    steps = {step for step, _ in cents}
    assert {step: sum(number for (of, _), number in cents.items() if of == step) for step in steps} == {
        "Acheté par": 100, "Places": 100, "Personnes": 100, "Six mois après": 100,
    }  # fmt: skip
    assert cents["Places", "places pas ouvertes"] == 70
    assert cents["Personnes", "certification entière"] == 10
    assert sorted(number for (step, _), number in cents.items() if step == "Acheté par") == [30, 70]
    drawing = re.search(r'<svg class="euro-wide".*?</svg>', page(world))
    assert drawing
    assert {"0,70 €", "0,30 €", "0,20 €", "0,10 €"} <= set(re.findall(r">([0-9],[0-9]{2} €)<", drawing[0]))


def test_what_is_not_known_is_named_with_who_owes_it(world: World) -> None:
    text = page(world)
    assert "Si 1 personne sur 3 travaille" in text
    assert "observatoire régional" in text
    assert "l’enquête à six mois ne demande pas le métier de l’emploi" in text


def test_each_number_leads_to_its_page(world: World) -> None:
    text = page(world)
    assert 'href="/sessions/lots/"' in text
    assert 'href="#sessions"' in text
    assert "/sessions/F24_1/A24_1/24_1/" in text
    assert 'href="/comptes/places/"' in text
    assert "/chiffres/in_job_6_months/" in text


@pytest.mark.parametrize("part", SEES_PEOPLE)
def test_whoever_sees_small_counts_sees_people(world: World, part: str) -> None:
    text = page(world, part)
    assert "3 personnes" in text
    assert "Ces effectifs ne sont pas publics" not in text


@pytest.mark.parametrize("part", [*SEES_AMOUNTS, *SEES_PLACES])
def test_the_others_read_that_small_counts_are_not_public_and_no_count_of_people(world: World, part: str) -> None:
    text = page(world, part)
    assert "Ces effectifs ne sont pas publics" in text
    assert "10 places achetées dans 1 session" in text
    assert "euro-wide" not in text
    assert "Sessions de cet euro" not in text
    assert "Personnes" not in text
    assert "centimes mènent" not in text


@pytest.mark.parametrize("part", SEES_AMOUNTS)
def test_amounts_are_for_readers_of_purchases(world: World, part: str) -> None:
    assert "9 000 €" in page(world, part)
    assert [row[2] for row in table(page(world, part), "Un euro, étape par étape, en centimes")[1:]] == ["70", "30"]


@pytest.mark.parametrize("part", SEES_PLACES)
def test_the_public_reads_no_amount(world: World, part: str) -> None:
    assert "9 000 €" not in page(world, part)


@pytest.mark.parametrize("rest", [PAGE, "actions/99/suivre-un-euro/"])
def test_for_a_pilot_of_another_region_the_page_does_not_exist(world: World, rest: str) -> None:
    world.stage.get(rest, "intruder", 404)


def test_our_people_do_not_follow_the_euros_of_another_region(world: World) -> None:
    theirs = staged(small_plan(row("A01", 1), code="leur"), cast=theirs_of(world.stage.cast))
    world.stage.client("pilot").get(f"/plan/leur/{PAGE}")
    assert theirs.plan.organisation_id == world.stage.cast.other_region.pk
    assert world.stage.client("pilot").get(f"/plan/leur/{PAGE}").status_code == 404
    assert Client().get(f"/plan/leur/{PAGE}").status_code == 404


def theirs_of(cast: Cast) -> Cast:
    """The cast, whose Region is the other one."""
    return Cast(cast.other_region, cast.state, cast.observatory, cast.provider, cast.network, cast.region, cast.members)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?formation=H2913", "Sur un euro, 20 centimes"),
        ("?formation=K1304", "Aucun euro à suivre"),
        ("?fonds=baseline", "Aucun euro à suivre"),
        ("?avant=2021-06-01", "Aucun euro à suivre"),
        ("?pour=action", "Sur un euro, 20 centimes"),
        ("?formation=soudeur&zone=partout&avant=hier", "Sur un euro, 20 centimes"),
    ],
)
def test_filters_choose_the_euro_and_invalid_ones_are_ignored(world: World, query: str, expected: str) -> None:
    assert expected in page(world, "pilot", query)


def test_one_buyer_alone(world: World) -> None:
    text = page(world, "pilot", f"?acheteur={world.stage.cast.network.pk}")
    assert "2 700 €" in text


def test_an_unknown_zone_is_told(world: World) -> None:
    page(world, "pilot", "?zone=department:99", 422)


def test_in_a_department_the_need_is_that_of_its_series(world: World) -> None:
    text = page(world, "pilot", "?zone=department:18")
    assert "dans le département Cher" in text
    assert "projets d’embauche" in text
    assert "/territoires/departement/18/profil/" in text
    assert "Combien de ces projets sont jugés difficiles" in text


def test_as_known_on_a_day_the_entries_recorded_since_do_not_count(world: World) -> None:
    """The order was known in January; the entries are recorded by the test itself."""
    text = page(world, "pilot", "?au=2021-07-01&avant=2021-06-30")
    assert "100 centimes ont payé des places vides" in text
    assert 'name="au" value="2021-07-01"' in text


def test_before_the_first_facts_the_page_says_what_prepares_them(
    world: World, settings: object, tmp_path: Path
) -> None:
    settings.FACTS_FOLDER = tmp_path / "none"  # type: ignore[attr-defined]
    assert "Aucun euro suivi" in page(world)


def test_the_number_of_queries_does_not_depend_on_the_number_of_sessions(world: World, settings: object) -> None:
    before = queries(world)
    cast = world.stage.cast
    for number in range(3):
        more = session_with(cast, opened=5, number=f"24_{number + 7}")
        buy(order_for(cast.region, world.stage.plan, 1, more), 5, known=KNOWN)
    with acting_as(MACHINE):
        refresh_facts(actor=MACHINE, facts_dir=settings.FACTS_FOLDER)  # type: ignore[attr-defined]
    assert queries(world) == before
    assert before <= 130


def queries(world: World) -> int:
    """Count the queries of the page of a département, once what the process keeps of its territory is read."""
    client = world.stage.client("pilot")
    address = world.stage.address(f"{PAGE}?zone=department:18")
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len(seen)


@pytest.mark.parametrize("path", ["/plan/plan/actions/1/", "/sessions/achats/"])
def test_the_pages_of_purchases_lead_to_it(world: World, path: str) -> None:
    text = plain(world.stage.client("buyer").get(path).content.decode())
    assert f'href="/plan/plan/{PAGE}"' in text


def test_the_page_of_an_action_leads_to_its_own_euro(world: World) -> None:
    with acting_as(MACHINE):
        rebuild_tallies(actor=MACHINE)
    text = plain(world.stage.client("buyer").get("/plan/plan/actions/1/").content.decode())
    assert f'href="/plan/plan/{PAGE}?pour=action"' in text
    assert "l’action 1 seule" in page(world, "buyer", "?pour=action")


def test_a_stranger_who_reads_the_action_is_not_led_there(world: World) -> None:
    assert "Suivre un euro" not in world.stage.get("actions/1/", "intruder")
