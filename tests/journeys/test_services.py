"""A journey through the services: advisers orient, providers train, seats are never exceeded, nothing counts twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey, Seat, SensitiveRead, Step
from pacte.journeys.queries import journey_by_key
from pacte.journeys.records import (
    EndKind,
    JourneyState,
    Purpose,
    SensitiveFactInput,
    SensitiveKind,
    StepKind,
    StepSource,
    Theme,
)
from pacte.journeys.rules.attendance import Week
from pacte.journeys.services import (
    StepInput,
    assign_referent,
    note_barrier,
    read_sensitive_facts,
    record_step,
    sign_week,
    write_sensitive_fact,
)
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from tests.cast import MACHINE, Cast
from tests.journeys.making import DAY, session_with, somebody, walk

pytestmark = pytest.mark.django_db
K = StepKind
TO_THE_SEAT = (K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
MONDAY = date(2021, 1, 11)


def again(journey: Journey) -> Journey:
    with acting_as(MACHINE) as machine:
        return journey_by_key(actor=machine, key=journey.key)


def test_a_journey_goes_from_the_need_to_its_end(cast: Cast) -> None:
    session, journey = session_with(cast), somebody(cast)
    walk(cast["adviser"].actor, journey, session, *TO_THE_SEAT)
    walk(cast["provider"].actor, journey, session, K.ENTERED, on=MONDAY)
    walk(cast["provider"].actor, journey, session, K.ENDED, on=MONDAY + timedelta(days=90))
    ended = again(journey)
    assert (ended.state, ended.end_kind) == (JourneyState.ENDED, EndKind.TO_TERM)
    assert (ended.entered_on, ended.provider_body_id) == (MONDAY, cast.provider.pk)


def test_the_capacity_is_never_passed_and_a_freed_seat_serves_again(cast: Cast) -> None:
    session = session_with(cast, opened=1)
    first, second = somebody(cast), somebody(cast, first_name="Mathis")
    walk(cast["adviser"].actor, first, session, *TO_THE_SEAT)
    walk(cast["adviser"].actor, second, session, K.PROPOSED, K.INFORMATION_ATTENDED)
    with pytest.raises(Conflict, match="places ouvertes de cette session sont prises"):
        walk(cast["adviser"].actor, second, session, K.ADMITTED)
    walk(cast["adviser"].actor, first, session, K.DECLINED)
    walk(cast["adviser"].actor, second, session, K.ADMITTED)
    with acting_as(MACHINE):
        assert list(Seat.objects.filter(released_on=None).values_list("rank", flat=True)) == [1]


def test_each_one_records_what_is_theirs(cast: Cast) -> None:
    session, journey = session_with(cast), somebody(cast)
    walk(cast["adviser"].actor, journey, session, *TO_THE_SEAT)
    with pytest.raises(PermissionDenied):
        walk(cast["provider"].actor, journey, session, K.PROPOSED)
    with pytest.raises(PermissionDenied):
        walk(cast["buyer"].actor, journey, session, K.ENTERED)
    with pytest.raises(NotFound):
        walk(cast["intruder"].actor, journey, session, K.ENTERED)


def test_the_same_message_is_applied_once(cast: Cast) -> None:
    session, journey = session_with(cast), somebody(cast)
    walk(cast["adviser"].actor, journey, session, *TO_THE_SEAT)
    given = StepInput(K.ENTERED, MONDAY, session_id=session.pk, source=StepSource.FILE, message_key="kairos:1")
    with acting_as(cast["adviser"].actor) as actor:
        assert record_step(actor=actor, key=journey.key, step_input=given).is_new
        assert not record_step(actor=actor, key=journey.key, step_input=given).is_new
        assert Step.objects.filter(kind=K.ENTERED).count() == 1


def test_a_correction_replaces_and_the_first_stays_written(cast: Cast) -> None:
    session, journey = session_with(cast), somebody(cast)
    walk(cast["adviser"].actor, journey, session, *TO_THE_SEAT, K.ENTERED)
    with acting_as(cast["provider"].actor) as actor:
        wrong = record_step(
            actor=actor, key=journey.key,
            step_input=StepInput(K.ENDED, MONDAY, detail={"end_kind": EndKind.DROPOUT, "reason": "money"}),
        )  # fmt: skip
        record_step(
            actor=actor, key=journey.key,
            step_input=StepInput(K.ENDED, MONDAY, detail={"end_kind": EndKind.TO_JOB}, corrects=wrong.step.pk),
        )  # fmt: skip
        assert Step.objects.filter(kind=K.ENDED).count() == 2
    assert (again(journey).end_kind, again(journey).end_reason) == (EndKind.TO_JOB, "")


def test_a_refusal_says_where_the_journey_stands(cast: Cast) -> None:
    session, journey = session_with(cast), somebody(cast)
    with pytest.raises(Conflict, match="projet en cours"):
        walk(cast["adviser"].actor, journey, session, K.ENTERED)


def test_a_signed_week_counts_once_and_its_correction_moves_the_hours(cast: Cast) -> None:
    session, journey = session_with(cast), somebody(cast)
    walk(cast["adviser"].actor, journey, session, *TO_THE_SEAT, K.ENTERED)
    week = Week(MONDAY, "PP" * 5 + "----", 2100)
    with acting_as(cast["provider"].actor) as actor:
        assert (
            sign_week(actor=actor, key=journey.key, week=week).pk
            == sign_week(actor=actor, key=journey.key, week=week).pk
        )
        less = Week(MONDAY, "PP" * 4 + "AA----", 1680)
        with pytest.raises(Conflict):
            sign_week(actor=actor, key=journey.key, week=less)
        sign_week(actor=actor, key=journey.key, week=less, correct=True)
    assert again(journey).minutes_realised == 1680
    with acting_as(cast["adviser"].actor) as actor, pytest.raises(PermissionDenied):
        sign_week(actor=actor, key=journey.key, week=week)


def test_a_protected_fact_is_read_by_the_referent_alone_and_each_reading_is_written(cast: Cast) -> None:
    session, journey = session_with(cast), somebody(cast)
    walk(cast["adviser"].actor, journey, session, *TO_THE_SEAT)
    fact = SensitiveFactInput(SensitiveKind.RQTH, Purpose.ADAPTATION, consent_on=DAY, valid_from=DAY)
    with acting_as(cast["adviser"].actor) as actor:
        write_sensitive_fact(actor=actor, learner=journey.learner, body=cast.network, fact_input=fact)
        read = read_sensitive_facts(
            actor=actor, learner=journey.learner, purpose=Purpose.ADAPTATION, channel="html", on=MONDAY
        )
        assert [each.kind for each in read] == [SensitiveKind.RQTH]
    with acting_as(cast["provider"].actor) as actor, pytest.raises(NotFound):
        read_sensitive_facts(
            actor=actor, learner=journey.learner, purpose=Purpose.ADAPTATION, channel="html", on=MONDAY
        )
    with acting_as(cast["auditor"].actor):
        assert list(SensitiveRead.objects.values_list("kinds", "purpose")) == [("rqth", "adaptation")]


def test_a_barrier_is_a_constraint_of_the_list_and_never_free_words(cast: Cast) -> None:
    journey = somebody(cast)
    with acting_as(cast["adviser"].actor) as actor:
        note_barrier(
            actor=actor, learner=journey.learner, body=cast.network, theme=Theme.FAMILY, constraint="not_before_9"
        )
        with pytest.raises(ValidationError):
            note_barrier(
                actor=actor, learner=journey.learner, body=cast.network, theme=Theme.HEALTH, constraint="une maladie"
            )


def test_a_handover_leaves_one_referent_at_each_date(cast: Cast) -> None:
    journey = somebody(cast)
    with acting_as(cast["adviser"].actor) as actor:
        begun = journey.learner.referents.get().valid_from
        later = begun + timedelta(days=3)
        assign_referent(
            actor=actor, learner=journey.learner, body=cast.observatory, person=None, on=later, reason="Déménagement"
        )
    with acting_as(MACHINE):
        held = list(journey.learner.referents.order_by("valid_from").values_list("body_id", "valid_until"))
        assert held == [(cast.network.pk, later - timedelta(days=1)), (cast.observatory.pk, None)]
    assert again(journey).referrer_id == cast.observatory.pk
