"""Every policy of the migrated database, as PostgreSQL stores it."""

from __future__ import annotations

import re

import pytest
from django.db import connection, migrations

from pacte.audit.row_security import enable_row_security, qualify_columns

pytestmark = pytest.mark.django_db
# The published offer, which anybody reads, and hashes of login links, which are read before anybody is logged in.
BARE = {"accounts_loginlink", "offer_searchrow", "offer_training"}
_OWNERS = (
    "organisation_id", "host_id", "body_id", "provider_body_id", "referrer_id", "learner_id", "learner_key",
    "journey_id", "person_id",
)  # fmt: skip
_SELF = re.compile(r"\b(\w+)\.(\w+) = \1\.\2\b")
_CONTEXT = re.compile(r"(?<!SELECT )\b(?:public\.)?pacte_\w+\(")


def asked(text: str, *values: list[str]) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, values or None)
        return list(cursor.fetchall())


def policies() -> list[tuple[str, ...]]:
    """(table.policy, condition) for both conditions of each policy."""
    return asked(
        "select tablename || '.' || policyname, condition from pg_policies, unnest(array[qual, with_check]) condition"
        " where condition is not null"
    )


def test_no_policy_compares_a_column_with_itself() -> None:
    found = policies()
    assert len(found) > 500
    assert [name for name, condition in found if _SELF.search(condition)] == []


def test_every_sub_query_of_a_policy_looks_at_the_row_or_at_the_context() -> None:
    """A condition with a sub-query must depend on a column of its table; otherwise it is the same for every row.

    pg_depend holds the columns of the table that a policy needs. Without any, the condition depends on the context
    alone.
    """
    blind = asked(
        "select c.relname || '.' || p.polname from pg_policy p join pg_class c on c.oid = p.polrelid"
        " where concat(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) ilike '%exists%'"
        " and not exists (select 1 from pg_depend d where d.classid = 'pg_policy'::regclass and d.objid = p.oid"
        "   and d.refclassid = 'pg_class'::regclass and d.refobjid = p.polrelid and d.refobjsubid > 0)"
    )
    assert blind == []


def test_every_policy_asks_who_acts_once_a_statement() -> None:
    assert [name for name, condition in policies() if _CONTEXT.search(condition)] == []


def test_no_policy_reads_a_setting_by_itself() -> None:
    assert [
        name for name, condition in policies() if "current_setting" in condition or "pacte_setting" in condition
    ] == []


def test_no_function_sets_or_reads_a_context_that_nobody_signed() -> None:
    assert asked("select proname from pg_proc where prosrc ~ 'pacte[.](system|person|organisations|hosts|roles)'") == []


def test_every_function_that_runs_as_the_owner_says_where_it_looks_for_names() -> None:
    lost = asked(
        "select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace"
        " and not exists (select 1 from unnest(proconfig) each where each like 'search_path=%')"
    )
    assert lost == []


def test_row_level_security_is_forced_wherever_it_is_on() -> None:
    assert asked("select relname from pg_class where relrowsecurity and not relforcerowsecurity") == []


def test_every_protected_table_has_a_policy_for_each_verb() -> None:
    lacking = asked(
        "select c.relname from pg_class c where c.relrowsecurity and (select count(distinct p.polcmd) from pg_policy p"
        " where p.polrelid = c.oid and p.polcmd in ('r', 'a', 'w', 'd')) < 4"
    )
    assert lacking == []


def test_every_table_that_says_whose_its_rows_are_is_protected_or_named_here() -> None:
    bare = asked(
        "select distinct c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped"
        " where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not c.relrowsecurity"
        " and a.attname = any(%s) order by 1",
        list(_OWNERS),
    )
    assert {name for (name,) in bare} == BARE


@pytest.mark.parametrize(
    "condition",
    [
        "exists (select 1 from journeys_referent r where r.learner_id = learner_id)",
        "exists (select 1 from journeys_journey j where j.id = journey_id and j.body_id = any(pacte_own()))",
        "body_id = 1 or id in (select learner_id from journeys_referent r)",
        "exists (select 1 from offer_module m where m.id = {row}.module_id and (select 1 from x where y = 1) > 0)",
    ],
)
def test_a_condition_with_a_bare_column_in_a_sub_query_cannot_be_written(condition: str) -> None:
    with pytest.raises(ValueError, match="without a table in a sub-query"):
        enable_row_security("journeys_barrier", read=condition, write="false")


def test_a_condition_whose_columns_bear_their_table_is_written_with_the_name_of_the_table() -> None:
    condition = (
        "state <> 'learner_id' or exists (select 1 from journeys_referent r join accounts_person p on p.id = r.who"
        " where r.learner_id = {row}.learner_id and r.body_id = any((select pacte_own())::bigint[])"
        " and (r.valid_until is null or r.valid_until >= current_date))"
    )
    assert "= journeys_barrier.learner_id" in qualify_columns("journeys_barrier", condition)
    assert isinstance(enable_row_security("journeys_barrier", read=condition, write="false"), migrations.RunSQL)
