"""Facts are read once; late ones count from the day we knew; corrections replace; contradictions are set aside."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import transaction

from pacte.accounts.row_context import acting_as
from pacte.indicators.models import FactPerson
from pacte.indicators.queries.store import open_facts, read_manifest
from pacte.indicators.records import ValueState
from pacte.indicators.services import fact_extraction, refresh_facts
from pacte.indicators.services.fact_exports import EXPORTS
from pacte.journeys.models import Journey, Learner
from pacte.journeys.models import Step as StepRow
from pacte.journeys.records import EndKind, StepKind
from pacte.journeys.services import StepInput, record_step
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, PermissionDenied
from pacte.offer.models import Session
from pacte.plan.models import VersionFigure
from pacte.plan.records import FigureKind
from pacte.plan.services import put_in_force, sign, vote
from tests.cast import MACHINE, Cast
from tests.indicators.making import Facts
from tests.journeys.making import session_with, somebody, walk
from tests.plans_at_hand import written

pytestmark = pytest.mark.django_db
K = StepKind
MONDAY = date(2021, 1, 11)
SINCE = date(2019, 1, 22)
TO_THE_SEAT = (K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)


@pytest.fixture
def facts(cast: Cast, tmp_path: Path) -> Facts:
    return Facts(cast, tmp_path / "facts")


def entered(cast: Cast, session: Session, *, on: date = MONDAY, name: str = "Inès") -> Journey:
    journey = somebody(cast, first_name=name)
    walk(cast["adviser"].actor, journey, session, *TO_THE_SEAT)
    walk(cast["provider"].actor, journey, session, K.ENTERED, on=on)
    return journey


def raw_step(journey: Journey, kind: StepKind, on: date, *, recorded_at: datetime, **detail: object) -> StepRow:
    """A step written without the state machine, as a bulk import may do."""
    with acting_as(MACHINE):
        return StepRow.objects.create(
            organisation_id=journey.organisation_id, journey=journey, kind=kind, happened_on=on,
            recorded_at=recorded_at, source="file", detail=detail,
        )  # fmt: skip


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def test_only_what_is_new_is_read_again(cast: Cast, facts: Facts) -> None:
    session = session_with(cast)
    entered(cast, session)
    assert facts.refresh().added["entries"] == 1
    again = facts.refresh()
    assert again.total == 0
    entered(cast, session, name="Omar")
    assert facts.refresh().added["entries"] == 1
    assert facts.count("entries_by_session") == 2
    assert len(read_manifest(facts.folder).files("entries")) == 2


def test_before_the_first_refresh_an_answer_says_what_to_do(facts: Facts) -> None:
    with pytest.raises(Conflict) as refused:
        facts.ask("entries_by_session")
    assert refused.value.code == "no_facts"


def test_a_late_fact_counts_from_the_day_when_it_was_written_down(cast: Cast, facts: Facts) -> None:
    with time_machine.travel(datetime(2021, 6, 1, 8, tzinfo=UTC), tick=False):
        entered(cast, session_with(cast))
    assert facts.refresh().late >= 1
    assert facts.count("entries_by_session", known_on=date(2021, 5, 31)) == 0
    assert facts.count("entries_by_session", known_on=date(2021, 6, 1)) == 1


def test_a_past_day_gives_the_same_figure_whatever_comes_after(cast: Cast, facts: Facts) -> None:
    session, past = session_with(cast), date(2021, 3, 1)
    with time_machine.travel(datetime(2021, 2, 1, 8, tzinfo=UTC), tick=False):
        entered(cast, session)
    facts.refresh()
    before = facts.ask("entries_by_session", "people_trained", known_on=past).text
    entered(cast, session, name="Omar")
    facts.refresh()
    assert facts.ask("entries_by_session", "people_trained", known_on=past).text == before
    assert facts.count("entries_by_session") == 2


def test_a_fact_of_the_future_waits_for_its_day(cast: Cast, facts: Facts) -> None:
    with time_machine.travel(at(MONDAY), tick=False):
        journey = entered(cast, session_with(cast))
    raw_step(journey, K.ENDED, date(2021, 6, 11), recorded_at=at(date(2021, 2, 1)), end_kind="to_term")
    assert facts.refresh().future == 1
    asked = {"known_on": date(2021, 3, 1)}
    assert facts.value("completion", **asked).state is ValueState.NOT_DUE
    assert facts.value("completion").number == 100


def test_a_second_entry_of_a_journey_is_set_aside_and_counted_once(cast: Cast, facts: Facts) -> None:
    journey = entered(cast, session_with(cast))
    raw_step(journey, K.ENTERED, MONDAY + timedelta(days=3), recorded_at=at(date(2021, 2, 1)))
    done = facts.refresh()
    assert done.aside == {"second_entry": 1}
    assert facts.count("entries_by_session") == 1
    raw_step(journey, K.ENTERED, MONDAY + timedelta(days=9), recorded_at=at(date(2021, 3, 1)))
    assert facts.refresh().aside == {"second_entry": 1}
    assert read_manifest(facts.folder).aside == {"second_entry": 2}


def test_an_end_before_its_entry_is_set_aside(cast: Cast, facts: Facts) -> None:
    journey = entered(cast, session_with(cast))
    raw_step(journey, K.ENDED, date(2021, 1, 5), recorded_at=at(date(2021, 2, 1)), end_kind="dropout")
    assert facts.refresh().aside == {"end_before_entry": 1}
    assert facts.count("early_exits_by_trainee") == 0


def test_an_end_without_entry_is_set_aside(cast: Cast, facts: Facts) -> None:
    journey = somebody(cast)
    raw_step(journey, K.ENDED, date(2021, 1, 25), recorded_at=at(date(2021, 2, 1)), end_kind="dropout")
    assert facts.refresh().aside == {"end_without_entry": 1}


def test_two_ends_that_contradict_each_other_count_as_the_first(cast: Cast, facts: Facts) -> None:
    journey = entered(cast, session_with(cast))
    raw_step(journey, K.ENDED, date(2021, 5, 1), recorded_at=at(date(2021, 5, 1)), end_kind="to_job")
    raw_step(journey, K.ENDED, date(2021, 5, 9), recorded_at=at(date(2021, 5, 9)), end_kind="exclusion")
    assert facts.refresh().aside == {"second_end": 1}
    assert facts.count("early_exits_by_trainee") == 1


def test_a_step_written_twice_counts_once(cast: Cast, facts: Facts) -> None:
    journey = somebody(cast)
    for day in (1, 2):
        raw_step(journey, K.INFORMATION_MISSED, MONDAY, recorded_at=at(date(2021, 2, day)), mode="chosen")
    assert facts.refresh().aside == {"written_twice": 1}
    raw_step(journey, K.INFORMATION_MISSED, MONDAY, recorded_at=at(date(2021, 3, 1)), mode="chosen")
    raw_step(journey, K.INFORMATION_MISSED, MONDAY + timedelta(days=7), recorded_at=at(date(2021, 3, 1)), mode="chosen")
    assert facts.refresh().aside == {"written_twice": 1}
    assert facts.count("appointments_missed_chosen") == 2


def test_a_second_answer_at_one_horizon_is_set_aside(cast: Cast, facts: Facts) -> None:
    session = session_with(cast)
    journey = entered(cast, session)
    with time_machine.travel(at(date(2021, 5, 2)), tick=False):
        walk(cast["provider"].actor, journey, session, K.ENDED, on=date(2021, 5, 1))
    for day, in_job in ((1, False), (2, True)):
        raw_step(
            journey, K.SITUATION, date(2021, 11, day), recorded_at=at(date(2021, 11, day)),
            months=6, answered=True, in_job=in_job,
        )  # fmt: skip
    assert facts.refresh().aside == {"second_situation": 1}
    found = facts.value("in_job_6_months")
    assert (found.numerator, found.denominator) == (0, 1)


def test_an_answer_after_all_takes_the_place_of_silence(cast: Cast, facts: Facts) -> None:
    session = session_with(cast)
    with time_machine.travel(at(MONDAY), tick=False):
        journey = entered(cast, session)
    with time_machine.travel(at(date(2021, 5, 2)), tick=False):
        walk(cast["provider"].actor, journey, session, K.ENDED, on=date(2021, 5, 1))
    raw_step(journey, K.SITUATION, date(2021, 11, 1), recorded_at=at(date(2021, 11, 1)), months=6, answered=False)
    facts.refresh()
    raw_step(
        journey, K.SITUATION, date(2021, 12, 1), recorded_at=at(date(2021, 12, 1)),
        months=6, answered=True, in_job=True,
    )  # fmt: skip
    done = facts.refresh()
    assert (done.aside, done.replaced) == ({}, 1)
    assert facts.value("in_job_6_months", known_on=date(2021, 11, 15)).state is ValueState.MISSING
    assert facts.value("in_job_6_months").number == 100


def test_targets_are_facts_once_their_version_is_in_force(cast: Cast, facts: Facts) -> None:
    with acting_as(MACHINE):
        version = written(actor=MACHINE, host=cast.region)
    assert facts.refresh().added["targets"] == 0, "a draft tells nothing"
    with acting_as(MACHINE):
        vote(actor=MACHINE, version=version, assembly="assemblée", number="1", on=SINCE)
        sign(actor=MACHINE, version=version, on=SINCE)
        put_in_force(actor=MACHINE, version=version, on=SINCE)
        lines = list(VersionFigure.objects.filter(version=version, kind=FigureKind.TARGET).order_by("pk"))
    assert facts.refresh().added["targets"] == len(lines) > 0
    assert facts.refresh().added["targets"] == 0
    with open_facts(on=today(), facts_dir=facts.folder) as connection:
        asked = "select fact, happened_on, version, code, what from targets order by fact"
        found = connection.execute(asked).fetchall()
    assert found == [(line.pk, SINCE, 1, line.indicator_code, line.what) for line in lines]


def test_a_correction_replaces_from_the_day_when_it_was_made(cast: Cast, facts: Facts) -> None:
    session = session_with(cast)
    with time_machine.travel(datetime(2021, 5, 3, 8, tzinfo=UTC), tick=False):
        journey = entered(cast, session)
        walk(cast["provider"].actor, journey, session, K.ENDED, on=date(2021, 5, 1))
    facts.refresh()
    provider = cast["provider"].actor
    with acting_as(MACHINE):
        wrong = StepRow.objects.get(journey=journey, kind=K.ENDED)
    with acting_as(provider), time_machine.travel(datetime(2021, 9, 1, 8, tzinfo=UTC), tick=False):
        given = StepInput(
            K.ENDED, date(2021, 5, 1), session_id=session.pk, detail={"end_kind": EndKind.DROPOUT}, corrects=wrong.pk
        )
        record_step(actor=provider, key=journey.key, step_input=given)
    assert facts.refresh().replaced == 1
    # The session ends on 11 June: in July, the end was still believed to be at the term.
    assert facts.count("completion", known_on=date(2021, 7, 1)) == 1
    assert facts.count("completion") == 0
    assert facts.count("early_exits_by_trainee") == 1


def test_ends_follow_the_entry_that_was_corrected(cast: Cast, facts: Facts) -> None:
    session = session_with(cast)
    journey = entered(cast, session)
    walk(cast["provider"].actor, journey, session, K.ENDED, on=date(2021, 5, 1))
    facts.refresh()
    provider = cast["provider"].actor
    with acting_as(MACHINE):
        wrong = StepRow.objects.get(journey=journey, kind=K.ENTERED)
    with acting_as(provider):
        given = StepInput(K.ENTERED, date(2021, 2, 1), session_id=session.pk, corrects=wrong.pk)
        record_step(actor=provider, key=journey.key, step_input=given)
    done = facts.refresh()
    assert (done.replaced, done.added["ends"]) == (2, 1)
    assert facts.count("entries_by_session") == 1
    assert facts.count("entries_by_session", first=date(2021, 2, 1)) == 1


def test_a_step_taken_back_no_longer_counts(cast: Cast, facts: Facts) -> None:
    session = session_with(cast)
    journey = entered(cast, session)
    facts.refresh()
    provider = cast["provider"].actor
    with acting_as(MACHINE):
        wrong = StepRow.objects.get(journey=journey, kind=K.ENTERED)
    with acting_as(provider):
        given = StepInput(K.ENTERED, MONDAY, session_id=session.pk, corrects=wrong.pk, is_withdrawn=True)
        record_step(actor=provider, key=journey.key, step_input=given)
    facts.refresh()
    assert facts.count("entries_by_session") == 0


def test_the_situation_at_the_entry_does_not_follow_the_person(cast: Cast, facts: Facts) -> None:
    journey = entered(cast, session_with(cast))
    facts.refresh()
    with acting_as(MACHINE):
        Learner.objects.filter(pk=journey.learner_id).update(diploma=6)
    facts.refresh()
    assert facts.count("low_qualified_entries") == 1


def held_back(row: StepRow) -> StepRow:
    """Simulates a concurrent transaction: the row has taken its number, but no reader sees it yet."""
    with acting_as(MACHINE):
        StepRow.objects.filter(pk=row.pk).delete()
    return row


def test_a_row_written_late_with_an_early_number_is_found(cast: Cast, facts: Facts) -> None:
    """With two transactions at once, the higher number may be written and read first."""
    session = session_with(cast)
    journey, other = entered(cast, session), somebody(cast, first_name="Omar")
    row = held_back(raw_step(other, K.ENTERED, MONDAY, recorded_at=at(MONDAY)))
    raw_step(journey, K.COMPETENCE_ATTESTED, MONDAY, recorded_at=at(MONDAY))
    facts.refresh()
    with acting_as(MACHINE):
        row.save(force_insert=True)
    assert facts.refresh().added["entries"] == 1
    assert facts.count("entries_by_session") == 2
    assert facts.refresh().total == 0


def test_a_row_written_late_is_found_when_as_many_went_and_says_who_it_is_about(cast: Cast, facts: Facts) -> None:
    session = session_with(cast, opened=3)
    journey, other, third = (entered(cast, session, name=name) for name in ("Inès", "Omar", "Léa"))
    row = held_back(raw_step(other, K.ENDED, date(2021, 5, 1), recorded_at=at(date(2021, 5, 1)), end_kind="to_job"))
    last = raw_step(third, K.COMPETENCE_ATTESTED, MONDAY, recorded_at=at(MONDAY))
    facts.refresh()
    with acting_as(MACHINE):
        Learner.objects.filter(pk=journey.learner_id).delete()
        row.save(force_insert=True)
    assert facts.refresh().added["ends"] == 1
    read = read_manifest(facts.folder).reads["steps"]
    assert read.last == last.pk
    assert not any(first <= row.pk <= end for first, end in read.holes)
    with open_facts(on=today(), facts_dir=facts.folder) as connection:
        asked = "select journey, entered_on, person is not null, end_kind from ends"
        assert connection.execute(asked).fetchall() == [(other.pk, MONDAY, True, "to_job")]


def test_a_store_that_does_not_say_what_it_read_is_taken_anew(cast: Cast, facts: Facts) -> None:
    entered(cast, session_with(cast))
    facts.refresh()
    path = facts.folder / "manifest.json"
    told = json.loads(path.read_text())
    told["reads"] = {name: {"last": each["last"], "rows": 1} for name, each in told["reads"].items()}
    path.write_text(json.dumps(told))
    assert facts.refresh().added["entries"] == 1
    assert facts.count("entries_by_session") == 1
    assert facts.refresh().total == 0


def test_facts_are_built_anew_when_an_export_changes_its_version(
    cast: Cast, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered(cast, session_with(cast))
    facts.refresh()
    assert facts.refresh().total == 0
    monkeypatch.setitem(EXPORTS, "people", replace(EXPORTS["people"], version=2))
    assert facts.refresh().added["entries"] == 1
    assert facts.refresh().total == 0
    assert facts.count("entries_by_session") == 1


def test_targets_are_known_from_the_instant_at_which_their_version_was_put_in_force(cast: Cast, facts: Facts) -> None:
    with acting_as(MACHINE):
        with time_machine.travel(at(date(2018, 12, 1)), tick=False):
            version = written(actor=MACHINE, host=cast.region)
            vote(actor=MACHINE, version=version, assembly="assemblée", number="1", on=SINCE)
            sign(actor=MACHINE, version=version, on=SINCE)
        with time_machine.travel(at(date(2019, 3, 1)), tick=False):
            put_in_force(actor=MACHINE, version=version, on=SINCE)
    facts.refresh()
    for known_on, is_known in ((date(2019, 2, 28), False), (date(2019, 3, 1), True)):
        with open_facts(on=today(), known_on=known_on, facts_dir=facts.folder) as connection:
            (count,) = connection.execute("select count(*) from targets").fetchone() or (0,)
        assert (count > 0) is is_known


def test_readers_at_the_same_time_each_read_as_of_their_own_day(cast: Cast, facts: Facts) -> None:
    entered(cast, session_with(cast))
    facts.refresh()
    asked = "select count(*) from entries"
    with (
        open_facts(on=MONDAY - timedelta(days=1), known_on=today(), facts_dir=facts.folder) as earlier,
        open_facts(on=MONDAY, known_on=today(), facts_dir=facts.folder) as later,
        open_facts(on=today(), known_on=MONDAY - timedelta(days=900), facts_dir=facts.folder) as ignorant,
    ):
        assert [each.execute(asked).fetchone() for each in (earlier, later, ignorant)] == [(0,), (1,), (0,)]


def test_what_a_reader_makes_ends_with_its_connection(cast: Cast, facts: Facts) -> None:
    entered(cast, session_with(cast))
    facts.refresh()
    with open_facts(on=today(), facts_dir=facts.folder) as connection:
        connection.execute("create temp view entries as select 1 as one where false")
        assert connection.execute("select count(*) from entries").fetchone() == (0,)
    with open_facts(on=today(), facts_dir=facts.folder) as connection:
        assert connection.execute("select count(*) from entries").fetchone() == (1,)


def test_an_erased_person_stays_in_the_figures_and_loses_their_number(cast: Cast, facts: Facts) -> None:
    journey = entered(cast, session_with(cast))
    facts.refresh()
    with acting_as(MACHINE):
        assert FactPerson.objects.count() == 1
        Learner.objects.filter(pk=journey.learner_id).update(purged_at=now())
    done = facts.refresh()
    assert done.forgotten == 1
    with acting_as(MACHINE):
        assert not FactPerson.objects.exists()
    assert facts.count("entries_by_session") == 1


def test_a_full_rebuild_sees_who_was_deleted_by_hand(cast: Cast, facts: Facts) -> None:
    journey = entered(cast, session_with(cast))
    facts.refresh()
    with acting_as(MACHINE):
        Learner.objects.filter(pk=journey.learner_id).delete()
    assert facts.refresh(full=True).forgotten == 1
    with acting_as(MACHINE):
        assert not FactPerson.objects.exists()
    assert facts.count("entries_by_session") == 1


def test_nobody_but_the_machine_refreshes(cast: Cast, tmp_path: Path) -> None:
    pilot = cast["pilot"].actor
    with acting_as(pilot), pytest.raises(PermissionDenied):
        refresh_facts(actor=pilot, facts_dir=tmp_path)


def test_who_stops_a_refresh_half_way_finds_the_connection_as_it_was(
    cast: Cast, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered(cast, session_with(cast))
    monkeypatch.setattr(fact_extraction, "_PROGRESS_BYTES", 0)

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), acting_as(MACHINE), transaction.atomic():
        refresh_facts(actor=MACHINE, facts_dir=facts.folder, on_progress=stop)
    assert facts.refresh().added["entries"] == 1


def test_what_a_crash_left_is_swept_and_nobody_else_reads_the_folder(cast: Cast, facts: Facts) -> None:
    entered(cast, session_with(cast))
    facts.refresh()
    left = facts.folder / "entries-000009.parquet"
    left.write_bytes(b"half written")
    facts.refresh()
    assert not left.exists()
    assert facts.folder.stat().st_mode & 0o077 == 0
