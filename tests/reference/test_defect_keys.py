"""Migration of the stored defects of loaded files to the keys that every defect has."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection

from pacte.kernel.clock import now
from pacte.kernel.defects import CellReference, Defect
from pacte.reference.models import LoadedFile

MIGRATION = import_module("pacte.reference.migrations.0002_defect_keys")
BEFORE = [
    {"file": "zones.csv", "line": line, "column": column, "code": "cell", "message": "Le nom manque."}
    for line, column in ((3, "LIBZE2020"), (0, ""))
]


def loaded(defects: list[dict[str, object]]) -> LoadedFile:
    return LoadedFile.objects.create(
        digest=str(len(defects)), name="zones.csv", kind="zones", line_count=3, defects=defects, loaded_at=now()
    )


@pytest.mark.django_db
def test_defects_stored_under_their_old_keys_are_read_again() -> None:
    with_defects, without = loaded(BEFORE), loaded([])
    for _ in range(2):
        connection.cursor().execute(MIGRATION.TO_SHARED_KEYS)
    with_defects.refresh_from_db()
    without.refresh_from_db()
    assert [Defect.from_plain(each) for each in with_defects.defects] == [
        Defect("cell", "Le nom manque.", CellReference("zones.csv", 3, "LIBZE2020")),
        Defect("cell", "Le nom manque.", CellReference("zones.csv", 0)),
    ]
    assert without.defects == []


@pytest.mark.django_db
def test_they_go_back_to_their_old_keys() -> None:
    file = loaded(BEFORE)
    connection.cursor().execute(MIGRATION.TO_SHARED_KEYS)
    connection.cursor().execute(MIGRATION.TO_LINES)
    file.refresh_from_db()
    assert file.defects == BEFORE
