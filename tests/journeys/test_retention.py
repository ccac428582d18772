"""Retention and erasure: no data outlives its rule, none is erased before its day, and counts do not change."""

from __future__ import annotations

import logging
import random
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from pacte.accounts.row_context import acting_as
from pacte.interop.models import DossierReference, PersonReference
from pacte.journeys.models import (
    AttendanceWeek,
    GroupTally,
    Journey,
    Learner,
    LearnerContact,
    OutboxMessage,
    Seat,
    SessionTally,
    Step,
)
from pacte.journeys.models import Obligation as DueRow
from pacte.journeys.queries import journey_by_key
from pacte.journeys.queries.erasure import JOURNEY_TABLES, LEARNER_TABLES
from pacte.journeys.records import StepKind
from pacte.journeys.rules.retention import (
    NOTICE_BEFORE,
    ErasureHold,
    RetentionAction,
    RetentionDates,
    announced_purge,
    purge_on,
    retention_action_on,
)
from pacte.journeys.services import StepInput, record_step
from pacte.journeys.services.erasure import hold_purge
from pacte.journeys.services.tallies import rebuild_tallies
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied
from pacte.notifications.models import Notification
from pacte.workflows.erase_person import erase_person, purge_due_people
from tests.cast import MACHINE, Cast
from tests.journeys.making import DAY, session_with, somebody, walk
from tests.journeys.planting import TOKENS, plant

K = StepKind
MONDAY = date(2021, 1, 11)
DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))


@given(DAYS, st.integers(-40, 900), st.none() | st.integers(0, 60))
def test_nobody_goes_early_nor_unannounced_nor_under_a_hold(seen: date, after: int, held: int | None) -> None:
    """The rule day by day: a notice, thirty days, then the purge; a hold delays it."""
    end = purge_on(seen)
    hold = None if held is None else end + timedelta(days=held)
    told: date | None = None
    for offset in range(-40, 100):
        on = end + timedelta(days=offset)
        match retention_action_on(RetentionDates(seen, told, hold), on):
            case RetentionAction.NOTICE:
                assert told is None
                assert on == end - NOTICE_BEFORE
                told = on
            case RetentionAction.PURGE:
                assert told is not None
                assert on == (end if hold is None else hold + timedelta(days=1))
                assert on == announced_purge(RetentionDates(seen, told, hold))
                break
    else:
        pytest.fail("never purged")
    assert told is not None, "announced before it was purged"


@given(DAYS, st.integers(0, 400))
def test_a_notice_that_leaves_late_still_gives_thirty_days(seen: date, late: int) -> None:
    told = purge_on(seen) + timedelta(days=late)
    assert announced_purge(RetentionDates(seen, told)) == told + NOTICE_BEFORE
    assert (
        retention_action_on(RetentionDates(seen, told), told + NOTICE_BEFORE - timedelta(days=1))
        is RetentionAction.NOTHING
    )


@pytest.mark.django_db
def test_over_eight_years_no_file_outlives_its_rule_and_none_goes_early(cast: Cast) -> None:
    """A dozen people whose last sign of life is spread over years, on each night when something could go wrong."""
    chance = random.Random(5)
    with acting_as(MACHINE):
        for rank in range(12):
            seen = date(2019, 1, 1) + timedelta(days=chance.randint(0, 365 * 6))
            learner = Learner.objects.create(
                organisation=cast.region, opened_by=cast.network, created_at=datetime(2019, 1, 1, tzinfo=UTC),
                last_seen_on=seen, purge_on=purge_on(seen),
                held_until=purge_on(seen) + timedelta(days=45) if rank == 3 else None,
            )  # fmt: skip
            LearnerContact.objects.create(
                organisation=cast.region, learner=learner, first_name=f"P{rank}", last_name="Essai"
            )
        ends = {
            each.pk: announced_purge(RetentionDates(each.last_seen_on, None, each.held_until))
            for each in Learner.objects.all()
        }
        days = {end + timedelta(days=shift) for end in ends.values() for shift in (-31, -30, -29, -1, 0, 1)}
        days |= {purge_on(each.last_seen_on) - NOTICE_BEFORE for each in Learner.objects.all()}
        for on in sorted(days):
            with time_machine.travel(datetime(on.year, on.month, on.day, 5, tzinfo=UTC), tick=False):
                purge_due_people(actor=MACHINE)
            gone = set(Learner.objects.filter(purged_at__isnull=False).values_list("pk", flat=True))
            assert gone == {pk for pk, end in ends.items() if end <= on}, on
        assert not LearnerContact.objects.exists()
        assert Notification.objects.filter(kind="journeys.purge", person=cast["adviser"].person).count() >= 8


