"""Desk of an adviser, « Qui attend un geste de moi ?

»: three columns, one verb per line, changes, free seats, filters.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pacte.accounts.row_context import acting_as
from pacte.accounts.services import create_substitution
from pacte.journeys.records import StepKind
from pacte.journeys.services import StepInput, assign_referent
from pacte.kernel.clock import today
from pacte.workflows.record_journey_step import record_journey_step
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import Stage, advising_stage

pytestmark = pytest.mark.django_db
K = StepKind
DESK = "/mes-personnes/bureau/"


@pytest.fixture(autouse=True)
def _password_alone(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


kept_stage = kept_for_module(advising_stage)


def column(told: str, key: str) -> str:
    """HTML of one column of the page."""
    return told.split(f'id="{key}"')[1].split("</section>")[0].split("Silence au bout")[0]


def test_each_person_stands_in_one_column_with_one_verb(stage: Stage) -> None:
    stage.somebody("Nadège Gaillard")
    stage.somebody("Sofia Marques", K.PROPOSED, K.INFORMATION_ATTENDED, K.NOT_KEPT)
    stage.somebody("Mathis Thibault", K.PROPOSED, K.INFORMATION_ATTENDED)
    stage.somebody("Élodie Blanc", days_ago=61)
    told = stage.get(DESK)
    assert "Nadège Gaillard" in column(told, "a-faire")
    assert "Proposer une formation" in column(told, "a-faire")
    assert "Sofia Marques" in column(told, "a-faire")
    assert "Proposer une suite" in column(told, "a-faire")
    assert "Mathis Thibault" in column(told, "en-attente")
    assert "Demander la décision" in column(told, "en-attente")
    assert "Élodie Blanc" in column(told, "sans-nouvelles")
    assert "61 jours" in column(told, "sans-nouvelles")
    assert "2 personnes aujourd’hui. Une n’a plus donné de nouvelles." in told


def test_the_delay_of_silence_is_chosen_and_stays_chosen(stage: Stage) -> None:
    stage.somebody("Fatou Sarr", K.PROPOSED, days_ago=9)
    assert "Fatou Sarr" in column(stage.get(DESK), "sans-nouvelles")
    stage.get(DESK + "?silence=15")
    assert "Fatou Sarr" in column(stage.get(DESK), "en-attente")


def test_a_decision_that_a_provider_owes_is_never_silence_of_the_person(stage: Stage) -> None:
    stage.somebody("Omar Haddad", K.PROPOSED, K.INFORMATION_ATTENDED, days_ago=40)
    assert "Omar Haddad" in column(stage.get(DESK), "en-attente")


def test_a_session_cancelled_asks_for_a_seat_first(stage: Stage) -> None:
    stage.somebody("Nadège Gaillard", days_ago=30, seen_days_ago=1)
    journey = stage.somebody("Sofia Marques", K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
    with acting_as(MACHINE):
        record_journey_step(
            actor=MACHINE, key=journey.key, step_input=StepInput(K.SESSION_CANCELLED, today(), session_id=None)
        )
    told = column(stage.get(DESK), "a-faire")
    assert told.index("Sofia Marques") < told.index("Nadège Gaillard")
    assert "Proposer une place" in told


def test_what_others_recorded_since_yesterday_is_told(stage: Stage) -> None:
    journey = stage.somebody("Kevin Moreau", K.PROPOSED)
    stage.somebody("Nadège Gaillard")
    provider = stage.cast["provider"].actor
    with acting_as(provider):
        for kind in (K.INFORMATION_ATTENDED, K.ADMITTED):
            record_journey_step(
                actor=provider, key=journey.key, step_input=StepInput(kind, today(), session_id=stage.sessions["24_1"])
            )
    told = stage.get(DESK).split("depuis hier")[1].split("</section>")[0]
    assert "1 · Admission" in told
    assert "Kevin Moreau" in told
    assert "Nadège Gaillard" not in told


def test_free_seats_near_are_shown_with_reasons_and_nothing_is_sent(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali")
    told = stage.get(DESK).split("Places libres pour mes personnes")[1]
    assert "Soudeur assembleur industriel" in told
    assert "Inès B." in told
    assert "mène au métier visé" in told
    assert "Tours" not in told
    assert stage.again(journey).state == "open"


def test_an_adviser_looks_at_their_own_their_agency_and_whom_they_replace(stage: Stage) -> None:
    stage.somebody("Inès Benali")
    other = stage.somebody("Amadou Diarra")
    colleague = stage.cast["visitor"].person
    adviser = stage.cast["adviser"]
    with acting_as(adviser.actor) as actor:
        assign_referent(
            actor=actor, learner=other.learner, body=adviser.organisation, person=colleague, on=today(), reason="P."
        )
    assert "Amadou Diarra" not in stage.get(DESK)
    assert "Amadou Diarra" in stage.get(DESK + "?qui=agence")
    assert "En remplacement" not in stage.get(DESK)
    with acting_as(MACHINE):
        create_substitution(
            actor=MACHINE, person=colleague, substitute=adviser.person, host=stage.cast.region, valid_from=today(),
            valid_until=today() + timedelta(days=7), reason="Congé",
        )  # fmt: skip
    told = stage.get(DESK + f"?qui=remplacees-{colleague.pk}")
    assert "En remplacement de Visitor" in told
    assert "Amadou Diarra" in told
    assert "Inès Benali" not in column(told, "a-faire")


@pytest.mark.parametrize("part", ["pilot", "provider", "buyer", "auditor", "partner", "intruder", "lead"])
def test_the_desk_and_the_people_are_for_advisers_alone(stage: Stage, part: str) -> None:
    stage.get(DESK, part=part, status=404)
    stage.get("/mes-personnes/", part=part, status=404)


def test_queries_do_not_grow_with_people(stage: Stage) -> None:
    def count(url: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            stage.get(url)
        return len(seen)

    def crowd(size: int) -> None:
        for rank in range(size):
            stage.somebody(f"Inès{rank} Benali", *((K.PROPOSED,), (), (K.PROPOSED, K.INFORMATION_ATTENDED))[rank % 3])

    stage.get(DESK)
    crowd(3)
    urls = (DESK, DESK + "?qui=agence", "/mes-personnes/?qui=agence")
    few = [count(url) for url in urls]
    crowd(9)
    assert [count(url) for url in urls] == few
