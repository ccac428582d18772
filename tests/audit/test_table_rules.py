"""Table rules declared on models match the rights and triggers in the database, table by table."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest
from django.apps import apps
from django.db.models import Model

from pacte.audit.table_rules import History, Rights, rules_of

pytestmark = pytest.mark.django_db
MODELS = {
    model._meta.db_table: model
    for model in apps.get_models(include_auto_created=True)
    if model.__module__.startswith("pacte.")
}
# Triggers that keep a copy up to date refuse nothing.
COPIES = {"offer_search_follows_places", "offer_search_follows_session"}
HISTORY = {"pacte_keep_history": History.BY_ROW, "offer_keep_bulk_history": History.BY_STATEMENT}


@pytest.fixture
def owner(django_db_setup: None) -> Iterator[psycopg.Connection]:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        yield connection


def functions(owner: psycopg.Connection, table: str) -> set[str]:
    rows = owner.execute(
        "select p.proname from pg_trigger t join pg_proc p on p.oid = t.tgfoid"
        " where t.tgrelid = %s::regclass and not t.tgisinternal",
        [table],
    )
    return {name for (name,) in rows}


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_every_table_says_whether_its_history_is_kept_and_why_not(model: type[Model]) -> None:
    rules = rules_of(model)
    assert rules.history is not None, "declare it: with_history, with_statement_history or without_history"
    assert (rules.history is History.NONE) == bool(rules.without.strip())


@pytest.mark.parametrize("table", MODELS)
def test_every_trigger_is_declared_and_every_declaration_has_its_trigger(owner: psycopg.Connection, table: str) -> None:
    rules, present = rules_of(MODELS[table]), functions(owner, table)
    kept = {HISTORY[name] for name in present & HISTORY.keys()} or {History.NONE}
    assert kept == {rules.history}
    assert present - HISTORY.keys() - COPIES == set(rules.frozen_by)


@pytest.mark.parametrize("table", MODELS)
def test_the_roles_of_the_program_have_the_rights_declared(owner: psycopg.Connection, table: str) -> None:
    wanted = {
        Rights.WRITE: {"SELECT", "INSERT", "UPDATE", "DELETE"},
        Rights.APPEND: {"SELECT", "INSERT"},
        Rights.READ: {"SELECT"},
    }[rules_of(MODELS[table]).rights]
    for url in ("DATABASE_URL", "DATABASE_JOBS_URL"):
        role = psycopg.conninfo.conninfo_to_dict(os.environ[url])["user"]
        granted = owner.execute(
            "select privilege_type from information_schema.role_table_grants where grantee = %s and table_name = %s",
            [role, table],
        )
        assert {name for (name,) in granted} == wanted