@pytest.mark.django_db
def test_a_sign_of_life_after_the_notice_keeps_the_file(cast: Cast) -> None:
    journey = somebody(cast)
    with acting_as(MACHINE):
        Learner.objects.update(last_seen_on=DAY)
        assert purge_due_people(actor=MACHINE, on=purge_on(DAY) - NOTICE_BEFORE).told == 1
        assert purge_due_people(actor=MACHINE, on=purge_on(DAY) - NOTICE_BEFORE).told == 0, "once"
        Learner.objects.update(last_seen_on=DAY + timedelta(days=20))
        late = purge_on(DAY)
        assert (purge_due_people(actor=MACHINE, on=late).erased, purge_due_people(actor=MACHINE, on=late).told) == (
            0,
            0,
        )
        assert purge_due_people(actor=MACHINE, on=late + timedelta(days=20)).erased == 0, (
            "its notice left on the day before"
        )
    assert journey.learner.pk


@pytest.mark.django_db
def test_only_the_machine_purges_and_a_hold_stops_who_erases(cast: Cast) -> None:
    journey = somebody(cast)
    with acting_as(cast["pilot"].actor) as pilot:
        with pytest.raises(PermissionDenied):
            purge_due_people(actor=pilot)
        hold_purge(actor=pilot, learner=journey.learner, until=date(2030, 1, 1), why=ErasureHold.DISPUTE)
    with acting_as(cast["adviser"].actor) as adviser, pytest.raises(Conflict):
        erase_person(actor=adviser, learner=Learner.objects.get(), reason="demande")
    with acting_as(cast["provider"].actor) as provider, pytest.raises(NotFound):
        erase_person(actor=provider, learner=journey.learner, reason="demande")


@pytest.mark.django_db
def test_after_an_erasure_counts_are_as_before_and_the_journey_takes_no_step(cast: Cast) -> None:
    session, journey = session_with(cast), somebody(cast)
    with acting_as(MACHINE):
        Learner.objects.update(commune_code="18279", sex="f")
    walk(cast["adviser"].actor, journey, session, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
    walk(cast["provider"].actor, journey, session, K.ENTERED, on=MONDAY)
    walk(cast["provider"].actor, journey, session, K.ENDED, on=MONDAY + timedelta(days=90))
    before = _counts()
    with acting_as(cast["adviser"].actor) as adviser:
        erase_person(actor=adviser, learner=Learner.objects.get(), reason="à sa demande")
    assert _counts() == before
    with acting_as(MACHINE):
        left = Journey.objects.select_related("learner").get()
        assert (left.kept_department, left.kept_age_band, left.learner.birth_year) == ("18", "26_44", None)
        given = StepInput(K.SITUATION, MONDAY + timedelta(days=120), detail={"months": 3})
        for key in (journey.key, left.key):
            with pytest.raises(NotFound):
                record_step(actor=MACHINE, key=key, step_input=given)
            with pytest.raises(NotFound):
                journey_by_key(actor=MACHINE, key=key)


def _counts() -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    with acting_as(MACHINE):
        rebuild_tallies(actor=MACHINE)
        found = [list(table.objects.values()) for table in (SessionTally, GroupTally)]
    for row in (*found[0], *found[1]):
        row.pop("counted_at"), row.pop("id", None)
    return found[0], found[1]


def test_every_table_that_points_at_a_person_is_erased_or_said_to_remain() -> None:
    """A new table with a key to a person fails until it is in one of the lists."""
    pointing = {
        model
        for model in apps.get_models()
        for field in model._meta.fields
        if field.related_model in (Learner, Journey)
    }
    remains = {Journey, Step, Seat, AttendanceWeek, DueRow, OutboxMessage}
    assert pointing == {*LEARNER_TABLES, *JOURNEY_TABLES, PersonReference, DossierReference} | remains


@pytest.mark.django_db
def test_no_token_of_an_erased_person_is_found_anywhere(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    """Thirty words in every field that can hold one: all found before the erasure, none after, in any table or log."""
    caplog.set_level(logging.DEBUG)
    journey = somebody(cast, first_name=TOKENS[0])
    plant(cast, journey)
    assert {token for token in TOKENS if _found(token)} == set(TOKENS)
    with acting_as(cast["adviser"].actor) as adviser:
        erase_person(actor=adviser, learner=Learner.objects.get(), reason="à sa demande")
    assert [token for token in TOKENS if _found(token)] == []
    assert not _found(str(journey.key))
    assert not _found(str(journey.learner.key))
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert not any(token in logged for token in TOKENS)


def _found(token: str) -> bool:
    """True if any row of any table holds the word, read as the machine."""
    with acting_as(MACHINE), connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
            " and relname !~ '^(reference|django)_'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'select exists (select 1 from "{table}" t where t::text ilike %s)', [f"%{token}%"])
            if cursor.fetchone()[0]:
                return True
    return False
