"""A validation of experience on its pages: missing blocks lead to sessions, and what is private stays with who follows.

Two bodies wherever a right is tried: the network and the provider of the person.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.urls import reverse

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey
from pacte.journeys.records import StepKind
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.offer.models import Session, Training
from pacte.procedures.models import Case
from pacte.procedures.services import move_case, open_case
from tests.cast import MACHINE
from tests.journeys.making import session_with, somebody, walk
from tests.kept import kept_for_module
from tests.procedures.validation_stage import FLAT, PIPES, validation_stage
from tests.web.plan_stage import Stage, plain

pytestmark = pytest.mark.django_db
kept_stage = kept_for_module(validation_stage)


@pytest.fixture(autouse=True)
def _password_is_enough(settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False


@pytest.fixture
def journey(stage: Stage) -> Journey:
    """Somebody of the network, admitted to a session of the provider; another session begins in a month."""
    made, session = somebody(stage.cast), session_with(stage.cast)
    walk(stage.cast["adviser"].actor, made, session, StepKind.PROPOSED, StepKind.INFORMATION_ATTENDED,
         StepKind.ADMITTED)  # fmt: skip
    later = session_with(stage.cast, number="24_2")
    with acting_as(MACHINE):
        Training.objects.filter(number="F24_2").update(title="Tubes sous pression", certifications=[{"rncp": "34502"}])
        Session.objects.filter(pk=later.pk).update(starts_on=today() + timedelta(days=30), ends_on=None)
        made.refresh_from_db()
    return made


def follow(stage: Stage, number: int, procedure: str, values: dict[str, object], *moves: str) -> Case:
    with acting_as(MACHINE):
        case = open_case(
            actor=MACHINE, plan=stage.plan, number=ActionCode(number), procedure_code=procedure, title="VAE",
            on=today(), values=values, body=stage.cast.network,
        )  # fmt: skip
        for each in moves:
            move_case(actor=MACHINE, case=case, transition=each, on=today())
    return case


def page_of(stage: Stage, part: str, journey: Journey) -> str:
    urls = {
        "adviser": f"/mes-personnes/{journey.learner.key}/",
        "provider": f"/sessions/F24_1/A24_1/24_1/stagiaire/{journey.key}/",
    }
    answer = stage.client(part).get(urls[part])
    assert answer.status_code == 200, answer.content.decode()[-1500:]
    return plain(answer.content.decode())


def test_a_partial_validation_shows_where_the_missing_block_is_prepared_and_a_person_decides(
    stage: Stage, journey: Journey
) -> None:
    on = today().isoformat()
    case = follow(
        stage, 7, "experience_validation",
        {"journey": str(journey.key), "contact": "A. Martin", "certification": "RNCP34502", "mode": "hybrid",
         "experience_years": 4, "admissibility_asked_on": on, "admissible_on": on, "jury_on": on,
         "validated_blocks": [FLAT], "missing_blocks": [PIPES]},
        "ask_admissibility", "admit", "set_jury", "validate_partly",
    )  # fmt: skip
    instructor = plain(stage.client("pilot").get(stage.address(f"dossiers/{case.number}/")).content.decode())
    for words in ("Où préparer les blocs manquants", "Tubes sous pression", "Donne tout ce qui manque"):
        assert words in instructor
    adviser = page_of(stage, "adviser", journey)
    assert "Tubes sous pression" in adviser
    assert "blocs à compléter" in adviser
    figures = plain(
        stage.client("pilot").get(stage.address("dossiers/procedure/experience_validation/")).content.decode()
    )
    assert "Ce que donne chaque mode" in figures
    assert "VAE accélérée" in figures


def test_nothing_says_to_who_trains_the_person_that_they_are_a_refugee(stage: Stage, journey: Journey) -> None:
    values = {"journey": str(journey.key), "contact": "A. Martin", "origin": "refugee", "consent": True,
              "foreign_diploma": "Licence de gestion", "naric_answer": "level", "naric_level": 6}  # fmt: skip
    case = follow(stage, 11, "cohort_validation", values, "identify")
    for part in ("adviser", "provider"):
        page = page_of(stage, part, journey)
        assert "Cohorte de VAE accompagnée" in page
        for private in ("réfugié", "ENIC", "Licence de gestion", "Niveau reconnu"):
            assert private not in page, (part, private)
    for part in ("provider", "analyst", "partner", "intruder"):
        assert stage.client(part).get(stage.address(f"dossiers/{case.number}/")).status_code == 404, part
    instructor = plain(stage.client("pilot").get(stage.address(f"dossiers/{case.number}/")).content.decode())
    assert "Licence de gestion" in instructor


def test_the_adviser_finds_whom_to_propose_and_begins_the_file_from_the_list(stage: Stage, journey: Journey) -> None:
    with acting_as(MACHINE):
        Journey.objects.filter(pk=journey.pk).update(job="subsidised", job_until=today() + timedelta(weeks=5))
    address = reverse("advisers:cohort") + "?qui=agence"
    html = stage.client("adviser").get(address).content.decode()
    assert "contrat aidé" in plain(html)
    assert f"cohort_validation/?parcours={journey.key}" in html
    follow(stage, 11, "cohort_validation",
           {"journey": str(journey.key), "contact": "A.", "origin": "subsidised_contract",
            "contract_ends_on": today().isoformat()}, "identify")  # fmt: skip
    assert "repéré" in plain(stage.client("adviser").get(address).content.decode())
    assert stage.client("provider").get(address).status_code == 404
