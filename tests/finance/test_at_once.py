"""Concurrent imports: two hundred identical files give one import, two files about one commitment give one."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from pacte.accounts.row_context import acting_as
from pacte.finance.models import Commitment, Movement
from pacte.finance.records import Extract, MoneyStage
from pacte.finance.services import import_extract
from tests.cast import MACHINE
from tests.finance.accounts import Purse, account, extract, file_number, purse

AT_ONCE = 200
SPARE = 20
"""Connections kept for the rest of the suite."""


@pytest.fixture
def stage(lasting_database: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Purse]:
    with django_db_blocker.unblock():
        yield purse()
        connection.close()


@pytest.fixture
def hands(stage: Purse) -> int:
    """Number of concurrent connections: ``AT_ONCE``, or as many as the server accepts minus ``SPARE``."""
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('max_connections')::int")
        return min(AT_ONCE, cursor.fetchone()[0] - SPARE)


def _import(stage: Purse, found: Extract) -> tuple[int, int, int]:
    """Imports in a transaction and a connection of its own, as a request does."""
    try:
        with acting_as(MACHINE):
            told = import_extract(
                actor=MACHINE, organisation=stage.cast.region, extract=found, file_id=file_number(found)
            )
        return told.added, told.changed, told.known
    finally:
        connection.close()


def test_two_hundred_identical_imports_at_once_give_one(stage: Purse, hands: int) -> None:
    """Each thread opens its connection, then waits for all the others before it starts."""
    found = extract(*(account(f"E{rank}") for rank in range(5)))
    together = Barrier(hands)

    def one(_: int) -> tuple[int, int, int]:
        connection.ensure_connection()
        together.wait(timeout=60)
        return _import(stage, found)

    # If the server accepts fewer connections, they come in waves.
    waves = AT_ONCE // hands
    with ThreadPoolExecutor(hands) as pool:
        told = list(pool.map(one, range(waves * hands)))
    assert sorted(told, reverse=True) == [(5, 0, 0), *[(0, 0, 5)] * (waves * hands - 1)]
    with acting_as(MACHINE):
        assert (Commitment.objects.count(), Movement.objects.count()) == (5, 5)


def test_different_files_about_one_commitment_at_once_never_add_up(stage: Purse, hands: int) -> None:
    files = [extract(account("E1", 1000_00), account(f"X{rank}", 1), name=f"{rank}.xlsx") for rank in range(24)]
    with ThreadPoolExecutor(min(hands, len(files))) as pool:
        list(pool.map(lambda each: _import(stage, each), files))
    with acting_as(MACHINE):
        of_one = Movement.objects.filter(commitment__number="E1", stage=MoneyStage.COMMITTED)
        assert [each.cents for each in of_one] == [1000_00]
        assert Commitment.objects.count() == 25
