"""Orientation in three clicks: reasons are shown, a person decides, each answer of the rule can be computed again."""

from __future__ import annotations

import io
import json
import re
from datetime import date, timedelta
from random import Random

import pytest
from django.test import Client
from pypdf import PdfReader

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey, Recommendation
from pacte.journeys.queries.recommendations import replay_recommendation
from pacte.journeys.records import Channel, StepKind
from pacte.journeys.records.orientation import CandidateSession, OrientationProfile
from pacte.journeys.rules.learner_wording import in_second_person
from pacte.journeys.rules.links import journey_path
from pacte.journeys.rules.orientation import BY_DATE, RULE_BY_SCORE, orientation_digest, score_sessions
from pacte.journeys.services import make_journey_link
from pacte.kernel.clock import today
from pacte.offer.models import SearchRow, Session, Training
from pacte.offer.services.search import refresh_search
from pacte.reference.rules import haversine_km
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import ROME, Stage, advising_stage, body

pytestmark = pytest.mark.django_db
K = StepKind
DAY = date(2026, 11, 24)


kept_stage = kept_for_module(advising_stage)


def kept() -> Recommendation:
    with acting_as(MACHINE):
        return Recommendation.objects.order_by("-pk")[0]


def wanted(**changed: object) -> OrientationProfile:
    given = {
        "rome": ROME, "near": (), "words": "", "latitude": 47.2, "longitude": 2.1, "has_licence": None,
        "has_vehicle": None, "diploma": None, "constraints": (), "on": DAY,
    }  # fmt: skip
    return OrientationProfile(**given | changed)  # type: ignore[arg-type]


def candidate(session_id: int = 1, **changed: object) -> CandidateSession:
    given = {
        "session_id": session_id, "romes": (ROME,), "kilometres": 5.0, "starts_on": DAY + timedelta(days=30),
        "is_rolling": False, "left": 4, "level": None, "needs_licence": None, "without_car": None,
        "is_part_time": False, "is_remote": False, "nature": "certifying", "costs_nothing": None,
    }  # fmt: skip
    return CandidateSession(**given | changed)  # type: ignore[arg-type]


def order(profile: OrientationProfile, *candidates: CandidateSession) -> list[tuple[int, str]]:
    return [(each.candidate.session_id, each.tier.value) for each in score_sessions(profile, candidates)]


def codes_of(profile: OrientationProfile, one: CandidateSession) -> dict[str, int]:
    return {reason.code: reason.points for reason in score_sessions(profile, [one])[0].reasons}


def test_the_nearest_is_first_whatever_its_points_and_full_ones_are_last_of_their_part() -> None:
    far = candidate(1, kilometres=77.0, is_rolling=True, without_car=True, is_remote=True)
    near = candidate(2, kilometres=12.0, left=1, starts_on=DAY + timedelta(days=200))
    nearest_full = candidate(3, kilometres=0.0, left=0)
    trial = candidate(4, kilometres=1.0, nature="prequalifying")
    unknown = candidate(5, kilometres=None)
    assert order(wanted(has_vehicle=False), far, near, nearest_full, trial, unknown) == [
        (2, "near"), (3, "near"), (1, "further"), (5, "further"), (4, "prepare"),
    ]  # fmt: skip


def test_a_part_at_a_distance_replaces_no_travel_and_earns_nothing() -> None:
    partly = candidate(kilometres=77.0, is_remote=True)
    assert {"distance": 0, "remote_part": 0}.items() <= codes_of(wanted(), partly).items()
    assert codes_of(wanted(has_vehicle=False), partly)["way_to_find"] < 0
    wholly = candidate(kilometres=77.0, is_remote=True, is_wholly_remote=True)
    assert codes_of(wanted(), wholly)["remote"] > 0
    assert order(wanted(), wholly) == [(1, "near")]
    reading = candidate(kilometres=77.0, is_remote=True, is_wholly_remote=True, nature="literacy", romes=())
    assert codes_of(wanted(rome="", words="lire", is_first_step=True), reading)["remote_part"] == 0
    assert order(wanted(rome="", words="lire", is_first_step=True), reading) == [(1, "further")]


