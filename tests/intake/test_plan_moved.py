"""Migration of the plan files to the ledger of received files: what each wrote, and those that waited."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps
from django.db.models import Manager, Model

from pacte.intake.catalog import file_kind
from pacte.intake.records import FileContext, FileMapping, FileSender
from pacte.intake.rules import file_scope
from pacte.workflows.prepare_database import OWNER
from tests.cast import MACHINE, gather_cast

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
TABLES = ["plan_plan", "plan_planversion", "plan_planimport", "intake_receivedfile", "intake_receivedcontent"]


def migrated(*targets: tuple[str, str]) -> StateApps:
    """Models of the database, once it is at these migrations."""
    executor = MigrationExecutor(connections[OWNER])
    executor.migrate(list(targets))
    return executor.loader.project_state(list(targets)).apps


def open_tables(*, is_open: bool) -> None:
    """Row-level security binds the owner too, and nobody acts here."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for table in TABLES:
            cursor.execute(f"alter table if exists {table} {'no ' if is_open else ''}force row level security")
        cursor.execute("set constraints all deferred")


@pytest.mark.django_db(databases=["default", OWNER])
def test_plan_files_are_found_in_the_ledger_with_their_draft_or_their_content() -> None:
    before = migrated(("intake", "0002_security"), ("plan", "0005_published_views"))

    def old(room: str, model: str) -> Manager[Model]:
        return before.get_model(room, model).objects.using(OWNER)

    open_tables(is_open=True)
    region = old("accounts", "Organisation").create(code="region-x")
    plan = old("plan", "Plan").create(
        code="essai", organisation=region, title="Essai", region="X", first_year=2019, last_year=2022
    )
    draft = old("plan", "PlanVersion").create(
        plan=plan, organisation=region, number=2, label="Projet d’avenant 1", state="draft", title="Essai",
        first_year=2019, last_year=2022, created_at=AT,
    )  # fmt: skip
    received = {"organisation": region, "data": b"123", "person_name": "Claire Aubry", "created_at": AT}
    imports = old("plan", "PlanImport")
    imports.create(**received, file_name="ecrit.xlsx", digest="1", plan=plan, written_version=draft)
    imports.create(**received, file_name="attend.xlsx", digest="2", plan=plan, mapping={"B": "title"})
    imports.create(**received, file_name="nouveau.xlsx", digest="3", as_new=True)
    open_tables(is_open=False)

    after = migrated(("intake", "0007_plan"), ("plan", "0006_without_ledger_of_files"))
    with connections[OWNER].cursor() as cursor:
        cursor.execute("select relname from pg_class where relname = any(%s) and not relforcerowsecurity", [TABLES])
        assert cursor.fetchall() == [], "every table is closed again"
    open_tables(is_open=True)
    lines = {each.file_name: each for each in after.get_model("intake", "ReceivedFile").objects.using(OWNER).all()}
    contents = after.get_model("intake", "ReceivedContent").objects.using(OWNER)
    open_tables(is_open=False)

    written, waiting, new = lines["ecrit.xlsx"], lines["attend.xlsx"], lines["nouveau.xlsx"]
    assert {each.kind for each in lines.values()} == {"plan"}
    assert {(each.organisation_id, each.host_id) for each in lines.values()} == {(region.pk, region.pk)}
    assert (written.state, written.note, written.size) == ("done", "gardé comme « Projet d’avenant 1 »", 3)
    assert written.result == {"plan": "essai", "version": 2}
    assert (waiting.state, waiting.options, new.options) == ("received", {"target": "essai"}, {"target": "nouveau"})
    assert FileMapping.from_plain(waiting.mapping).columns == {"B": "title"}
    open_tables(is_open=True)
    assert {each.file_id: bytes(each.data) for each in contents.all()} == {waiting.pk: b"123", new.pk: b"123"}
    open_tables(is_open=False)


@pytest.mark.django_db
def test_the_target_of_a_moved_file_makes_the_scope_that_the_kind_makes() -> None:
    cast, kind = gather_cast(), file_kind("plan")
    context = FileContext(MACHINE, FileSender(cast.region, cast.region), "")
    assert file_scope(kind.options(context), {"target": "nouveau"}) == '{"target": "nouveau"}'
    assert file_scope(kind.options(context), {}) == ""
