"""Migration of the stored defects of quarantined trainings to the keys that every defect has."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from importlib import import_module

import psycopg
import pytest

from pacte.kernel.defects import CellReference, Defect, Severity

MIGRATION = import_module("pacte.offer.migrations.0011_defect_keys")
PATH = "/lheo/offres/formation[1]/domaine-formation/code-NSF[1]"
BEFORE = [
    {"line": 7, "path": PATH, "code": "nsf", "value": "ABC", "message": "Ce code n’est pas de la NSF.",
     "fix": "Écrivez trois chiffres.", "is_advice": is_advice}
    for is_advice in (False, True)
]  # fmt: skip
PLACE = CellReference("", 7, PATH)
AFTER = [
    Defect("nsf", "Ce code n’est pas de la NSF.", PLACE, "ABC", "Écrivez trois chiffres.", severity)
    for severity in (Severity.ERROR, Severity.WARNING)
]
LINKS = "select conname from pg_constraint where conrelid = 'offer_quarantinedtraining'::regclass and contype = 'f'"


@pytest.fixture
def owner(django_db_setup: None) -> Iterator[psycopg.Connection]:
    """Connection of the owner, as in a migration: row-level security binds it, and nobody acts.

    The trainings are stored without their delivery. Rolled back.
    """
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        for (name,) in connection.execute(LINKS).fetchall():
            connection.execute(f"alter table offer_quarantinedtraining drop constraint {name}")
        connection.execute("alter table offer_quarantinedtraining no force row level security")
        for rank, defects in enumerate((BEFORE, [])):
            connection.execute(
                "insert into offer_quarantinedtraining (organisation_id, delivery_id, provider_siret, number, rank,"
                " title, text, defects, recorded_at) values (1, 1, '', '', %s, '', '', %s, now())",
                [rank, json.dumps(defects)],
            )
        connection.execute("alter table offer_quarantinedtraining force row level security")
        yield connection
        connection.rollback()


def stored(owner: psycopg.Connection) -> list[list[dict[str, object]]]:
    owner.execute("alter table offer_quarantinedtraining no force row level security")
    return [row[0] for row in owner.execute("select defects from offer_quarantinedtraining order by rank").fetchall()]


def test_defects_stored_under_their_old_keys_are_read_again(owner: psycopg.Connection) -> None:
    owner.execute(MIGRATION.TO_SHARED_KEYS)
    owner.execute(MIGRATION.TO_SHARED_KEYS)
    converted, empty = stored(owner)
    assert [Defect.from_plain(each) for each in converted] == AFTER
    assert empty == []


def test_they_go_back_to_their_old_keys(owner: psycopg.Connection) -> None:
    owner.execute(MIGRATION.TO_SHARED_KEYS)
    owner.execute(MIGRATION.TO_LINES)
    assert stored(owner) == [BEFORE, []]


def test_afterwards_the_table_binds_its_owner_again(owner: psycopg.Connection) -> None:
    owner.execute(MIGRATION.TO_SHARED_KEYS)
    forced = "select relforcerowsecurity from pg_class where relname = 'offer_quarantinedtraining'"
    assert owner.execute(forced).fetchall() == [(True,)]
