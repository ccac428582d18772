"""One migrated database a worker, owned by the owner role; the suite runs as the application role."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import settings
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from pacte.workflows.prepare_database import prepare_database
from tests.stage import DATABASE

# No test is timed: an example that lasts on a busy machine says nothing of the rule. The rest is as it was.
settings.register_profile("pacte", settings(), deadline=None)
settings.load_profile("pacte")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--hostile",
        default="1",
        help="hostile addresses: how many slices, drawn by the seed; « all »: hours",
    )


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes are named after their argument: two workers must find the same tests, and an archive holds the time."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> None:
    """A new database each run: what an earlier run left cannot help this one."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], dbname="postgres", autocommit=True) as connection:
        name = sql.Identifier(DATABASE)
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(name))
        connection.execute(sql.SQL("create database {}").format(name))
    with django_db_blocker.unblock():
        prepare_database()


@pytest.fixture
def lasting_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For tests whose writes must be really committed: the tables are emptied afterwards, by their owner."""
    yield
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        names = connection.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
            " and relname not in ('django_migrations', 'django_content_type', 'auth_permission')"
        ).fetchall()
        tables = sql.SQL(", ").join(sql.Identifier(name) for (name,) in names)
        connection.execute(sql.SQL("truncate {} restart identity cascade").format(tables))
