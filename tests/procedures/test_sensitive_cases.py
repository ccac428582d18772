"""A case that says something private of a person: who names that person, who reads it, and what it proves at its date.

Two bodies wherever a right is tried: the network and the provider of the person, another provider of the same pact.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from pacte.accounts.row_context import acting_as
from pacte.evaluation.models import TargetReading
from pacte.evaluation.queries.target_readings import target_reading
from pacte.evaluation.rules.target_readings import is_target_reached
from pacte.evaluation.services import open_experiment, write_protocol
from pacte.evaluation.services.target_readings import record_target_readings
from pacte.journeys.models import Journey
from pacte.journeys.records import StepKind as K
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import now, today
from pacte.kernel.errors import NotFound, ValidationError
from pacte.plan.records import Lead
from pacte.procedures.models import Case, CaseEvent
from pacte.procedures.queries import case_by_number
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.services import move_case, open_case, update_case_fields
from pacte.procedures.services.applications import begin_application, save_section, send_application
from tests.cast import MACHINE, hire_buyer
from tests.evaluation.sheets import whole_sheet
from tests.journeys.making import session_with, somebody, walk
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.procedures.walks import OPENED
from tests.web.plan_stage import Stage, staged

pytestmark = pytest.mark.django_db
CODE, NUMBER = "completion_with_adaptation", ActionCode(24)
NEED = {"public": "disability", "needs": ["pace"], "wished_on": "2021-02-01"}
kept_stage = kept_for_module(
    lambda: staged(
        small_plan(row("A24", NUMBER, leads=(Lead("Région"),), figures=(target(CODE, 80, indicator_code=CODE),)))
    )
)


@pytest.fixture
def journey(stage: Stage) -> Journey:
    """Somebody of the network, in training with the provider."""
    made, session = somebody(stage.cast), session_with(stage.cast)
    walk(stage.cast["adviser"].actor, made, session, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
    with acting_as(MACHINE):
        made.refresh_from_db()
    return made


def ask(stage: Stage, part: str, journey: str) -> Case:
    """The need of that journey, said from an account in the name of its organisation."""
    member = stage.cast[part]
    with acting_as(member.actor) as actor:
        draft = begin_application(
            actor=actor, plan=stage.plan, number=NUMBER, procedure_code="adaptation_request", key=uuid4(),
            body=member.organisation,
        )  # fmt: skip
        from_form = {each.code: each for each in procedure_by_code("adaptation_request").form}
        training = {"journey": journey, "session": "24_1", "contact": "A. Martin"}
        save_section(actor=actor, application=draft, section=from_form["training"], values=training, title="Pour Inès")
        draft = save_section(actor=actor, application=draft, section=from_form["need"], values=NEED)
        return send_application(actor=actor, application=draft, arrived_at=now())


def seen(actor: Actor, case: Case) -> tuple[bool, bool]:
    """Whether row-level security shows the case, and what is written in it."""
    with acting_as(actor):
        return Case.objects.filter(pk=case.pk).exists(), CaseEvent.objects.filter(case_id=case.pk).exists()


def test_who_asks_names_only_somebody_whom_they_follow(stage: Stage, journey: Journey) -> None:
    with acting_as(MACHINE):
        stranger = hire_buyer(stage.cast.region, stage.cast.state, "conseil@exemple.fr", role=Role.ADVISER)
        stage.cast.members["stranger"] = stranger
    for part, key in (("stranger", str(journey.key)), ("adviser", str(uuid4())), ("adviser", "Inès Distribution")):
        with pytest.raises(ValidationError) as refused:
            ask(stage, part, key)
        assert refused.value.code == "form_errors", part
    for part in ("adviser", "provider"):
        case = ask(stage, part, str(journey.key))
        assert case.journey_key == journey.key
        assert "Inès" not in case.title, "a title is read in lists and in the audit"


def test_the_case_is_read_by_the_referents_and_by_those_who_follow_the_person(stage: Stage, journey: Journey) -> None:
    case = ask(stage, "adviser", str(journey.key))
    readers = {part for part in stage.cast.members if seen(stage.cast[part].actor, case)[0]}
    assert {"adviser", "provider", "pilot", "lead"} <= readers
    assert not readers & {"intruder", "administrator", "analyst", "buyer", "finance", "state_reader", "auditor"}
    assert seen(stage.cast["provider"].actor, case) == (True, True)
    assert seen(stage.cast["auditor"].actor, case) == (False, False)
    with acting_as(MACHINE):
        other = hire_buyer(stage.cast.region, stage.cast.state, "autre@exemple.fr", role=Role.PROVIDER)
    assert seen(other.actor, case) == (False, False), "another provider of the same pact"
    given = {"plan": stage.plan, "number": case.number, "on": today()}
    for part in ("auditor", "state_reader", "finance", "intruder", "partner"):
        with acting_as(stage.cast[part].actor) as actor, pytest.raises(NotFound):
            case_by_number(actor=actor, **given)
    with acting_as(stage.cast["pilot"].actor) as actor:
        assert case_by_number(actor=actor, **given).case == case


def test_a_case_opened_from_paper_is_as_private_and_its_referent_names_a_known_journey(
    stage: Stage, journey: Journey
) -> None:
    with acting_as(stage.cast["pilot"].actor) as pilot:
        case = open_case(
            actor=pilot, plan=stage.plan, number=NUMBER, procedure_code="adaptation_request", title="Inès", on=today()
        )
        with pytest.raises(ValidationError):
            update_case_fields(actor=pilot, case=case, title="", values={"journey": str(uuid4())}, on=today())
        update_case_fields(actor=pilot, case=case, title="Inès", values={"journey": str(journey.key)}, on=today())
    assert "Inès" not in case.title
    assert not seen(stage.cast["auditor"].actor, case)[0]
    assert seen(stage.cast["adviser"].actor, case)[0]


def test_the_rule_is_sealed_by_the_first_adaptation_and_computed_once_at_its_date(
    stage: Stage, journey: Journey
) -> None:
    end_on = today() + timedelta(days=10)
    given = {"actor": MACHINE, "on": OPENED}
    with acting_as(MACHINE):
        sheet = open_experiment(**given, plan=stage.plan, number=NUMBER, title="Étendre ?", owner=None)
        content = whole_sheet(indicator_code=CODE, end_on=end_on, target_value=Decimal(80), baseline_value=Decimal(60))
        write_protocol(**given, experiment=sheet, content=content)
        assert record_target_readings(actor=MACHINE, on=today()) == 0, "nothing has begun"
        case = open_case(
            **given, plan=stage.plan, number=NUMBER, procedure_code="adaptation_request", title="Essai",
            values={**NEED, "journey": str(journey.key), "referent": "A", "adaptation_plan": "B", "payer": "none"},
        )  # fmt: skip
        for step in ("entrust", "plan", "take_effect"):
            move_case(actor=MACHINE, case=case, transition=step, on=OPENED + timedelta(days=7))
        assert record_target_readings(actor=MACHINE, on=today()) == 0, "its date is not past"
        sheet.refresh_from_db()
        assert sheet.locked_on == OPENED + timedelta(days=7)
        night = end_on + timedelta(days=1)
        assert record_target_readings(actor=MACHINE, on=night) == 1
        assert record_target_readings(actor=MACHINE, on=night) == 0, "once"
        reading = target_reading(actor=MACHINE, experiment_id=sheet.pk)
        assert reading is not None
        assert (reading.due_on, reading.is_reached, reading.count) == (end_on, None, None), "one person tells nothing"
    with acting_as(stage.cast["intruder"].actor):
        assert not TargetReading.objects.exists()


def test_a_threshold_is_reached_or_not_and_too_few_people_tell_nothing() -> None:
    rule = whole_sheet(target_value=Decimal(80), baseline_value=Decimal(60))
    assert is_target_reached(rule, 16, 20) is True
    assert is_target_reached(rule, 15, 20) is False
    assert is_target_reached(rule, 10, 10) is None
    assert is_target_reached(whole_sheet(target_value=None), 16, 20) is None
    less = whole_sheet(target_value=Decimal(10), baseline_value=Decimal(25))
    assert is_target_reached(less, 2, 20) is True
