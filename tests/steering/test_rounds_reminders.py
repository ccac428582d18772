"""Reminders at D-7 and D-2: each goes once, even when the machine slept; the vacant action reminds nobody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.accounts.context import acting_as
from pacte.notices.models import Notice
from pacte.steering.models import Answer
from pacte.steering.queries.held import held_by
from pacte.steering.records import AnswerState, RemarkKind, Reminder
from pacte.steering.rules.rounds import is_late, reminder_due
from pacte.steering.services.handing import hand_over_rounds
from pacte.steering.services.milestones import set_milestone
from pacte.workflows.remind_leads import remind_leads
from tests.cast import MACHINE
from tests.steering.round_stage import DUE, RoundStage, round_stage


@pytest.fixture
def stage(db: None) -> RoundStage:
    return round_stage()


def _remind(days_before: int) -> int:
    with acting_as(MACHINE):
        return remind_leads(actor=MACHINE, on=DUE - timedelta(days=days_before))


def _mails(stage: RoundStage, part: str) -> int:
    with acting_as(MACHINE):
        return Notice.objects.filter(person=stage.cast[part].person, kind="round.reminder").count()


@pytest.mark.django_db
def test_each_lead_is_reminded_twice_whatever_the_number_of_runs(stage: RoundStage) -> None:
    assert [_remind(left) for left in (9, 8)] == [0, 0]
    assert [_remind(left) for left in (7, 7, 6, 3)] == [2, 0, 0, 0]
    assert [_remind(left) for left in (2, 2, 1, 0, -1)] == [2, 0, 0, 0, 0]
    assert (_mails(stage, "lead"), _mails(stage, "state_lead")) == (2, 2)
    assert [(each.kind, each.about) for each in stage.answer(1).remarks] == [
        (RemarkKind.REMINDER, Reminder.WEEK), (RemarkKind.REMINDER, Reminder.LAST),
    ]  # fmt: skip
    assert stage.answer(3).remarks == (), "nobody was reminded of the vacant action"


@pytest.mark.django_db
def test_a_day_without_the_machine_is_made_up_for(stage: RoundStage) -> None:
    assert [_remind(left) for left in (5, 1)] == [2, 2]


@pytest.mark.django_db
def test_who_answered_is_left_in_peace(stage: RoundStage) -> None:
    stage.send("lead", 1)
    assert _remind(7) == 1
    assert (_mails(stage, "lead"), _mails(stage, "state_lead")) == (0, 1)


@pytest.mark.django_db
def test_what_a_person_holds_is_handed_over_and_the_successor_is_asked(stage: RoundStage) -> None:
    pilot, gone, heir = stage.actor("pilot"), stage.cast["lead"].person, stage.cast["analyst"].person
    stage.do(set_milestone, "lead", number=1, title="Marché", due_on=DUE)
    with acting_as(pilot):
        held = held_by(actor=pilot, person_id=gone.pk)
        assert (held.answers, held.milestones) == ((("Comité de décembre 2020", 1),), ((1, "Marché"),))
        moved = hand_over_rounds(actor=pilot, plan=stage.plan, from_person_id=gone.pk, to=heir, reason="Départ")
        assert moved == 2
        assert held_by(actor=pilot, person_id=gone.pk).count == 0
        assert held_by(actor=pilot, person_id=heir.pk).count == 2
        assert Answer.objects.get(plan_action__number=1).person_id == heir.pk


@given(
    st.sampled_from(AnswerState), st.integers(-30, 30), st.frozensets(st.sampled_from(Reminder))
)
def test_a_reminder_is_due_once_and_only_to_who_owes_an_answer(
    state: AnswerState, left: int, sent: frozenset[Reminder]
) -> None:
    on = date(2020, 11, 1)
    due_on = on + timedelta(days=left)
    found = reminder_due(state, due_on, on, sent)
    if found:
        assert found not in sent
        assert 0 <= left <= 7
        assert state not in (AnswerState.SENT, AnswerState.ACCEPTED)
        assert reminder_due(state, due_on, on, sent | {found}) is None, "twice the same day"
    assert is_late(state, due_on, on) == (left < 0 and state not in (AnswerState.SENT, AnswerState.ACCEPTED))
