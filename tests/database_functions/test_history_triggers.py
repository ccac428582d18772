"""Tables with history: each insert, update and delete adds a line; without the trigger, none is added."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from pacte.audit.table_rules import History, rules_of
from tests.cast import MACHINE
from tests.database_functions.scratch_database import ScratchDatabase

ACT = "00000000-0000-0000-0000-0000000000aa"
NEVER_KEPT = {"password", "data"}
_KEPT = "select operation, row_id, organisation_id, act_key::text, before, after from audit_rowchange order by id"


def tables(history: History) -> list[str]:
    models = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("pacte.")]
    return sorted(model._meta.db_table for model in models if rules_of(model).history is history)


BY_ROW, BY_STATEMENT = tables(History.BY_ROW), tables(History.BY_STATEMENT)


def content(base: ScratchDatabase, table: str, row_id: int) -> dict[str, Any] | None:
    """The row as the history records it, without passwords and file contents; None when there is no such row."""
    whole = base.value(f"select to_jsonb(r) from {table} r where id = %s", row_id)
    return whole and {name: value for name, value in whole.items() if name not in NEVER_KEPT}


def change(base: ScratchDatabase, table: str) -> str:
    """Statement that copies to row 101 one value of row 103 that differs."""
    ours, theirs = content(base, table, 101) or {}, content(base, table, 103) or {}
    column = next(name for name in ours if name != "id" and ours[name] != theirs[name])
    return f'update {table} set "{column}" = (select t."{column}" from {table} t where t.id = 103) where id = 101'


def region(row: dict[str, Any] | None) -> Any:
    return (row or {}).get("organisation_id")


@pytest.mark.parametrize("table", BY_ROW)
def test_each_write_of_a_row_adds_one_line(base: ScratchDatabase, table: str) -> None:
    base.enable_trigger(table, "pacte_keep_history")
    base.run(f"set local pacte.act = '{ACT}'")
    former = content(base, table, 101)
    base.run(f"add {table} a")
    base.run(change(base, table))
    base.run(f"update {table} set id = id where id = 102")
    changed = content(base, table, 101)
    base.run(f"delete from {table} where id = 101")
    added = content(base, table, 1101)
    assert former
    assert former != changed
    assert base.rows(_KEPT) == [
        ("INSERT", "1101", region(added), ACT, None, added),
        ("UPDATE", "101", region(changed), ACT, former, changed),
        ("DELETE", "101", region(changed), ACT, changed, None),
    ]


@pytest.mark.parametrize("table", BY_STATEMENT)
def test_one_statement_on_many_rows_adds_a_line_for_each(base: ScratchDatabase, table: str) -> None:
    base.enable_trigger(table, "offer_keep_bulk_history")
    base.run(f"set local pacte.act = '{ACT}'")
    former = content(base, table, 101)
    base.run(change(base, table))
    base.run(f"update {table} set id = id")
    changed = content(base, table, 101)
    ((operation, row_id, _, act, before, after),) = base.rows(_KEPT)
    assert former != changed
    assert (operation, row_id, act, before, after) == ("UPDATE", "101", ACT, former, changed)
    base.run(f"delete from {table} where id in (102, 103)")
    deletions = base.rows(_KEPT)[1:]
    assert {(operation, row_id, act, after) for operation, row_id, _, act, _, after in deletions} == {
        ("DELETE", "102", ACT, None),
        ("DELETE", "103", ACT, None),
    }
    assert all(before and str(before["id"]) == row_id for _, row_id, _, _, before, _ in deletions)


@pytest.mark.parametrize("table", [*BY_ROW, *BY_STATEMENT])
def test_without_the_trigger_no_line_is_added(base: ScratchDatabase, table: str) -> None:
    base.run(f"add {table} a")
    base.run(change(base, table))
    base.run(f"delete from {table} where id = 101")
    assert base.rows(_KEPT) == []


@pytest.mark.parametrize("statement", ["update {table} set digest = 'x'", "delete from {table}"])
def test_a_bulk_change_belongs_to_the_region_of_its_training(base: ScratchDatabase, statement: str) -> None:
    """These rows hold no Region: it comes from their training."""
    of_region = dict(base.rows("select id::text, host_id from offer_training"))
    for table in ("offer_provider", "offer_session", "offer_trainingaction"):
        with base.rolled_back():
            base.enable_trigger(table, "offer_keep_bulk_history")
            with base.acting_as(MACHINE):
                base.run(statement.format(table=table))
            assert dict(base.rows("select row_id, organisation_id from audit_rowchange")) == of_region, table


def test_a_bulk_change_of_a_training_belongs_to_its_host(base: ScratchDatabase) -> None:
    base.enable_trigger("offer_training", "offer_keep_bulk_history")
    base.run("update offer_training set title = 'x', host_id = 7 where id = 101")
    base.run("delete from offer_training where id = 101")
    assert base.rows("select organisation_id from audit_rowchange") == [(7,), (7,)]


def test_passwords_and_file_contents_are_not_in_the_history(base: ScratchDatabase) -> None:
    holding = base.rows(
        "select distinct table_name from information_schema.columns where table_schema = 'public'"
        " and column_name = any(%s) order by 1",
        sorted(NEVER_KEPT),
    )
    for (table,) in holding:
        if table not in BY_ROW:
            continue
        base.enable_trigger(table, "pacte_keep_history")
        base.run(f"add {table} a")
        base.run(change(base, table))
    lines = base.rows("select coalesce(before, '{}') || coalesce(after, '{}') from audit_rowchange")
    assert lines
    assert not any(NEVER_KEPT & line.keys() for (line,) in lines)
