"""The base of the rehearsals: one for each file of tests, in a transaction that is never committed."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from pacte.infra.embedded_postgres import SUPERUSER
from tests.database_functions.rehearsal import Rehearsal


@pytest.fixture(scope="module")
def rehearsal(django_db_setup: None) -> Iterator[Rehearsal]:
    if "PACTE_TEST_DATABASE_URL" in os.environ:
        pytest.skip("the world is made by the superuser of the embedded server")
    with psycopg.connect(make_conninfo(os.environ["DATABASE_URL"], user=SUPERUSER)) as connection:
        yield Rehearsal(connection)
        connection.rollback()


@pytest.fixture
def base(rehearsal: Rehearsal) -> Iterator[Rehearsal]:
    with rehearsal.undone():
        yield rehearsal
