"""What employers ask comes from the cases and the series: a need, its correction, and who may read the share."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pacte.accounts.row_context import acting_as
from pacte.indicators.queries.store import open_facts
from pacte.journeys.records import StepKind as K
from pacte.journeys.services import StepInput, record_step
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.procedures.services import open_case, update_case_fields
from tests.cast import MACHINE, gather_cast
from tests.indicators.making import Facts
from tests.journeys.making import session_with, somebody, walk
from tests.plans_at_hand import written
from tests.proofs.world import World
from tests.web.plan_stage import IN_FORCE, enforce

CODE = "expected_competences_attested"
ON = date(2021, 2, 1)


@pytest.mark.django_db
def test_a_firm_asks_for_an_occupation_then_for_another_one(tmp_path: Path) -> None:
    """Nobody is told hard to recruit for: what counts is the need of the firm, as it stands once corrected."""
    cast = gather_cast()
    with acting_as(MACHINE):
        version = written(actor=MACHINE, host=cast.region)
    enforce(version, IN_FORCE)
    facts = Facts(cast, tmp_path)
    World(cast, version.plan, tmp_path).hard_to_recruit(rome="H2913", competence_code="100007")
    attest(facts, "200001")
    with acting_as(MACHINE):
        case = open_case(
            actor=MACHINE, plan=version.plan, number=ActionCode(3), procedure_code="custom_training", title="Essai",
            on=ON, values={"applicant_firm": "Savonnerie", "occupation": "M1607"},
        )  # fmt: skip
    facts.refresh()
    assert (facts.value(CODE).numerator, facts.value(CODE).denominator) == (0, 1)
    World(cast, version.plan, tmp_path).item(rome="M1607", competence_code="200001")
    facts.refresh()
    value = facts.value(CODE)
    assert (value.numerator, value.denominator) == (1, 1)
    assert dict(value.side_counts)["demandées par un besoin enregistré"] == 1
    with acting_as(MACHINE):
        update_case_fields(actor=MACHINE, case=case, title="Essai", values={"occupation": "K1302"}, on=ON)
    facts.refresh()
    assert facts.value(CODE).numerator == 0
    with open_facts(on=today(), facts_dir=tmp_path) as connection:
        assert connection.sql("select rome from employer_needs").fetchall() == [("K1302",)]


def attest(facts: Facts, competence_code: str) -> None:
    """One competence, to somebody of twenty."""
    session = session_with(facts.cast)
    journey = somebody(facts.cast, birth_year=2001)
    walk(facts.cast["adviser"].actor, journey, session, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
    walk(facts.cast["provider"].actor, journey, session, K.ENTERED, on=date(2021, 5, 3))
    given = StepInput(K.COMPETENCE_ATTESTED, date(2021, 5, 3), detail={"competence_code": competence_code})
    with acting_as(facts.cast["provider"].actor) as provider:
        record_step(actor=provider, key=journey.key, step_input=given)
