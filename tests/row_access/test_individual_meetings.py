"""Individual appointments are read by the body that holds them, and by the machine: the other meetings are public."""

from __future__ import annotations

import os

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from pacte.infra.embedded_postgres import APPLICATION, SUPERUSER
from tests.row_access.context import become
from tests.row_access.measuring import as_role
from tests.row_access.readers import READERS
from tests.row_access.world import IDS, build

pytestmark = pytest.mark.skipif(
    "PACTE_TEST_DATABASE_URL" in os.environ, reason="the world is made by the superuser of the embedded server"
)

_OURS = {"adviser": "a", "colleague": "a", "second_adviser": "b", "foreign_adviser": "c", "machine": "abc"}


def test_only_their_body_reads_them(django_db_setup: None) -> None:
    letters = {number: letter for letter, number in IDS.items()}
    found: dict[str, str] = {}
    with psycopg.connect(make_conninfo(os.environ["DATABASE_URL"], user=SUPERUSER)) as connection:
        build(connection)
        connection.execute("update agenda_meeting set kind = 'individual', held_by_id = 20 where id = 101")
        connection.execute("update agenda_meeting set kind = 'individual', held_by_id = 21 where id = 102")
        connection.execute("update agenda_meeting set kind = 'individual', held_by_id = 22 where id = 103")
        with as_role(connection, APPLICATION):
            for name, actor in READERS.items():
                become(connection, actor)
                rows = connection.execute("select id from agenda_meeting order by id").fetchall()
                if rows:
                    found[name] = "".join(letters[number] for (number,) in rows)
        connection.rollback()
    assert found == _OURS
