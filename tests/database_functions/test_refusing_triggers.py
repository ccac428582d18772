"""Triggers that refuse writes: the exact message of each refusal, and what stays allowed."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.errors import CheckViolation

from pacte.infra.embedded_postgres import OWNER
from tests.cast import MACHINE
from tests.database_functions.cases import Case
from tests.database_functions.documents import documents
from tests.database_functions.frozen_tables import (
    always_refused,
    lines_of_journeys,
    rows_of_plan_versions,
    signed_purchases,
    tables_of,
)
from tests.database_functions.guarded_rows import allocations, delivery_events, experiments, plan_versions
from tests.database_functions.preparations import preparations
from tests.database_functions.scratch_database import ScratchDatabase
from tests.database_functions.steering_rows import committees, decision_events, decisions, round_answers, rounds

CASES: list[Case] = [
    *always_refused(),
    *rows_of_plan_versions(),
    *lines_of_journeys(),
    *signed_purchases(),
    *experiments(),
    *allocations(),
    *delivery_events(),
    *documents(),
    *plan_versions(),
    *preparations(),
    *committees(),
    *decisions(),
    *decision_events(),
    *rounds(),
    *round_answers(),
]


def written(base: ScratchDatabase, case: Case) -> int:
    if not case.by_machine:
        return base.run(case.statement)
    with base.acting_as(MACHINE):
        return base.run(case.statement)


@pytest.mark.parametrize("case", [case for case in CASES if case.refusal], ids=str)
def test_a_trigger_refuses_with_its_own_message(base: ScratchDatabase, case: Case) -> None:
    for statement in case.given:
        base.run(statement)
    base.enable_trigger(case.table, case.function)
    with pytest.raises(CheckViolation) as refusal, base.rolled_back():
        written(base, case)
    assert refusal.value.diag.message_primary == case.refusal
    assert f"function {case.function}()" in str(refusal.value.diag.context)


@pytest.mark.parametrize("case", [case for case in CASES if case.refusal and not case.by_machine], ids=str)
def test_the_same_statement_passes_without_the_trigger(base: ScratchDatabase, case: Case) -> None:
    for statement in case.given:
        base.run(statement)
    assert written(base, case) == 1


@pytest.mark.parametrize("case", [case for case in CASES if not case.refusal], ids=str)
def test_a_trigger_allows_the_other_writes(base: ScratchDatabase, case: Case) -> None:
    for statement in case.given:
        base.run(statement)
    base.enable_trigger(case.table, case.function)
    with base.rolled_back():
        assert written(base, case) == 1
    base.stub(case.function)
    with pytest.raises(psycopg.Error, match="stubbed"), base.rolled_back():
        written(base, case)


@pytest.mark.parametrize("table", tables_of("journeys_refuse_change"))
def test_the_owner_of_the_tables_may_change_a_row_of_a_journey(base: ScratchDatabase, table: str) -> None:
    base.enable_trigger(table, "journeys_refuse_change")
    base.run(f"alter table {table} no force row level security")
    with base.acting_as(MACHINE, role=OWNER):
        assert base.run(f"update {table} set person_name = '' where id = 101") == 1
