"""A correction of an earlier step is a new line with its reason; later steps must stay valid."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey, Step
from pacte.journeys.records import JourneyState, LearnerRequestKind, StepKind
from pacte.journeys.services.learner_requests import submit_learner_request
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import Stage, advising_stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_code(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


kept_stage = kept_for_module(advising_stage)


def step(journey: Journey, kind: StepKind) -> Step:
    with acting_as(MACHINE):
        return Step.objects.filter(journey=journey, kind=kind).order_by("-pk")[0]


def url(journey: Journey, kind: StepKind) -> str:
    return f"/mes-personnes/parcours/{journey.key}/etape/{step(journey, kind).pk}/corriger/"


def test_a_step_keeps_its_line_and_the_new_one_says_why(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", StepKind.PROPOSED, days_ago=9)
    told = stage.get(f"/mes-personnes/{journey.learner.key}/")
    assert url(journey, StepKind.PROPOSED) in told
    on = today() - timedelta(days=8)
    page = stage.send(url(journey, StepKind.PROPOSED), kind="proposed", on=on, why="dite le lendemain")
    assert "L’étape est corrigée. Le parcours en est à : formation proposée." in page
    assert "corrigée depuis" in page
    assert "corrigée : « dite le lendemain »" in page
    with acting_as(MACHINE):
        first, second = Step.objects.filter(journey=journey, kind=StepKind.PROPOSED).order_by("pk")
    assert (second.corrects_id, second.happened_on, second.session_id) == (first.pk, on, first.session_id)
    assert stage.again(journey).state_on == on


def test_another_kind_may_take_its_place_when_nothing_depends_on_it(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", StepKind.PROPOSED, StepKind.ADMITTED)
    on = step(journey, StepKind.ADMITTED).happened_on
    stage.send(url(journey, StepKind.ADMITTED), kind="waiting_listed", on=on, why="erreur de ligne")
    assert stage.again(journey).state == JourneyState.WAITING


def test_a_step_on_which_a_later_one_depends_is_not_taken_away(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", StepKind.PROPOSED, StepKind.ADMITTED)
    on = step(journey, StepKind.PROPOSED).happened_on
    page = stage.refused(url(journey, StepKind.PROPOSED), kind="retirer", on=on, why="jamais proposée")
    assert "« Admission »" in page
    assert "Corrigez d’abord la plus récente." in page
    stage.send(url(journey, StepKind.ADMITTED), kind="retirer", on=on, why="mauvaise personne")
    assert stage.again(journey).state == JourneyState.PROPOSED
    stage.send(url(journey, StepKind.PROPOSED), kind="retirer", on=on, why="mauvaise personne")
    assert stage.again(journey).state == JourneyState.OPEN


def test_a_step_corrected_already_and_one_of_the_machine_have_no_page(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", StepKind.PROPOSED)
    address = url(journey, StepKind.PROPOSED)
    stage.send(address, kind="proposed", on=today(), why="aujourd’hui")
    stage.get(address, status=404)


def test_what_a_person_asked_by_their_link_is_the_first_thing_of_the_desk(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", StepKind.PROPOSED)
    by_link = Actor(learner_id=journey.learner_id)
    with acting_as(by_link):
        submit_learner_request(actor=by_link, kind=LearnerRequestKind.HELP)
    page = stage.get("/mes-personnes/bureau/")
    assert "1 demande attend votre réponse." in page
    assert "Demande par son lien" in page
    assert "/demandes-des-personnes/" in page
    assert "1 demande attend votre réponse." in stage.get("/mes-personnes/bureau/?qui=agence")
