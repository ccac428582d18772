"""Every function, trigger event and refusal message of the database has a test in this folder.

PostgreSQL reads the body of a function only when it runs: an error in an untested one would first show in production.
"""

from __future__ import annotations

from tests.database_functions import test_context_functions, test_counts, test_functions  # noqa: F401  they fill CALLED
from tests.database_functions import test_history_triggers as history
from tests.database_functions.catalogue import (
    TriggerEvent,
    functions,
    matches,
    sentences,
    trigger_events,
    uses_elsewhere,
)
from tests.database_functions.function_calls import CALLED
from tests.database_functions.scratch_database import ScratchDatabase
from tests.database_functions.test_refusing_triggers import CASES
from tests.database_functions.test_search_triggers import FOLLOWED

TESTED: set[TriggerEvent] = {
    *(case.trigger_event for case in CASES),
    *(
        TriggerEvent(table, "pacte_keep_history", event)
        for table in history.BY_ROW
        for event in ("INSERT", "UPDATE", "DELETE")
    ),
    *(
        TriggerEvent(table, "offer_keep_bulk_history", event)
        for table in history.BY_STATEMENT
        for event in ("UPDATE", "DELETE")
    ),
    *FOLLOWED,
}


def test_every_trigger_is_tested_for_each_of_its_events(base: ScratchDatabase) -> None:
    present = trigger_events(base.connection)
    assert sorted(present - TESTED) == [], "no test for these"
    assert sorted(TESTED - present) == [], "these no longer exist"


def test_every_function_is_tested(base: ScratchDatabase) -> None:
    present, called = functions(base.connection), {*CALLED, *(each.function for each in TESTED)}
    assert len(present) == len(set(present)), "overloaded functions are not told apart here"
    assert sorted(set(present) - called) == [], "no test for these"
    assert sorted(called - set(present)) == [], "these no longer exist"


def test_every_refusal_message_is_provoked_by_a_test(base: ScratchDatabase) -> None:
    obtained = {(case.function, case.refusal) for case in CASES if case.refusal}
    obtained |= {(function, refusal) for function, refusals in CALLED.items() for refusal in refusals}
    missing = [
        (function, sentence)
        for function, sentence in sentences(base.connection)
        if not any(function == name and matches(sentence, refusal) for name, refusal in obtained)
    ]
    assert sorted(missing) == []


def test_no_constraint_index_or_default_calls_a_function_of_ours(base: ScratchDatabase) -> None:
    """Such a function would need its own cases: an accepted row and a refused one."""
    assert uses_elsewhere(base.connection) == []


def test_a_new_trigger_function_or_message_is_noticed(base: ScratchDatabase) -> None:
    """Positive control: the checks above read the catalogue."""
    former = trigger_events(base.connection), set(sentences(base.connection)), functions(base.connection)
    base.run(
        "create function novel() returns trigger language plpgsql as"
        " $$ begin raise exception 'nothing like % goes', 1; end $$"
    )
    base.run("create trigger novelty before insert or delete on plan_plan for each row execute function novel()")
    base.run("create index on plan_plan (offer_plain(title))")
    events = {TriggerEvent("plan_plan", "novel", "INSERT"), TriggerEvent("plan_plan", "novel", "DELETE")}
    assert trigger_events(base.connection) - former[0] == events
    assert sentences(base.connection) - former[1] == {("novel", "nothing like % goes")}
    assert set(functions(base.connection)) - set(former[2]) == {"novel"}
    assert len(uses_elsewhere(base.connection)) == 1
