"""An empty database is built fast, and has the same tables as with Django's own ``migrate``."""

from __future__ import annotations

import pytest
from django.db import connections, models
from django.db.migrations import AddField, CreateModel, Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from pacte.workflows.migrate_database import NarrowState
from pacte.workflows.prepare_database import OWNER


def _sql(state: ProjectState, migration: Migration) -> list[str]:
    assert state.apps  # Rendered before the first operation, as the executor does.
    with connections[OWNER].schema_editor(collect_sql=True, atomic=False) as editor:
        migration.apply(state, editor, collect_sql=True)
    return list(editor.collected_sql)


@pytest.mark.django_db(databases=["default", OWNER])
@pytest.mark.parametrize("room", ["accounts", "finance", "steering"])
def test_the_tables_of_a_room_are_those_of_django(room: str) -> None:
    loader = MigrationLoader(None)
    node = (room, "0001_tables")
    migration = loader.disk_migrations[node]
    expected = _sql(loader.project_state(node, at_end=False), migration)
    assert len(expected) > len(migration.operations)
    state = loader.project_state(node, at_end=False)
    assert _sql(NarrowState(state.models, state.real_apps), migration) == expected


def _two_models() -> NarrowState:
    """A book and a page that references it, then a new field on the book.

    The page keeps the first class of the book.
    """
    state = NarrowState()
    assert not state.apps.get_models()
    for operation in (
        CreateModel("book", [("id", models.BigAutoField(primary_key=True))]),
        CreateModel(
            "page",
            [("id", models.BigAutoField(primary_key=True)), ("book", models.ForeignKey("shelf.book", models.CASCADE))],
        ),
        AddField("book", "title", models.TextField(default="")),
    ):
        operation.state_forwards("shelf", state)
    return state


def test_a_change_leaves_the_related_models_alone() -> None:
    state = _two_models()
    book, page = state.apps.get_model("shelf", "book"), state.apps.get_model("shelf", "page")
    assert [field.name for field in book._meta.fields] == ["id", "title"]
    assert page._meta.get_field("book").related_model is not book


def test_an_operation_that_reads_the_models_finds_them_all_in_their_last_state() -> None:
    state = _two_models().clone()
    state.clear_delayed_apps_cache()
    book, page = state.apps.get_model("shelf", "book"), state.apps.get_model("shelf", "page")
    assert page._meta.get_field("book").related_model is book
    assert [field.name for field in book._meta.get_fields()] == ["page", "id", "title"]
