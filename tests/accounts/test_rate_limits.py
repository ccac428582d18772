"""Token buckets: number of attempts by account and address, many clients at once, and recovery after a crash."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pacte.accounts.models import TokenBucket
from pacte.accounts.rules.rate_limits import (
    ADDRESS,
    CODE,
    KNOWN_NETWORK,
    PASSWORD,
    PASSWORD_ON_KNOWN_DEVICE,
    RateLimit,
    RateLimitBucket,
    password_buckets,
)
from pacte.accounts.services.hashing_slots import hashing_slot
from pacte.accounts.services.rate_limits import consume_tokens, purge_buckets, refund_tokens
from pacte.kernel.clock import PARIS, now
from pacte.kernel.errors import TooManyRequests
from tests.effort import share

FIVE = RateLimit("tests", 5, timedelta(minutes=1))
ONE = RateLimitBucket(FIVE, "somebody@exemple.fr")
START = datetime(2026, 3, 2, 9, tzinfo=PARIS)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as moving:
        yield moving


def test_at_most_twenty_passwords_an_hour_are_looked_at_for_one_account() -> None:
    """Promise A6: known devices are included."""
    assert PASSWORD.max_per_hour + PASSWORD_ON_KNOWN_DEVICE.max_per_hour <= 20
    assert CODE.max_per_hour <= 20
    assert KNOWN_NETWORK.max_per_hour == 10 * ADDRESS.max_per_hour


def test_an_unknown_address_is_counted_by_account_and_for_the_site_only() -> None:
    assert len(password_buckets("a@exemple.fr", None, is_known_network=False)) == 2
    assert len(password_buckets("a@exemple.fr", "192.0.2.7", is_known_network=False)) == 3


@pytest.mark.django_db
def test_a_bucket_gives_its_tokens_then_one_each_refill(clock: time_machine.Traveller) -> None:
    assert [consume_tokens(ONE) for _ in range(5)] == [None] * 5
    assert consume_tokens(ONE) == timedelta(minutes=1)
    clock.shift(40)
    assert consume_tokens(ONE) == timedelta(seconds=20)
    clock.shift(20)
    assert consume_tokens(ONE) is None
    assert consume_tokens(ONE) == timedelta(minutes=1)
    clock.shift(timedelta(days=3))
    assert [consume_tokens(ONE) for _ in range(6)] == [None] * 5 + [timedelta(minutes=1)]


@pytest.mark.django_db
def test_the_wait_that_is_told_is_enough(clock: time_machine.Traveller) -> None:
    for seconds in (7, 13, 29, 59):
        while (wait := consume_tokens(ONE)) is None:
            pass
        clock.shift(seconds / 7)
        wait = consume_tokens(ONE)
        assert wait is not None
        clock.shift(wait)
        assert consume_tokens(ONE) is None


@pytest.mark.django_db
def test_what_succeeds_is_given_back_and_never_more(clock: time_machine.Traveller) -> None:
    for _ in range(30):
        assert consume_tokens(ONE) is None
        refund_tokens(ONE)
    for _ in range(3):
        refund_tokens(ONE)
    assert [consume_tokens(ONE) for _ in range(6)].count(None) == 5


@pytest.mark.django_db
def test_an_empty_bucket_takes_nothing_from_the_others(clock: time_machine.Traveller) -> None:
    other = RateLimitBucket(FIVE, "other")
    for _ in range(5):
        consume_tokens(ONE)
    assert consume_tokens(other, ONE) == timedelta(minutes=1)
    assert [consume_tokens(other) for _ in range(5)] == [None] * 5


@pytest.mark.django_db
def test_a_clock_that_goes_back_gives_no_token(clock: time_machine.Traveller) -> None:
    for _ in range(5):
        consume_tokens(ONE)
    clock.shift(timedelta(hours=-1))
    assert consume_tokens(ONE) is not None


@pytest.mark.django_db
def test_nobody_can_be_read_in_the_table() -> None:
    consume_tokens(*password_buckets("lead@exemple.fr", "192.0.2.7", is_known_network=False))
    with connection.cursor() as cursor:
        cursor.execute("select t::text from accounts_tokenbucket t")
        rows = [text for (text,) in cursor.fetchall()]
    assert len(rows) == 3
    assert not any(word in row for row in rows for word in ("lead", "exemple", "192.0"))


@pytest.mark.django_db
def test_a_bucket_that_says_nothing_any_more_is_forgotten(clock: time_machine.Traveller) -> None:
    consume_tokens(ONE)
    clock.shift(timedelta(hours=23))
    assert purge_buckets() == 0
    clock.shift(timedelta(hours=2))
    assert purge_buckets() == 1
    assert TokenBucket.objects.count() == 0


@pytest.mark.django_db
@settings(max_examples=share(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 400), st.booleans()), max_size=40), number=st.integers())
def test_failures_of_any_hour_stay_under_capacity_and_refill(steps: list[tuple[int, bool]], number: int) -> None:
    bucket, failed = RateLimitBucket(FIVE, f"{number} {steps}"), []
    with time_machine.travel(START, tick=False) as clock:
        for seconds, succeeds in steps:
            clock.shift(seconds)
            if consume_tokens(bucket) is None:
                if succeeds:
                    refund_tokens(bucket)
                else:
                    failed.append(now())
    for first in failed:
        in_the_hour = [each for each in failed if first <= each < first + timedelta(hours=1)]
        assert len(in_the_hour) <= FIVE.max_per_hour


# ---------------------------------------------------------------- several processes, and crashes


def _in_another_connection(work: object) -> object:
    try:
        return work()  # type: ignore[operator]
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=False)
@pytest.mark.usefixtures("lasting_database")
def test_a_crowd_at_once_takes_no_more_than_there_is(django_db_blocker: object) -> None:
    """Each thread has its own connection, like another process."""
    with django_db_blocker.unblock(), ThreadPoolExecutor(8) as crowd:  # type: ignore[attr-defined]
        waits = list(crowd.map(lambda _: _in_another_connection(lambda: consume_tokens(ONE)), range(40)))
    assert waits.count(None) == 5


@pytest.mark.usefixtures("lasting_database")
def test_one_password_is_hashed_at_once_and_a_short_queue_waits(django_db_blocker: object, settings: object) -> None:
    settings.PASSWORDS_AT_ONCE = 1  # type: ignore[attr-defined]
    inside: list[int] = []
    most: list[int] = []

    def hashed() -> bool:
        try:
            with hashing_slot():
                inside.append(1)
                most.append(len(inside))
                with connection.cursor() as cursor:
                    cursor.execute("select pg_sleep(0.1)")
                inside.pop()
        except TooManyRequests:
            return False
        return True

    with django_db_blocker.unblock(), ThreadPoolExecutor(12) as crowd:  # type: ignore[attr-defined]
        done = list(crowd.map(lambda _: _in_another_connection(hashed), range(12)))
    assert max(most) == 1
    assert 1 <= done.count(True) < 12, "the others are told at once to come back"


@pytest.mark.usefixtures("lasting_database")
def test_who_dies_while_hashing_leaves_the_place_to_others(django_db_blocker: object, settings: object) -> None:
    settings.PASSWORDS_AT_ONCE = 1  # type: ignore[attr-defined]

    def dies() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_xact_lock(hashtext('pacte.hashing'), 0)")
            connection.connection.close()

    with django_db_blocker.unblock(), ThreadPoolExecutor(1) as worker:  # type: ignore[attr-defined]
        worker.submit(lambda: _in_another_connection(dies)).exception()
        with hashing_slot():
            pass
        connections.close_all()
