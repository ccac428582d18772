"""A seat is held until a day: for the next stage, or for a return. It never stays held for nothing, nor refuses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey, Obligation, Seat, Step
from pacte.journeys.queries import journey_by_key
from pacte.journeys.records import EndKind, JourneyState, StepKind, StepSource
from pacte.journeys.records.reasons import PauseReason
from pacte.journeys.rules.consequences import Consequence
from pacte.journeys.rules.obligations import RETURN_NOTICE
from pacte.journeys.rules.reservations import (
    LONGEST_HOLD,
    hold_refusal,
    is_hold_ending,
    is_hold_over,
    usual_last_day,
)
from pacte.journeys.services import StepInput, open_journey, record_step
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, NotFound
from pacte.notifications.models import Notification
from pacte.offer.models import Session, TrainingAction
from pacte.offer.records import EntryMode
from pacte.workflows.lapse_reservations import LapseCounts, lapse_reservations
from tests.cast import MACHINE, Cast
from tests.journeys.making import session_with, somebody, walk

K, S = StepKind, JourneyState
DAY = date(2026, 11, 2)
MONTH = timedelta(days=30)


def test_the_usual_last_day_follows_the_beginning_of_the_session() -> None:
    starts, ends = DAY + timedelta(days=60), DAY + timedelta(days=200)
    assert usual_last_day(on=DAY, starts_on=starts, ends_on=ends, is_rolling=False) == starts + timedelta(days=7)
    assert usual_last_day(on=DAY, starts_on=starts, ends_on=ends, is_rolling=True) == DAY + MONTH
    assert usual_last_day(on=DAY, starts_on=None, ends_on=DAY, is_rolling=False) == DAY
    far = DAY + timedelta(days=400)
    assert usual_last_day(on=DAY, starts_on=far, ends_on=None, is_rolling=False) == DAY + LONGEST_HOLD


@pytest.mark.parametrize(
    ("until", "why"),
    [
        (DAY, ""),
        (DAY + LONGEST_HOLD, ""),
        (DAY - timedelta(days=1), "passé"),
        (DAY + LONGEST_HOLD + timedelta(days=1), "six mois au plus"),
        (DAY + timedelta(days=91), "finie"),
    ],
)
def test_a_hold_has_a_day_to_come_within_six_months_and_the_session(until: date, why: str) -> None:
    refusal = hold_refusal(until, on=DAY, ends_on=DAY + timedelta(days=90) if why == "finie" else None)
    assert (why in refusal) if why else refusal == ""


def test_the_last_day_still_counts_and_is_told_a_week_before() -> None:
    assert [is_hold_over(DAY, DAY + timedelta(days=days)) for days in (0, 1)] == [False, True]
    assert [is_hold_ending(DAY, DAY - timedelta(days=days)) for days in (8, 7, 0, -1)] == [False, True, True, False]


def reserve(cast: Cast, journey: Journey, session: Session, until: date, part: str = "adviser", **more: Any) -> None:
    detail = {"seat_until": until.isoformat(), **more}
    with acting_as(cast[part].actor) as actor:
        step_input = StepInput(K.SEAT_RESERVED, today(), session_id=session.pk, detail=detail)
        record_step(actor=actor, key=journey.key, step_input=step_input)


def again(journey: Journey) -> Journey:
    with acting_as(MACHINE) as machine:
        return journey_by_key(actor=machine, key=journey.key)


def held(session: Session) -> list[int]:
    """Journeys whose seat in the session is not free."""
    with acting_as(MACHINE):
        return list(Seat.objects.filter(session=session, released_on=None).values_list("journey_id", flat=True))


def owed(journey: Journey) -> dict[str, date]:
    with acting_as(MACHINE):
        return dict(Obligation.objects.filter(journey=journey, settled_on=None).values_list("what", "due_on"))


def in_days(days: int) -> time_machine.travel:
    return time_machine.travel(now() + timedelta(days=days), tick=False)


def lapse(days: int) -> LapseCounts:
    """Of the day that comes so many days later."""
    with in_days(days), acting_as(MACHINE) as machine:
        return lapse_reservations(actor=machine)


def proposed(cast: Cast, session: Session) -> Journey:
    journey = somebody(cast)
    walk(cast["adviser"].actor, journey, session, K.PROPOSED)
    return journey


@pytest.fixture
def session(cast: Cast) -> Session:
    """One seat, in a session that begins in two months."""
    made = session_with(cast, opened=1)
    with acting_as(MACHINE):
        made.starts_on, made.ends_on = today() + 2 * MONTH, today() + 8 * MONTH
        made.save(update_fields=["starts_on", "ends_on"])
    return made


@pytest.mark.django_db
def test_a_reserved_seat_is_taken_and_the_provider_owes_a_decision(cast: Cast, session: Session) -> None:
    journey, other = proposed(cast, session), proposed(cast, session)
    reserve(cast, journey, session, today() + MONTH)
    assert (again(journey).state, again(journey).seat_until) == (S.RESERVED, today() + MONTH)
    assert owed(journey) == {Consequence.ADMISSION_DUE: today() + MONTH}
    with pytest.raises(Conflict, match="places ouvertes de cette session sont prises"):
        reserve(cast, other, session, today() + MONTH)
    walk(cast["provider"].actor, journey, session, K.ADMITTED, on=today())
    assert held(session) == [journey.pk]
    assert again(journey).seat_until is None
    assert Consequence.ADMISSION_DUE not in owed(journey)


@pytest.mark.django_db
def test_who_holds_a_seat_is_still_invited_met_and_tested(cast: Cast, session: Session) -> None:
    journey = proposed(cast, session)
    reserve(cast, journey, session, today() + MONTH)
    steps = (K.INVITED, K.SLOT_CHOSEN, K.INFORMATION_ATTENDED, K.TESTED)
    walk(cast["adviser"].actor, journey, session, *steps, on=today())
    assert (again(journey).state, again(journey).seat_until) == (S.RESERVED, today() + MONTH)
    walk(cast["provider"].actor, journey, session, K.ADMITTED, on=today())
    assert held(session) == [journey.pk]


@pytest.mark.django_db
def test_reserving_again_moves_the_days_of_the_same_seat(cast: Cast, session: Session) -> None:
    journey = proposed(cast, session)
    reserve(cast, journey, session, today() + MONTH)
    enters = today() + 2 * MONTH
    reserve(cast, journey, session, enters, part="provider", enters_on=enters.isoformat())
    assert (again(journey).seat_until, again(journey).awaited_on) == (enters, enters)
    assert owed(journey) == {Consequence.ADMISSION_DUE: enters}
    with acting_as(MACHINE):
        assert Seat.objects.filter(journey=journey).count() == 1
    walk(cast["provider"].actor, journey, session, K.ADMITTED, on=today())
    assert again(journey).awaited_on == enters, "admitted for the day that was announced"


@pytest.mark.django_db
def test_a_withdrawn_reservation_gives_the_seat_back(cast: Cast, session: Session) -> None:
    journey = proposed(cast, session)
    reserve(cast, journey, session, today() + MONTH)
    with acting_as(MACHINE):
        target = Step.objects.get(journey=journey, kind=K.SEAT_RESERVED)
    with acting_as(cast["adviser"].actor) as adviser:
        undo = StepInput(K.SEAT_RESERVED, today(), corrects=target.pk, is_withdrawn=True, reason="erreur de session")
        record_step(actor=adviser, key=journey.key, step_input=undo)
    assert (again(journey).state, held(session), owed(journey)) == (S.PROPOSED, [], {})


@pytest.mark.django_db
def test_a_seat_is_reserved_by_a_person_until_a_day_to_come(cast: Cast, session: Session) -> None:
    journey = proposed(cast, session)
    for source, detail, why in (
        (StepSource.MACHINE, {"seat_until": (today() + MONTH).isoformat()}, "par une personne"),
        (StepSource.TYPED, {}, "dernier jour"),
        (StepSource.TYPED, {"seat_until": (today() - MONTH).isoformat()}, "dernier jour"),
    ):
        step_input = StepInput(K.SEAT_RESERVED, today(), session_id=session.pk, detail=detail, source=source)
        with acting_as(MACHINE) as machine, pytest.raises(Conflict, match=why):
            record_step(actor=machine, key=journey.key, step_input=step_input)
    with pytest.raises(NotFound):
        reserve(cast, journey, session, today() + MONTH, part="intruder")


@pytest.mark.django_db
def test_a_reservation_lapses_the_day_after_and_a_proposal_is_due(cast: Cast, session: Session) -> None:
    journey = proposed(cast, session)
    reserve(cast, journey, session, today() + MONTH)
    assert lapse(30) == LapseCounts(0, 1)
    assert lapse(30) == LapseCounts(0, 0), "told once"
    assert lapse(31).lapsed == 1
    assert lapse(31).lapsed == 0
    assert (again(journey).state, held(session)) == (S.OPEN, [])
    assert set(owed(journey)) == {Consequence.NEXT_PROPOSAL, Consequence.SEAT_FREED}
    with acting_as(MACHINE):
        last = Step.objects.filter(journey=journey).latest("pk")
        assert (last.kind, last.source, last.person_id) == (K.RESERVATION_LAPSED, StepSource.MACHINE, None)
        assert Notification.objects.filter(kind="journeys.hold_ends_soon").count() == 1


@pytest.mark.django_db
def test_the_next_seat_is_held_before_the_present_stage_ends(cast: Cast, session: Session) -> None:
    present, journey = session_with(cast, number="24_9"), somebody(cast)
    walk(cast["adviser"].actor, journey, present, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
    walk(cast["provider"].actor, journey, present, K.ENTERED, on=date(2021, 1, 11))
    with acting_as(cast["adviser"].actor) as adviser:
        following = open_journey(actor=adviser, learner=journey.learner, body=cast.network, on=today(), follows=journey)
    walk(cast["adviser"].actor, following, session, K.NEED_EXPRESSED, K.PROPOSED, on=today())
    reserve(cast, following, session, today() + MONTH)
    assert (held(present), held(session)) == ([journey.pk], [following.pk])
    walk(cast["provider"].actor, journey, present, K.ENDED, on=today())
    assert (held(present), held(session)) == ([], [following.pk])


def interrupt(cast: Cast, journey: Journey, on: date, **days: date) -> None:
    detail = {"reason": PauseReason.JOB} | {name: day.isoformat() for name, day in days.items()}
    with acting_as(cast["provider"].actor) as actor:
        record_step(actor=actor, key=journey.key, step_input=StepInput(K.INTERRUPTED, on, detail=detail))


@pytest.fixture
def trained(cast: Cast) -> tuple[Journey, Session]:
    """Somebody in a training that goes on, in the one seat of its session."""
    session, journey = session_with(cast, opened=1, number="24_8"), somebody(cast)
    with acting_as(MACHINE):
        session.ends_on = today() + 3 * MONTH
        session.save(update_fields=["ends_on"])
    walk(cast["adviser"].actor, journey, session, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
    walk(cast["provider"].actor, journey, session, K.ENTERED, on=date(2021, 1, 11))
    return journey, session


@pytest.mark.django_db
def test_the_end_of_a_mission_is_prepared_before_it_comes(cast: Cast, trained: tuple[Journey, Session]) -> None:
    journey, _ = trained
    interrupt(cast, journey, today(), returns_on=today() + MONTH)
    assert owed(journey)[Consequence.RETURN_TO_PREPARE] == today() + MONTH - RETURN_NOTICE
    walk(cast["provider"].actor, journey, trained[1], K.RESUMED, on=today())
    assert Consequence.RETURN_TO_PREPARE not in owed(journey)


@pytest.mark.django_db
def test_a_job_that_has_an_end_is_prepared_too_and_another_is_not(cast: Cast, trained: tuple[Journey, Session]) -> None:
    journey, _ = trained
    until = today() + MONTH
    detail = {"end_kind": EndKind.TO_JOB, "job_until": until.isoformat()}
    with acting_as(cast["provider"].actor) as actor:
        recorded = record_step(actor=actor, key=journey.key, step_input=StepInput(K.ENDED, today(), detail=detail))
    assert owed(journey)[Consequence.RETURN_TO_PREPARE] == until - RETURN_NOTICE
    with acting_as(cast["provider"].actor) as actor:
        without = StepInput(K.ENDED, today(), detail={"end_kind": EndKind.TO_JOB}, corrects=recorded.step.pk)
        record_step(actor=actor, key=journey.key, step_input=without)
    assert Consequence.RETURN_TO_PREPARE not in owed(journey)


@pytest.mark.django_db
def test_the_right_to_return_has_a_last_day_and_closes_nothing(cast: Cast, trained: tuple[Journey, Session]) -> None:
    journey, session = trained
    interrupt(cast, journey, today(), returns_on=today() + MONTH, seat_until=today() + MONTH)
    assert lapse(31).lapsed == 1
    assert (again(journey).state, held(session)) == (S.INTERRUPTED, [])
    assert lapse(40).lapsed == 0
    assert Consequence.NEXT_PROPOSAL in owed(journey)
    with in_days(41):
        walk(cast["provider"].actor, journey, session, K.RESUMED, on=today())
    assert held(session) == [journey.pk], "who comes back takes the seat again, whatever the deadline to enter"


@pytest.mark.django_db
def test_who_returns_after_the_last_day_finds_the_seat_taken(cast: Cast, trained: tuple[Journey, Session]) -> None:
    journey, session = trained
    with acting_as(MACHINE):
        TrainingAction.objects.filter(pk=session.training_action_id).update(entry_mode=EntryMode.ROLLING)
    interrupt(cast, journey, today(), seat_until=today() + MONTH)
    assert lapse(31).lapsed == 1
    with in_days(32):
        reserve(cast, proposed(cast, session), session, today() + MONTH)
        with pytest.raises(Conflict, match="sont prises"):
            walk(cast["provider"].actor, journey, session, K.RESUMED, on=today())