@pytest.mark.parametrize("kilometres", [0.0, 4.0, 31.0, 95.0])
@pytest.mark.parametrize("remote", [(False, False), (True, False), (True, True)])
def test_kilometres_are_always_said(kilometres: float, remote: tuple[bool, bool]) -> None:
    one = candidate(kilometres=kilometres, is_remote=remote[0], is_wholly_remote=remote[1])
    said = " ".join(reason.sentence for reason in score_sessions(wanted(), [one])[0].reasons)
    assert ("sur place" if kilometres == 0 else f"à {kilometres:.0f} km") in said


def test_the_answers_of_the_rule_before_replay_as_they_were_given() -> None:
    far = candidate(1, kilometres=77.0, is_remote=True, is_rolling=True)
    near = candidate(2, kilometres=25.0, starts_on=DAY + timedelta(days=200))
    before = score_sessions(wanted(), [near, far], rule=RULE_BY_SCORE)
    assert [each.candidate.session_id for each in before] == [1, 2]
    assert "remote" in {reason.code for reason in before[0].reasons}
    assert [each.candidate.session_id for each in score_sessions(wanted(), [near, far])] == [2, 1]


def test_without_an_occupation_the_list_starts_from_the_last_training(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", rome="")
    with acting_as(MACHINE):
        Training.objects.filter(number="24_20").update(formacodes=["15041"], rome_codes=[])
        refresh_search(actor=MACHINE, host_id=journey.organisation_id)
        Journey.objects.filter(pk=journey.pk).update(session=Session.objects.get(number="24_3"))
    told = stage.get(f"/mes-personnes/parcours/{journey.key}/orienter/")
    assert "D’après sa dernière formation" in told
    assert "/proposer/24_20/24_21/24_3/" in told
    assert kept().inputs["formacode"] == "15041"


def test_without_occupation_nor_training_the_list_helps_to_choose_and_is_not_empty(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", rome="")
    with acting_as(MACHINE):
        Training.objects.filter(number="24_20").update(formacodes=["15062"], rome_codes=[])
        refresh_search(actor=MACHINE, host_id=journey.organisation_id)
    told = stage.get(f"/mes-personnes/parcours/{journey.key}/orienter/")
    assert "Pour choisir son projet" in told
    assert "aide à choisir son projet" in told
    assert "/proposer/24_20/24_21/24_3/" in told


def test_all_that_matches_is_listed_and_the_total_is_a_sum(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali")
    told = stage.get(f"/mes-personnes/parcours/{journey.key}/orienter/")
    listed = {each["candidate"]["session_id"] for each in kept().candidates}
    home = kept().inputs["latitude"], kept().inputs["longitude"]
    with acting_as(MACHINE):
        rows = SearchRow.objects.filter(rome_codes__contains=[ROME], open_until__gt=today())
        matching = {row.session_id for row in rows if haversine_km(*home, row.latitude, row.longitude) < 100}
    assert listed == matching != set()
    counts = [int(count) for count in re.findall(r"(\d+) choix · (?:à 30 km|les kilomètres|avant le métier)", told)]
    assert counts
    assert re.search(rf"{sum(counts)} choix, dont \d+ à 30 km au plus", told)


def test_three_clicks_from_somebody_to_a_proposal(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali")
    first = stage.get(f"/mes-personnes/{journey.learner.key}/")
    assert f"/mes-personnes/parcours/{journey.key}/orienter/" in first
    second = stage.get(f"/mes-personnes/parcours/{journey.key}/orienter/")
    assert "mène au métier visé" in second
    assert "sur place" in second
    advice = kept()
    url = f"/mes-personnes/parcours/{journey.key}/proposer/24_00/24_01/24_1/?conseil={advice.pk}"
    assert url in second
    third = stage.get(url)
    assert "Je vous propose « Soudeur assembleur industriel », à Vierzon." in third
    assert "L. 311-3-1" in third
    stage.send(url, on=today().isoformat(), why="")
    assert (stage.again(journey).state, kept().decision) == ("proposed", "accepted")


def test_another_session_than_the_first_is_one_click_too_and_is_written_as_such(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali")
    stage.get(f"/mes-personnes/parcours/{journey.key}/orienter/")
    url = f"/mes-personnes/parcours/{journey.key}/proposer/24_10/24_11/24_2/?conseil={kept().pk}"
    stage.send(url, on=today().isoformat(), why="Sa sœur habite Bourges")
    assert (kept().decision, kept().reason) == ("modified", "Sa sœur habite Bourges")


def test_none_may_suit_and_the_free_search_stays_open(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali")
    told = stage.get(f"/mes-personnes/parcours/{journey.key}/orienter/")
    assert "Chercher librement dans tout le catalogue" in told
    stage.refused(f"/mes-personnes/parcours/{journey.key}/orienter/", conseil=kept().pk, why="")
    stage.send(f"/mes-personnes/parcours/{journey.key}/orienter/", conseil=kept().pk, why="Trop loin de l’école")
    assert (kept().decision, kept().decided_by) == ("refused", "Adviser Distribution")
    assert stage.again(journey).state == "open"


def test_a_session_found_freely_is_proposed_without_any_list(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", rome="")
    url = f"/mes-personnes/parcours/{journey.key}/proposer/24_20/24_21/24_3/"
    assert "L. 311-3-1" not in stage.get(url)
    stage.send(url, on=today().isoformat())
    assert stage.again(journey).state == "proposed"


def test_the_same_question_is_kept_once_until_it_is_decided(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali")
    for _ in range(3):
        stage.get(f"/mes-personnes/parcours/{journey.key}/orienter/")
    with acting_as(MACHINE):
        assert Recommendation.objects.count() == 1


def test_an_answer_is_explained_and_computes_again_the_same(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali")
    stage.get(f"/mes-personnes/parcours/{journey.key}/orienter/")
    url = f"/mes-personnes/parcours/{journey.key}/conseils/{kept().pk}/"
    assert "Recalculé à l’instant : identique" in stage.get(url)
    told = json.loads(stage.client().get(url + "json").content)
    assert told["sessions"][0]["score"] == sum(reason["points"] for reason in told["sessions"][0]["reasons"])
    assert "Benali" not in json.dumps(told)
    stage.get(url, part="provider", status=404)


def test_the_explanation_on_paper_says_reasons_who_decided_and_when(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali")
    stage.get(f"/mes-personnes/parcours/{journey.key}/orienter/")
    url = f"/mes-personnes/parcours/{journey.key}/conseils/{kept().pk}/pdf"
    before = _texts(stage.client().get(url).content)
    assert "Pourquoi ces formations, Inès Benali" in before
    assert "Personne n’a encore décidé" in before
    stage.send(f"/mes-personnes/parcours/{journey.key}/orienter/", conseil=kept().pk, why="Elle préfère attendre")
    after = _texts(stage.client().get(url).content)
    assert "n’a rien proposé de cette liste" in after
    assert "Elle préfère attendre" in after
    assert "Adviser Distribution" in after
    assert "points" in after


def _texts(content: bytes) -> str:
    """Text of all the pages of a PDF, on one line."""
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u202f", " ").split())


def test_switched_off_the_rule_leaves_the_order_of_dates(stage: Stage, settings: object) -> None:
    settings.ORIENTATION_RULE = "off"  # type: ignore[attr-defined]
    journey = stage.somebody("Inès Benali")
    assert "par-date" in stage.get(f"/mes-personnes/parcours/{journey.key}/orienter/")
    assert kept().rule == BY_DATE


def test_a_thousand_answers_replayed_are_identical(stage: Stage) -> None:
    chance = Random(24)
    for _ in range(1000):
        asked = wanted(
            has_licence=chance.choice((True, False, None)), diploma=chance.choice((None, 2, 3, 4)),
            constraints=tuple(chance.sample(("no_licence", "under_20_km", "part_time", "no_advance"), 2)),
        )  # fmt: skip
        found = [
            candidate(
                rank, kilometres=chance.choice((None, 3.2, 18.0, 44.1)), left=chance.choice((None, 0, 3)),
                needs_licence=chance.choice((True, False, None)), is_part_time=chance.random() < 0.5,
            )
            for rank in range(6)
        ]  # fmt: skip
        first = score_sessions(asked, found)
        assert score_sessions(asked, reversed(found)) == first
        assert orientation_digest(asked, found, "r") == orientation_digest(asked, list(found), "r")


def test_what_is_kept_replays_to_the_same_points(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", has_licence=False, diploma=3)
    stage.get(f"/mes-personnes/parcours/{journey.key}/orienter/")
    row = kept()
    assert [(each.candidate.session_id, each.score) for each in replay_recommendation(row)] == [
        (each["candidate"]["session_id"], each["score"]) for each in row.candidates
    ]
    assert row.candidates


@pytest.mark.parametrize(
    ("changed", "other", "code"),
    [
        ({"has_licence": False}, {"needs_licence": True}, "licence_lacking"),
        ({"constraints": ("under_20_km",)}, {"kilometres": 25.0}, "too_far"),
        ({"constraints": ("no_advance",)}, {"costs_nothing": False}, "to_pay"),
        ({"constraints": ("no_device",)}, {"is_remote": True}, "device"),
        ({}, {"left": 0}, "full"),
    ],
)
def test_what_does_not_fit_comes_lower_and_says_why_but_is_never_left_out(
    changed: dict[str, object], other: dict[str, object], code: str
) -> None:
    found = score_sessions(wanted(**changed), [candidate(1, **other), candidate(2)])
    assert [each.candidate.session_id for each in found] == [2, 1]
    assert code in {reason.code for reason in found[1].reasons}


def test_nothing_that_is_protected_enters_the_rule() -> None:
    fields = set(OrientationProfile.__dataclass_fields__) | set(CandidateSession.__dataclass_fields__)
    assert not fields & {"sex", "age", "birth_year", "name", "nationality", "rqth", "justice", "rsa", "network", "body"}


def test_the_person_reads_why_by_their_link(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali")
    stage.get(f"/mes-personnes/parcours/{journey.key}/orienter/")
    url = f"/mes-personnes/parcours/{journey.key}/proposer/24_00/24_01/24_1/?conseil={kept().pk}"
    stage.send(url, on=today())
    cast = stage.cast
    with acting_as(cast["adviser"].actor) as adviser:
        made = make_journey_link(actor=adviser, learner=journey.learner, body=cast.network, channel=Channel.LETTER)
    first = body(Client().get(journey_path(made.secret)))
    assert "Pourquoi cette formation ?" in first
    assert "+40 : mène au métier visé" in first
    whole = body(Client().get(f"{journey_path(made.secret)}donnees/"))
    assert "Votre conseiller vous a proposé la première." in whole
    assert "Une personne décide, jamais la règle" in whole
    assert cast["adviser"].actor.name not in whole


def test_each_reason_is_said_to_the_person_as_to_somebody() -> None:
    lacking = wanted(
        has_licence=False, has_vehicle=False, diploma=3,
        constraints=("under_20_km", "part_time", "no_device", "written_french", "basics_first", "no_advance"),
    )  # fmt: skip
    found = [
        candidate(rank, kilometres=35.0, needs_licence=True, without_car=False, costs_nothing=False, **more)
        for rank, more in enumerate(({"level": 4}, {"level": 7, "nature": "literacy"}, {"is_remote": True}))
    ]
    said = {in_second_person(reason.sentence) for each in score_sessions(lacking, found) for reason in each.reasons}
    assert {"permis demandé, que vous n’avez pas", "niveau juste au-dessus du vôtre"} <= said
    assert not [sentence for sentence in said if "personne" in sentence or "sien" in sentence]
