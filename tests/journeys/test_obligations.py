"""After a step: who owes what, until when, what settles it, who is notified, what partners receive."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey, Obligation, OutboxMessage, Step
from pacte.journeys.records import EndKind, StepKind
from pacte.journeys.rules.consequences import Consequence, Doer, side_effects_of
from pacte.journeys.rules.obligations import DAYS, ONLY_ANNOUNCED, SETTLED_BY, SettlementMethod
from pacte.journeys.services import StepInput, settle_obligation
from pacte.kernel.errors import Conflict, NotFound
from pacte.notifications.models import Notification
from pacte.workflows.record_journey_step import record_journey_step
from tests.cast import MACHINE, Cast
from tests.journeys.making import DAY, session_with, somebody, walk

K, C = StepKind, Consequence
MONDAY = date(2021, 1, 11)


def dues(journey: Journey) -> dict[str, str]:
    with acting_as(MACHINE):
        return {due.what: due.settled_how for due in Obligation.objects.filter(journey=journey).order_by("pk")}


def told(cast: Cast, part: str) -> list[str]:
    with acting_as(MACHINE):
        found = Notification.objects.filter(person=cast[part].person, kind__startswith="journeys.")
        return list(found.order_by("pk").values_list("subject", flat=True))


@pytest.mark.parametrize("kind", list(K))
@pytest.mark.parametrize("end_kind", list(EndKind))
def test_whatever_people_owe_has_a_delay(kind: K, end_kind: EndKind) -> None:
    dated = DAYS.keys() | ONLY_ANNOUNCED
    assert all(due.what in dated for due in side_effects_of(kind, end_kind) if due.who is not Doer.MACHINE)


def test_nothing_settles_what_nobody_owes() -> None:
    owed = {
        due.what for kind in K for end in EndKind for due in side_effects_of(kind, end) if due.who is not Doer.MACHINE
    }
    assert set(SETTLED_BY) <= owed


def test_somebody_not_kept_is_owed_a_proposal_until_they_have_one(cast: Cast) -> None:
    session, journey = session_with(cast), somebody(cast)
    walk(cast["adviser"].actor, journey, session, K.PROPOSED, K.TESTED)
    walk(cast["provider"].actor, journey, session, K.NOT_KEPT)
    with acting_as(MACHINE):
        due = Obligation.objects.get(journey=journey)
    assert (due.what, due.body_id, due.due_on) == (C.NEXT_PROPOSAL, cast.network.pk, DAY + timedelta(days=14))
    walk(cast["adviser"].actor, journey, session, K.PROPOSED)
    assert dues(journey) == {C.NEXT_PROPOSAL: SettlementMethod.STEP}


def test_an_early_end_says_who_stops_the_pay_who_refills_the_seat_and_who_proposes_next(cast: Cast) -> None:
    session, journey = session_with(cast), somebody(cast)
    walk(cast["adviser"].actor, journey, session, K.PROPOSED, K.ADMITTED)
    walk(cast["provider"].actor, journey, session, K.ENTERED, on=MONDAY)
    with acting_as(cast["provider"].actor) as actor:
        given = StepInput(K.ENDED, MONDAY + timedelta(days=20), detail={"end_kind": EndKind.DROPOUT})
        record_journey_step(actor=actor, key=journey.key, step_input=given)
    with acting_as(MACHINE):
        owed = {(due.what, due.body_id) for due in Obligation.objects.filter(journey=journey, settled_on=None)}
    assert owed >= {
        (C.PAY_STOPPED, cast.region.pk), (C.PAY_CHECKED, cast.region.pk), (C.SEAT_FREED, cast.provider.pk),
        (C.NEXT_PROPOSAL, cast.network.pk),
    }  # fmt: skip
    assert told(cast, "adviser") == ["Fin du parcours en formation"]


def test_a_freed_seat_is_offered_until_the_last_day_to_enter_and_not_to_who_held_none(cast: Cast) -> None:
    session = session_with(cast)
    early, late, never = (somebody(cast, first_name=name) for name in ("Ali", "Omar", "Rose"))
    for journey in (early, late):
        walk(cast["adviser"].actor, journey, session, K.PROPOSED, K.ADMITTED)
        walk(cast["provider"].actor, journey, session, K.ENTERED, on=MONDAY)
    for journey, days in ((early, 10), (late, 40)):
        with acting_as(cast["provider"].actor) as actor:
            given = StepInput(K.ENDED, MONDAY + timedelta(days=days), detail={"end_kind": EndKind.TO_JOB})
            record_journey_step(actor=actor, key=journey.key, step_input=given)
    walk(cast["adviser"].actor, never, session, K.PROPOSED, K.DECLINED)
    with acting_as(MACHINE):
        found = list(Obligation.objects.filter(what=C.SEAT_FREED).values_list("journey_id", "due_on"))
    assert found == [(early.pk, MONDAY + timedelta(days=21))]


def test_a_correction_takes_back_what_the_step_had_set_off_and_partners_hear_of_it(cast: Cast) -> None:
    session, journey = session_with(cast), somebody(cast)
    walk(cast["adviser"].actor, journey, session, K.PROPOSED, K.ADMITTED)
    with acting_as(cast["adviser"].actor) as actor:
        wrong = Step.objects.get(journey=journey, kind=K.ADMITTED)
        given = StepInput(K.ADMITTED, DAY, corrects=wrong.pk, is_withdrawn=True)
        record_journey_step(actor=actor, key=journey.key, step_input=given)
    assert dues(journey) == {C.PAY_STARTED: SettlementMethod.CORRECTED}
    with acting_as(MACHINE):
        assert OutboxMessage.objects.filter(journey=journey).count() == 2


def test_who_acts_is_not_told_of_their_own_act_and_no_name_leaves(cast: Cast) -> None:
    session, journey = session_with(cast), somebody(cast)
    walk(cast["adviser"].actor, journey, session, K.PROPOSED)
    with acting_as(cast["adviser"].actor) as actor:
        record_journey_step(actor=actor, key=journey.key, step_input=StepInput(K.ADMITTED, DAY, session_id=session.pk))
    assert told(cast, "adviser") == []
    given = StepInput(K.ENTERED, MONDAY, session_id=session.pk, message_key="tool:1")
    for _ in range(2):
        with acting_as(cast["provider"].actor) as actor:
            record_journey_step(actor=actor, key=journey.key, step_input=given)
    assert told(cast, "adviser") == ["Entrée en formation"]
    with acting_as(MACHINE):
        notice = Notification.objects.get(kind="journeys.entered")
        learner = Journey.objects.get(pk=journey.pk).learner
    assert "Inès" not in notice.text
    assert str(learner.key) in notice.address


def test_a_due_is_ticked_by_the_body_that_owes_it_and_once(cast: Cast) -> None:
    session, journey = session_with(cast), somebody(cast)
    walk(cast["adviser"].actor, journey, session, K.PROPOSED, K.TESTED)
    walk(cast["provider"].actor, journey, session, K.NOT_KEPT)
    with acting_as(MACHINE):
        identifier = Obligation.objects.get(journey=journey).pk
    for part in ("intruder", "provider", "buyer"):
        with acting_as(cast[part].actor) as actor, pytest.raises(NotFound):
            settle_obligation(actor=actor, identifier=identifier)
    with acting_as(cast["adviser"].actor) as actor:
        assert settle_obligation(actor=actor, identifier=identifier).settled_how == SettlementMethod.PERSON
        with pytest.raises(Conflict):
            settle_obligation(actor=actor, identifier=identifier)
