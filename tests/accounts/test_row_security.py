"""Row-level security protects tables without the help of queries: these tests use the ORM directly."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from pacte.accounts.models import Membership
from pacte.accounts.row_context import acting_as, set_row_context
from pacte.audit.models import AuditEntry, RowChange
from pacte.kernel.actor import NOBODY
from pacte.workflows.verify_database import unprotected_tables, verify_application_role
from tests.cast import MACHINE, gather_cast, hire_buyer

pytestmark = pytest.mark.django_db


def test_the_suite_runs_as_the_application_role_which_is_not_powerful() -> None:
    verify_application_role()


def test_every_table_of_an_organisation_is_protected_even_from_its_owner() -> None:
    assert unprotected_tables() == []


def test_without_context_no_post_is_seen() -> None:
    gather_cast()
    set_row_context(NOBODY)
    assert Membership.objects.count() == 0


def test_a_pilot_sees_the_posts_of_their_region_and_none_of_another() -> None:
    cast = gather_cast()
    with acting_as(cast["pilot"].actor):
        seen = set(Membership.objects.values_list("person__email", flat=True))
    assert "lead@exemple.fr" in seen
    assert "intruder@exemple.fr" not in seen


def test_nobody_writes_a_post_into_another_region() -> None:
    cast = gather_cast()
    with acting_as(cast["intruder"].actor), pytest.raises(ProgrammingError), transaction.atomic():
        Membership.objects.create(
            person=cast["intruder"].person,
            organisation=cast.region,
            host=cast.region,
            role="region_pilot",
            valid_from="2020-01-01",
        )


def test_the_application_role_can_neither_change_nor_remove_the_journal() -> None:
    gather_cast()
    set_row_context(MACHINE)
    assert AuditEntry.objects.exists()
    for verb in (
        "update audit_auditentry set act = ''",
        "delete from audit_auditentry",
        "truncate audit_auditentry",
        "delete from audit_rowchange",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(verb)


def test_every_row_written_has_its_history_tied_to_the_act() -> None:
    cast = gather_cast()
    hire_buyer(cast.region, cast.region, "seconde@exemple.fr")
    set_row_context(MACHINE)
    change = RowChange.objects.filter(table_name="accounts_membership", operation="INSERT").order_by("pk").last()
    assert change is not None
    entry = AuditEntry.objects.get(act_key=change.act_key)
    assert entry.act == "membership.add"


def test_no_history_holds_a_password() -> None:
    gather_cast()
    set_row_context(MACHINE)
    people = RowChange.objects.filter(table_name="accounts_person")
    assert people.exists()
    assert not any("password" in change.after for change in people)
