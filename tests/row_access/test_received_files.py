"""Files without personal data are read by the staff of the Region; the others by the people of their sender alone."""

from __future__ import annotations

import os

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from pacte.infra.embedded_postgres import APPLICATION, SUPERUSER
from tests.row_access.context import become
from tests.row_access.measuring import as_role
from tests.row_access.readers import READERS
from tests.row_access.world import IDS, build

pytestmark = pytest.mark.skipif(
    "PACTE_TEST_DATABASE_URL" in os.environ, reason="the world is made by the superuser of the embedded server"
)

_SENDERS = {"adviser": "a", "colleague": "a", "second_adviser": "b", "foreign_adviser": "c", "machine": "abc"}
_STAFF = dict.fromkeys(("administrator", "pilot", "analyst", "buyer", "finance", "auditor"), "ab")
_FOREIGN_STAFF = dict.fromkeys(("intruder", "foreign_administrator"), "c")
_TABLES = {"intake_receivedcontent": "file_id", "intake_refusedrow": "id", "intake_appliedchange": "id"}


def _readers(table: str, key: str, *, is_personal: bool) -> dict[str, str]:
    letters = {number: letter for letter, number in IDS.items()}
    readers: dict[str, str] = {}
    with psycopg.connect(make_conninfo(os.environ["DATABASE_URL"], user=SUPERUSER)) as connection:
        build(connection)
        name = sql.Identifier(table)
        connection.execute(sql.SQL("update {} set is_personal = %s").format(name), [is_personal])
        with as_role(connection, APPLICATION):
            for reader, actor in READERS.items():
                become(connection, actor)
                rows = connection.execute(
                    sql.SQL("select {0} from {1} order by {0}").format(sql.Identifier(key), name)
                ).fetchall()
                if rows:
                    readers[reader] = "".join(letters[number] for (number,) in rows)
        connection.rollback()
    return readers


@pytest.mark.parametrize("table", _TABLES)
def test_personal_rows_are_read_by_their_sender_alone(django_db_setup: None, table: str) -> None:
    assert _readers(table, _TABLES[table], is_personal=True) == _SENDERS


@pytest.mark.parametrize("table", _TABLES)
def test_other_rows_are_read_by_the_staff_of_the_region_too(django_db_setup: None, table: str) -> None:
    assert _readers(table, _TABLES[table], is_personal=False) == {**_SENDERS, **_STAFF, **_FOREIGN_STAFF}
