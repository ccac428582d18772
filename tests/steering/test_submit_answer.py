"""All the changes of an answer are written in one act, or none; a refusal names the wrong field."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from pacte.accounts.row_context import acting_as
from pacte.kernel.clock import today
from pacte.steering.models import Milestone, Risk
from pacte.steering.records import RiskLevel, RoundTopic
from pacte.steering.services.answers import AnswerInput, save_answer, send_answer
from pacte.steering.services.milestones import set_milestone, wait_for_milestone
from pacte.steering.services.risks import open_risk
from pacte.steering.services.submit_answer import AnswerChange, RefusedChange, submit_answer
from tests.cast import MACHINE
from tests.steering.round_stage import RoundStage, round_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(db: None) -> RoundStage:
    return round_stage(on=today(), due_on=today() + timedelta(days=10), committee_on=today() + timedelta(days=20))


def _risk(title: str) -> AnswerChange:
    return AnswerChange("nr-title", partial(open_risk, title=title, level=RiskLevel.LOW, response=""))


def _milestone(stage: RoundStage, title: str, days: int) -> Any:
    return stage.do(set_milestone, "lead", number=1, title=title, due_on=today() + timedelta(days=days), on=today())


def test_all_changes_are_written_in_order(stage: RoundStage) -> None:
    stage.do(submit_answer, "lead", number=1, changes=[_risk("Un"), _risk("Deux")], on=today())
    with acting_as(MACHINE):
        assert list(Risk.objects.order_by("pk").values_list("title", flat=True)) == ["Un", "Deux"]


def test_one_refused_change_writes_none_and_names_its_field(stage: RoundStage) -> None:
    with pytest.raises(RefusedChange, match="Le risque n’a pas de nom") as refused:
        stage.do(submit_answer, "lead", number=1, changes=[_risk("Un"), _risk(" ")], on=today())
    assert (refused.value.field, refused.value.code) == ("nr-title", "risk_title")
    with acting_as(MACHINE):
        assert not Risk.objects.exists()


def test_a_milestone_that_waits_for_two_of_the_same_title_keeps_both(stage: RoundStage) -> None:
    one, same, last = (_milestone(stage, title, days) for title, days in (("Avis", 9), ("Avis", 19), ("Fin", 30)))
    for awaited in (one, same):
        waits = partial(wait_for_milestone, milestone_id=last.pk, awaited_id=awaited.pk)
        change = AnswerChange(f"m{last.pk}-after", waits)
        stage.do(submit_answer, "lead", number=1, changes=[change], on=today())
    with acting_as(MACHINE):
        assert set(Milestone.objects.get(pk=last.pk).depends_on.values_list("pk", flat=True)) == {one.pk, same.pk}


def test_a_round_that_asks_no_weather_wants_none(db: None) -> None:
    stage = round_stage(topics=(RoundTopic.VALUES,))
    stage.do(save_answer, "lead", number=1, answer_input=AnswerInput(progress="En cours."))
    stage.do(send_answer, "lead", number=1)
    assert stage.answer(1).has_answered
