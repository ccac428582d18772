"""Decisions taken in a meeting: follow-up by their owner, and transfer when a person leaves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from pacte.accounts.row_context import acting_as
from pacte.accounts.services import add_membership
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Role
from pacte.kernel.errors import Conflict, NotFound, PacteError, PermissionDenied, ValidationError
from pacte.steering.models import Decision, DecisionEvent
from pacte.steering.queries.decisions import (
    decided_answer_ids,
    decision_assignments_of,
    decision_by_number,
    decision_summaries,
    decision_summary,
    decisions_due_by_plan,
    decisions_of_action,
    own_decisions_due,
)
from pacte.steering.records import DecisionEventKind as Kind
from pacte.steering.records.meetings import DecisionSummary
from pacte.steering.services.decisions import (
    DecisionInput,
    change_decision,
    record_decision_event,
    take_decision,
    withdraw_decision,
)
from pacte.workflows.hand_over import hand_over
from tests.cast import MACHINE, SINCE
from tests.steering.committee_stage import HELD, CommitteeStage, committee_stage
from tests.steering.test_committees import packed

pytestmark = pytest.mark.django_db

LATER = HELD + timedelta(days=60)


def follow(stage: CommitteeStage, part: str, kind: Kind, happened: date, **values: Any) -> DecisionEvent:
    given = {"note": "Un mot.", "on": max(happened, LATER)} | values
    with stage.acting(part) as actor:
        decision = decision_by_number(actor=actor, plan=stage.plan, number=1)
        return record_decision_event(actor=actor, decision=decision, kind=kind, happened_on=happened, **given)


def line(stage: CommitteeStage, on: date = LATER, part: str = "pilot") -> DecisionSummary:
    with stage.acting(part) as actor:
        return decision_summary(actor=actor, decision=decision_by_number(actor=actor, plan=stage.plan, number=1), on=on)


def test_a_decision_says_who_does_what_by_when_and_when_one_looks() -> None:
    stage = committee_stage()
    stage.decide(due_on=date(2021, 1, 15), check_on=date(2021, 6, 30), expected_effect="Plus de places prises.")
    found = line(stage)
    assert (found.ref, found.actions, found.owner_label) == ("D-1", ("1",), "Lead Distribution")
    assert (found.due_on, found.check_on, found.expected_effect) == (
        date(2021, 1, 15), date(2021, 6, 30), "Plus de places prises.",
    )  # fmt: skip
    assert [step.kind for step in found.steps] == [Kind.TAKEN]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"text": "  "}, "text"), ({"numbers": (99,)}, "actions"), ({"due_on": HELD - timedelta(days=1)}, "due_on"),
        ({"check_on": HELD - timedelta(days=1)}, "check_on"), ({"owner_id": 999_999}, "owner"),
        ({"owner_id": None, "owner_body_id": 999_999}, "owner"),
        ({"due_on": date(2021, 3, 1), "check_on": date(2021, 2, 1)}, "check_on"),
    ],
)  # fmt: skip
def test_a_decision_that_does_not_hold_is_refused_and_none_is_written(values: dict[str, Any], code: str) -> None:
    stage = committee_stage()
    with pytest.raises(ValidationError) as refusal:
        stage.decide(**values)
    assert refusal.value.code == code
    with stage.acting() as actor:
        assert decision_summaries(actor=actor, plan=stage.plan, on=LATER) == []


def test_a_decision_asked_by_a_lead_knows_the_answer_that_asked_it() -> None:
    stage = committee_stage()
    (ask,) = (each for each in packed(stage).pack.asks if each.ref == "A1-D")
    with stage.acting() as actor:
        take_decision(
            actor=actor,
            committee=stage.fresh(),
            decision_input=DecisionInput(ask.text, (ActionCode(1),)),
            on=HELD,
            answer_id=ask.answer_id,
        )
        assert decided_answer_ids(actor=actor, committee=stage.fresh()) == {ask.answer_id}


def test_before_the_statement_a_decision_is_put_right_or_taken_back() -> None:
    stage = committee_stage()
    decision = stage.decide()
    with stage.acting() as actor:
        change_decision(
            actor=actor,
            decision=decision,
            decision_input=DecisionInput("Une cible de 80 %.", (ActionCode(1), ActionCode(2))),
        )
    assert (line(stage).text, line(stage).actions, line(stage).owner) == ("Une cible de 80 %.", ("1", "2"), "")
    with stage.acting() as actor:
        withdraw_decision(actor=actor, decision=decision)
        assert decision_summaries(actor=actor, plan=stage.plan, on=LATER) == []


def test_the_owner_follows_and_the_fate_is_told_as_of_each_day() -> None:
    stage = committee_stage()
    stage.decide(due_on=HELD + timedelta(days=10), check_on=HELD + timedelta(days=40))
    follow(stage, "lead", Kind.PROGRESS, HELD + timedelta(days=5), note="À moitié.")
    follow(stage, "pilot", Kind.DONE, HELD + timedelta(days=20))
    follow(stage, "lead", Kind.EFFECT_SEEN, HELD + timedelta(days=45), note="Trois points.")
    told = {days: line(stage, HELD + timedelta(days=days)).status for days in (0, 6, 12, 20, 41, 50)}
    assert [(days, fate.state.value, fate.days_late) for days, fate in told.items()] == [
        (0, "to_do", 0), (6, "underway", 0), (12, "underway", 2), (20, "done", 0), (41, "done", 0),
        (50, "effect_seen", 0),
    ]  # fmt: skip
    assert [days for days, fate in told.items() if fate.is_to_check] == [41]
    assert told[50].last_note == "Trois points."


@pytest.mark.parametrize(
    ("kind", "values", "code"),
    [
        (Kind.TAKEN, {}, "happened_on"),
        (Kind.DONE, {"note": " "}, "note"),
        (Kind.DONE, {"due_on": LATER}, "due_on"),
        (Kind.POSTPONED, {}, "due_on"),
        (Kind.POSTPONED, {"due_on": HELD}, "due_on"),
        (Kind.POSTPONED, {"due_on": LATER + timedelta(days=400)}, "check_on"),
    ],
)
def test_a_step_that_does_not_hold_is_refused(kind: Kind, values: dict[str, Any], code: str) -> None:
    stage = committee_stage()
    stage.decide(due_on=HELD + timedelta(days=10), check_on=HELD + timedelta(days=100))
    with pytest.raises(ValidationError) as refusal:
        follow(stage, "lead", kind, HELD + timedelta(days=5), **values)
    assert refusal.value.code == code


@pytest.mark.parametrize("days", [-1, 1])
def test_a_step_is_neither_before_the_decision_nor_in_the_future(days: int) -> None:
    stage = committee_stage()
    stage.decide()
    on = HELD + timedelta(days=-1) if days < 0 else LATER + timedelta(days=1)
    with pytest.raises(ValidationError):
        follow(stage, "lead", Kind.PROGRESS, on, on=LATER)


def test_an_effect_cannot_be_seen_before_the_thing_is_done() -> None:
    stage = committee_stage()
    stage.decide()
    with pytest.raises(Conflict):
        follow(stage, "lead", Kind.EFFECT_SEEN, HELD)


def test_a_step_told_late_takes_its_place_and_breaks_none() -> None:
    stage = committee_stage()
    stage.decide()
    follow(stage, "lead", Kind.DONE, HELD + timedelta(days=20))
    follow(stage, "lead", Kind.PROGRESS, HELD + timedelta(days=10))
    assert [step.kind for step in line(stage).steps] == [Kind.TAKEN, Kind.PROGRESS, Kind.DONE]
    with pytest.raises(Conflict):
        follow(stage, "lead", Kind.ABANDONED, HELD + timedelta(days=15))


def _decide_for(stage: CommitteeStage, owner: str) -> None:
    """A decision whose owner is a person, or the organisation with that name in the cast."""
    body = {"state": stage.cast.state.pk, "provider": stage.cast.provider.pk}.get(owner)
    stage.decide(**({} if owner == "person" else {"owner_id": None, "owner_body_id": body}))


@pytest.mark.parametrize(
    ("part", "owner"),
    [
        ("lead", "person"), ("pilot", "person"), ("state_lead", "state"), ("state_reader", "state"),
        ("partner", "provider"), ("provider", "provider"),
    ],
)  # fmt: skip
def test_who_follows_a_decision_is_its_owner_or_the_pilot(part: str, owner: str) -> None:
    stage = committee_stage()
    _decide_for(stage, owner)
    assert follow(stage, part, Kind.PROGRESS, HELD).person_name


@pytest.mark.parametrize(
    ("part", "owner", "family"),
    [
        ("observatory_lead", "person", PermissionDenied), ("auditor", "person", PermissionDenied),
        ("analyst", "person", PermissionDenied), ("partner", "person", NotFound), ("visitor", "person", NotFound),
        ("intruder", "person", NotFound), ("lead", "state", PermissionDenied), ("visitor", "provider", NotFound),
    ],
)  # fmt: skip
def test_others_do_not_follow_a_decision(part: str, owner: str, family: type[PacteError]) -> None:
    stage = committee_stage()
    _decide_for(stage, owner)
    with acting_as(MACHINE):
        decision = decision_by_number(actor=MACHINE, plan=stage.plan, number=1)
    with stage.acting(part) as actor, pytest.raises(family):
        record_decision_event(actor=actor, decision=decision, kind=Kind.PROGRESS, happened_on=HELD, on=LATER, note="x")


def test_a_colleague_of_the_person_named_reads_and_does_not_follow() -> None:
    stage = committee_stage()
    stage.decide(owner_id=stage.cast["partner"].person.pk, owner_body_id=stage.cast.provider.pk)
    assert line(stage, part="provider").owner == "Partner Distribution"
    with pytest.raises(PermissionDenied):
        follow(stage, "provider", Kind.PROGRESS, HELD)


def test_the_desk_hears_of_what_is_late_to_check_and_soon() -> None:
    stage = committee_stage()
    stage.decide("En retard", due_on=HELD + timedelta(days=3))
    stage.decide("À vérifier", check_on=HELD + timedelta(days=20))
    stage.decide("Bientôt", due_on=LATER + timedelta(days=9))
    stage.decide("Plus tard", due_on=LATER + timedelta(days=90))
    with stage.acting() as actor:
        found = decisions_due_by_plan(actor=actor, plans=[stage.plan], on=LATER)[stage.plan.pk]
        about = decisions_of_action(actor=actor, plan=stage.plan, number=ActionCode(1), on=LATER)
        none = decisions_of_action(actor=actor, plan=stage.plan, number=ActionCode(2), on=LATER)
    assert [[each.number for each in part] for part in (found.late, found.to_check, found.soon)] == [[1], [2], [3]]
    assert (len(about), none) == (4, [])


def test_one_s_own_desk_hears_of_one_s_own_decisions() -> None:
    stage = committee_stage()
    stage.decide("En retard", due_on=HELD + timedelta(days=3))
    late = {}
    for part in ("lead", "pilot", "intruder"):
        with stage.acting(part) as actor:
            late[part] = [each.text for each in own_decisions_due(actor=actor, plan=stage.plan, on=LATER).late]
    assert late == {"lead": ["En retard"], "pilot": [], "intruder": []}


def test_what_a_person_still_owes_passes_to_another_with_the_rest() -> None:
    stage = committee_stage()
    stage.decide("Encore due")
    stage.decide("Finie")
    lead, pilot = stage.cast["lead"], stage.cast["pilot"]
    with acting_as(MACHINE):
        add_membership(
            actor=MACHINE, person=pilot.person, organisation=stage.cast.region, host=stage.cast.region,
            role=Role.ACTION_LEAD, valid_from=SINCE,
        )  # fmt: skip
    with stage.acting() as actor:
        done = decision_by_number(actor=actor, plan=stage.plan, number=2)
        record_decision_event(actor=actor, decision=done, kind=Kind.DONE, happened_on=HELD, on=LATER, note="Fait.")
        held = decision_assignments_of(actor=actor, person_id=lead.person.pk, on=LATER)
        assert [each.label for each in held] == ["D-1 : Encore due"]
        hand_over(actor=actor, giver=lead.person, taker=pilot.person, on=LATER, reason="Départ")
        owners = dict(Decision.objects.order_by("number").values_list("number", "owner_id"))
    assert owners == {1: pilot.person.pk, 2: lead.person.pk}


def test_the_register_costs_the_same_whatever_the_number_of_decisions(
    django_assert_max_num_queries: Any,
) -> None:
    stage = committee_stage()
    for rank in range(12):
        stage.decide(f"Décision {rank}", owner_id=None, owner_body_id=stage.cast.state.pk)
    with stage.acting() as actor, django_assert_max_num_queries(5):
        assert len(decision_summaries(actor=actor, plan=stage.plan, on=LATER)) == 12
