"""Security definer functions that count over all rows: their figures, and the row context restored afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from psycopg.errors import InsufficientPrivilege

from pacte.infra.embedded_postgres import APPLICATION
from pacte.kernel.actor import NOBODY, ActiveMembership, Actor, Role
from tests.database_functions.function_calls import calls
from tests.database_functions.scratch_database import ScratchDatabase
from tests.row_access.readers import READERS
from tests.row_access.world import OURS, STATE, THEIRS

CONTEXT = "select coalesce(current_setting('pacte.context', true), '')"


def counted(base: ScratchDatabase, query: str, actor: Actor = NOBODY) -> list[tuple[Any, ...]]:
    """Result of the function for this reader. Checks that the row context is the same afterwards."""
    with base.acting_as(actor):
        before, is_system = base.value(CONTEXT), base.value("select pacte_system()")
        found = base.rows(query)
        assert base.value(CONTEXT) == before
        assert base.value("select pacte_system()") is is_system
    return found


@calls("interop_counts")
def test_messages_exchanged_with_the_partners_of_a_region_are_counted(base: ScratchDatabase) -> None:
    base.run(
        "update interop_delivery set owed_at = '2021-02-01T00:00Z', first_sent_at = '2021-02-02T00:00Z',"
        " settled_at = '2021-02-03T12:00Z', state = case id when 101 then 'acknowledged' else 'rejected' end"
    )
    base.run("update interop_inboundmessage set state = 'applied', settled_at = '2021-02-03T00:00Z' where id <> 102")
    query = "select * from interop_counts({}, array['a', 'b', 'c'], '{}')"
    assert counted(base, query.format(1, "2021-03-01")) == [(2, 1, 1, 1, 2.5, False)]
    assert counted(base, query.format(2, "2021-03-01")) == [(1, 0, 1, 1, None, False)]
    assert counted(base, query.format(1, "2021-02-03T06:00Z")) == [(2, 0, 0, 1, None, False)]
    assert counted(base, query.format(1, "2021-02-01")) == [(0, 0, 0, 0, None, False)]
    base.run("update interop_partner set is_simulated = true where id = 102")
    assert counted(base, query.format(1, "2021-03-01"), READERS["intruder"])[0][-1] is True


@calls("offer_note_unmet_search")
def test_a_search_without_answer_is_counted_by_a_term_of_ours_only(base: ScratchDatabase) -> None:
    note = "select offer_note_unmet_search({}, '2021-03-01', '{}', '{}', '{}')"
    base.run("delete from offer_unmetsearch")
    base.run("create unique index on offer_unmetsearch (organisation_id, counted_on, kind, term, department_code)")
    base.run("insert into offer_searchword (word, trainings) values ('soudure', 3)")
    base.run("update offer_training set host_id = 1")
    given = [
        (1, "word", "soudure", "18"), (1, "word", "soudure", "18"), (1, "occupation", "H2913", ""),
        (1, "unknown", "", "2A"),
    ]  # fmt: skip
    refused = [
        (1, "word", "camille durand", "18"), (1, "unknown", "camille durand", ""), (1, "other", "soudure", ""),
        (1, "occupation", "soudeur", ""), (1, "word", "soudure", "Vierzon"), (9, "word", "soudure", "18"),
    ]  # fmt: skip
    for each in (*given, *refused):
        counted(base, note.format(*each))
    assert base.rows("select kind, term, department_code, searches from offer_unmetsearch order by 1, 2") == [
        ("occupation", "H2913", "", 1), ("unknown", "", "2A", 1), ("word", "soudure", "18", 2),
    ]  # fmt: skip


@calls("journeys_seats_taken")
def test_the_seats_taken_at_a_meeting_are_a_number_for_anybody(base: ScratchDatabase) -> None:
    base.run("update journeys_invitation set chosen_id = null")
    (first, second), *_ = base.rows("select min(id), max(id) from agenda_meeting")
    people = [row[0] for row in base.rows("select id from journeys_invitation order by id limit 3")]
    assert first != second
    assert len(people) == 3
    base.run(f"update journeys_invitation set chosen_id = {first} where id = any(array{people})")
    query = "select * from journeys_seats_taken(array[{}]::bigint[])"
    assert counted(base, query.format(f"{first}, {second}")) == [(first, 3)]
    assert counted(base, query.format(first), READERS["intruder"]) == [(first, 3)]
    assert counted(base, query.format(second)) == []


DUE = "select * from {}({}, array['a', 'b', 'c'], '{}', '{}', 7)"


def one_dossier(base: ScratchDatabase, **delivery: str) -> None:
    """The first Region is owed one dossier, entered on 4 January 2021, with one message in the given state."""
    base.run("update interop_partner set body_id = null, since = '2021-01-01T00:00Z', is_active = id = 101")
    base.run("update interop_partner set is_simulated = true")
    base.run("update journeys_journey set entered_on = case id when 101 then '2021-01-04'::date end")
    values = {"event": "ENTREE", "owed_at": "2021-01-05T00:00Z", "state": "to_send"} | delivery
    given = ", ".join(f"{name} = '{value}'" for name, value in values.items())
    base.run(f"update interop_delivery set {given}, partner_id = 101 where id = 101")
    base.run(
        "update interop_delivery set journey_key = (select key from journeys_journey where id = 101) where id = 101"
    )
    base.run("delete from interop_delivery where id <> 101")


@calls("interop_dossier_states")
def test_the_dossier_of_an_entry_is_due_whatever_was_prepared(base: ScratchDatabase) -> None:
    states = f"select state from ({DUE.format('interop_dossier_states', 1, '{}', '{}')}) s"
    one_dossier(base)
    assert base.rows(states.format("2021-03-01", "2021-01-11")) == [("in_time",)]
    assert base.rows(states.format("2021-03-01", "2021-01-12")) == [("late",)]
    assert base.rows(states.format("2021-01-04", "2021-01-12")) == [("never_sent",)], "nothing was prepared yet"
    assert base.rows(states.format("2021-03-01", "2021-01-03")) == [], "nobody had entered"
    base.run("update interop_partner set since = '2021-02-01T00:00Z'")
    assert base.rows(states.format("2021-03-01", "2021-03-01")) == [("late",)], "older, with a message"
    base.run("update interop_delivery set journey_key = gen_random_uuid()")
    assert base.rows(states.format("2021-03-01", "2021-03-01")) == [], "older than the connection"


@calls("interop_dossier_counts")
def test_the_dossiers_due_are_counted_by_state_without_showing_them(base: ScratchDatabase) -> None:
    query = DUE.format("interop_dossier_counts", "{}", "2021-03-01", "2021-03-01")
    one_dossier(base, state="sent", first_sent_at="2021-02-01T00:00Z")
    assert counted(base, query.format(1), READERS["visitor"]) == [("waiting", 1)]
    assert counted(base, query.format(2)) == []
    base.run("update interop_delivery set state = 'silent', settled_at = null")
    assert counted(base, query.format(1)) == [("refused", 1)]
    base.run("update interop_delivery set state = 'acknowledged', settled_at = '2021-02-02T00:00Z'")
    assert counted(base, query.format(1), READERS["intruder"]) == [("accepted", 1)]
    base.run("update interop_delivery set event = 'SORTIE'")
    assert counted(base, query.format(1)) == [("waiting", 1)], "its entry is not accepted"
    base.run("update interop_partner set is_active = false")
    assert counted(base, query.format(1)) == []


@calls("evaluation_counts")
def test_written_parts_and_locked_sheets_of_a_plan_are_counted(base: ScratchDatabase) -> None:
    query = "select * from evaluation_counts({}, '2021-06-01', '{}')"
    # The world leaves three of the twelve parts empty: value and date of the baseline, end date.
    assert counted(base, query.format(101, "2021-06-01")) == [("a", 9, 12, 0, 0)]
    base.run("update evaluation_experiment set locked_on = '2021-05-01', locked_at = '2021-05-01T00:00Z'")
    assert counted(base, query.format(101, "2021-06-01")) == [("a", 9, 12, 1, 0)]
    base.run(
        "update evaluation_protocolversion set baseline_value = 1, baseline_on = '2021-01-01', end_on = '2021-12-31'"
    )
    assert counted(base, query.format(101, "2021-06-01"), READERS["visitor"]) == [("a", 12, 12, 1, 1)]
    base.run("update evaluation_ownership set person_id = null")
    base.run("update evaluation_experiment set locked_at = '2021-06-02T00:00Z'")
    assert counted(base, query.format(101, "2021-06-01")) == [("a", 11, 12, 0, 0)]
    assert counted(base, query.format(101, "2021-01-03")) == []
    base.run("update evaluation_experiment set withdrawn_on = '2021-05-31'")
    assert counted(base, query.format(101, "2021-06-01")) == []


@calls("evaluation_first_entries")
def test_experiments_begun_are_counted_by_action_and_year(base: ScratchDatabase) -> None:
    query = "select experiments, first_year from evaluation_first_entries({}, '{}', '{}')"
    assert counted(base, query.format(101, "2021-06-01", "2021-06-01")) == []
    base.run("update evaluation_experiment set locked_on = '2021-05-01', locked_at = '2021-05-03T00:00Z'")
    assert counted(base, query.format(101, "2021-06-01", "2021-06-01"), READERS["visitor"]) == [(1, 2021)]
    assert counted(base, query.format(101, "2021-05-02", "2021-06-01")) == [], "not known yet"
    assert counted(base, query.format(101, "2021-06-01", "2021-04-30")) == [], "nobody had entered"


@calls("evaluation_judgements")
def test_experiments_past_their_end_are_counted_by_the_day_of_their_finding(base: ScratchDatabase) -> None:
    query = "select * from evaluation_judgements(101, '{}', '{}', 10)"
    assert counted(base, query.format("2022-06-01", "2022-06-01")) == [(0, 0, 0, 0)], "no end is written"
    base.run("update evaluation_protocolversion set end_on = '2021-12-31'")
    base.run("update evaluation_finding set found_on = '2022-01-10', recorded_at = '2022-01-15T00:00Z'")
    assert counted(base, query.format("2022-06-01", "2021-12-31")) == [(0, 0, 0, 0)], "not past its end"
    assert counted(base, query.format("2022-01-12", "2022-01-10")) == [(0, 0, 1, 0)], "its finding is not known yet"
    assert counted(base, query.format("2022-01-12", "2022-01-11")) == [(0, 0, 0, 1)]
    assert counted(base, query.format("2022-06-01", "2022-06-01"), READERS["intruder"]) == [(1, 0, 0, 0)]
    base.run("update evaluation_finding set found_on = '2022-01-11'")
    assert counted(base, query.format("2022-06-01", "2022-06-01")) == [(0, 1, 0, 0)]
    base.run("update evaluation_experiment set withdrawn_on = '2022-05-31'")
    assert counted(base, query.format("2022-06-01", "2022-06-01")) == [(0, 0, 0, 0)]


@calls("evaluation_effects")
def test_the_last_effect_published_of_each_experiment_is_told_without_its_counts(base: ScratchDatabase) -> None:
    base.run("delete from evaluation_publishedeffect where id <> 101")
    base.run(
        "update evaluation_publishedeffect set experiment_id = 101, measured_on = '2021-05-01',"
        " recorded_at = '2021-05-01T04:30Z', is_over = true, is_measured = true, difference = -6, low = -11, high = -1"
    )
    query = "select action, is_over, is_measured, difference, low, high from evaluation_effects({}, '{}', '{}')"
    told = [("a", True, True, -6, -11, -1)]
    assert counted(base, query.format(101, "2021-06-01", "2021-06-01")) == told
    assert counted(base, query.format(101, "2021-06-01", "2021-06-01"), READERS["intruder"]) == told
    assert counted(base, query.format(101, "2021-05-01", "2021-06-01")) == [], "not known yet"
    assert counted(base, query.format(101, "2021-06-01", "2021-04-30")) == []
    assert counted(base, query.format(102, "2021-06-01", "2021-06-01")) == []
    base.run("update evaluation_experiment set withdrawn_on = '2021-05-31'")
    assert counted(base, query.format(101, "2021-06-01", "2021-06-01")) == []


@calls("indicators_forecast_gaps")
def test_forecasts_are_compared_with_what_was_observed_by_a_day(base: ScratchDatabase) -> None:
    base.run("update indicators_keptforecast set announced = 9, low = 6, high = 11, is_replayed = id = 101")
    base.run(
        "update indicators_observedentries set entered = case forecast_id when 101 then 12 else 8 end,"
        " observed_on = '2021-05-01', recorded_at = '2021-05-01T04:30Z'"
    )
    query = "select * from indicators_forecast_gaps({}, '{}', '{}')"
    found = [(2, 4, 20, 1, 1)]
    assert counted(base, query.format(1, "2021-06-01", "2021-05-01")) == found
    assert counted(base, query.format(1, "2021-06-01", "2021-05-01"), READERS["intruder"]) == found
    assert counted(base, query.format(1, "2021-05-01", "2021-05-01")) == [(0, 0, 0, 0, 0)], "not known yet"
    assert counted(base, query.format(1, "2021-06-01", "2021-04-30")) == [(0, 0, 0, 0, 0)]
    assert counted(base, query.format(2, "2021-06-01", "2021-05-01")) == [(1, 1, 8, 1, 0)]


@calls("indicators_gap_outcomes")
def test_gaps_are_told_by_their_days_and_outcome_without_what_they_are(base: ScratchDatabase) -> None:
    base.run(
        "update indicators_missingindicator set plan_id = 101, noted_on = '2021-02-01', closed_on = null,"
        " is_filled = false, indicator_code = '', found_key = case id when 101 then 'target:1:x' else '' end"
    )
    base.run(
        "update indicators_missingindicator set closed_on = '2021-05-01', is_filled = true, closed_reason = 'x'"
        " where id = 101"
    )
    query = "select noted_on::text, closed_on::text, is_filled, is_found from indicators_gap_outcomes({}, '{}')"
    told = counted(base, query.format(101, "2021-06-01"))
    assert told[0] == ("2021-02-01", "2021-05-01", True, True)
    assert set(told[1:]) == {("2021-02-01", None, False, False)}
    told = counted(base, query.format(101, "2021-04-30"), READERS["intruder"])
    assert ("2021-02-01", None, False, True) in told, "not closed yet"
    assert counted(base, query.format(101, "2021-01-31")) == []
    assert counted(base, query.format(102, "2021-06-01")) == []
    base.run("update indicators_missingindicator set indicator_code = 'x'")
    assert len(counted(base, query.format(101, "2021-06-01"))) == 1, (
        "what a person noted of the same figure is that gap"
    )


@calls("procedures_counts")
def test_deliverables_of_the_cases_of_a_procedure_are_counted(base: ScratchDatabase) -> None:
    base.run("update procedures_caseevent set kind = 'opened', deliverable_id = null, case_id = 101")
    base.run("update procedures_caseevent set kind = 'deliverable_sent', deliverable_id = 101 where id = 102")
    base.run("update procedures_deliverable set due_on = '2021-05-01', case_id = 101 where id = 101")
    base.run("delete from procedures_deliverable where id <> 101")
    query = "select * from procedures_counts(101, 'a', '{}', '{}')"
    assert counted(base, query.format("2021-06-01", "2021-05-01")) == [("a", 0, 0, 1, 0)]
    assert counted(base, query.format("2021-06-01", "2021-05-02")) == [("a", 0, 1, 1, 0)]
    base.run("update procedures_caseevent set kind = 'deliverable_accepted' where id = 102")
    base.run("update procedures_caseevent set kind = 'held' where id = 103")
    assert counted(base, query.format("2021-06-01", "2021-05-01"), READERS["intruder"]) == [("a", 1, 1, 1, 1)]
    assert counted(base, query.format("2021-01-01", "2021-05-01")) == []
    assert counted(base, query.replace("'a'", "'b'").format("2021-06-01", "2021-05-01")) == []


@calls("offer_purchase_sums")
def test_who_reads_purchases_reads_the_sums_of_every_buyer(base: ScratchDatabase) -> None:
    third = Actor(person_id=80, memberships=(ActiveMembership(Role.BUYER, STATE, OURS),))
    base.run(
        f"update offer_placeentry set organisation_id = {OURS}, order_id = 101, line_id = 101, session_id = 101,"
        " corrects_id = null, kind = 'bought', places = id - 100, recorded_at = '2021-02-01T00:00Z'"
    )
    base.run(f"update offer_placeentry set organisation_id = {THEIRS} where id > 102")
    query = f"select sum(places)::integer from offer_purchase_sums({OURS}, {{}})"
    for reader in (READERS["finance"], READERS["state_reader"], third):
        assert counted(base, query.format("null"), reader) == [(3,)]
    assert counted(base, query.format("'2021-01-01T00:00Z'"), third) == [(None,)]
    base.run("update offer_placeentry set corrects_id = 101 where id = 102")
    assert counted(base, query.format("null"), third) == [(2,)]
    for name in ("adviser", "provider", "intruder", "nobody"):
        assert counted(base, query.format("null"), READERS[name]) == [(None,)], name


@calls("journeys_published_rows")
def test_what_the_tables_hide_is_told_to_every_reader_with_the_counts_of_the_actions_only(
    base: ScratchDatabase,
) -> None:
    base.run(
        "update journeys_publishedcount set organisation_id = 1, year = 2021, key = id::text, hidden = '[\"ended\"]',"
        " values = '{\"entered\": 20}', cut = case id when 101 then 'plan_action' else 'lot' end where id < 103"
    )
    base.run("update journeys_publishedcount set organisation_id = 2 where id = 103")
    query = "select cut, key, shown::text, hidden::text from journeys_published_rows(array[1]::bigint[]) order by key"
    found = [("plan_action", "101", '{"entered": 20}', '["ended"]'), ("lot", "102", "{}", '["ended"]')]
    assert counted(base, query) == counted(base, query, READERS["intruder"]) == found


@calls("journeys_last_published")
def test_the_day_of_the_last_publication_is_told_to_every_reader(base: ScratchDatabase) -> None:
    base.run(
        "update journeys_publishedcount set organisation_id = case id when 103 then 2 else 1 end,"
        " counted_at = '2021-02-01T00:00Z'::timestamptz + (id - 101) * interval '1 day'"
    )
    query = "select (journeys_last_published(array[{}]::bigint[]) at time zone 'utc')::date::text"
    assert counted(base, query.format(1)) == [("2021-02-02",)]
    assert counted(base, query.format(2), READERS["intruder"]) == [("2021-02-03",)]
    assert counted(base, query.format(9)) == [(None,)]


@calls("procedures_counted")
def test_cases_are_told_from_the_day_on_which_they_took_a_transition(base: ScratchDatabase) -> None:
    base.run("update procedures_caseevent set kind = 'opened', case_id = 101")
    base.run("delete from procedures_caseversion")
    base.run('update procedures_case set values = \'{"commune": "18033", "contact": "A. Martin"}\' where id = 101')
    base.run(
        "update procedures_caseevent set kind = 'moved', code = 'open', happened_on = '2021-05-02',"
        " recorded_at = '2021-05-03T00:00Z' where id = 102"
    )
    query = (
        "select plan_action_id, case_id, first_on::text, answers::text"
        " from procedures_counted(101, '{}', '{}', '{}', '{}', array['commune'])"
    )
    found = [(101, 101, "2021-05-02", '{"commune": "18033"}')]
    assert counted(base, query.format("a", "open", "2021-06-01", "2021-05-02")) == found, "only what is asked"
    assert counted(base, query.format("a", "open", "2021-06-01", "2021-05-02"), READERS["intruder"]) == found
    assert counted(base, query.format("a", "open", "2021-06-01", "2021-05-01")) == []
    assert counted(base, query.format("a", "open", "2021-05-02", "2021-05-02")) == [], "not known yet"
    assert counted(base, query.format("a", "close", "2021-06-01", "2021-05-02")) == []
    assert counted(base, query.format("b", "open", "2021-06-01", "2021-05-02")) == []


@calls("procedures_reported")
def test_an_accepted_report_tells_the_answers_that_are_counted_and_no_other(base: ScratchDatabase) -> None:
    base.run("update procedures_case set plan_id = 101, procedure_code = 'a', plan_action_id = 101 where id = 101")
    base.run("delete from procedures_reportjudgement where id > 102")
    base.run(
        "update procedures_casereport set case_id = 101, code = 'final', recorded_at = '2021-05-01T00:00Z',"
        ' values = case id when 102 then \'{"groups": [2], "story": "x"}\'::jsonb else \'{"groups": [1]}\' end'
        " where id in (101, 102)"
    )
    base.run(
        "update procedures_reportjudgement set report_id = id, is_accepted = id = 102, reason = 'x',"
        " judged_on = '2021-05-02', recorded_at = '2021-05-03T00:00Z'"
    )
    query = (
        "select plan_action_id, case_id, judged_on::text, answers::text"
        " from procedures_reported(101, '{}', '{}', '{}', '{}', array['groups'])"
    )
    found = [(101, 101, "2021-05-02", '{"groups": [2]}')]
    assert counted(base, query.format("a", "final", "2021-06-01", "2021-05-02")) == found, "neither refused nor a story"
    assert counted(base, query.format("a", "final", "2021-06-01", "2021-05-02"), READERS["intruder"]) == found
    assert counted(base, query.format("a", "final", "2021-06-01", "2021-05-01")) == []
    assert counted(base, query.format("a", "final", "2021-05-02", "2021-05-02")) == [], "not known yet"
    assert counted(base, query.format("a", "other", "2021-06-01", "2021-05-02")) == []
    assert counted(base, query.format("b", "final", "2021-06-01", "2021-05-02")) == []


@calls("procedures_hires")
def test_what_each_firm_confirmed_last_is_told_with_what_its_case_went_through(base: ScratchDatabase) -> None:
    base.run("delete from procedures_case where id > 102")
    base.run("update procedures_case set plan_id = 101, procedure_code = 'a', opened_on = '2021-01-04'")
    base.run("update procedures_caseevent set kind = 'opened', case_id = 101")
    base.run(
        "update procedures_caseevent set kind = 'moved', code = 'sign', happened_on = '2021-05-02',"
        " recorded_at = '2021-05-03T00:00Z' where id = 102"
    )
    base.run(
        "update procedures_hireinquiry set case_id = 101, months = id, firm = case id when 101 then 'x' else 'y' end"
    )
    base.run("update procedures_hireanswer set inquiry_id = 102, hired = id - 100, recorded_at = '2021-06-01T00:00Z'")
    query = "select case_id, opened_on::text, moves, firm, hired from procedures_hires(101, 'a', '{}', '{}')"
    told = counted(base, query.format("2021-06-02", "2021-06-02"), READERS["intruder"])
    assert told == [(101, "2021-01-04", ["sign"], "y", 3), (102, "2021-01-04", [], None, None)]
    told = counted(base, query.format("2021-05-01", "2021-06-02"))
    assert told[0] == (101, "2021-01-04", [], None, None), "not known yet"
    assert counted(base, query.replace("'a'", "'b'").format("2021-06-02", "2021-06-02")) == []


@calls("journeys_people_hired")
def test_people_who_say_a_long_contract_are_counted_once_in_a_group(base: ScratchDatabase) -> None:
    base.run("update journeys_journey set session_id = 101, learner_id = 101 where id < 103")
    base.run("delete from journeys_step where id > 102")
    base.run(
        "update journeys_step set journey_id = 101, session_id = 101, kind = 'entered', happened_on = '2021-01-11',"
        " recorded_at = '2021-02-01T00:00Z', corrects_id = null, is_withdrawn = false"
    )
    base.run(
        "update journeys_step set kind = 'situation', happened_on = '2021-09-11',"
        ' detail = \'{"months": 3, "contract": "six_months"}\' where id = 102'
    )
    query = "select * from journeys_people_hired(array[7, 7, 8]::bigint[], array[{}]::bigint[], '{}', '{}')"
    asked = query.format("101, 101, 102", "2021-10-01", "2021-10-01")
    assert counted(base, asked) == counted(base, asked, READERS["intruder"]) == [(7, 1)]
    assert counted(base, query.format("101, 101, 102", "2021-01-15", "2021-10-01")) == [], "not known yet"
    assert counted(base, query.format("101, 101, 102", "2021-10-01", "2021-09-10")) == []
    base.run('update journeys_step set detail = \'{"months": 3, "contract": "short"}\' where id = 102')
    assert counted(base, asked) == []


@calls("journeys_ends")
def test_the_end_of_a_journey_is_told_by_its_last_step_without_the_person(base: ScratchDatabase) -> None:
    base.run(
        "update journeys_step set journey_id = 101, is_withdrawn = false, corrects_id = null, kind = 'entered',"
        " happened_on = '2021-01-11', recorded_at = '2021-01-12T00:00Z'"
    )
    base.run(
        "update journeys_step set kind = 'ended', happened_on = '2021-05-02', recorded_at = '2021-05-03T00:00Z',"
        ' detail = \'{"end_kind": "to_term"}\' where id = 102'
    )
    key = base.value("select key::text from journeys_journey where id = 101")
    query = f"select ended_on::text, end_kind from journeys_ends(array['{key}']::uuid[], '{{}}', '{{}}')"
    assert counted(base, query.format("2021-06-01", "2021-05-02")) == [("2021-05-02", "to_term")]
    assert counted(base, query.format("2021-06-01", "2021-05-02"), READERS["intruder"]) == [("2021-05-02", "to_term")]
    assert counted(base, query.format("2021-06-01", "2021-05-01")) == [], "not yet"
    assert counted(base, query.format("2021-05-03T00:00Z", "2021-05-02")) == [], "not known yet"
    base.run("update journeys_step set kind = 'resumed', happened_on = '2021-05-04' where id = 103")
    assert counted(base, query.format("2021-06-01", "2021-05-05")) == [], "resumed since"


@calls("journeys_is_own")
def test_a_journey_is_of_the_body_that_orients_and_of_the_one_that_trains(base: ScratchDatabase) -> None:
    referrer, key = base.rows("select referrer_id, key::text from journeys_journey where id = 101")[0]
    own = Actor(person_id=81, memberships=(ActiveMembership(Role.ADVISER, referrer, OURS),))
    query = f"select journeys_is_own('{key}')"
    assert counted(base, query, own) == [(True,)]
    assert counted(base, query, READERS["intruder"]) == [(False,)]
    assert counted(base, query) == [(False,)]
    learner = int(base.value("select learner_id from journeys_journey where id = 101"))
    assert counted(base, query, Actor(learner_id=learner)) == [(True,)], "the person, by their personal link"
    assert counted(base, query, Actor(learner_id=learner + 1)) == [(False,)]


@calls("act_as_machine")
def test_only_functions_of_the_owner_act_as_the_machine(base: ScratchDatabase) -> None:
    with base.acting_as(READERS["pilot"]), pytest.raises(InsufficientPrivilege), base.rolled_back():
        base.run("select pacte_private.act_as_machine()")
    # This reader sees no delivery, and the function counts them all.
    with base.acting_as(READERS["visitor"]):
        assert base.rows("select id from interop_delivery") == []
    base.run("update interop_delivery set first_sent_at = '2021-02-02T00:00Z'")
    assert counted(base, "select sent from interop_counts(1, array['a'], now())", READERS["visitor"]) == [(1,)]


def test_a_role_without_a_key_cannot_act_as_the_machine(base: ScratchDatabase) -> None:
    """The superuser has no key: the context does not change."""
    base.run("set local pacte.context = 'x'")
    assert base.value("select pacte_private.act_as_machine()") == "x"
    assert base.value(CONTEXT) == "x"
    assert base.value("select has_schema_privilege(%s, 'pacte_private', 'usage')", APPLICATION) is False
