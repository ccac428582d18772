"""The application can refresh planner statistics although it does not own its tables."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from pacte.accounts.row_context import acting_as
from pacte.audit.planner_statistics import analyze_tables
from pacte.reference.services import load_shipped_territory
from tests.cast import MACHINE

pytestmark = pytest.mark.django_db


def _known_rows(table: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("select reltuples from pg_class where relname = %s", [table])
        return float(cursor.fetchone()[0])


def test_after_a_load_the_planner_knows_how_many_rows_came() -> None:
    with acting_as(MACHINE):
        report = load_shipped_territory(actor=MACHINE, region_code="24")
    assert _known_rows("reference_zone") == pytest.approx(report.lines, rel=0.1)


def test_only_the_tables_named_are_counted_again() -> None:
    before = _known_rows("accounts_person")
    with acting_as(MACHINE):
        analyze_tables("plan_")
    assert _known_rows("plan_plan") >= 0
    assert _known_rows("accounts_person") == before


def test_the_application_role_alone_cannot() -> None:
    """Analysing a table without being its owner gives a warning and does nothing: the role needs the function."""
    with connection.cursor() as cursor:
        cursor.execute("select has_function_privilege('public', 'pacte_analyse(text)', 'execute')")
        assert cursor.fetchone() == (False,)
        cursor.execute("select pg_has_role(current_user, relowner, 'usage') from pg_class where relname = 'plan_plan'")
        assert cursor.fetchone() == (False,)


def test_it_reads_nothing_but_names_of_tables() -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("analyze pacte_analyse")
    analyze_tables("'; drop table plan_plan; --")
    assert _known_rows("plan_plan") is not None
