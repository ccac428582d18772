"""Functions called by the program: what they return, whom they refuse."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege
from psycopg.types.json import Jsonb

from pacte.infra.embedded_postgres import APPLICATION, JOBS, OWNER
from pacte.kernel.actor import NOBODY
from tests.cast import MACHINE
from tests.database_functions.function_calls import calls
from tests.database_functions.scratch_database import ScratchDatabase
from tests.row_access.readers import READERS

ONLY_THE_MACHINE = "only the machine forgets"
_CHANGE = "update procedures_caseevent set reason = 'x' where id = 101"


@calls("offer_plain")
def test_search_words_have_no_capitals_accents_ligatures_or_punctuation(base: ScratchDatabase) -> None:
    assert base.value("select offer_plain('Œuvre d’Été, BAC+2 — curriculum vitæ')") == (
        "oeuvre d ete bac 2 curriculum vitae"
    )


@calls("offer_open_until")
def test_a_rolling_session_is_open_until_its_end_and_another_until_its_start(
    base: ScratchDatabase,
) -> None:
    def until(*values: object) -> object:
        return base.value("select offer_open_until(%s, %s, %s, %s)::text", *values)

    days = ("2021-03-01", "2021-06-30")
    assert until("planned", False, *days) == "2021-03-01"
    assert until("planned", True, *days) == "2021-06-30"
    assert until("planned", False, None, "2021-06-30") == "2021-06-30"
    assert until("planned", True, "2021-03-01", None) == "9999-12-31"
    assert [until(state, False, *days) for state in ("cancelled", "ended")] == [None, None]


@calls("journeys_coded")
def test_codes_dates_and_numbers_stay_and_free_text_goes(base: ScratchDatabase) -> None:
    coded = {
        "end_reason": "found_work",
        "on": "2021-03-01",
        "hours": 12.5,
        "certified": True,
        "place": None,
        "none": "",
    }
    words = {"note": "Mme Durand", "Nom": "found_work", "mail": "a@b.fr", "many": ["found_work"], "more": {"a": "b"}}
    assert base.value("select journeys_coded(%s)", Jsonb({**coded, **words})) == coded
    assert base.value("select journeys_coded('{}')") == {}


@calls("journeys_forget", ONLY_THE_MACHINE)
def test_only_the_machine_removes_what_names_an_erased_person(base: ScratchDatabase) -> None:
    key = base.value("select subject_id from audit_auditentry where id = 101")
    base.run("update audit_auditentry set reason = 'x', detail = '{\"a\": \"b\"}'")
    base.run('update journeys_step set detail = \'{"note": "Mme Durand", "hours": 3}\', message_key = null')
    base.run(
        "insert into audit_rowchange (at, table_name, row_id, operation) values"
        " (now(), 'notifications_notification', '7', 'UPDATE'), (now(), 'notifications_notification', '8', 'UPDATE'),"
        " (now(), 'journeys_seat', '7', 'UPDATE')"
    )
    # Steps are frozen except for the owner of the tables; the function runs as the owner.
    base.enable_trigger("journeys_step", "journeys_refuse_change")
    forget = ("select journeys_forget(%s, array['7'], array[101])", [key])
    for reader in ("pilot", "adviser", "nobody"):
        refusal = pytest.raises(InsufficientPrivilege, match=ONLY_THE_MACHINE)
        with base.acting_as(READERS[reader]), refusal, base.rolled_back():
            base.value(*forget)
    with base.acting_as(MACHINE):
        base.value(*forget)
    assert base.rows("select id from audit_auditentry where subject_label = 'Personne effacée' and reason = ''") == [
        (row_id,) for (row_id,) in base.rows("select id from audit_auditentry where subject_id = ''")
    ]
    assert base.value("select subject_id || reason || detail::text from audit_auditentry where id = 101") == "{}"
    assert base.value("select reason from audit_auditentry where id = 103") == "x"
    assert base.rows("select table_name, row_id from audit_rowchange order by 1") == [
        ("journeys_seat", "7"),
        ("notifications_notification", "8"),
    ]
    assert base.rows("select origin, detail from journeys_step where id in (101, 103) order by id") == [
        ("", {"hours": 3}),
        ("c", {"note": "Mme Durand", "hours": 3}),
    ]


@calls("procedures_kept_answers")
def test_of_repeated_lines_the_columns_kept_and_their_number_stay(base: ScratchDatabase) -> None:
    given = {
        "n": 3,
        "who": "A. Martin",
        "lines": [{"what": "x", "euros": 1}, {"what": "y"}],
        "many": ["a"],
        "none": None,
    }
    kept = base.value("select procedures_kept_answers(%s, array['n', 'lines.euros', 'none'])", Jsonb(given))
    assert kept == {"n": 3, "lines": [{"euros": 1}, {}], "none": None}
    assert base.value("select procedures_kept_answers('{\"who\": \"A. Martin\"}', '{}')") == {}


@calls("procedures_forgotten")
def test_a_text_says_that_it_was_erased_and_an_empty_one_stays_empty(base: ScratchDatabase) -> None:
    assert [base.value("select procedures_forgotten(%s)", text) for text in ("Mme Durand", "")] == ["Effacé", ""]


@calls("procedures_forgets")
def test_what_is_written_once_changes_for_the_owner_alone_and_only_while_it_forgets(base: ScratchDatabase) -> None:
    base.enable_trigger("procedures_caseevent", "procedures_refuse_rewriting")
    removal = "delete from procedures_caseevent where id = 101"

    def written(role: str, is_on: str, statement: str) -> int:
        with base.rolled_back(), base.acting_as(MACHINE, role=role):
            base.run(f"set local pacte.forgets_cases = '{is_on}'")
            return base.run(statement)

    assert written(OWNER, "on", _CHANGE) == 1
    for role, is_on, statement in ((OWNER, "off", _CHANGE), (APPLICATION, "on", _CHANGE), (OWNER, "on", removal)):
        with pytest.raises(psycopg.Error, match=r"written once|permission denied"), base.rolled_back():
            written(role, is_on, statement)


@calls("procedures_forget", ONLY_THE_MACHINE)
def test_only_the_machine_takes_what_is_personal_from_a_case(base: ScratchDatabase) -> None:
    base.run("update procedures_casemessage set case_id = id, text = 'Mme Durand'")
    base.enable_trigger("procedures_casemessage", "procedures_refuse_rewriting")
    base.run("update procedures_readingscore set criteria = '[]'")
    base.run("update procedures_case set title = 'Mme Durand', applicant_name = 'Mme Durand'")
    base.run('update procedures_case set values = \'{"who": "Mme Durand", "n": 3}\'')
    base.run(
        "insert into audit_rowchange (at, table_name, row_id, operation, before) values"
        " (now(), 'procedures_case', '101', 'UPDATE', '{}'), (now(), 'procedures_case', '102', 'UPDATE', '{}'),"
        " (now(), 'procedures_casedeadline', '7', 'UPDATE', '{\"case_id\": 101}'),"
        " (now(), 'plan_plan', '101', 'UPDATE', '{}')"
    )
    forget = "select procedures_forget(array[101], array['n'])"
    for reader in ("pilot", "adviser", "nobody"):
        refusal = pytest.raises(InsufficientPrivilege, match=ONLY_THE_MACHINE)
        with base.acting_as(READERS[reader]), refusal, base.rolled_back():
            base.value(forget)
    with base.acting_as(MACHINE):
        base.value(forget)
    assert base.rows("select applicant_name, values from procedures_case where id in (101, 102) order by id") == [
        ("", {"n": 3}),
        ("Mme Durand", {"who": "Mme Durand", "n": 3}),
    ]
    assert base.rows("select text from procedures_casemessage where id in (101, 102) order by id") == [
        ("Effacé",),
        ("Mme Durand",),
    ]
    assert base.rows("select table_name, row_id from audit_rowchange order by 1") == [
        ("plan_plan", "101"),
        ("procedures_case", "102"),
    ]


@calls("procedures_forget_drafts", ONLY_THE_MACHINE)
def test_only_the_machine_takes_what_the_audit_log_says_of_a_draft(base: ScratchDatabase) -> None:
    base.run(
        "update audit_auditentry set subject_kind = 'application', subject_id = id::text, subject_label = 'Mme Durand',"
        " person_id = null, person_name = 'Mme Durand'"
    )
    forget = "select procedures_forget_drafts(array[101])"
    for reader in ("pilot", "nobody"):
        refusal = pytest.raises(InsufficientPrivilege, match=ONLY_THE_MACHINE)
        with base.acting_as(READERS[reader]), refusal, base.rolled_back():
            base.value(forget)
    with base.acting_as(MACHINE):
        base.value(forget)
    assert base.rows("select subject_label, person_name from audit_auditentry where id in (101, 102) order by id") == [
        ("Demande effacée", ""),
        ("Mme Durand", "Mme Durand"),
    ]


@calls("journeys_drop_old_reads", ONLY_THE_MACHINE)
def test_only_the_machine_deletes_reads_older_than_a_year(base: ScratchDatabase) -> None:
    base.run("update journeys_sensitiveread set at = '2021-06-01T12:00Z' where id = 101")
    base.run("update journeys_sensitiveread set at = '2021-06-03T12:00Z' where id <> 101")
    for reader in ("pilot", "auditor", "learner", "nobody"):
        refusal = pytest.raises(InsufficientPrivilege, match=ONLY_THE_MACHINE)
        with base.acting_as(READERS[reader]), refusal, base.rolled_back():
            base.value("select journeys_drop_old_reads('2022-06-02')")
    with base.acting_as(MACHINE):
        base.value("select journeys_drop_old_reads('2022-06-02')")
    assert base.rows("select id from journeys_sensitiveread order by id") == [(102,), (103,)]


@calls("pacte_analyse")
def test_only_the_two_roles_of_the_program_refresh_statistics(base: ScratchDatabase) -> None:
    counted = "select relname, reltuples::int from pg_class where relkind = 'r' and relname like any(%s) order by 1"
    names = ["plan_plan", "plan_planversion", "offer_lot"]
    base.run("update pg_class set reltuples = -1 where relname in ('plan_plan', 'plan_planversion', 'offer_lot')")
    for role in (APPLICATION, JOBS):
        with base.rolled_back():
            with base.acting_as(NOBODY, role=role):
                base.value("select pacte_analyse('plan_')")
            assert base.rows(counted, names) == [("offer_lot", -1), ("plan_plan", 3), ("plan_planversion", 3)]
    assert base.value("select has_function_privilege('public', 'pacte_analyse(text)', 'execute')") is False


@calls("pacte_setting")
def test_the_history_records_the_act_and_no_other_setting_is_readable(base: ScratchDatabase) -> None:
    base.enable_trigger("steering_risk", "pacte_keep_history")
    base.run("delete from steering_risk where id = 101")
    base.run("set local pacte.act = '00000000-0000-0000-0000-0000000000aa'")
    base.run("delete from steering_risk where id = 102")
    assert base.rows("select row_id, act_key::text from audit_rowchange order by row_id") == [
        ("101", None),
        ("102", "00000000-0000-0000-0000-0000000000aa"),
    ]
    base.run("set local pacte.system = 'on'")
    assert [base.value("select pacte_setting(%s)", name) for name in ("system", "context", "person")] == [None] * 3
