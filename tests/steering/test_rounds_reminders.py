"""Reminders 7 and 2 days before: each sent once, even after downtime, and none for an action without lead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.accounts.row_context import acting_as
from pacte.kernel.errors import PermissionDenied
from pacte.notifications.models import Notification
from pacte.steering.models import RoundAnswer
from pacte.steering.queries.assignments import round_assignments_of
from pacte.steering.records import AnswerState, RemarkKind, RoundReminder
from pacte.steering.rules.rounds import is_answer_late, reminder_due
from pacte.steering.services.handover import hand_over_rounds
from pacte.steering.services.milestones import set_milestone
from pacte.workflows.remind_leads import remind_leads
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.steering.round_stage import DUE, OPENED, RoundStage, round_stage

kept_stage = kept_for_module(round_stage)


def _remind(days_before: int) -> int:
    with acting_as(MACHINE):
        return remind_leads(actor=MACHINE, on=DUE - timedelta(days=days_before))


def _mails(stage: RoundStage, part: str) -> int:
    with acting_as(MACHINE):
        return Notification.objects.filter(person=stage.cast[part].person, kind="round.reminder").count()


@pytest.mark.django_db
def test_each_lead_is_reminded_twice_whatever_the_number_of_runs(stage: RoundStage) -> None:
    assert [_remind(left) for left in (9, 8)] == [0, 0]
    assert [_remind(left) for left in (7, 7, 6, 3)] == [2, 0, 0, 0]
    assert [_remind(left) for left in (2, 2, 1, 0, -1)] == [2, 0, 0, 0, 0]
    assert (_mails(stage, "lead"), _mails(stage, "state_lead")) == (2, 2)
    assert [(each.kind, each.about) for each in stage.answer(1).remarks] == [
        (RemarkKind.REMINDER, RoundReminder.WEEK), (RemarkKind.REMINDER, RoundReminder.LAST),
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
        held = round_assignments_of(actor=pilot, person_id=gone.pk, on=DUE)
        assert [(each.kind, each.number) for each in held] == [("answer", "1"), ("milestone", "1")]
        assert {each.organisation_id for each in held} == {stage.cast.region.pk}
        passed = {"giver": gone, "taker": heir, "holdings": held, "on": DUE, "reason": "Départ"}
        hand_over_rounds(actor=pilot, **passed)
        assert round_assignments_of(actor=pilot, person_id=gone.pk, on=DUE) == ()
        assert len(round_assignments_of(actor=pilot, person_id=heir.pk, on=DUE)) == 2
        assert RoundAnswer.objects.get(plan_action__number=1).person_id == heir.pk


@given(st.sampled_from(AnswerState), st.integers(-30, 30), st.frozensets(st.sampled_from(RoundReminder)))
def test_a_reminder_is_due_once_and_only_to_who_owes_an_answer(
    state: AnswerState, left: int, sent: frozenset[RoundReminder]
) -> None:
    on = date(2020, 11, 1)
    due_on = on + timedelta(days=left)
    found = reminder_due(state, due_on, on, sent)
    if found:
        assert found not in sent
        assert 0 <= left <= 7
        assert state not in (AnswerState.SENT, AnswerState.ACCEPTED)
        assert reminder_due(state, due_on, on, sent | {found}) is None, "twice the same day"
    assert is_answer_late(state, due_on, on) == (left < 0 and state not in (AnswerState.SENT, AnswerState.ACCEPTED))


@pytest.mark.django_db
def test_a_lead_does_not_pass_on_what_another_holds(stage: RoundStage) -> None:
    lead, state = stage.actor("lead"), stage.cast["state_lead"].person
    with acting_as(lead):
        held = round_assignments_of(actor=lead, person_id=state.pk, on=DUE)
        with pytest.raises(PermissionDenied):
            hand_over_rounds(actor=lead, giver=state, taker=stage.cast["lead"].person, holdings=held, on=DUE, reason="")


@pytest.mark.django_db
def test_who_left_the_organisation_is_asked_no_more_and_the_action_is_vacant(stage: RoundStage) -> None:
    with acting_as(MACHINE):
        stage.cast["lead"].person.memberships.update(valid_until=OPENED)
    later = OPENED + timedelta(days=1)
    assert stage.answer(1, on=OPENED).person == "Lead Distribution"
    assert stage.answer(1, on=later).is_vacant
