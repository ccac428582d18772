"""Migration of the files of acts to the ledger of received files: who owns each, what it brought, how it is read."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps
from django.db.models import Manager, Model

from pacte.intake.catalog import file_kind
from pacte.intake.records import FileContext, FileMapping, FileSender
from pacte.intake.rules import file_scope, mapping_scope
from pacte.kernel.actor import NOBODY
from pacte.workflows.prepare_database import OWNER

MIGRATION = import_module("pacte.intake.migrations.0003_acts")
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
REGION, NETWORK = 1, 2
COUNTS = {"rows": 9, "new": 4, "changed": 1, "same": 1, "to_settle": 2, "error": 1, "listed": 3}


def act_file(layout: str, *, body: int | None = NETWORK, state: str = "done") -> SimpleNamespace:
    return SimpleNamespace(
        organisation_id=REGION, body_id=body, source="imilo", file_name="actes.csv", digest="ab", format=layout,
        state=state, counts=COUNTS, person_name="Claire Aubry", received_at=AT, ended_at=AT,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("layout", "body", "kind", "owner", "options"),
    [
        ("orientation_acts", NETWORK, "acts", NETWORK, {"tool": "imilo"}),
        ("trainees_pe", None, "trainees", REGION, {}),
        ("trainees_idf", NETWORK, "trainees", REGION, {"network": "Mission locale de l’Indre"}),
        ("kairos_organisations", None, "conventions", REGION, {}),
    ],
)
def test_a_file_is_that_of_its_network_or_of_the_region_and_is_known_again_when_it_comes_back(
    layout: str, body: int | None, kind: str, owner: int, options: dict[str, str]
) -> None:
    line = MIGRATION.line_of(act_file(layout, body=body), "Mission locale de l’Indre" if body else "")
    assert (line["kind"], line["organisation_id"], line["host_id"]) == (kind, owner, REGION)
    context = FileContext(NOBODY, FileSender(None, None), "", options)  # type: ignore[arg-type]
    assert line["scope"] == file_scope(file_kind(kind).options(context), options)
    assert line["options"] == options


def test_what_a_file_brought_stays_counted_row_by_row() -> None:
    line = MIGRATION.line_of(act_file("orientation_acts"), "")
    assert (line["row_count"], line["written_at"], line["state"]) == (9, AT, "done")
    assert line["counts"] == {"added": 4, "changed": 1, "unchanged": 1, "refused": 3}


def test_a_file_that_was_not_read_to_its_end_waits_to_be_dropped_again() -> None:
    line = MIGRATION.line_of(act_file("orientation_acts", state="running"), "")
    assert (line["state"], line["counts"], line["written_at"]) == ("received", {}, None)


@pytest.mark.parametrize(("name", "tool"), [("i-Milo", "imilo"), ("un autre outil", "reseau")])
def test_the_columns_and_words_of_a_tool_are_kept_for_its_next_file(name: str, tool: str) -> None:
    values = MIGRATION.mapping_of(saved_columns(name))
    assert values["scope"] == mapping_scope(file_kind("acts"), {"tool": tool})
    assert (values["organisation_id"], values["host_id"]) == (NETWORK, REGION)
    assert FileMapping.from_plain(values["mapping"]) == FileMapping({"on": "Quand"}, {"accepté": "inscrit"})


def test_columns_kept_under_the_name_of_no_tool_are_not_copied() -> None:
    assert MIGRATION.mapping_of(saved_columns("Extraction d’avril")) is None


def saved_columns(name: str) -> SimpleNamespace:
    return SimpleNamespace(
        organisation_id=REGION, body_id=NETWORK, name=name, columns={"on": "Quand"}, codes={"accepté": "inscrit"},
        saved_at=AT, person_name="Claire Aubry",
    )  # fmt: skip


def migrated(*targets: tuple[str, str]) -> StateApps:
    """Models of the database, once it is at these migrations."""
    executor = MigrationExecutor(connections[OWNER])
    executor.migrate(list(targets))
    return executor.loader.project_state(list(targets)).apps


@pytest.mark.django_db(databases=["default", OWNER])
def test_the_rows_of_the_old_tables_are_found_in_the_ledger() -> None:
    before = migrated(("intake", "0002_security"), ("interop", "0005_convention_file_numbers"))

    def old(room: str, model: str) -> Manager[Model]:
        return before.get_model(room, model).objects.using(OWNER)

    with connections[OWNER].cursor() as cursor:
        cursor.execute("alter table interop_kairosconvention no force row level security")
    region, network = (old("accounts", "Organisation").create(code=code) for code in ("region-x", "reseau-x"))
    received = {"organisation_id": region.pk, "file_name": "x.csv", "state": "done", "received_at": AT}
    old("interop", "ActFile").create(**received, source="imilo", digest="1", format="orientation_acts", body=network)
    file = old("interop", "ActFile").create(**received, source="kairos", digest="2", format="kairos_organisations")
    old("interop", "KairosConvention").create(
        organisation_id=region.pk, siret="1", convention="1", file_id=file.pk, changed_at=AT
    )
    old("interop", "SavedColumnMapping").create(
        organisation_id=region.pk, body=network, name="Kairos", columns={"on": "Quand"}, saved_at=AT
    )
    with connections[OWNER].cursor() as cursor:
        cursor.execute("set constraints all immediate; set constraints all deferred")

    after = migrated(("intake", "0003_acts"), ("interop", "0006_files_moved"))
    with connections[OWNER].cursor() as cursor:
        for table in ("interop_kairosconvention", "intake_receivedfile", "intake_savedmapping"):
            cursor.execute(f"select relforcerowsecurity from pg_class where relname = '{table}'")
            assert cursor.fetchone() == (True,), f"{table} is closed again"
            cursor.execute(f"alter table {table} no force row level security")
    files = {
        each.kind: each
        for each in after.get_model("intake", "ReceivedFile").objects.using(OWNER).filter(host=region.pk)
    }
    assert {kind: each.organisation_id for kind, each in files.items()} == {
        "acts": network.pk,
        "conventions": region.pk,
    }
    convention = after.get_model("interop", "KairosConvention").objects.using(OWNER).get(organisation=region.pk)
    assert convention.file_id == files["conventions"].pk
    saved = after.get_model("intake", "SavedMapping").objects.using(OWNER).get(organisation=network.pk)
    assert (saved.scope, saved.mapping["headings"]) == ("kairos", {"on": "Quand"})
