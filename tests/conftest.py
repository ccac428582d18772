"""One migrated database a worker, owned by the owner role; the suite runs as the application role."""

from __future__ import annotations

import os

import psycopg
import pytest
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from pacte.workflows.prepare_database import prepare_database
from tests.stage import DATABASE


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> None:
    """A new database each run: what an earlier run left cannot help this one."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], dbname="postgres", autocommit=True) as connection:
        name = sql.Identifier(DATABASE)
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(name))
        connection.execute(sql.SQL("create database {}").format(name))
    with django_db_blocker.unblock():
        prepare_database()
