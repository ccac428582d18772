"""Update rounds: opened, answered, sent back, accepted, closed and frozen."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from pacte.accounts.row_context import acting_as
from pacte.audit.queries import audit_entries_about
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import PARIS
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.notifications.models import Notification
from pacte.steering.models import Round, RoundAnswer
from pacte.steering.queries.answer_detail import answer_detail
from pacte.steering.queries.desk import open_rounds, steered_versions
from pacte.steering.queries.leads import led_actions_by_version
from pacte.steering.queries.previous_answers import previous_answer
from pacte.steering.queries.rounds import (
    closed_round_snapshot,
    requested_decisions,
    round_by_id,
    round_snapshot,
    round_summaries,
)
from pacte.steering.queries.weather import weather_by_action
from pacte.steering.records import AnswerState, RemarkKind, RiskLevel, Weather
from pacte.steering.rules.serialisation import json_digest
from pacte.steering.services.answers import (
    AnswerInput,
    accept_all_answers,
    accept_answer,
    add_remark,
    return_answer,
    save_answer,
    send_answer,
)
from pacte.steering.services.milestones import set_milestone
from pacte.steering.services.risks import change_risk, close_risk, open_risk
from pacte.steering.services.rounds import close_round, move_round, open_round
from pacte.steering.services.values import declare_value
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.steering.round_stage import COMMITTEE, DUE, GOOD, OPENED, RoundStage, round_stage

pytestmark = pytest.mark.django_db


kept_stage = kept_for_module(round_stage)


def _told(stage: RoundStage, part: str) -> list[str]:
    with acting_as(MACHINE):
        return list(
            Notification.objects.filter(person=stage.cast[part].person).order_by("pk").values_list("kind", flat=True)
        )


def test_an_open_round_asks_every_action_and_shows_the_vacant_one(stage: RoundStage) -> None:
    found = stage.now()
    assert [(each.number, each.person, each.state) for each in found.answers] == [
        ("1", "Lead Distribution", AnswerState.AWAITED),
        ("2", "State_Lead Distribution", AnswerState.AWAITED),
        ("3", "", AnswerState.AWAITED),
    ]
    assert [each.number for each in found.vacant] == ["3"]
    assert _told(stage, "lead") == ["round.open"]
    assert _told(stage, "state_lead") == ["round.open"]


def test_two_rounds_are_never_open_at_once(stage: RoundStage) -> None:
    pilot = stage.actor("pilot")
    with acting_as(pilot), pytest.raises(Conflict):
        open_round(actor=pilot, plan=stage.plan, label="Un autre", due_on=DUE, committee_on=COMMITTEE, on=OPENED)


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_on": OPENED - timedelta(days=1)},
        {"committee_on": DUE - timedelta(days=1)},
        {"label": "  "},
        {"label": "x" * 201},
        {"topics": ()},
        {"numbers": (99,)},
    ],
)
def test_a_round_that_makes_no_sense_is_refused(stage: RoundStage, wrong: dict[str, object]) -> None:
    stage.do(close_round, "pilot")
    pilot = stage.actor("pilot")
    known = {"label": "Tour 2", "due_on": DUE, "committee_on": COMMITTEE, "on": OPENED} | wrong
    with acting_as(pilot), pytest.raises(ValidationError):
        open_round(actor=pilot, plan=stage.plan, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "error"), [("lead", PermissionDenied), ("auditor", PermissionDenied), ("visitor", NotFound)]
)
def test_only_the_pilot_opens_a_round(stage: RoundStage, part: str, error: type[Exception]) -> None:
    actor = stage.actor(part)
    with acting_as(actor), pytest.raises(error):
        open_round(actor=actor, plan=stage.plan, label="Un autre", due_on=DUE, committee_on=COMMITTEE, on=OPENED)


def test_a_lead_saves_then_sends_and_what_was_sent_can_still_be_mended(stage: RoundStage) -> None:
    stage.do(save_answer, "lead", number=1, answer_input=AnswerInput(weather=Weather.MIXED))
    assert stage.answer(1).state is AnswerState.STARTED
    with pytest.raises(ValidationError, match="mot"):
        stage.do(send_answer, "lead", number=1)
    stage.send("lead", 1, AnswerInput(weather=Weather.MIXED, weather_word="E3 attend.", progress="Deux sur trois."))
    stage.do(save_answer, "lead", number=1, answer_input=AnswerInput(weather=Weather.GOOD, progress="Trois sur trois."))
    answer = stage.answer(1)
    assert (answer.state, answer.weather, answer.weather_by) == (AnswerState.SENT, Weather.GOOD, "Lead Distribution")
    assert answer.progress == "Trois sur trois."


def test_an_answer_without_the_weather_that_is_asked_does_not_leave(stage: RoundStage) -> None:
    stage.do(save_answer, "lead", number=1, answer_input=AnswerInput(progress="En cours."))
    with pytest.raises(ValidationError, match="météo"):
        stage.do(send_answer, "lead", number=1)


def test_the_words_of_two_people_at_once_are_never_written_over(stage: RoundStage) -> None:
    lead = stage.actor("lead")
    with acting_as(lead):
        seen = answer_detail(actor=lead, round_id=stage.round.pk, number=ActionCode(1), on=OPENED).seen
    stage.do(save_answer, "pilot", number=1, answer_input=AnswerInput(progress="Au téléphone."), seen=seen)
    with pytest.raises(Conflict, match="gardés"):
        stage.do(save_answer, "lead", number=1, answer_input=GOOD, seen=seen)
    assert stage.answer(1).progress == "Au téléphone."


@pytest.mark.parametrize(
    ("part", "number", "error"),
    [
        ("lead", 2, PermissionDenied), ("state_lead", 1, PermissionDenied), ("auditor", 1, PermissionDenied),
        ("analyst", 3, PermissionDenied),
        ("partner", 1, NotFound), ("visitor", 1, NotFound), ("intruder", 1, NotFound), ("pilot", 9, NotFound),
    ],
)  # fmt: skip
def test_an_answer_is_for_its_lead_and_the_pilot(
    stage: RoundStage, part: str, number: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        stage.do(save_answer, part, number=number, answer_input=GOOD)


def test_the_organisation_that_leads_a_vacant_action_may_answer(stage: RoundStage) -> None:
    stage.send("observatory_lead", 3)
    assert stage.answer(3).has_answered


def test_the_pilot_sends_back_with_a_word_and_the_lead_is_told(stage: RoundStage) -> None:
    stage.send("lead", 1)
    with pytest.raises(ValidationError):
        stage.do(return_answer, "pilot", number=1, word="  ")
    stage.do(return_answer, "pilot", number=1, word="Dites quand E3 commence.")
    answer = stage.answer(1)
    assert answer.state is AnswerState.RETURNED
    assert [(each.kind, each.text) for each in answer.remarks] == [(RemarkKind.RETURN, "Dites quand E3 commence.")]
    assert _told(stage, "lead") == ["round.open", "round.return"]
    stage.send("lead", 1)
    stage.do(accept_answer, "pilot", number=1)
    with pytest.raises(Conflict):
        stage.do(save_answer, "lead", number=1, answer_input=AnswerInput(weather=Weather.ALERT, weather_word="Non."))


@pytest.mark.parametrize("judge", [accept_answer, return_answer])
def test_only_what_was_sent_is_judged(stage: RoundStage, judge: object) -> None:
    word = {"word": "Non"} if judge is return_answer else {}
    with pytest.raises(Conflict):
        stage.do(judge, "pilot", number=1, **word)
    stage.send("lead", 1)
    with pytest.raises(PermissionDenied):
        stage.do(judge, "lead", number=1, **word)


def test_all_that_was_sent_is_accepted_in_one_act(stage: RoundStage) -> None:
    stage.send("lead", 1)
    pilot = stage.actor("pilot")
    with acting_as(pilot):
        assert accept_all_answers(actor=pilot, round_id=stage.round.pk) == 1
    assert [each.state for each in stage.now().answers] == [
        AnswerState.ACCEPTED, AnswerState.AWAITED, AnswerState.AWAITED,
    ]  # fmt: skip


def test_a_remark_beside_a_figure_touches_nothing(stage: RoundStage) -> None:
    stage.do(declare_value, "lead", number=1, what="formations rénovées", value=Decimal(4), happened_on=OPENED)
    before = stage.answer(1).values
    stage.do(add_remark, "pilot", number=1, about="formations rénovées", text="Cinq, d’après le marché.")
    after = stage.answer(1)
    assert after.values == before
    assert [(each.about, each.text) for each in after.remarks] == [("formations rénovées", "Cinq, d’après le marché.")]
    assert _told(stage, "lead") == ["round.open", "round.remark"]


def test_a_correction_is_a_new_line_that_keeps_what_it_corrects(stage: RoundStage) -> None:
    first = stage.do(declare_value, "lead", number=1, what="rénovées", value=Decimal(4), happened_on=OPENED, unit="f.")
    again = {"number": 1, "what": "rénovées", "value": Decimal("5.5"), "happened_on": OPENED, "corrects_id": first.pk}
    stage.do(declare_value, "lead", **again, proof="Marché 2020-12")
    (line,) = stage.answer(1).values
    assert (line.value, line.corrects, line.proof) == (Decimal("5.5"), "4 f.", "Marché 2020-12")
    with pytest.raises(Conflict):
        stage.do(declare_value, "lead", **again)


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": " "}, {"value": Decimal("NaN")}, {"value": Decimal("Infinity")}, {"value": Decimal(10) ** 14},
        {"happened_on": OPENED + timedelta(days=1)}, {"proof_url": "javascript:alert(1)"}, {"what": "x" * 301},
    ],
)  # fmt: skip
def test_a_figure_that_cannot_be_is_refused(stage: RoundStage, wrong: dict[str, object]) -> None:
    known = {"what": "rénovées", "value": Decimal(4), "happened_on": OPENED} | wrong
    with pytest.raises(ValidationError):
        stage.do(declare_value, "lead", number=1, **known)


def test_a_figure_of_another_action_is_not_corrected_from_here(stage: RoundStage) -> None:
    other = stage.do(declare_value, "state_lead", number=2, what="a", value=Decimal(1), happened_on=OPENED)
    with pytest.raises(NotFound):
        stage.do(declare_value, "lead", number=1, what="a", value=Decimal(2), happened_on=OPENED, corrects_id=other.pk)


def test_a_risk_is_opened_changed_and_closed(stage: RoundStage) -> None:
    risk = stage.do(open_risk, "lead", number=1, title="Le marché glisse", level=RiskLevel.LOW, response="")
    stage.do(change_risk, "lead", number=1, risk_id=risk.pk, level=RiskLevel.HIGH, response="Relance")
    assert [(each.level, each.response) for each in stage.answer(1).risks] == [(RiskLevel.HIGH, "Relance")]
    with pytest.raises(NotFound):
        stage.do(close_risk, "state_lead", number=2, risk_id=risk.pk)
    stage.do(close_risk, "lead", number=1, risk_id=risk.pk)
    assert stage.answer(1, on=OPENED + timedelta(days=1)).risks == ()


def test_a_closed_round_never_changes_whatever_is_corrected_later(stage: RoundStage) -> None:
    value = stage.do(declare_value, "lead", number=1, what="rénovées", value=Decimal(4), happened_on=OPENED)
    stage.do(set_milestone, "lead", number=1, title="Marché notifié", due_on=date(2020, 12, 1))
    stage.send("lead", 1, AnswerInput(weather=Weather.GOOD, decision_asked="Fixer une cible."))
    stage.do(close_round, "pilot")
    pilot = stage.actor("pilot")
    with acting_as(pilot):
        before = closed_round_snapshot(actor=pilot, plan=stage.plan, number=1)
    with acting_as(pilot):
        second = open_round(actor=pilot, plan=stage.plan, label="Tour 2", due_on=DUE, committee_on=COMMITTEE, on=OPENED)
    stage.round = second
    again = {"what": "rénovées", "value": Decimal(9), "happened_on": OPENED, "corrects_id": value.pk}
    stage.do(declare_value, "lead", number=1, **again)
    with acting_as(pilot):
        assert closed_round_snapshot(actor=pilot, plan=stage.plan, number=1) == before
        assert [str(each.value) for each in before.answers[0].values] == ["4"]
        assert [each.number for each in requested_decisions(actor=pilot, plan=stage.plan)] == ["1"]
        kept = Round.objects.get(number=1)
        assert kept.frozen
        assert json_digest(kept.frozen) == kept.frozen_digest
        assert round_snapshot(actor=pilot, target_round=kept) == before
        said = previous_answer(actor=pilot, plan=stage.plan, before=2, number=ActionCode(1))
        assert said
        assert (said.weather, said.decision_asked) == (Weather.GOOD, "Fixer une cible.")


def test_nothing_is_written_in_a_closed_round(stage: RoundStage) -> None:
    stage.do(close_round, "pilot")
    for service, values in (
        (save_answer, {"answer_input": GOOD}), (send_answer, {}), (add_remark, {"about": "", "text": "Non"}),
        (declare_value, {"what": "a", "value": Decimal(1), "happened_on": OPENED}),
    ):  # fmt: skip
        with pytest.raises(Conflict):
            stage.do(service, "lead", number=1, **values)
    with pytest.raises(Conflict):
        stage.do(close_round, "pilot")


def test_the_database_itself_refuses_to_touch_a_closed_round(stage: RoundStage) -> None:
    stage.do(close_round, "pilot")
    with acting_as(MACHINE):
        for touched in (Round.objects.filter(pk=stage.round.pk), RoundAnswer.objects.filter(round=stage.round)):
            with pytest.raises(IntegrityError), transaction.atomic():
                touched.update(organisation=stage.cast.other_region)
            with pytest.raises(IntegrityError), transaction.atomic():
                touched.delete()


def test_the_dates_of_a_round_move_with_a_reason(stage: RoundStage) -> None:
    later = {"due_on": DUE + timedelta(days=7), "committee_on": COMMITTEE + timedelta(days=7)}
    with pytest.raises(ValidationError):
        stage.do(move_round, "pilot", reason="", **later)
    stage.do(move_round, "pilot", reason="Le comité est reporté.", **later)
    pilot = stage.actor("pilot")
    with acting_as(pilot):
        assert round_summaries(actor=pilot, plan=stage.plan)[0].due_on == DUE + timedelta(days=7)


def test_a_round_is_read_as_it_stood_on_a_past_day(stage: RoundStage) -> None:
    stage.send("lead", 1, on=OPENED)
    pilot = stage.actor("pilot")
    with acting_as(pilot):
        sent_at = RoundAnswer.objects.get(round=stage.round, plan_action__number="1").sent_at
        assert sent_at
        before = sent_at - timedelta(hours=1)
        counts = [
            [each.answered_count for each in round_summaries(actor=pilot, plan=stage.plan, known_at=at)]
            for at in (None, sent_at, before, datetime.combine(OPENED - timedelta(days=1), time.max, PARIS))
        ]
    assert counts == [[1], [1], [0], []]


def test_a_round_that_has_closed_since_was_open(stage: RoundStage) -> None:
    stage.do(close_round, "pilot", on=DUE)
    pilot = stage.actor("pilot")
    with acting_as(pilot):
        closed_at = Round.objects.get(pk=stage.round.pk).closed_at
        assert closed_at
        states = [
            round_summaries(actor=pilot, plan=stage.plan, known_at=at)[0].is_open
            for at in (closed_at - timedelta(minutes=1), closed_at)
        ]
    assert states == [True, False]


def test_who_reviews_who_owes_an_answer_and_who_closes_have_a_task(stage: RoundStage) -> None:
    def tasks(part: str, on: date = OPENED) -> int:
        actor = stage.actor(part)
        with acting_as(actor):
            versions = steered_versions(actor=actor, on=on)
            led = led_actions_by_version(actor=actor, versions=versions, on=on)
            return sum(each.task_count(on) for each in open_rounds(actor=actor, versions=versions, on=on, led=led))

    assert (tasks("pilot"), tasks("lead"), tasks("intruder")) == (0, 1, 0)
    assert tasks("observatory_lead") == 1, "nobody is named: it is for its organisation"
    stage.send("lead", 1, on=OPENED)
    assert (tasks("pilot"), tasks("lead"), tasks("intruder")) == (1, 0, 0)
    assert tasks("pilot", DUE + timedelta(days=1)) == 2, "and the round to close"


@pytest.mark.parametrize("part", ["partner", "provider", "adviser", "buyer", "visitor", "intruder"])
def test_who_does_not_steer_sees_no_round(stage: RoundStage, part: str) -> None:
    actor = stage.actor(part)
    with acting_as(actor):
        assert round_summaries(actor=actor, plan=stage.plan) == []
        with pytest.raises(NotFound):
            round_by_id(actor=actor, round_id=stage.round.pk)
        with pytest.raises(NotFound):
            closed_round_snapshot(actor=actor, plan=stage.plan, number=1)
        assert weather_by_action(actor=actor, plan=stage.plan, on=COMMITTEE) == {}


def test_an_open_round_has_nothing_frozen_to_print(stage: RoundStage) -> None:
    pilot = stage.actor("pilot")
    with acting_as(pilot), pytest.raises(Conflict):
        closed_round_snapshot(actor=pilot, plan=stage.plan, number=1)


def test_the_weather_of_an_action_is_the_last_one_sent(stage: RoundStage) -> None:
    pilot = stage.actor("pilot")
    with acting_as(pilot):
        assert weather_by_action(actor=pilot, plan=stage.plan, on=date(2100, 1, 1)) == {}
    stage.send("lead", 1)
    with acting_as(pilot):
        found = weather_by_action(actor=pilot, plan=stage.plan, on=date(2100, 1, 1))
        assert {number: line.weather for number, line in found.items()} == {"1": Weather.GOOD}
        assert weather_by_action(actor=pilot, plan=stage.plan, on=OPENED) == {}, "it was sent after that day"


def test_every_act_is_in_the_history_of_its_action(stage: RoundStage) -> None:
    stage.send("lead", 1)
    pilot = stage.actor("pilot")
    with acting_as(pilot):
        acts = [
            e.act for e in audit_entries_about(actor=pilot, subject_kind="plan_action", subject_ids=["round-plan:1"])
        ]
    assert acts[:2] == ["round.send", "round.save"]


def test_reading_a_round_asks_as_many_questions_whatever_it_holds(stage: RoundStage) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        stage.now()
    for rank in range(4):
        stage.do(set_milestone, "lead", number=1, title=f"Jalon {rank}", due_on=DUE)
        stage.do(declare_value, "lead", number=1, what=f"v{rank}", value=Decimal(rank), happened_on=OPENED)
        stage.do(add_remark, "lead", number=1, about="", text="Oui")
    with CaptureQueriesContext(connection) as many:
        stage.now()
    # At most two more: events and dependencies are read only where there are milestones.
    assert len(many) <= len(few) + 2
