"""Orientation in three clicks: reasons are shown, a person decides, each answer of the rule can be computed again."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from random import Random

import pytest
from django.test import Client
from pypdf import PdfReader

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Recommendation
from pacte.journeys.queries.recommendations import replay_recommendation
from pacte.journeys.records import Channel, StepKind
from pacte.journeys.records.orientation import CandidateSession, OrientationProfile
from pacte.journeys.rules.learner_wording import in_second_person
from pacte.journeys.rules.links import journey_path
from pacte.journeys.rules.orientation import BY_DATE, orientation_digest, score_sessions
from pacte.journeys.services import make_journey_link
from pacte.kernel.clock import today
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
