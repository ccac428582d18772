"""Somebody is oriented to a module, enters it and is attested there; its block is certified apart, no other one is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Step
from pacte.journeys.records import StepKind as K
from pacte.journeys.services import StepInput
from pacte.kernel.actor import NOBODY
from pacte.kernel.errors import ValidationError
from pacte.offer.models import Module, ModuleSession
from pacte.offer.queries import training_detail
from pacte.offer.records import AttestationItem, Issuer
from pacte.offer.services import set_modules
from pacte.reference.models import CertificationVersion
from pacte.web.pages.search.training_facts import place_facts
from pacte.web.pages.sessions.training_descriptions_page import format_modules, parse_modules
from pacte.workflows.record_journey_step import record_journey_step
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.offer.test_module_sessions import FLAT, FLAT_BLOCK, PIPES, PIPES_BLOCK, welding
from tests.web.supply_stage import VIERZON, Stage, body, supply_stage
from tests.web.training_stage import MONDAY, PEOPLE, PRESENCES, again, on_the_way, sheet

pytestmark = pytest.mark.django_db
MODULE_PAGE = f"{VIERZON}module/"
SAID = "module « Souder des tubes », 70 h"


@pytest.fixture(autouse=True)
def _password_alone(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


def stage_with_modules() -> Stage:
    stage = supply_stage()
    with acting_as(stage.offer.cast["provider"].actor) as provider:
        set_modules(actor=provider, training=welding(), items=[FLAT, PIPES])
    with acting_as(MACHINE):
        CertificationVersion.objects.create(
            code="RNCP34502", edition=date(2021, 1, 1), register="RNCP", title="Soudeur", plain_title="soudeur",
            blocks=[{"code": FLAT_BLOCK, "label": "À plat"}, {"code": PIPES_BLOCK, "label": "Des tubes"}],
        )  # fmt: skip
    return stage


kept_stage = kept_for_module(stage_with_modules)


def choose(stage: Stage, title: str = PIPES.title) -> str:
    with acting_as(MACHINE):
        return stage.send("provider", MODULE_PAGE, {"module": str(Module.objects.get(title=title).pk)})


def act(stage: Stage, verb: str, key: object, **values: object) -> str:
    return stage.send("provider", f"{PEOPLE}{verb}/", {"qui": [str(key)], "on": MONDAY.isoformat(), **values})


def test_a_person_enters_a_module_and_what_is_attested_and_certified_stay_two_things(stage: Stage) -> None:
    assert "Cette session est celle de ce module." in choose(stage)
    assert SAID in stage.get("", VIERZON)
    with acting_as(NOBODY):
        action = training_detail(actor=NOBODY, number="24_118402").actions[0]
    assert SAID in place_facts(action, date(2020, 12, 1))["sessions"][0]["dates"]
    journey = on_the_way(stage, "Inès", K.INFORMATION_ATTENDED)
    assert SAID in stage.get("adviser", f"/mes-personnes/{journey.learner.key}/")
    assert SAID in act(stage, "admission", journey.key)
    act(stage, "entree", journey.key)
    assert "1 semaine signée." in stage.send("provider", PRESENCES, sheet(journey))
    assert again(journey).minutes_realised == 2100
    form = stage.get("provider", f"{PEOPLE}competences/")
    assert "souder un tube" in form
    assert "lire un plan" not in form
    act(stage, "competences", journey.key, things=["souder un tube"])
    told = stage.get("provider", f"{PEOPLE}blocs/")
    assert PIPES_BLOCK in told
    assert FLAT_BLOCK not in told
    act(stage, "blocs", journey.key, things=[PIPES_BLOCK])
    with acting_as(MACHINE):
        steps = Step.objects.filter(journey=journey, kind__in=(K.COMPETENCE_ATTESTED, K.BLOCK_CERTIFIED))
        assert [each.detail for each in steps.order_by("pk")] == [
            {"competence": "souder un tube"}, {"block": PIPES_BLOCK},
        ]  # fmt: skip


def test_the_block_of_the_other_module_is_refused_by_the_form_and_by_a_message(stage: Stage) -> None:
    choose(stage)
    journey = on_the_way(stage, "Inès", K.INFORMATION_ATTENDED)
    act(stage, "admission", journey.key)
    act(stage, "entree", journey.key)
    sent = {"qui": [str(journey.key)], "on": MONDAY.isoformat(), "things": [FLAT_BLOCK]}
    assert stage.client("provider").post(f"{PEOPLE}blocs/", sent).status_code == 422
    given = StepInput(K.BLOCK_CERTIFIED, MONDAY, detail={"block": FLAT_BLOCK})
    with (
        acting_as(stage.offer.cast["provider"].actor) as provider,
        pytest.raises(ValidationError, match="le seul module"),
    ):
        record_journey_step(actor=provider, key=journey.key, step_input=given)


def test_the_module_of_a_session_no_longer_changes_once_somebody_is_oriented_there(stage: Stage) -> None:
    on_the_way(stage, "Inès")
    with acting_as(MACHINE):
        module = Module.objects.get(title=FLAT.title)
    answer = stage.client("provider").post(MODULE_PAGE, {"module": str(module.pk)})
    assert "orienté vers cette session" in body(answer)
    with acting_as(MACHINE):
        assert not ModuleSession.objects.exists()


def test_an_attestation_keeps_the_code_of_its_module_and_no_other(stage: Stage) -> None:
    """Typed by the provider on the sheet; a code that a message claims is not taken."""
    coded = replace(PIPES, attestations=(AttestationItem("souder un tube", Issuer.EMPLOYER, "106259"),))
    parsed = parse_modules(format_modules([FLAT, coded]), [FLAT, PIPES])
    assert parsed == [FLAT, coded]
    with acting_as(stage.offer.cast["provider"].actor) as provider:
        set_modules(actor=provider, training=welding(), items=parsed)
    choose(stage)
    journey = on_the_way(stage, "Inès", K.INFORMATION_ATTENDED)
    act(stage, "admission", journey.key)
    act(stage, "entree", journey.key)
    claimed = {"competence": "souder un tube", "competence_code": "1"}
    with acting_as(stage.offer.cast["provider"].actor) as provider:
        record_journey_step(
            actor=provider, key=journey.key, step_input=StepInput(K.COMPETENCE_ATTESTED, MONDAY, detail=claimed)
        )
    with acting_as(MACHINE):
        assert Step.objects.latest("pk").detail == {"competence": "souder un tube", "competence_code": "106259"}
