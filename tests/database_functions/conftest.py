"""One scratch database for each test file, in a transaction that is never committed."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from pacte.infra.embedded_postgres import SUPERUSER
from tests.database_functions.scratch_database import ScratchDatabase


@pytest.fixture(scope="module")
def scratch(django_db_setup: None) -> Iterator[ScratchDatabase]:
    if "PACTE_TEST_DATABASE_URL" in os.environ:
        pytest.skip("the world is made by the superuser of the embedded server")
    with psycopg.connect(make_conninfo(os.environ["DATABASE_URL"], user=SUPERUSER)) as connection:
        yield ScratchDatabase(connection)
        connection.rollback()


@pytest.fixture
def base(scratch: ScratchDatabase) -> Iterator[ScratchDatabase]:
    with scratch.rolled_back():
        yield scratch
