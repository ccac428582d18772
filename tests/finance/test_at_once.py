"""Two hundred identical imports at once give one; so do two different files about the same commitment."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from pacte.accounts.context import acting_as
from pacte.finance.models import Commitment, ImportRun, Movement
from pacte.finance.records import Extract, Stage
from pacte.finance.services import import_extract
from tests.cast import MACHINE
from tests.finance.accounts import Purse, account, extract, purse

AT_ONCE, THREADS = 200, 16


@pytest.fixture
def stage(lasting_database: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Purse]:
    with django_db_blocker.unblock():
        yield purse()
        connection.close()


def _import(stage: Purse, found: Extract, data: bytes) -> tuple[int, int, int]:
    """In a transaction and a connection of its own, as a request has."""
    try:
        with acting_as(MACHINE):
            told = import_extract(actor=MACHINE, organisation=stage.cast.region, extract=found, data=data)
        return told.added, told.changed, told.known
    finally:
        connection.close()


def test_two_hundred_identical_imports_at_once_give_one(stage: Purse) -> None:
    found = extract(*(account(f"E{rank}") for rank in range(5)))
    with ThreadPoolExecutor(THREADS) as pool:
        told = list(pool.map(lambda _: _import(stage, found, b"le fichier"), range(AT_ONCE)))
    assert sorted(told, reverse=True) == [(5, 0, 0), *[(0, 0, 5)] * (AT_ONCE - 1)]
    with acting_as(MACHINE):
        assert (Commitment.objects.count(), Movement.objects.count(), ImportRun.objects.count()) == (5, 5, 1)


def test_different_files_about_one_commitment_at_once_never_add_up(stage: Purse) -> None:
    files = [extract(account("E1", 1000_00), account(f"X{rank}", 1), name=f"{rank}.xlsx") for rank in range(24)]
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda each: _import(stage, each, each.name.encode()), files))
    with acting_as(MACHINE):
        of_one = Movement.objects.filter(commitment__number="E1", stage=Stage.COMMITTED)
        assert [each.cents for each in of_one] == [1000_00]
        assert Commitment.objects.count() == 25
