"""Functions called by policies: their value and the rows seen, for allowed readers, an intruder and nobody."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from pacte.infra.embedded_postgres import APPLICATION, JOBS
from pacte.kernel.actor import Actor
from tests.cast import MACHINE
from tests.database_functions.function_calls import calls
from tests.database_functions.scratch_database import ScratchDatabase
from tests.row_access.readers import READERS


def values(base: ScratchDatabase, call: str, *readers: str) -> list[Any]:
    """Value of the function for each reader."""
    return [query_as(base, f"select {call}", READERS[reader])[0] for reader in readers]


def rows_seen(base: ScratchDatabase, table: str, *readers: str) -> list[list[int]]:
    """Ids that each reader sees in a table whose policy calls the function."""
    return [query_as(base, f"select id from {table} order by id", READERS[reader]) for reader in readers]


def query_as(base: ScratchDatabase, query: str, actor: Actor, role: str = APPLICATION) -> list[Any]:
    with base.rolled_back(), base.acting_as(actor, role=role):
        return [first for first, *_ in base.rows(query)]


@calls("pacte_context")
def test_the_context_is_what_the_program_signed_or_null(base: ScratchDatabase) -> None:
    assert values(base, "pacte_context()", "second_provider", "learner", "guest", "nobody") == [
        ["72", "{31}", "{1,31}", "{provider@1}", "off", "off", None, None, "false"],
        [None, "{}", "{}", "{}", "off", "off", "101", None, "false"],
        [None, "{}", "{}", "{}", "off", "off", None, "101", "false"],
        None,
    ]
    with base.acting_as(READERS["pilot"]):
        base.run("select set_config('pacte.context', replace(current_setting('pacte.context'), '61|', '60|'), true)")
        assert base.value("select pacte_context()") is None
    base.run("set local pacte.context = 'x'")
    assert base.value("select pacte_context()") is None


@calls("pacte_person")
def test_a_notification_is_read_by_its_recipient(base: ScratchDatabase) -> None:
    readers = ("adviser", "second_adviser", "intruder", "learner", "nobody")
    assert values(base, "pacte_person()", *readers) == [51, 52, 73, None, None]
    assert rows_seen(base, "notifications_notification", *readers) == [[101], [102], [], [], []]


@calls("pacte_own")
def test_a_draft_description_is_read_by_its_own_organisation(base: ScratchDatabase) -> None:
    readers = ("provider", "second_provider", "pilot", "intruder", "nobody")
    assert values(base, "pacte_own()", *readers) == [[30], [31], [1], [2], []]
    assert rows_seen(base, "offer_descriptiondraft", *readers) == [[101], [102], [], [], []]


@calls("pacte_reach")
def test_a_round_is_read_by_the_members_of_its_pact(base: ScratchDatabase) -> None:
    readers = ("pilot", "provider", "intruder", "learner", "nobody")
    assert values(base, "pacte_reach()", *readers) == [[1], [1, 30], [2], [], []]
    assert rows_seen(base, "steering_round", *readers) == [[101, 102], [101, 102], [103], [], []]


@calls("pacte_hosts_as")
def test_a_difference_is_read_by_some_roles_of_its_region(base: ScratchDatabase) -> None:
    readers = ("buyer", "pilot", "lead", "intruder", "nobody")
    assert values(base, "pacte_hosts_as('buyer', 'region_pilot')", *readers) == [[1], [1], [], [2], []]
    assert values(base, "pacte_hosts_as('finance_officer')", *readers, "finance") == [[], [], [], [], [], [1]]
    assert rows_seen(base, "offer_ledgerdifference", *readers) == [[101, 102], [101, 102], [], [103], []]


@calls("pacte_system")
def test_a_personal_link_is_read_by_the_machine_only(base: ScratchDatabase) -> None:
    readers = ("machine", "administrator", "intruder", "nobody")
    assert values(base, "pacte_system()", *readers) == [True, False, False, False]
    assert rows_seen(base, "journeys_learnerlink", *readers) == [[101, 102, 103], [], [], []]


@calls("pacte_learner")
def test_a_learner_reads_their_own_journey(base: ScratchDatabase) -> None:
    readers = ("learner", "second_learner", "intruder", "nobody")
    assert values(base, "pacte_learner()", *readers) == [101, 102, None, None]
    assert rows_seen(base, "journeys_journey", "learner", "second_learner", "nobody") == [[101], [102], []]
    assert 101 not in rows_seen(base, "journeys_journey", "intruder")[0]


@calls("pacte_guest")
def test_a_guest_reads_their_own_row_and_their_region_does(base: ScratchDatabase) -> None:
    readers = ("guest", "foreign_guest", "pilot", "intruder", "partner", "learner", "nobody")
    assert values(base, "pacte_guest()", *readers) == [101, 103, None, None, None, None, None]
    assert rows_seen(base, "accounts_guest", *readers) == [[101], [103], [101, 102], [103], [], [], []]


@calls("pacte_directory")
def test_a_name_is_corrected_by_managers_of_the_directory(base: ScratchDatabase) -> None:
    readers = ("administrator", "pilot", "machine", "lead", "learner", "nobody")
    assert values(base, "pacte_directory()", *readers) == [True, True, True, False, False, False]
    write = "update accounts_organisationname set name = 'x' returning id"
    assert [len(query_as(base, write, READERS[reader])) for reader in readers] == [3, 3, 3, 0, 0, 0]


@calls("pacte_jobs")
def test_public_results_are_written_by_jobs_and_not_by_pages(base: ScratchDatabase) -> None:
    who = [(MACHINE, JOBS), (MACHINE, APPLICATION), (READERS["administrator"], JOBS), (READERS["intruder"], JOBS)]
    assert [query_as(base, "select pacte_jobs()", *each) for each in who] == [[True], [False], [False], [False]]
    write = "update journeys_publicresult set id = id returning id"
    assert [len(query_as(base, write, *each)) for each in who] == [3, 0, 0, 0]


@calls("pacte_now")
def test_the_clock_of_the_trade_is_shifted_by_the_owner_alone(base: ScratchDatabase) -> None:
    days = "select round(extract(epoch from pacte_now() - clock_timestamp()) / 3600)"
    assert base.value(days) == 0
    base.run("update pacte_private.clock set day_offset = -2196")
    assert base.value(days) == -2196 * 24
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with refused, base.rolled_back(), base.acting_as(READERS["administrator"]):
        base.run("update pacte_private.clock set day_offset = 0")


@calls("pacte_today")
def test_a_referent_reads_a_person_until_a_day_of_the_trade(base: ScratchDatabase) -> None:
    assert base.value("select pacte_today() = (now() at time zone 'Europe/Paris')::date")
    assert rows_seen(base, "journeys_barrier", "adviser") == [[101]]
    base.run("update journeys_referent set valid_until = pacte_today()")
    assert rows_seen(base, "journeys_barrier", "adviser") == [[101]]
    base.run("update pacte_private.clock set day_offset = 1")
    assert rows_seen(base, "journeys_barrier", "adviser") == [[]]


@calls("procedures_own_co_applied_cases")
def test_a_case_is_read_by_the_guests_who_apply_together(base: ScratchDatabase) -> None:
    base.run("update procedures_application set case_id = 101 where id = 101")
    base.run("update procedures_coapplicant set application_id = 101, ended_at = null where id = 101")
    readers = ("guest", "foreign_guest", "pilot", "nobody")
    assert values(base, "procedures_own_co_applied_cases()", *readers) == [[101], [103], [], []]
    base.run("update procedures_case set guest_id = null, body_id = 31 where id = 101")
    assert 101 in rows_seen(base, "procedures_case", "guest")[0]
    base.run("update procedures_coapplicant set ended_at = now() where id = 101")
    assert values(base, "procedures_own_co_applied_cases()", "guest") == [[]]
    assert 101 not in rows_seen(base, "procedures_case", "guest")[0]


@calls("procedures_own_read_cases")
def test_a_case_is_read_by_who_was_asked_to_read_it_once_they_have_no_tie(base: ScratchDatabase) -> None:
    base.run("delete from procedures_caseconflict")
    base.run("update procedures_case set guest_id = 101, body_id = null where id = 101")
    assign = "update procedures_readerassignment set case_id = 101, person_id = 51, ended_at = null, cleared_at = {}"
    base.run(assign.format("null") + " where id = 101")
    assert values(base, "procedures_own_read_cases()", "adviser", "nobody") == [[], []]
    assert 101 not in rows_seen(base, "procedures_case", "adviser")[0]
    base.run(assign.format("now()") + " where id = 101")
    assert values(base, "procedures_own_read_cases()", "adviser", "second_adviser") == [[101], []]
    assert 101 in rows_seen(base, "procedures_case", "adviser")[0]


@calls("procedures_own_conflict_cases")
def test_a_case_is_absent_from_who_is_in_conflict_with_it(base: ScratchDatabase) -> None:
    set_conflict = "update procedures_caseconflict set case_id = 101, person_id = 61, body_id = null, ended_at = {}"
    base.run("delete from procedures_caseconflict where id <> 101")
    base.run(set_conflict.format("now()"))
    assert 101 in rows_seen(base, "procedures_case", "pilot")[0]
    base.run(set_conflict.format("null"))
    assert values(base, "procedures_own_conflict_cases()", "pilot", "lead", "nobody") == [[101], [], []]
    assert [101 in each for each in rows_seen(base, "procedures_case", "pilot", "lead")] == [False, True]
