"""The next stage opens before the present one ends, and its seat is held: adviser, provider, person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey, Step
from pacte.journeys.records import Channel, StepKind
from pacte.journeys.rules.links import journey_path
from pacte.journeys.services import make_journey_link
from pacte.kernel.clock import today
from pacte.kernel.french import format_day
from pacte.offer.models import Session, SessionPlaces
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import Stage, advising_stage
from tests.web.plan_stage import plain
from tests.web.test_advising_desk import column
from tests.web.test_advising_people import another_network, of

pytestmark = pytest.mark.django_db
K = StepKind
DESK, ENDING, WAITING = "/mes-personnes/bureau/", "/mes-personnes/fins-proches/", "/comptes/listes-d-attente/"
TO_TRAINING = (K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED, K.ENTERED)


@pytest.fixture(autouse=True)
def _password_alone(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


kept_stage = kept_for_module(advising_stage)


def ending_soon(stage: Stage, name: str) -> Journey:
    """Somebody in a training that ends in ten days."""
    journey = stage.somebody(name, *TO_TRAINING, days_ago=20)
    with acting_as(MACHINE):
        Session.objects.filter(pk=stage.sessions["24_1"]).update(
            starts_on=today() - timedelta(days=60), ends_on=today() + timedelta(days=10)
        )
        SessionPlaces.objects.filter(session=stage.sessions["24_2"]).update(opened=12)
    return journey


def in_a_month(days: int = 30) -> date:
    """Never the first of a month, which a page draws as an exponent."""
    until = today() + timedelta(days=days)
    return until if until.day > 1 else until + timedelta(days=1)


def section(text: str, identifier: str) -> str:
    part = text.split(f'id="{identifier}"')
    return part[1].split("</section>")[0] if len(part) > 1 else ""


def followed_by(stage: Stage, journey: Journey) -> Journey:
    """The next stage, opened and proposed by the pages."""
    stage.send(of(journey, "suite/"), occupation="", on=today().isoformat())
    with acting_as(MACHINE):
        following = Journey.objects.get(follows=journey)
        training = Session.objects.get(pk=stage.sessions["24_2"]).triplet
    stage.send(
        of(following, f"proposer/{training.training}/{training.training_action}/{training.session}/"),
        on=today().isoformat(), why="",
    )  # fmt: skip
    return following


def test_a_suite_is_prepared_until_its_seat_is_held(stage: Stage) -> None:
    journey = ending_soon(stage, "Yanis Ouali")
    assert "aucune place tenue après" in column(stage.get(DESK), "a-faire")
    assert "Yanis Ouali" in section(stage.get(ENDING), "none")
    following = followed_by(stage, journey)
    assert "aucune place tenue après" in column(stage.get(DESK), "a-faire"), "a project holds no seat"
    assert "Yanis Ouali" in section(stage.get(ENDING), "open")
    until = in_a_month()
    told = stage.send(of(following, "reserver/"), seat_until=until.isoformat())
    assert f"Une place est tenue pour Yanis Ouali jusqu’au {plain(format_day(until))}." in told
    assert "En formation" in told
    assert "Place réservée" in told
    assert "aucune place tenue après" not in stage.get(DESK)
    told = section(stage.get(ENDING), "held")
    assert "Yanis Ouali" in told
    assert f"tenue jusqu’au {plain(format_day(until))}" in told


def test_the_provider_sees_until_when_a_seat_is_held_and_moves_it(stage: Stage) -> None:
    following = followed_by(stage, ending_soon(stage, "Yanis Ouali"))
    until = in_a_month()
    stage.send(of(following, "reserver/"), seat_until=until.isoformat())
    with acting_as(MACHINE):
        triplet = Session.objects.get(pk=stage.sessions["24_2"]).triplet
    people = f"/sessions/{triplet.training}/{triplet.training_action}/{triplet.session}/candidats/"
    told = stage.get(people, "provider")
    assert "Place réservée" in told
    assert f"place tenue jusqu’au {plain(format_day(until))}" in told
    later = in_a_month(44)
    act = {"qui": [str(following.key)], "on": today().isoformat()}
    stage.send(f"{people}reservation/", "provider", **act, seat_until=later.isoformat(), enters_on=later.isoformat())
    assert f"entrée souhaitée le {plain(format_day(later))}" in stage.get(people, "provider")
    stage.send(f"{people}admission/", "provider", **act)
    with acting_as(MACHINE):
        assert stage.again(following).state == "admitted"


@pytest.mark.parametrize(
    ("days", "enters", "why"),
    [(-1, None, "Ce jour est passé"), (400, None, "six mois au plus"), (10, 20, "après le dernier jour")],
)
def test_a_hold_that_makes_no_sense_is_said(stage: Stage, days: int, enters: int | None, why: str) -> None:
    following = followed_by(stage, ending_soon(stage, "Yanis Ouali"))
    given = {"seat_until": (today() + timedelta(days=days)).isoformat()}
    if enters is not None:
        given["enters_on"] = (today() + timedelta(days=enters)).isoformat()
    assert why in stage.refused(of(following, "reserver/"), **given)
    with acting_as(MACHINE):
        assert not Step.objects.filter(journey=following, kind=K.SEAT_RESERVED).exists()


def test_no_seat_is_held_without_a_proposed_session(stage: Stage) -> None:
    journey = stage.somebody("Nadège Gaillard")
    told = stage.refused(of(journey, "reserver/"), status=409, seat_until=today().isoformat())
    assert "Proposez-lui d’abord une session" in told


def test_another_body_reads_none_of_it(stage: Stage) -> None:
    """Another network of the pact, and another Region."""
    following = followed_by(stage, ending_soon(stage, "Yanis Ouali"))
    another_network(stage)
    for part in ("intruder", "lead"):
        stage.get(of(following, "reserver/"), part, status=404)
    assert "Yanis Ouali" not in stage.get(ENDING, "lead")


def test_the_person_reads_what_comes_after_and_until_when(stage: Stage) -> None:
    following = followed_by(stage, ending_soon(stage, "Yanis Ouali"))
    until = in_a_month()
    stage.send(of(following, "reserver/"), seat_until=until.isoformat())
    with acting_as(stage.cast["adviser"].actor) as adviser:
        made = make_journey_link(
            actor=adviser, learner=following.learner, body=stage.cast.network, channel=Channel.LETTER
        )
    told = plain(stage.client("adviser").get(journey_path(made.secret)).content.decode())
    assert "Vous êtes en formation" in told
    assert f"Votre place est tenue jusqu’au {plain(format_day(until))}" in told.split("Et après")[1]


def test_waiting_lists_are_read_together_by_nature_commune_and_level(stage: Stage) -> None:
    for name, diploma in (("Nadège Gaillard", 1), ("Hugo Exemple", 4)):
        stage.somebody(name, K.PROPOSED, K.INFORMATION_ATTENDED, K.WAITING_LISTED, diploma=diploma)
    for part in ("pilot", "buyer", "provider", "adviser"):
        told = stage.get(WAITING, part)
        assert "2 personnes attendent une place" in told, part
        assert "Nadège" not in told
    stage.get(WAITING, "lead", status=404)
    another_network(stage)
    assert "Personne n’est en liste d’attente" in stage.get(WAITING, "lead")
    rows = stage.client("pilot").get("/comptes/listes-d-attente.csv").content.decode("utf-8-sig")
    assert "Vierzon;2;1;1;0;0;1" in rows.replace('"', "")
